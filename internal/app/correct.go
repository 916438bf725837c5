package app

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// ProposeCorrection proposes another answer to a suggestion whose answer is public.
// Nothing the public reads changes before another person has confirmed it.
//
// Errors: Invalid; NotFound (its answer is not public); Conflict (another
// correction of it is open).
func (a *App) ProposeCorrection(ctx context.Context, actor Actor, consultationID int64, c consult.NewCorrection) (id int64, err error) {
	defer fault.Wrap(&err, "app.ProposeCorrection(%d, %d)", consultationID, c.SuggestionID)
	c = c.Normalise()
	return id, a.Repo.Write(ctx, func(tx *repo.Tx) error {
		con, err := tx.LockConsultation(ctx, consultationID)
		if err != nil {
			return err
		}
		old, err := tx.LockLine(ctx, consultationID, c.SuggestionID)
		if err != nil {
			return err
		}
		if err := c.Validate(old); err != nil {
			return err
		}
		for field, text := range map[string]string{"reason": c.Reason, "why": c.Why} {
			if err := a.discreetAs(ctx, tx, con, field, text); err != nil {
				return err
			}
		}
		now := a.Now()
		id, err = tx.InsertCorrection(ctx, consultationID, old, c, actor.StaffID, now)
		if fault.Is(err, fault.Conflict) {
			return fault.New(fault.Conflict, "correct.error.open")
		}
		if err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "results.propose", ObjectKind: "suggestion",
			ObjectID: partOf(consultationID, c.SuggestionID), Before: old, After: seenCorrection{c.Decision, c.Why}})
	})
}

// seenCorrection is what the audit keeps of a correction.
type seenCorrection struct {
	consult.Decision
	Why string `json:"why"`
}

// ConfirmCorrection puts a proposal in force, as the second person who stands
// behind it: line and figures say so from now on, with what they said before, the
// public history has a line of it, and whoever made the suggestion is told.
//
// Errors: NotFound, Conflict (it is settled, or their own).
func (a *App) ConfirmCorrection(ctx context.Context, actor Actor, consultationID, id int64) (err error) {
	defer fault.Wrap(&err, "app.ConfirmCorrection(%d, %d)", consultationID, id)
	return a.settleCorrection(ctx, actor, "results.correct", consultationID, id, func(tx *repo.Tx, k consult.Correction, entry repo.AuditEntry) error {
		if err := k.CheckConfirm(actor.StaffID); err != nil {
			return err
		}
		if err := tx.ConfirmCorrection(ctx, consultationID, id, actor.StaffID, entry.At); err != nil {
			return err
		}
		if err := linkFinal(ctx, tx, consultationID, k.SuggestionID); err != nil {
			return err
		}
		change := consult.Change{Kind: consult.Corrected, At: entry.At, Reason: k.Why, StaffID: actor.StaffID}
		if _, err := tx.InsertChange(ctx, consultationID, change); err != nil {
			return err
		}
		if err := tx.EnqueueLater(ctx, TellAuthors{ConsultationID: consultationID, CorrectionID: id}); err != nil {
			return err
		}
		entry.Before = consult.Decision{Outcome: k.OldOutcome, Reason: k.OldReason}
		entry.After = seenCorrection{consult.Decision{Outcome: k.Outcome, Reason: k.Reason}, k.Why}
		return tx.Audit(ctx, entry)
	})
}

// DropCorrection gives up a proposal: what is public stays. Errors: NotFound,
// Conflict (it is settled).
func (a *App) DropCorrection(ctx context.Context, actor Actor, consultationID, id int64) (err error) {
	defer fault.Wrap(&err, "app.DropCorrection(%d, %d)", consultationID, id)
	return a.settleCorrection(ctx, actor, "results.drop", consultationID, id, func(tx *repo.Tx, k consult.Correction, entry repo.AuditEntry) error {
		if !k.Open() {
			return fault.New(fault.Conflict, "correct.error.settled")
		}
		if err := tx.DropCorrection(ctx, consultationID, id, actor.StaffID, entry.At); err != nil {
			return err
		}
		entry.Before, entry.After = seenDropped{false, k.Why}, seenDropped{true, k.Why}
		return tx.Audit(ctx, entry)
	})
}

// seenDropped is what the audit keeps of a proposal that was given up.
type seenDropped struct {
	Dropped bool   `json:"dropped"`
	Why     string `json:"why"`
}

// settleCorrection does something to a correction that it holds, with an entry for
// the record begun.
func (a *App) settleCorrection(ctx context.Context, actor Actor, action string, consultationID, id int64,
	do func(*repo.Tx, consult.Correction, repo.AuditEntry) error) error {
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if _, _, err := tx.HoldCall(ctx, consultationID); err != nil {
			return err
		}
		k, err := tx.LockCorrection(ctx, consultationID, id)
		if err != nil {
			return err
		}
		return do(tx, k, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: action, ObjectKind: "suggestion", ObjectID: partOf(consultationID, k.SuggestionID)})
	})
}
