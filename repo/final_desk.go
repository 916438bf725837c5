package repo

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// AdoptedLine is a released line that was adopted, for the desk, with what is said
// of its clauses in the final text.
type AdoptedLine struct {
	consult.ResultRow
	Chosen bool `db:"chosen"` // by staff, and not found by the comparison
}

// AdoptedFilter narrows them.
type AdoptedFilter struct {
	DraftID       int64 // the final text
	Open          bool  // those only of which nothing is said yet
	Page, PerPage int
}

// AdoptedList is a page of them with the figures of both lists.
type AdoptedList struct {
	Items     []AdoptedLine
	Open, All int
}

const (
	adopted = `FROM result_rows w WHERE w.consultation_id = $1 AND w.outcome IN ('adopted', 'partly_adopted')`
	unsaid  = `NOT EXISTS (SELECT FROM decision_clauses l WHERE l.consultation_id = w.consultation_id AND l.draft_id = $2 AND l.suggestion_id = w.suggestion_id)`
)

const sqlAdoptedCounts = `SELECT count(*) AS all, count(*) FILTER (WHERE ` + unsaid + `) AS open ` + adopted

const sqlAdopted = `SELECT ` + resultColumns + `, EXISTS (SELECT FROM decision_clauses l WHERE l.consultation_id = w.consultation_id
    AND l.draft_id = $2 AND l.suggestion_id = w.suggestion_id AND l.set_by IS NOT NULL) AS chosen
` + adopted + ` AND (NOT $3 OR ` + unsaid + `) ORDER BY w.position LIMIT $4 OFFSET $5`

// Adopted gives a page of the adopted lines of a consultation.
func (r *Repo) Adopted(ctx context.Context, consultationID int64, f AdoptedFilter) (l AdoptedList, err error) {
	defer fault.Wrap(&err, "repo.Adopted(%d, page %d)", consultationID, f.Page)
	var n struct{ All, Open int }
	if err := r.get(ctx, &n, sqlAdoptedCounts, consultationID, f.DraftID); err != nil {
		return l, err
	}
	l.All, l.Open = n.All, n.Open
	p := page{number: f.Page, size: f.PerPage}
	var rows []struct {
		resultRow
		Chosen bool `db:"chosen"`
	}
	err = r.list(ctx, &rows, sqlAdopted, consultationID, f.DraftID, f.Open, p.limit(), p.before()*p.limit())
	for _, row := range rows {
		row.Finals = row.Links
		l.Items = append(l.Items, AdoptedLine{row.ResultRow, row.Chosen})
	}
	return l, err
}

const sqlFinalOf = `SELECT final_draft($1)`

// FinalDraft gives the final text in force of a consultation, 0 while there is none.
func (r *Repo) FinalDraft(ctx context.Context, consultationID int64) (draftID int64, err error) {
	defer fault.Wrap(&err, "repo.FinalDraft(%d)", consultationID)
	return draftID, r.get(ctx, &draftID, sqlFinalOf, consultationID)
}
