package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/fault"
)

// What a step that is written down does, each in one statement however many links
// it has: $1 is the consultation, $2 the step.
const (
	// Whoever else takes one of these points from its suggestion waits, and then sees
	// what is left: two at once cannot take its last ones.
	sqlLockLeftPoints = `SELECT p.position FROM points p JOIN (
    SELECT l.comment_id, l.position FROM suggestion_step_links l WHERE l.consultation_id = $1 AND l.step_id = $2
    GROUP BY 1, 2 HAVING NOT bool_or(l.added)) x ON x.comment_id = p.comment_id AND x.position = p.position
WHERE p.consultation_id = $1 ORDER BY p.comment_id, p.position FOR NO KEY UPDATE OF p`
	sqlEndLinks = `DELETE FROM suggestion_points o USING suggestion_step_links l
WHERE l.consultation_id = $1 AND l.step_id = $2 AND NOT l.added AND o.consultation_id = $1 AND o.suggestion_id = l.suggestion_id
    AND o.comment_id = l.comment_id AND o.position = l.position
    AND o.starts IS NOT DISTINCT FROM l.starts AND o.ends IS NOT DISTINCT FROM l.ends`
	sqlEndedLinks = `SELECT count(*) FROM suggestion_step_links WHERE consultation_id = $1 AND step_id = $2 AND NOT added`
	sqlMakeLinks  = `INSERT INTO suggestion_points (consultation_id, suggestion_id, comment_id, position, starts, ends)
SELECT consultation_id, suggestion_id, comment_id, position, starts, ends FROM suggestion_step_links
WHERE consultation_id = $1 AND step_id = $2 AND added`
	sqlAnyLost = `SELECT EXISTS (SELECT FROM suggestion_step_links l WHERE l.consultation_id = $1 AND l.step_id = $2 AND NOT l.added
    AND NOT EXISTS (SELECT FROM suggestion_points o WHERE o.consultation_id = $1 AND o.comment_id = l.comment_id AND o.position = l.position))`
	// Who lost the last point says where the first of them is now: where this step
	// brought it, else in the oldest that has it.
	sqlSetMerged = `UPDATE suggestions s SET merged_into = t.into_id FROM (
    SELECT DISTINCT ON (l.suggestion_id) l.suggestion_id, o.suggestion_id AS into_id FROM suggestion_step_links l
    JOIN suggestion_points o ON o.consultation_id = $1 AND o.comment_id = l.comment_id AND o.position = l.position
    WHERE l.consultation_id = $1 AND l.step_id = $2 AND NOT l.added
      AND NOT EXISTS (SELECT FROM suggestion_points k WHERE k.consultation_id = $1 AND k.suggestion_id = l.suggestion_id)
    ORDER BY l.suggestion_id, l.comment_id, l.position, EXISTS (SELECT FROM suggestion_step_links a WHERE a.consultation_id = $1 AND a.step_id = $2
        AND a.added AND a.suggestion_id = o.suggestion_id AND a.comment_id = o.comment_id AND a.position = o.position) DESC, o.suggestion_id) t
WHERE s.consultation_id = $1 AND s.id = t.suggestion_id`
	sqlClearMerged = `UPDATE suggestions SET merged_into = NULL WHERE consultation_id = $1 AND merged_into IS NOT NULL
AND id IN (SELECT suggestion_id FROM suggestion_step_links WHERE consultation_id = $1 AND step_id = $2 AND added)`
	// A second person looked at an answer to something else, or is looking at it now.
	sqlUncheck = `UPDATE decisions SET revision = revision + 1, checked_by = NULL, checked_at = NULL WHERE consultation_id = $1
AND suggestion_id IN (SELECT suggestion_id FROM suggestion_step_links WHERE consultation_id = $1 AND step_id = $2)`
)

// ApplyStep takes a step that is written down, of suggestions that LockSuggestions
// holds: ends and makes its links, sets where emptied suggestions went, and asks for
// another look at the decisions on all of them. Errors: Conflict (a point would be
// left without a suggestion, or a link is not as the step says).
func (t *Tx) ApplyStep(ctx context.Context, consultationID, stepID int64) (err error) {
	defer fault.Wrap(&err, "repo.ApplyStep(%d, %d)", consultationID, stepID)
	if _, err := t.exec(ctx, sqlLockLeftPoints, consultationID, stepID); err != nil {
		return err
	}
	if err := t.endLinks(ctx, consultationID, stepID); err != nil {
		return err
	}
	if _, err := t.exec(ctx, sqlMakeLinks, consultationID, stepID); err != nil {
		return err
	}
	var lost bool
	if err := t.get(ctx, &lost, sqlAnyLost, consultationID, stepID); err != nil {
		return err
	}
	if lost {
		return fault.New(fault.Conflict, "steps.error.last")
	}
	for _, query := range []string{sqlSetMerged, sqlClearMerged, sqlUncheck} {
		if _, err := t.exec(ctx, query, consultationID, stepID); err != nil {
			return err
		}
	}
	return t.countStepped(ctx, consultationID, stepID)
}

// endLinks ends the links of a step, all of which must stand as it says.
func (t *Tx) endLinks(ctx context.Context, consultationID, stepID int64) error {
	var wanted int64
	if err := t.get(ctx, &wanted, sqlEndedLinks, consultationID, stepID); err != nil {
		return err
	}
	res, err := t.exec(ctx, sqlEndLinks, consultationID, stepID)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != wanted {
		return fault.New(fault.Conflict, "error.changed_meanwhile")
	}
	return nil
}

// StepSeen is what the audit keeps of a step; of the suggestions it has the first.
type StepSeen struct {
	Subject int64         `db:"subject"` // the suggestion that it is filed under
	Undoes  int64         `db:"undoes"`
	Points  int           `db:"points"`
	FromIDs pq.Int64Array `db:"from_ids"`
	HadIDs  pq.Int64Array `db:"had_ids"`  // that lost points or parts of them
	HaveIDs pq.Int64Array `db:"have_ids"` // that got some
}

const (
	stepTouched = `ARRAY(SELECT DISTINCT l.suggestion_id FROM suggestion_step_links l
    WHERE l.consultation_id = $1 AND l.step_id = $2 AND l.added = `
	sqlStepSeen = `SELECT coalesce(t.undoes, 0) AS undoes, t.points, t.from_ids,
    ` + stepTouched + `false ORDER BY 1 LIMIT $3) AS had_ids, ` + stepTouched + `true ORDER BY 1 LIMIT $3) AS have_ids,
    coalesce(t.into_id, t.from_ids[1], x.into_id, x.from_ids[1], (SELECT min(l.suggestion_id) FROM suggestion_step_links l
        WHERE l.consultation_id = $1 AND l.step_id = $2)) AS subject
FROM suggestion_steps t LEFT JOIN suggestion_steps x ON x.consultation_id = $1 AND x.id = t.undoes
WHERE t.consultation_id = $1 AND t.id = $2`
)

// StepSeen gives what the audit keeps of a step.
func (t *Tx) StepSeen(ctx context.Context, consultationID, stepID int64) (s StepSeen, err error) {
	defer fault.Wrap(&err, "repo.StepSeen(%d, %d)", consultationID, stepID)
	return s, t.get(ctx, &s, sqlStepSeen, consultationID, stepID, fromShown)
}
