package app

import (
	"context"
	"fmt"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// Moderate publishes a comment, or hides it with a reason; what the comment says
// does not change. The same moderation again changes nothing.
//
// Errors: Invalid, NotFound.
func (a *App) Moderate(ctx context.Context, actor Actor, consultationID, commentID int64, visibility consult.Visibility, reason string) (err error) {
	defer fault.Wrap(&err, "app.Moderate(%d, %d)", consultationID, commentID)
	to := consult.Moderation{To: visibility, Reason: reason}.Normalise()
	if err := to.Validate(); err != nil {
		return err
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		from, err := tx.LockComment(ctx, consultationID, commentID)
		if err != nil || from == to {
			return err
		}
		if err := tx.SetVisibility(ctx, consultationID, commentID, from, to); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "comment.moderate",
			ObjectKind: "comment", ObjectID: partOf(consultationID, commentID), Before: from, After: to})
	})
}

// partOf names a row below a consultation or an open day in the audit, as in 12/345.
func partOf(ownerID, id int64) string { return fmt.Sprintf("%d/%d", ownerID, id) }
