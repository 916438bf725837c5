package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const sqlInsertDraft = `INSERT INTO drafts (consultation_id, version, title, file_name, warnings, created_at, created_by)
SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4::jsonb, $5, $6 FROM drafts WHERE consultation_id = $1
RETURNING id, version`

const sqlSetDraft = `UPDATE consultations SET draft_id = $2, updated_at = $3 WHERE id = $1 AND state = 'drafting'`

// InsertDraft adds d as the next version of a consultation's draft and makes it
// the current one; it gives its id and version. The consultation must be locked.
// In d.Clauses, an ID is the clause's place in the list, from 1, and a ParentID
// that of its parent; the stored ids rise in document order.
func (t *Tx) InsertDraft(ctx context.Context, consultationID int64, d Draft, author int64, now time.Time) (_ Draft, err error) {
	defer fault.Wrap(&err, "repo.InsertDraft(%d)", consultationID)
	if d, err = t.AddDraft(ctx, consultationID, d, author, now); err != nil {
		return Draft{}, err
	}
	return d, t.changeOne(ctx, sqlSetDraft, consultationID, d.ID, now)
}

// AddDraft does the same and leaves the current one as it is.
func (t *Tx) AddDraft(ctx context.Context, consultationID int64, d Draft, author int64, now time.Time) (_ Draft, err error) {
	defer fault.Wrap(&err, "repo.AddDraft(%d)", consultationID)
	if d.Warnings == nil {
		d.Warnings = DraftWarnings{}
	}
	warnings, err := jsonText(d.Warnings)
	if err != nil {
		return Draft{}, err
	}
	err = t.get(ctx, &d, sqlInsertDraft, consultationID, d.Title, d.FileName, warnings, now, author)
	if err != nil {
		return Draft{}, err
	}
	return d, t.insertClauses(ctx, consultationID, d)
}

const sqlTakeClauseIDs = `SELECT nextval('clause_ids') FROM generate_series(1, $1::int)`

const sqlInsertClauses = `INSERT INTO clauses (consultation_id, draft_id, id, parent_id, position, depth, kind, number, heading, text, label)
SELECT $1, $2, x.id, x.parent_id, x.position, x.depth, x.kind, x.number, x.heading, x.text, x.label
FROM unnest($3::bigint[], $4::bigint[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
    WITH ORDINALITY AS x (id, parent_id, depth, kind, number, heading, text, label, position)`

func (t *Tx) insertClauses(ctx context.Context, consultationID int64, d Draft) error {
	var ids []int64
	if err := t.list(ctx, &ids, sqlTakeClauseIDs, len(d.Clauses)); err != nil {
		return err
	}
	col := columnsOf(d.Clauses, ids)
	_, err := t.exec(ctx, sqlInsertClauses, consultationID, d.ID, pq.Array(ids), pq.Array(col.parents), pq.Array(col.depths),
		pq.Array(col.kinds), pq.Array(col.numbers), pq.Array(col.headings), pq.Array(col.texts), pq.Array(col.labels))
	return err
}

// clauseColumns are the clauses of a draft column by column, for one statement.
type clauseColumns struct {
	parents, depths                         []int64
	kinds, numbers, headings, texts, labels []string
}

func columnsOf(clauses []consult.Clause, ids []int64) (col clauseColumns) {
	for _, c := range clauses {
		parent := int64(0)
		if c.ParentID > 0 {
			parent = ids[c.ParentID-1]
		}
		col.parents = append(col.parents, parent)
		col.depths = append(col.depths, int64(c.Depth))
		col.kinds = append(col.kinds, c.Kind)
		col.numbers = append(col.numbers, c.Number)
		col.headings = append(col.headings, c.Heading)
		col.texts = append(col.texts, c.Text)
		col.labels = append(col.labels, c.Label)
	}
	return col
}
