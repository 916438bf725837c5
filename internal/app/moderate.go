package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// MaxModerated is how many comments are decided on at once: what a page shows.
const MaxModerated = 50

// Moderate publishes a comment, or hides it for a reason; what the comment says
// does not change, and it counts and is answered all the same. The same moderation
// again changes nothing.
//
// Errors: Invalid, NotFound, Conflict (somebody has decided on it since).
func (a *App) Moderate(ctx context.Context, actor Actor, consultationID int64, seen consult.Seen, to consult.Moderation) (err error) {
	defer fault.Wrap(&err, "app.Moderate(%d, %d)", consultationID, seen.ID)
	return a.moderate(ctx, actor, consultationID, []consult.Seen{seen}, to)
}

// ModerateAll does the same with several comments of one consultation, all of
// them or none: against floods.
//
// Errors: as Moderate; Invalid also when there are none or more than MaxModerated.
func (a *App) ModerateAll(ctx context.Context, actor Actor, consultationID int64, seen []consult.Seen, to consult.Moderation) (err error) {
	defer fault.Wrap(&err, "app.ModerateAll(%d, %d comments)", consultationID, len(seen))
	var f fault.Fields
	f.Check(len(seen) > 0, "pick", "moderate.error.none_picked")
	f.Check(len(seen) <= MaxModerated, "pick", "moderate.error.many_picked", MaxModerated)
	if err := f.Err(); err != nil {
		return err
	}
	return a.moderate(ctx, actor, consultationID, seen, to)
}

func (a *App) moderate(ctx context.Context, actor Actor, consultationID int64, seen []consult.Seen, to consult.Moderation) error {
	to = to.Normalise()
	if err := to.Validate(); err != nil {
		return err
	}
	seen = slices.SortedFunc(slices.Values(seen), func(x, y consult.Seen) int { return cmp.Compare(x.ID, y.ID) })
	seen = slices.CompactFunc(seen, func(x, y consult.Seen) bool { return x.ID == y.ID })
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		from := make([]consult.Moderation, len(seen))
		for i, s := range seen { // all of them are held before anything is changed: no deadlock
			standing, err := tx.LockComment(ctx, consultationID, s.ID)
			if err != nil {
				return err
			}
			if from[i] = standing.Moderation; from[i] == to {
				continue
			}
			if err := standing.CheckSeen(s); err != nil {
				return err
			}
		}
		for i, s := range seen {
			if err := a.setVisibility(ctx, tx, actor, consultationID, s.ID, from[i], to); err != nil {
				return err
			}
		}
		return nil
	})
}

// setVisibility moves a comment that is held.
func (a *App) setVisibility(ctx context.Context, tx *repo.Tx, actor Actor, consultationID, commentID int64, from, to consult.Moderation) error {
	if from == to {
		return nil
	}
	now := a.Now()
	if err := tx.SetVisibility(ctx, consultationID, commentID, from, to, now); err != nil {
		return err
	}
	return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "comment.moderate",
		ObjectKind: "comment", ObjectID: partOf(consultationID, commentID), Before: from, After: to})
}

// partOf names a row below a consultation or an open day in the audit, as in 12/345.
func partOf(ownerID, id int64) string { return fmt.Sprintf("%d/%d", ownerID, id) }
