package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const sqlRedactions = `SELECT id, comment_id, position, starts, ends, code, redacted_at FROM redactions
WHERE consultation_id = $1 AND comment_id = ANY ($2) AND undone_at IS NULL ORDER BY comment_id, position, starts, id`

// redactionRow is a redaction with the comment it is on.
type redactionRow struct {
	CommentID int64 `db:"comment_id"`
	consult.Redaction
}

// addRedactions reads what is covered of comments, for who may read them whole.
func (r *Repo) addRedactions(ctx context.Context, consultationID int64, comments []consult.Comment) error {
	ids := make([]int64, len(comments))
	for i, c := range comments {
		ids[i] = c.ID
	}
	var rows []redactionRow
	if err := r.list(ctx, &rows, sqlRedactions, consultationID, pq.Array(ids)); err != nil {
		return err
	}
	for _, row := range rows {
		for i := range comments {
			for k := range comments[i].Points {
				if p := &comments[i].Points[k]; comments[i].ID == row.CommentID && p.Position == row.Position {
					p.Redactions = append(p.Redactions, row.Redaction)
				}
			}
		}
	}
	return nil
}

const sqlPoints = `SELECT position, body FROM points WHERE consultation_id = $1 AND comment_id = $2 ORDER BY position`

// Redactable gives the points of a comment that LockComment holds and what of
// them is covered.
func (t *Tx) Redactable(ctx context.Context, consultationID, commentID int64) (points []consult.Point, covered []consult.Redaction, err error) {
	defer fault.Wrap(&err, "repo.Redactable(%d, %d)", consultationID, commentID)
	if err := t.list(ctx, &points, sqlPoints, consultationID, commentID); err != nil {
		return nil, nil, err
	}
	var rows []redactionRow
	if err := t.list(ctx, &rows, sqlRedactions, consultationID, pq.Array([]int64{commentID})); err != nil {
		return nil, nil, err
	}
	for _, row := range rows {
		covered = append(covered, row.Redaction)
	}
	return points, covered, nil
}

const sqlInsertRedaction = `INSERT INTO redactions (consultation_id, comment_id, position, starts, ends, code, redacted_by, redacted_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

// InsertRedactions records what is covered from now on.
func (t *Tx) InsertRedactions(ctx context.Context, consultationID, commentID int64, list []consult.PlacedSpan, staffID int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.InsertRedactions(%d, %d)", consultationID, commentID)
	for _, s := range list {
		if _, err := t.exec(ctx, sqlInsertRedaction, consultationID, commentID, s.Position, s.Start, s.End, string(s.Code), staffID, now); err != nil {
			return err
		}
	}
	return nil
}

const sqlUndoRedaction = `UPDATE redactions SET undone_by = $4, undone_at = $5
WHERE consultation_id = $1 AND comment_id = $2 AND id = $3 AND undone_at IS NULL`

// UndoRedaction ends a redaction. Errors: Conflict (there is none, or it has ended).
func (t *Tx) UndoRedaction(ctx context.Context, consultationID, commentID, id, staffID int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.UndoRedaction(%d, %d, %d)", consultationID, commentID, id)
	return t.changeOne(ctx, sqlUndoRedaction, consultationID, commentID, id, staffID, now)
}

const (
	sqlSetRedactedPoint = `INSERT INTO redacted_points AS t (consultation_id, comment_id, position, body) VALUES ($1, $2, $3, $4)
ON CONFLICT (consultation_id, comment_id, position) DO UPDATE SET body = EXCLUDED.body`
	sqlDropRedactedPoint = `DELETE FROM redacted_points WHERE consultation_id = $1 AND comment_id = $2 AND position = $3`
	sqlRevise            = `UPDATE comments SET revision = revision + 1 WHERE consultation_id = $1 AND id = $2`
)

// SetPublicText writes what the public reads of a comment that LockComment holds,
// and of the released lines that it is in.
func (t *Tx) SetPublicText(ctx context.Context, consultationID, commentID int64, points []consult.Point, covered []consult.Redaction) (err error) {
	defer fault.Wrap(&err, "repo.SetPublicText(%d, %d)", consultationID, commentID)
	if _, err := t.exec(ctx, sqlCountPublished, consultationID, 0); err != nil {
		return err
	}
	for _, p := range points {
		if err := t.setPublicPoint(ctx, consultationID, commentID, p, consult.SpansOn(covered, p.Position)); err != nil {
			return err
		}
	}
	if err := t.changeOne(ctx, sqlRevise, consultationID, commentID); err != nil {
		return err
	}
	return t.refreshResults(ctx, consultationID, commentID)
}

func (t *Tx) setPublicPoint(ctx context.Context, consultationID, commentID int64, p consult.Point, spans []consult.Span) error {
	if len(spans) == 0 {
		_, err := t.exec(ctx, sqlDropRedactedPoint, consultationID, commentID, p.Position)
		return err
	}
	_, err := t.exec(ctx, sqlSetRedactedPoint, consultationID, commentID, p.Position, consult.PublicText(p.Body, spans))
	return err
}
