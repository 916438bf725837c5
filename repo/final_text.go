package repo

import (
	"context"

	"nayan/internal/compare"
	"nayan/internal/consult"
	"nayan/internal/fault"
)

// DraftTexts are two versions of a draft with what changed from the one to the
// other. Final has no clauses where there is no second version.
type DraftTexts struct {
	Consulted []consult.Clause
	Final     []consult.Clause
	Changes   []compare.Change
}

// clauseTexts are the clauses of a version as one JSON array.
const clauseTexts = `coalesce(jsonb_agg(jsonb_build_object('ID', x.id, 'Depth', x.depth, 'Kind', x.kind, 'Number', x.number, 'Heading', x.heading,
    'Text', x.text, 'Label', x.label) ORDER BY x.position), '[]')::text FROM clauses x WHERE x.consultation_id = $1 AND x.draft_id = `

const sqlDraftTexts = `SELECT (SELECT ` + clauseTexts + `$2) AS consulted, (SELECT ` + clauseTexts + `$3) AS final,
    coalesce((SELECT k.changes::text FROM draft_comparisons k WHERE k.consultation_id = $1 AND k.from_draft_id = $2 AND k.to_draft_id = $3), '[]') AS changes`

// draftTexts is how they are read, in one statement.
type draftTexts struct {
	Consulted Places  `db:"consulted"`
	Final     Places  `db:"final"`
	Changes   changes `db:"changes"`
}

// DraftTexts gives the version that people commented on and the final text; with
// final 0 the first alone.
func (r *Repo) DraftTexts(ctx context.Context, consultationID, consulted, final int64) (t DraftTexts, err error) {
	defer fault.Wrap(&err, "repo.DraftTexts(%d, %d, %d)", consultationID, consulted, final)
	var row draftTexts
	err = r.get(ctx, &row, sqlDraftTexts, consultationID, consulted, final)
	return DraftTexts{row.Consulted, row.Final, row.Changes}, err
}

// DraftTexts gives the same inside of a transaction.
func (t *Tx) DraftTexts(ctx context.Context, consultationID, consulted, final int64) (d DraftTexts, err error) {
	defer fault.Wrap(&err, "repo.Tx.DraftTexts(%d, %d, %d)", consultationID, consulted, final)
	var row draftTexts
	err = t.get(ctx, &row, sqlDraftTexts, consultationID, consulted, final)
	return DraftTexts{row.Consulted, row.Final, row.Changes}, err
}

const sqlFinalDraft = `SELECT consulted_draft($1) AS consulted, final_draft($1) AS final`

// FinalDraft gives the version that people commented on and the final text in
// force, 0 while there is none.
func (t *Tx) FinalDraft(ctx context.Context, consultationID int64) (consulted, final int64, err error) {
	defer fault.Wrap(&err, "repo.FinalDraft(%d)", consultationID)
	var row struct{ Consulted, Final int64 }
	err = t.get(ctx, &row, sqlFinalDraft, consultationID)
	return row.Consulted, row.Final, err
}
