package app

import (
	"context"
	"strconv"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/follow"
	"nayan/internal/text"
	"nayan/internal/workday"
	"nayan/repo"
)

// NoteMilestone notes in public what became of a decision, once its call has
// closed; who follows the consultation is told. Errors: NotFound, Conflict (open or
// withdrawn), Invalid.
func (a *App) NoteMilestone(ctx context.Context, actor Actor, consultationID int64, m consult.Milestone) (id int64, err error) {
	defer fault.Wrap(&err, "app.NoteMilestone(%d)", consultationID)
	m = m.Clean()
	m.NotedBy, m.NotedAt = actor.StaffID, a.Now()
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		c, err := tx.LockConsultation(ctx, consultationID)
		if err != nil {
			return err
		}
		have, err := tx.Milestones(ctx, consultationID)
		if err != nil {
			return err
		}
		if err := c.CheckMilestone(m, have, m.NotedAt); err != nil {
			return err
		}
		if err := a.discreetAs(ctx, tx, c, "note", m.Note); err != nil {
			return err
		}
		if id, err = tx.InsertMilestone(ctx, consultationID, m); err != nil {
			return err
		}
		if err := a.tellFollowers(ctx, tx, consultationID, follow.Milestone, id); err != nil {
			return err
		}
		return tx.Audit(ctx, milestoneAudit(actor, "milestone.note", consultationID, m, nil, milestoneSeen(id, m)))
	})
	return id, err
}

// WithdrawMilestone takes back what was noted wrongly. The public goes on seeing
// that it was there, and why it does not hold. Errors: NotFound, Conflict, Invalid.
func (a *App) WithdrawMilestone(ctx context.Context, actor Actor, consultationID, id int64, reason string) (err error) {
	defer fault.Wrap(&err, "app.WithdrawMilestone(%d, %d)", consultationID, id)
	reason = text.Block(reason)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		c, err := tx.LockConsultation(ctx, consultationID)
		if err != nil {
			return err
		}
		m, err := tx.LockMilestone(ctx, consultationID, id)
		if err != nil {
			return err
		}
		if err := consult.CheckMilestoneWithdrawal(m, reason); err != nil {
			return err
		}
		if err := a.discreet(ctx, tx, c, reason); err != nil {
			return err
		}
		now := a.Now()
		if err := tx.WithdrawMilestone(ctx, consultationID, id, actor.StaffID, reason, now); err != nil {
			return err
		}
		before, after := milestoneSeen(id, m), milestoneSeen(id, m)
		after.Withdrawn, after.Reason = true, reason
		m.NotedAt = now
		return tx.Audit(ctx, milestoneAudit(actor, "milestone.withdraw", consultationID, m, before, after))
	})
}

// seenMilestone is what the audit keeps of a milestone.
type seenMilestone struct {
	ID        int64                 `json:"milestone_id"`
	Kind      consult.MilestoneKind `json:"milestone"`
	On        workday.Date          `json:"on_day"`
	Note      string                `json:"note,omitempty"`
	URL       string                `json:"url,omitempty"`
	Withdrawn bool                  `json:"withdrawn"`
	Reason    string                `json:"reason,omitempty"`
}

func milestoneSeen(id int64, m consult.Milestone) seenMilestone {
	return seenMilestone{ID: id, Kind: m.Kind, On: m.On, Note: m.Note, URL: m.URL}
}

func milestoneAudit(actor Actor, action string, consultationID int64, m consult.Milestone, before, after any) repo.AuditEntry {
	return repo.AuditEntry{At: m.NotedAt, StaffID: actor.StaffID, Action: action, ObjectKind: "consultation",
		ObjectID: strconv.FormatInt(consultationID, 10), Before: before, After: after}
}
