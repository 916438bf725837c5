package app

import (
	"context"
	"slices"
	"strconv"

	"nayan/internal/fault"
	"nayan/repo"
)

// Leave hands a member's open work over, piece by piece, and closes their account
// for good. What they did and were granted stays on record. Errors: Invalid, by
// the names of SuccessorField, where a successor is missing or may not be one;
// Conflict for oneself and the last administrator; Forbidden when the member may
// do more than the actor administers.
func (a *App) Leave(ctx context.Context, actor Actor, staffID int64, successors map[repo.WorkKey]int64) (err error) {
	defer fault.Wrap(&err, "app.Leave(%d)", staffID)
	return a.overMember(ctx, actor, staffID, func(tx *repo.Tx, s repo.Staff) error {
		work, err := tx.OpenWork(ctx, staffID)
		if err != nil {
			return err
		}
		eligible, err := tx.Successors(ctx, staffID)
		if err != nil {
			return err
		}
		if err := checkSuccessors(work, eligible, successors); err != nil {
			return err
		}
		for _, w := range work {
			if err := a.handOver(ctx, tx, actor, w.WorkKey, staffID, successors[w.WorkKey]); err != nil {
				return err
			}
		}
		return a.close(ctx, tx, actor, s)
	})
}

// SuccessorField names the field in which a form asks who goes on with something.
func SuccessorField(w repo.WorkKey) string {
	return "successor-" + w.Kind + "-" + strconv.FormatInt(w.ID, 10)
}

func checkSuccessors(work []repo.OpenWork, eligible []repo.Successor, chosen map[repo.WorkKey]int64) error {
	var f fault.Fields
	for _, w := range work {
		ok := slices.Contains(eligible, repo.Successor{WorkKey: w.WorkKey, StaffID: chosen[w.WorkKey]})
		f.Check(ok, SuccessorField(w.WorkKey), "staff.error.successor", w.Title)
	}
	return f.Err()
}

// hand is what the audit keeps of who has a piece of work.
type hand struct {
	AuthorID int64 `json:"author_id"`
}

func (a *App) handOver(ctx context.Context, tx *repo.Tx, actor Actor, w repo.WorkKey, from, to int64) error {
	if err := tx.HandOver(ctx, w, from, to, a.Now()); err != nil {
		return err
	}
	switch w.Kind {
	case repo.WorkOpenDay:
		return tx.Audit(ctx, openDayAudit("open_day.hand_over", w.ID, actor, a.Now(), hand{from}, hand{to}))
	case repo.WorkSuggestions:
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "suggestion.hand_over", ObjectKind: "consultation",
			ObjectID: strconv.FormatInt(w.ID, 10), Before: seenAssignment{StaffID: from}, After: seenAssignment{StaffID: to}})
	}
	return tx.Audit(ctx, consultationAudit(a.Now(), actor, "hand_over", w.ID, hand{from}, hand{to}))
}

func (a *App) close(ctx context.Context, tx *repo.Tx, actor Actor, s repo.Staff) error {
	if err := tx.SetStaffLeft(ctx, s.ID, a.Now()); err != nil {
		return err
	}
	if err := tx.ForgetWaysIn(ctx, s.ID); err != nil {
		return err
	}
	if err := keepAdministrator(ctx, tx); err != nil {
		return err
	}
	entry := staffAudit(a.Now(), actor.StaffID, "staff.leave", s.ID)
	entry.Before, entry.After = seenLeft{s.LeftAt != nil}, seenLeft{true}
	return tx.Audit(ctx, entry)
}

// seenLeft is what the audit keeps of somebody who goes.
type seenLeft struct {
	Left bool `json:"left"`
}
