package app

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// Decide stores the answer to one suggestion. The reason may still be empty: a
// decision stays a draft on the desk until it is released. A reason that is weak
// needs a note that lets it stand.
//
// Errors: Invalid (its fields "reason" are the warnings), NotFound, Conflict (not public yet, results released, this answer
// released, or whoever made the suggestion spoke again).
func (a *App) Decide(ctx context.Context, actor Actor, consultationID, suggestionID int64, d consult.Decision) (err error) {
	defer fault.Wrap(&err, "app.Decide(%d, %d)", consultationID, suggestionID)
	d = d.Normalise()
	if err := d.Validate(); err != nil {
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
		// Asked once it is held: its points may just have gone to another.
		if err := undecidable(ctx, tx, consultationID, suggestionID); err != nil {
			return err
		}
		if !before.SentBack && unchanged(before.Decision, d) {
			return nil
		}
		if d, err = standing(ctx, tx, consultationID, suggestionID, d); err != nil {
			return err
		}
		now := a.Now()
		if err := tx.Decide(ctx, consultationID, suggestionID, d, actor.StaffID, now); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "suggestion.decide",
			ObjectKind: "suggestion", ObjectID: partOf(consultationID, suggestionID), Before: before.Decision, After: d})
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

// unchanged reports whether a decision says what it said. What was weak about it
// stands as it did, and old reasons are not asked for more than was asked then.
func unchanged(before, d consult.Decision) bool {
	d.Overridden = before.Overridden
	return before == d
}

// standing holds a reason against the quality gate (docs/adr/0026).
func standing(ctx context.Context, tx *repo.Tx, consultationID, suggestionID int64, d consult.Decision) (consult.Decision, error) {
	found := d.Warnings()
	if d.Reason != "" {
		other, err := tx.SameReason(ctx, consultationID, suggestionID, d.Reason)
		if err != nil {
			return d, err
		}
		if other != 0 {
			found = append(found, consult.Warned{Warning: consult.SameAsOther, Args: []any{other}})
		}
	}
	return d.Standing(found)
}
