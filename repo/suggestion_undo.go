package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const sqlStepSuggestions = `SELECT DISTINCT suggestion_id FROM suggestion_step_links WHERE consultation_id = $1 AND step_id = $2`

// StepSuggestions gives the suggestions that a step touched. Errors: NotFound.
func (t *Tx) StepSuggestions(ctx context.Context, consultationID, stepID int64) (ids []int64, err error) {
	defer fault.Wrap(&err, "repo.StepSuggestions(%d, %d)", consultationID, stepID)
	if err := t.list(ctx, &ids, sqlStepSuggestions, consultationID, stepID); err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	return ids, nil
}

const (
	sqlStepUndone = `SELECT EXISTS (SELECT FROM suggestion_steps WHERE consultation_id = $1 AND undoes = $2)`
	sqlReleasedOf = `SELECT s.id FROM suggestions s WHERE s.consultation_id = $1 AND s.id = ANY ($2) AND ` + releasedLine + ` ORDER BY s.id LIMIT 1`
	// What the step made stands, and where it ended a link none is now.
	sqlStepStands = `SELECT NOT EXISTS (
    SELECT FROM suggestion_step_links l WHERE l.consultation_id = $1 AND l.step_id = $2 AND l.added AND NOT EXISTS (
        SELECT FROM suggestion_points o WHERE o.consultation_id = $1 AND o.suggestion_id = l.suggestion_id AND o.comment_id = l.comment_id
          AND o.position = l.position AND o.starts IS NOT DISTINCT FROM l.starts AND o.ends IS NOT DISTINCT FROM l.ends))
AND NOT EXISTS (
    SELECT FROM suggestion_step_links l JOIN suggestion_points o ON o.consultation_id = $1 AND o.suggestion_id = l.suggestion_id
        AND o.comment_id = l.comment_id AND o.position = l.position
    WHERE l.consultation_id = $1 AND l.step_id = $2 AND NOT l.added AND NOT EXISTS (
        SELECT FROM suggestion_step_links a WHERE a.consultation_id = $1 AND a.step_id = $2 AND a.added AND a.suggestion_id = l.suggestion_id
          AND a.comment_id = l.comment_id AND a.position = l.position))`
	// The first one that is in the way: not an undo, where there is another.
	sqlLaterStep = `SELECT t.kind, t.at FROM suggestion_steps t
WHERE t.consultation_id = $1 AND t.id > $2 AND NOT EXISTS (SELECT FROM suggestion_steps u WHERE u.consultation_id = $1 AND u.undoes = t.id)
  AND EXISTS (SELECT FROM suggestion_step_links x JOIN suggestion_step_links l ON l.consultation_id = $1 AND l.step_id = t.id
      AND l.suggestion_id = x.suggestion_id AND l.comment_id = x.comment_id AND l.position = x.position
      WHERE x.consultation_id = $1 AND x.step_id = $2)
ORDER BY t.kind = 'undo', t.id LIMIT 1`
)

// CheckUndoable holds that a step whose suggestions LockSuggestions holds can be
// taken back: it has not been, nothing of it was answered in public, and its links
// are as it left them. Errors: Conflict, which names the step that is in the way.
func (t *Tx) CheckUndoable(ctx context.Context, consultationID, stepID int64, suggestions []int64) (err error) {
	defer fault.Wrap(&err, "repo.CheckUndoable(%d, %d)", consultationID, stepID)
	var undone, stands bool
	if err := t.get(ctx, &undone, sqlStepUndone, consultationID, stepID); err != nil {
		return err
	}
	if undone {
		return fault.New(fault.Conflict, "steps.error.undone")
	}
	var released []int64
	if err := t.list(ctx, &released, sqlReleasedOf, consultationID, pq.Array(suggestions)); err != nil {
		return err
	}
	if len(released) > 0 {
		return fault.New(fault.Conflict, "steps.error.released", released[0])
	}
	if err := t.get(ctx, &stands, sqlStepStands, consultationID, stepID); err != nil || stands {
		return err
	}
	return t.laterStep(ctx, consultationID, stepID)
}

// laterStep says, as a fault, which step is in the way of taking one back.
func (t *Tx) laterStep(ctx context.Context, consultationID, stepID int64) error {
	var later struct {
		Kind consult.StepKind `db:"kind"`
		At   time.Time        `db:"at"`
	}
	if err := t.get(ctx, &later, sqlLaterStep, consultationID, stepID); err != nil {
		if fault.Is(err, fault.NotFound) {
			return fault.New(fault.Conflict, "error.changed_meanwhile")
		}
		return err
	}
	return fault.New(fault.Conflict, "steps.error.later."+string(later.Kind), later.At)
}

const (
	sqlInsertUndo = `INSERT INTO suggestion_steps (consultation_id, kind, undoes, points, staff_id, at)
SELECT consultation_id, 'undo', id, points, $3, $4 FROM suggestion_steps WHERE consultation_id = $1 AND id = $2 RETURNING id`
	sqlInsertUndoLinks = `INSERT INTO suggestion_step_links (consultation_id, step_id, suggestion_id, comment_id, position, added, starts, ends)
SELECT consultation_id, $3, suggestion_id, comment_id, position, NOT added, starts, ends FROM suggestion_step_links
WHERE consultation_id = $1 AND step_id = $2`
)

// InsertUndo writes down the step that takes another one back; ApplyStep takes it.
func (t *Tx) InsertUndo(ctx context.Context, consultationID, undoes, staffID int64, now time.Time) (step int64, err error) {
	defer fault.Wrap(&err, "repo.InsertUndo(%d, %d)", consultationID, undoes)
	if err := t.get(ctx, &step, sqlInsertUndo, consultationID, undoes, staffID, now); err != nil {
		return 0, err
	}
	_, err = t.exec(ctx, sqlInsertUndoLinks, consultationID, undoes, step)
	return step, err
}
