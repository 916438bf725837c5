package app

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// PrepareDecisions looks through a table of answers. Where nothing is wrong it is
// kept for a day, for ImportDecisions; nothing is decided yet.
//
// ignored are headings of the table that count for nothing, to be shown with it.
//
// Errors: NotFound; Conflict (not public yet, results released, nothing new in it).
func (a *App) PrepareDecisions(ctx context.Context, actor Actor, consultationID int64, rows []consult.DecisionRow, ignored []string) (batchID int64, bad []consult.RowFault, err error) {
	defer fault.Wrap(&err, "app.PrepareDecisions(%d, %d)", consultationID, len(rows))
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := holdOpen(ctx, tx, consultationID); err != nil {
			return err
		}
		var read sheetRead
		if read, bad, err = readSheet(ctx, tx, consultationID, rows); err != nil || len(bad) > 0 {
			return err
		}
		if len(read.changes) == 0 {
			return fault.New(fault.Conflict, "decide.error.nothing_new")
		}
		packed, err := packTable(packedDecisions{rows, ignored})
		if err != nil {
			return err
		}
		now := a.Now()
		batchID, err = tx.InsertDecisionBatch(ctx, consultationID, repo.DecisionBatch{StaffID: actor.StaffID, Rows: len(rows), Packed: []byte(packed), CreatedAt: now})
		if err != nil {
			return err
		}
		return tx.Audit(ctx, batchAudit(now, actor, "suggestion.upload", consultationID, seenImport{Batch: batchID, Rows: len(rows)}))
	})
	return batchID, bad, err
}

// packedDecisions is what is kept of a table until somebody confirms.
type packedDecisions struct {
	Rows    []consult.DecisionRow `json:"rows"`
	Ignored []string              `json:"ignored,omitempty"`
}

// DecisionChange is what a table changes about one suggestion.
type DecisionChange struct {
	ID            int64
	Before, After consult.Decision // Before is empty while undecided
}

// DecisionPreview is a table of answers before it is saved.
type DecisionPreview struct {
	repo.DecisionBatch
	New, Changed, Unchanged, Unwritten, Drafts int
	First                                      []DecisionChange // changed ones first
	Ignored                                    []string
	Bad                                        []consult.RowFault // what is no longer right
}

// Waiting reports whether the table is still there to be confirmed.
func (p DecisionPreview) Waiting() bool { return p.Packed != nil }

// changesShown is how many changes a preview shows.
const changesShown = 50

// PreviewDecisions reads a table that was uploaded against what is decided by now.
// Errors: NotFound; Conflict (results released).
func (a *App) PreviewDecisions(ctx context.Context, consultationID, batchID int64) (p DecisionPreview, err error) {
	defer fault.Wrap(&err, "app.PreviewDecisions(%d, %d)", consultationID, batchID)
	return p, a.Repo.Write(ctx, func(tx *repo.Tx) error { // one view of everything; it writes nothing
		if p.DecisionBatch, err = tx.LockDecisionBatch(ctx, consultationID, batchID); err != nil || !p.Waiting() {
			return err
		}
		packed, err := unpackDecisions(p.DecisionBatch)
		if err != nil {
			return err
		}
		read, bad, err := readSheet(ctx, tx, consultationID, packed.Rows)
		p.Bad, p.Ignored = bad, packed.Ignored
		p.New, p.Changed, p.Unchanged = read.fresh, len(read.changes)-read.fresh, read.unchanged
		p.Unwritten, p.Drafts, p.First = read.unwritten, read.drafts, read.first()
		return err
	})
}

// first gives some of the changes, those of what is decided already before the others.
func (r *sheetRead) first() (list []DecisionChange) {
	for _, decided := range []bool{true, false} {
		for _, c := range r.changes {
			if (c.Revision > 0) == decided && len(list) < changesShown {
				list = append(list, DecisionChange{ID: c.ID, Before: c.before, After: c.Decision})
			}
		}
	}
	return list
}

// ImportDecisions saves all answers of a table that was looked through, or none. The
// rows are read again, as others may have decided meanwhile. Confirming twice saves once.
//
// Errors: NotFound; Conflict (given up, no longer right, results released).
func (a *App) ImportDecisions(ctx context.Context, actor Actor, consultationID, batchID int64) (err error) {
	defer fault.Wrap(&err, "app.ImportDecisions(%d, %d)", consultationID, batchID)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := holdOpen(ctx, tx, consultationID); err != nil {
			return err
		}
		b, err := tx.LockDecisionBatch(ctx, consultationID, batchID)
		if err != nil || b.ImportedAt != nil {
			return err
		}
		packed, err := unpackDecisions(b)
		if err != nil {
			return err
		}
		read, bad, err := readSheet(ctx, tx, consultationID, packed.Rows)
		if err != nil {
			return err
		}
		if err := stale(bad); err != nil {
			return err
		}
		now := a.Now()
		if err := read.store(ctx, tx, actor, consultationID, now); err != nil {
			return err
		}
		if err := tx.SettleDecisionBatch(ctx, consultationID, batchID, now); err != nil {
			return err
		}
		return tx.Audit(ctx, batchAudit(now, actor, "suggestion.import", consultationID, seenDecisionImport{Batch: batchID, Rows: b.Rows,
			Suggestions: len(read.changes), Overwritten: len(read.changes) - read.fresh}))
	})
}

// unpackDecisions reads what PrepareDecisions has kept. Error: Conflict when it is gone.
func unpackDecisions(b repo.DecisionBatch) (p packedDecisions, err error) {
	if b.Packed == nil {
		return p, fault.New(fault.Conflict, "decide.error.batch_gone")
	}
	return p, unpackTable(string(b.Packed), &p)
}

// seenDecisionImport is what the audit keeps of a table; what each suggestion was
// before is in past_decisions.
type seenDecisionImport struct {
	Batch       int64 `json:"batch"`
	Rows        int   `json:"rows"`
	Suggestions int   `json:"suggestions"`
	Overwritten int   `json:"overwritten"`
}
