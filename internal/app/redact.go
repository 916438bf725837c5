package app

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// RedactInput says what of a comment is to be covered.
type RedactInput struct {
	ConsultationID int64
	Seen           consult.Seen
	Choice         consult.Choice
	Publish        bool // and the comment made public with it
}

// Redact covers parts of a comment: the public reads a mark in their place,
// everywhere and from now on, in released results too. The comment itself, the
// hash on its receipt and what staff read stay as they are.
//
// Errors: Invalid, NotFound, Conflict (somebody has decided on it since).
func (a *App) Redact(ctx context.Context, actor Actor, in RedactInput) (err error) {
	defer fault.Wrap(&err, "app.Redact(%d, %d)", in.ConsultationID, in.Seen.ID)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		h, err := holdRedactable(ctx, tx, in.ConsultationID, in.Seen)
		if err != nil {
			return err
		}
		spans, err := in.Choice.Find(h.points, h.covered)
		if err != nil {
			return err
		}
		if err := tx.InsertRedactions(ctx, in.ConsultationID, in.Seen.ID, spans, actor.StaffID, a.Now()); err != nil {
			return err
		}
		if err := a.cover(ctx, tx, actor, "comment.redact", h); err != nil || !in.Publish {
			return err
		}
		return a.setVisibility(ctx, tx, actor, in.ConsultationID, in.Seen.ID, h.standing.Moderation, consult.Moderation{To: consult.Published})
	})
}

// Unredact lets the public read again what one redaction covered.
//
// Errors: NotFound, Conflict (it has ended, or somebody has decided on the comment since).
func (a *App) Unredact(ctx context.Context, actor Actor, consultationID int64, seen consult.Seen, redactionID int64) (err error) {
	defer fault.Wrap(&err, "app.Unredact(%d, %d, %d)", consultationID, seen.ID, redactionID)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		h, err := holdRedactable(ctx, tx, consultationID, seen)
		if err != nil {
			return err
		}
		if err := tx.UndoRedaction(ctx, consultationID, seen.ID, redactionID, actor.StaffID, a.Now()); err != nil {
			return err
		}
		return a.cover(ctx, tx, actor, "comment.unredact", h)
	})
}

// redactable is a comment that a transaction holds, as it stood.
type redactable struct {
	consultationID, commentID int64
	standing                  consult.Standing
	points                    []consult.Point
	covered                   []consult.Redaction
}

func holdRedactable(ctx context.Context, tx *repo.Tx, consultationID int64, seen consult.Seen) (h redactable, err error) {
	h.consultationID, h.commentID = consultationID, seen.ID
	if h.standing, err = tx.LockComment(ctx, consultationID, seen.ID); err != nil {
		return h, err
	}
	if err := h.standing.CheckSeen(seen); err != nil {
		return h, err
	}
	h.points, h.covered, err = tx.Redactable(ctx, consultationID, seen.ID)
	return h, err
}

// cover works out the public's text anew after a change of what is covered.
func (a *App) cover(ctx context.Context, tx *repo.Tx, actor Actor, action string, before redactable) error {
	_, covered, err := tx.Redactable(ctx, before.consultationID, before.commentID)
	if err != nil {
		return err
	}
	if err := tx.SetPublicText(ctx, before.consultationID, before.commentID, before.points, covered); err != nil {
		return err
	}
	return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: action, ObjectKind: "comment",
		ObjectID: partOf(before.consultationID, before.commentID), Before: coveredSeen(before.covered), After: coveredSeen(covered)})
}

// seenCovered is what the audit keeps: where and why, never the words.
type seenCovered struct {
	Covered []consult.PlacedSpan `json:"covered"`
}

func coveredSeen(list []consult.Redaction) seenCovered {
	out := seenCovered{Covered: make([]consult.PlacedSpan, len(list))}
	for i, r := range list {
		out.Covered[i] = r.PlacedSpan
	}
	return out
}
