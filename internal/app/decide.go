package app

import (
	"context"
	"strconv"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// Decide stores the answer to one suggestion. The reason may still be empty: a
// decision stays a draft on the desk until all are released together.
//
// Errors: Invalid, NotFound, Conflict (not public yet, results released, this answer
// released, or whoever made the suggestion spoke again).
func (a *App) Decide(ctx context.Context, actor Actor, consultationID, suggestionID int64, d consult.Decision) (err error) {
	defer fault.Wrap(&err, "app.Decide(%d, %d)", consultationID, suggestionID)
	d = d.Normalise()
	if err := d.Validate(); err != nil {
		return err
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		state, times, err := tx.HoldCall(ctx, consultationID)
		if err != nil {
			return err
		}
		if err := consult.CheckDecidable(state, times); err != nil {
			return err
		}
		before, err := tx.LockDecision(ctx, consultationID, suggestionID)
		if err != nil {
			return err
		}
		// Asked once it is held: its points may just have gone to another.
		if err := undecidable(ctx, tx, consultationID, suggestionID); err != nil {
			return err
		}
		if before == d {
			return nil
		}
		now := a.Now()
		if err := tx.Decide(ctx, consultationID, suggestionID, d, actor.StaffID, now); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "suggestion.decide",
			ObjectKind: "suggestion", ObjectID: partOf(consultationID, suggestionID), Before: before, After: d})
	})
}

// undecidable says why one suggestion is not decided on any more. Errors: Conflict.
func undecidable(ctx context.Context, tx *repo.Tx, consultationID, suggestionID int64) error {
	released, err := tx.Released(ctx, consultationID, suggestionID)
	switch {
	case err != nil:
		return err
	case released:
		return fault.New(fault.Conflict, "decide.error.released")
	}
	silent, err := tx.Silent(ctx, consultationID, suggestionID)
	switch {
	case err != nil:
		return err
	case silent:
		return fault.New(fault.Conflict, "decide.error.superseded")
	}
	return nil
}

// CheckDecisions says that a second person has looked at decisions and lets them
// stand: at those on the suggestions given, or, given nil, at all that somebody
// else decided and gave a reason for. It gives how many these were. Whoever changes
// a decision afterwards asks for another look.
//
// Errors: NotFound, Conflict (not public yet, results released).
func (a *App) CheckDecisions(ctx context.Context, actor Actor, consultationID int64, suggestions []int64) (n int, err error) {
	defer fault.Wrap(&err, "app.CheckDecisions(%d)", consultationID)
	return n, a.Repo.Write(ctx, func(tx *repo.Tx) error {
		state, times, err := tx.HoldCall(ctx, consultationID)
		if err != nil {
			return err
		}
		if err := consult.CheckDecidable(state, times); err != nil {
			return err
		}
		now := a.Now()
		if n, err = tx.CheckDecisions(ctx, consultationID, actor.StaffID, suggestions, now); err != nil || n == 0 {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "suggestion.check",
			ObjectKind: "consultation", ObjectID: strconv.FormatInt(consultationID, 10), Before: seenChecked{}, After: seenChecked{n}})
	})
}

// seenChecked is what the audit keeps of decisions that were looked at in one go.
type seenChecked struct {
	Decisions int `json:"decisions"`
}
