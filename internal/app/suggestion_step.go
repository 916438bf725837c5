package app

import (
	"context"
	"slices"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// stepOn is a step by somebody on suggestions of a consultation, which it holds.
type stepOn struct {
	actor          Actor
	consultationID int64
	kind           consult.StepKind
	suggestions    []int64
}

// newStep is the step as it is written; into is 0 where nothing got points.
func (a *App) newStep(s stepOn, into int64) repo.NewStep {
	from := slices.DeleteFunc(slices.Clone(s.suggestions), func(id int64) bool { return id == into })
	return repo.NewStep{Kind: s.kind, IntoID: into, FromIDs: from, StaffID: s.actor.StaffID, At: a.Now()}
}

// onSuggestions takes one step in a transaction of its own; action is what the audit
// calls it, and write writes it down and gives its number.
func (a *App) onSuggestions(ctx context.Context, action string, s stepOn, write func(*repo.Tx) (int64, error)) error {
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := holdOpen(ctx, tx, s.consultationID); err != nil {
			return err
		}
		return a.takeStep(ctx, tx, action, s, write)
	})
}

// holdOpen keeps the results from being released meanwhile. Errors: NotFound, Conflict.
func holdOpen(ctx context.Context, tx *repo.Tx, consultationID int64) error {
	state, times, err := tx.HoldCall(ctx, consultationID)
	if err != nil {
		return err
	}
	return consult.CheckDecidable(state, times)
}

// takeStep holds the suggestions, lets the step be written down, takes it, and
// leaves its entry. Step number 0 is none.
func (a *App) takeStep(ctx context.Context, tx *repo.Tx, action string, s stepOn, write func(*repo.Tx) (int64, error)) error {
	if err := tx.LockSuggestions(ctx, s.consultationID, s.suggestions); err != nil {
		return err
	}
	if err := tx.CheckFit(ctx, s.consultationID, s.suggestions); err != nil {
		return err
	}
	id, err := write(tx)
	if err != nil || id == 0 {
		return err
	}
	return a.finishStep(ctx, tx, action, s.actor, s.consultationID, id)
}

// finishStep takes a step that is written down and leaves its entry.
func (a *App) finishStep(ctx context.Context, tx *repo.Tx, action string, actor Actor, consultationID, id int64) error {
	if err := tx.ApplyStep(ctx, consultationID, id); err != nil {
		return err
	}
	s, err := tx.StepSeen(ctx, consultationID, id)
	if err != nil {
		return err
	}
	return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: action,
		ObjectKind: "suggestion", ObjectID: partOf(consultationID, s.Subject), Before: seenStepBefore{s.HadIDs},
		After: seenStepAfter{id, s.Undoes, s.HaveIDs, s.FromIDs, s.Points}})
}

// seenStepBefore is what the audit keeps of how suggestions were before a step: the
// first of those that lost points or parts of them.
type seenStepBefore struct {
	SuggestionIDs []int64 `json:"suggestion_ids,omitempty"`
}

// seenStepAfter is what it keeps of the step: the first of the suggestions that got
// points, and the figures.
type seenStepAfter struct {
	Step          int64   `json:"step"`
	Undoes        int64   `json:"undoes,omitempty"`
	SuggestionIDs []int64 `json:"suggestion_ids,omitempty"`
	FromIDs       []int64 `json:"from_ids,omitempty"`
	Points        int     `json:"points"`
}

// UndoStep takes a step back: what it made ends and what it ended is again. Any step
// can be taken back as long as what it made stands, an undo too. It gives the number of the new step.
//
// Errors: NotFound, Conflict (the consultation is not public, answered or withdrawn; a
// suggestion is answered in public; it was taken back before; a later step touched
// the same points; a point would be left without a suggestion).
func (a *App) UndoStep(ctx context.Context, actor Actor, consultationID, step int64) (id int64, err error) {
	defer fault.Wrap(&err, "app.UndoStep(%d, %d)", consultationID, step)
	return id, a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := holdOpen(ctx, tx, consultationID); err != nil {
			return err
		}
		ids, err := tx.StepSuggestions(ctx, consultationID, step)
		if err != nil {
			return err
		}
		if err := tx.LockSuggestions(ctx, consultationID, ids); err != nil {
			return err
		}
		if err := tx.CheckUndoable(ctx, consultationID, step, ids); err != nil {
			return err
		}
		if id, err = tx.InsertUndo(ctx, consultationID, step, actor.StaffID, a.Now()); err != nil {
			return err
		}
		return a.finishStep(ctx, tx, "suggestion.undo", actor, consultationID, id)
	})
}
