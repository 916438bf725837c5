package app

import (
	"context"
	"strconv"
	"unicode/utf8"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/text"
	"nayan/repo"
)

// chosen gives the suggestions that are meant, however many the filter leaves by now;
// nil, of a selection that names none and no filter, are all.
func (s Selection) chosen(ctx context.Context, tx *repo.Tx, consultationID int64) ([]int64, error) {
	if s.Filter == nil {
		return s.IDs, nil
	}
	ids, err := tx.FilteredSuggestions(ctx, consultationID, *s.Filter)
	if ids == nil {
		ids = []int64{} // none, which is not all
	}
	return ids, err
}

// CheckDecisions says that a second person has looked at decisions and lets them
// stand: at those on the suggestions given, or, given nil, at all that somebody
// else decided and gave a reason for. It gives how many these were. Whoever changes
// a decision afterwards asks for another look.
//
// Errors: NotFound, Conflict (not public yet, results released, nothing to check).
func (a *App) CheckDecisions(ctx context.Context, actor Actor, consultationID int64, suggestions []int64) (n int, err error) {
	return a.CheckChosen(ctx, actor, consultationID, Selection{IDs: suggestions}, repo.Seen{Until: a.Now()})
}

// CheckChosen does the same for what was chosen, as far as it was seen: what was
// decided since then waits for another look.
func (a *App) CheckChosen(ctx context.Context, actor Actor, consultationID int64, selected Selection, seen repo.Seen) (n int, err error) {
	defer fault.Wrap(&err, "app.CheckChosen(%d)", consultationID)
	return n, a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := holdOpen(ctx, tx, consultationID); err != nil {
			return err
		}
		ids, err := selected.chosen(ctx, tx, consultationID)
		if err != nil {
			return err
		}
		now := a.Now()
		if n, err = tx.CheckDecisions(ctx, consultationID, actor.StaffID, ids, seen, now); err != nil {
			return err
		}
		if n == 0 {
			return nothingChecked(ctx, tx, consultationID, actor, ids)
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "suggestion.check",
			ObjectKind: "consultation", ObjectID: strconv.FormatInt(consultationID, 10), Before: seenChecked{}, After: seenChecked{n}})
	})
}

// nothingChecked says why none of the suggestions given was checked; of all, there
// was simply nothing left.
func nothingChecked(ctx context.Context, tx *repo.Tx, consultationID int64, actor Actor, ids []int64) error {
	if ids == nil {
		return nil
	}
	own, err := tx.OwnDecisions(ctx, consultationID, actor.StaffID, ids)
	if err != nil {
		return err
	}
	if own > 0 {
		return fault.New(fault.Conflict, "decide.error.own")
	}
	return fault.New(fault.Conflict, "decide.error.nothing_to_check")
}

// seenChecked is what the audit keeps of decisions that were looked at in one go.
type seenChecked struct {
	Decisions int `json:"decisions"`
}

// The bounds of the note that sends a decision back.
const (
	minBackRunes = 5
	maxBackRunes = 500
)

// SendBack asks who decided to decide anew; note says why. revision is that of the
// decision that was looked at.
//
// Errors: Invalid, with the field "back"; NotFound; Conflict (one's own, decided
// anew meanwhile, not public yet, results released).
func (a *App) SendBack(ctx context.Context, actor Actor, consultationID, suggestionID int64, revision int, note string) (err error) {
	defer fault.Wrap(&err, "app.SendBack(%d, %d)", consultationID, suggestionID)
	note = text.Block(note)
	var f fault.Fields
	f.Check(utf8.RuneCountInString(note) >= minBackRunes, "back", "decide.error.back_short", minBackRunes)
	f.Check(utf8.RuneCountInString(note) <= maxBackRunes, "back", "decide.error.back_long", maxBackRunes)
	if err := f.Err(); err != nil {
		return err
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := holdOpen(ctx, tx, consultationID); err != nil {
			return err
		}
		before, err := tx.LockDecision(ctx, consultationID, suggestionID)
		if err != nil {
			return err
		}
		if err := undecidable(ctx, tx, consultationID, suggestionID); err != nil {
			return err
		}
		if before.DecidedBy == actor.StaffID {
			return fault.New(fault.Conflict, "decide.error.own")
		}
		now := a.Now()
		if err := tx.SendBack(ctx, consultationID, suggestionID, actor.StaffID, revision, note, now); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "suggestion.back", ObjectKind: "suggestion",
			ObjectID: partOf(consultationID, suggestionID), After: seenBack{note, before.Overridden}})
	})
}

// seenBack is what the audit keeps of a decision that was sent back.
type seenBack struct {
	Note       string           `json:"note"`
	Overridden consult.Warnings `json:"overridden,omitempty"`
}
