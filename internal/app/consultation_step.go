package app

import (
	"context"
	"strings"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/follow"
	"nayan/repo"
)

// Step takes one step of the three-step review (三审) and, with the release, gives
// the public number. Steps on one consultation wait for each other, so that of
// two at once the second meets the state that the first one left.
//
// Errors: NotFound; Conflict when the state or the period does not allow it;
// Forbidden when the actor already had another hand in it; Invalid when a reason
// or, at submission, a field is missing.
func (a *App) Step(ctx context.Context, actor Actor, id int64, action consult.Action, reason string) (err error) {
	defer fault.Wrap(&err, "app.Step(%d, %s)", id, action)
	reason = strings.TrimSpace(reason)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		c, err := tx.LockConsultation(ctx, id)
		if err != nil {
			return err
		}
		move, err := consult.Step(action, c.State, actor.StaffID, c.Hands(), reason)
		if err != nil {
			return err
		}
		now := a.Now()
		no, err := a.prepare(ctx, tx, c, action, now)
		if err != nil {
			return err
		}
		step := consult.ReviewStep{At: now, StaffID: actor.StaffID, Action: action, From: move.From, To: move.To, Reason: reason}
		hands := move.After(actor.StaffID, c.Hands())
		if err := tx.MoveConsultation(ctx, id, step, hands, no); err != nil {
			return err
		}
		if action == consult.Release {
			if err := a.tellFollowers(ctx, tx, id, follow.Released, 0); err != nil {
				return err
			}
		}
		if err := inviteAtRelease(ctx, tx, c, action); err != nil {
			return err
		}
		return tx.Audit(ctx, consultationAudit(now, actor, string(action), id, seenStep{State: move.From},
			seenStep{State: move.To, No: no, Reason: reason}))
	})
}

// seenStep is what the audit keeps of a step.
type seenStep struct {
	State  consult.State `json:"state"`
	No     string        `json:"no,omitempty"`
	Reason string        `json:"reason,omitempty"`
}

// prepare checks what an action needs beyond the state table; a release gives
// the public number.
func (a *App) prepare(ctx context.Context, tx *repo.Tx, c repo.DeskConsultation, action consult.Action, now time.Time) (no string, err error) {
	switch action {
	case consult.Submit:
		return "", a.submit(ctx, tx, c)
	case consult.Approve:
		return "", approvable(ctx, tx, c.ID, consult.OfRelease)
	case consult.Release:
		if err := release(ctx, tx, c, now); err != nil {
			return "", err
		}
		return tx.NextNumber(ctx, repo.ConsultationNumber, now.In(consult.Zone).Year())
	}
	return "", nil
}

// submit holds the consultation against the rule of its kind as it is set now:
// under this one it is reviewed and published. It is looked through once more.
func (a *App) submit(ctx context.Context, tx *repo.Tx, c repo.DeskConsultation) error {
	s, err := statute(ctx, tx, c.Kind)
	if err != nil {
		return err
	}
	papers, err := tx.Papers(ctx, c.ID)
	if err != nil {
		return err
	}
	if err := fault.Join(c.Fields().ReadyToSubmit(c.Clauses, s), papers.Validate()); err != nil {
		return err
	}
	if err := tx.SetTerms(ctx, c.ID, c.Fields().Terms(s)); err != nil {
		return err
	}
	return a.checkRelease(ctx, tx, c.ID)
}

// release counts the periods once more, by the days off that are known now.
func release(ctx context.Context, tx *repo.Tx, c repo.DeskConsultation, now time.Time) error {
	cal, err := calendar(ctx, tx)
	if err != nil {
		return err
	}
	c.Terms = c.Counted(c.Times, cal)
	if err := c.ReleasableAt(now); err != nil {
		return err
	}
	return tx.SetTerms(ctx, c.ID, c.Terms)
}
