package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// ResultsFile is what a document of the results begins with.
type ResultsFile struct {
	ResultsHead
	DraftTitle string         `db:"draft_title"` // of the version that people commented on
	Channels   pq.StringArray `db:"channels"`    // by which comments came
	Released   []time.Time    `db:"-"`           // each batch
}

const sqlResultsFile = `SELECT ` + headColumns + `, coalesce((SELECT d.title FROM drafts d WHERE d.consultation_id = c.id AND d.id = consulted_draft(c.id)), '') AS draft_title,
    ARRAY(SELECT DISTINCT m.channel FROM comments m WHERE m.consultation_id = c.id) AS channels
FROM ` + resultsTables + ` WHERE c.no = $1 AND c.state = 'released' AND t.batches > 0`

const sqlBatches = `SELECT released_at FROM results WHERE consultation_id = $1 ORDER BY batch`

// ResultsFile gives the head of the documents of what is released of a consultation.
// Errors: NotFound (no such consultation, or nothing is released).
func (r *Repo) ResultsFile(ctx context.Context, no string) (f ResultsFile, err error) {
	defer fault.Wrap(&err, "repo.ResultsFile(%q)", no)
	if err := r.get(ctx, &f, sqlResultsFile, no); err != nil {
		return ResultsFile{}, err
	}
	return f, r.list(ctx, &f.Released, sqlBatches, f.ID)
}

// Refusal is a reason why suggestions were not adopted.
type Refusal struct {
	Reason    string         `db:"reason"`
	Count     int            `db:"count"`
	Positions pq.Int64Array  `db:"positions"` // of the first of them
	Clauses   pq.StringArray `db:"clauses"`   // that these are on
}

// The first of those with the same reason stand for them.
const sqlRefusals = `SELECT g.reason, g.count, g.positions, ARRAY(SELECT DISTINCT w.clause_label FROM result_rows w
    WHERE w.consultation_id = $1 AND w.position = ANY (g.positions) AND w.clause_label <> '' ORDER BY 1) AS clauses
FROM (SELECT w.reason, count(*) AS count, (array_agg(w.position ORDER BY w.position))[1:10] AS positions, min(w.position) AS first
    FROM result_rows w WHERE w.consultation_id = $1 AND w.outcome = $2 GROUP BY w.reason ORDER BY first LIMIT $3) g
ORDER BY g.first`

// Refusals gives the reasons for which suggestions were not adopted, each once, at
// most so many.
func (r *Repo) Refusals(ctx context.Context, consultationID int64, most int) (list []Refusal, err error) {
	defer fault.Wrap(&err, "repo.Refusals(%d)", consultationID)
	return list, r.list(ctx, &list, sqlRefusals, consultationID, string(consult.NotAdopted), most)
}
