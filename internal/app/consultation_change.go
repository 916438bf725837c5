package app

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/follow"
	"nayan/internal/text"
	"nayan/internal/workday"
	"nayan/repo"
)

// Extend lets a call take comments through a later day. Comments under way are
// waited for, and what comes in meanwhile waits: none is refused that the new end
// admits. Errors: NotFound, Conflict (closed or withdrawn), Invalid.
func (a *App) Extend(ctx context.Context, actor Actor, id int64, to workday.Date, reason string) (err error) {
	defer fault.Wrap(&err, "app.Extend(%d)", id)
	return a.changePublic(ctx, actor, "extend", id, func(tx *repo.Tx, c repo.DeskConsultation, change *consult.Change) error {
		change.Kind, change.Reason, change.From, change.To = consult.Extended, text.Block(reason), c.LastDay(), to
		if err := c.CheckExtend(change.At, to, change.Reason); err != nil {
			return err
		}
		cal, err := calendar(ctx, tx)
		if err != nil {
			return err
		}
		c.ClosesAt = consult.ClosingAfter(to)
		return tx.Extend(ctx, id, c.ClosesAt, c.Counted(c.Times, cal), change.At)
	})
}

// Withdraw ends a consultation without results: nothing more is taken, and what
// came in stays where it is. Errors: NotFound, Conflict, Invalid.
func (a *App) Withdraw(ctx context.Context, actor Actor, id int64, reason string) (err error) {
	defer fault.Wrap(&err, "app.Withdraw(%d)", id)
	return a.changePublic(ctx, actor, "withdraw", id, func(tx *repo.Tx, c repo.DeskConsultation, change *consult.Change) error {
		change.Kind, change.Reason = consult.CallWithdrawn, text.Block(reason)
		if err := c.CheckWithdraw(change.Reason); err != nil {
			return err
		}
		return tx.Withdraw(ctx, id, change.At)
	})
}

// DelayResults tells the public that the results come later, by which day and
// why. Errors: NotFound, Conflict, Invalid.
func (a *App) DelayResults(ctx context.Context, actor Actor, id int64, to workday.Date, reason string) (err error) {
	defer fault.Wrap(&err, "app.DelayResults(%d)", id)
	return a.changePublic(ctx, actor, "delay", id, func(tx *repo.Tx, c repo.DeskConsultation, change *consult.Change) error {
		change.Kind, change.Reason, change.From, change.To = consult.Delayed, text.Block(reason), c.Promised(), to
		if err := c.CheckDelay(change.At, to, change.Reason); err != nil {
			return err
		}
		return tx.DelayResults(ctx, id, *change)
	})
}

// changePublic does something to a consultation that is public, locked, and adds it to
// the public history; its followers are told.
func (a *App) changePublic(ctx context.Context, actor Actor, action string, id int64,
	do func(*repo.Tx, repo.DeskConsultation, *consult.Change) error) error {
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		c, err := tx.LockConsultation(ctx, id)
		if err != nil {
			return err
		}
		change := consult.Change{At: a.Now(), StaffID: actor.StaffID}
		if err := do(tx, c, &change); err != nil {
			return err
		}
		if err := a.discreet(ctx, tx, c, change.Reason); err != nil {
			return err
		}
		if err := a.noteChange(ctx, tx, id, change); err != nil {
			return err
		}
		before, after := changeSeen(c, change)
		return tx.Audit(ctx, consultationAudit(change.At, actor, action, id, before, after))
	})
}

// noteChange adds a line to the public history and lets the followers know.
func (a *App) noteChange(ctx context.Context, tx *repo.Tx, id int64, change consult.Change) error {
	changeID, err := tx.InsertChange(ctx, id, change)
	if err != nil {
		return err
	}
	return a.tellFollowers(ctx, tx, id, follow.Event(change.Kind), changeID)
}

// seenChange is what the audit keeps of a consultation that was changed in public.
type seenChange struct {
	ClosesOn  string `json:"closes_on,omitempty"`
	ResultsOn string `json:"results_on,omitempty"`
	Withdrawn bool   `json:"withdrawn"`
	Reason    string `json:"reason,omitempty"`
}

func changeSeen(c repo.DeskConsultation, x consult.Change) (before, after seenChange) {
	after.Reason = x.Reason
	switch x.Kind {
	case consult.Extended:
		before.ClosesOn, after.ClosesOn = x.From.String(), x.To.String()
	case consult.Delayed:
		before.ResultsOn, after.ResultsOn = x.From.String(), x.To.String()
	case consult.CallWithdrawn:
		before.Withdrawn, after.Withdrawn = c.WithdrawnAt != nil, true
	}
	return before, after
}
