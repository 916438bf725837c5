package app

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// sheetChange is a row of a table that says something new.
type sheetChange struct {
	row    int
	before consult.Decision // empty while undecided
	repo.OpenDecision
}

// sheetRead is a table as it was read against what is decided by now.
type sheetRead struct {
	changes                     []sheetChange
	fresh, unchanged, unwritten int
	drafts                      int // of the changes: without a reason
}

// readSheet reads rows against the suggestions as they stand, and holds these until
// the transaction ends. What is wrong is named by cell.
func readSheet(ctx context.Context, tx *repo.Tx, consultationID int64, rows []consult.DecisionRow) (out sheetRead, bad []consult.RowFault, err error) {
	read, bad := readCells(rows)
	out.unwritten = len(rows) - len(read) - len(bad)
	ids := make([]int64, len(read))
	for i, d := range read {
		ids[i] = d.ID
	}
	standings, err := tx.LockStandings(ctx, consultationID, ids)
	if err != nil {
		return out, nil, err
	}
	seen := map[int64]int{} // in which row
	for _, d := range read {
		key, args := misplaced(d, standings, seen)
		switch {
		case key != "":
			bad = append(bad, consult.RowFault{Row: d.Row, Column: "no", Key: key, Args: args})
		case !standings[d.ID].SentBack && unchanged(standings[d.ID].Decision, d.Decision):
			out.unchanged++
		case d.Revision != standings[d.ID].Revision:
			bad = append(bad, consult.RowFault{Row: d.Row, Column: "revision", Key: "decide.error.row_changed"})
		default:
			out.add(d, standings[d.ID])
		}
	}
	weak, err := out.gate(ctx, tx, consultationID)
	return out, append(bad, weak...), err
}

// readCells reads the rows that somebody answered in; those with wrong cells are not
// among them.
func readCells(rows []consult.DecisionRow) (read []consult.SheetDecision, bad []consult.RowFault) {
	for _, row := range rows {
		if row.Empty() {
			continue
		}
		d, faults := row.Decision()
		if bad = append(bad, faults...); len(faults) == 0 {
			read = append(read, d)
		}
	}
	return read, bad
}

// misplaced says why a row is about no suggestion that can be answered.
func misplaced(d consult.SheetDecision, standings map[int64]repo.Standing, seen map[int64]int) (key string, args []any) {
	if row, twice := seen[d.ID]; twice {
		return "decide.error.row_twice", []any{row}
	}
	seen[d.ID] = d.Row
	s, there := standings[d.ID]
	switch {
	case !there:
		return "decide.error.row_unknown", nil
	case s.MergedInto != 0:
		return "decide.error.row_merged", []any{s.MergedInto}
	case s.Released:
		return "decide.error.row_released", nil
	case s.Silent:
		return "decide.error.superseded", nil
	}
	return "", nil
}

func (r *sheetRead) add(d consult.SheetDecision, s repo.Standing) {
	if s.Revision == 0 {
		r.fresh++
	}
	if d.Reason == "" {
		r.drafts++
	}
	r.changes = append(r.changes, sheetChange{row: d.Row, before: s.Decision,
		OpenDecision: repo.OpenDecision{ID: d.ID, Decision: d.Decision, Revision: s.Revision}})
}

// gate holds the reasons of the changes against the quality gate; a note in the
// table lets what was found stand.
func (r *sheetRead) gate(ctx context.Context, tx *repo.Tx, consultationID int64) (bad []consult.RowFault, err error) {
	others, err := tx.SameReasons(ctx, consultationID, r.decisions())
	if err != nil {
		return nil, err
	}
	for i, c := range r.changes {
		found := c.Decision.Warnings()
		if other := others[c.ID]; other != 0 {
			found = append(found, consult.Warned{Warning: consult.SameAsOther, Args: []any{other}})
		}
		d, err := c.Decision.Standing(found)
		if err != nil {
			bad = append(bad, consult.OfRow(c.row, err)...)
			continue
		}
		r.changes[i].Decision = d
	}
	return bad, nil
}

func (r *sheetRead) decisions() []repo.OpenDecision {
	list := make([]repo.OpenDecision, len(r.changes))
	for i, c := range r.changes {
		list[i] = c.OpenDecision
	}
	return list
}

// sheetBatch is how many answers of a table one statement stores.
const sheetBatch = 5000

// store writes the changes.
func (r *sheetRead) store(ctx context.Context, tx *repo.Tx, actor Actor, consultationID int64, now time.Time) error {
	list := r.decisions()
	for from := 0; from < len(list); from += sheetBatch {
		if err := tx.DecideEach(ctx, consultationID, list[from:min(from+sheetBatch, len(list))], actor.StaffID, now); err != nil {
			return err
		}
	}
	return nil
}

// stale says that a table that was all right is so no more.
func stale(bad []consult.RowFault) error {
	if len(bad) == 0 {
		return nil
	}
	return fault.New(fault.Conflict, "decide.error.batch_stale", len(bad))
}
