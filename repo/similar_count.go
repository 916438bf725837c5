package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/fault"
)

const (
	lockGroups       = `SELECT s.id FROM similar_groups s WHERE s.consultation_id = $1 AND s.id`
	inOrder          = ` ORDER BY s.id FOR NO KEY UPDATE`
	sqlLockGroups    = lockGroups + ` = ANY ($2)` + inOrder
	sqlLockGrown     = `SELECT s.id FROM similar_groups s WHERE s.consultation_id = $1 AND s.members <> s.counted` + inOrder
	sqlLockAllGroups = `SELECT s.id FROM similar_groups s WHERE s.consultation_id = $1` + inOrder
	sqlLockStepped   = lockGroups + ` IN (SELECT g.group_id FROM suggestion_step_links l
    JOIN point_groups g ON g.consultation_id = $1 AND g.comment_id = l.comment_id AND g.position = l.position
    WHERE l.consultation_id = $1 AND l.step_id = $2)` + inOrder
)

// movable holds of a place o of a point in a suggestion that a group may take it
// from: nobody cut the point, its sender did not speak again, and the suggestion is
// not answered in public.
const movable = `o.starts IS NULL AND ` + notSuperseded + `
    AND NOT EXISTS (SELECT FROM result_rows w WHERE w.consultation_id = o.consultation_id AND w.suggestion_id = o.suggestion_id)`

// standing holds of a choice a that the step of it was not taken back.
const standing = `a.kind = 'adopted' AND NOT EXISTS (SELECT FROM suggestion_steps u WHERE u.consultation_id = a.consultation_id AND u.undoes = a.step_id)`

// What groups are, worked out from the places of their points in suggestions. A
// point waits where it is apart from most of the others, unless it was there when
// staff chose what becomes of the group.
const sqlCountGroups = `WITH o AS (
    SELECT g.group_id, g.nth, o.suggestion_id, o.comment_id, o.position FROM point_groups g
    JOIN suggestion_points o ON o.consultation_id = g.consultation_id AND o.comment_id = g.comment_id AND o.position = g.position
    WHERE g.consultation_id = $1 AND g.group_id = ANY ($2) AND ` + movable + `
), home AS (
    SELECT DISTINCT ON (group_id) group_id, suggestion_id, n FROM (SELECT group_id, suggestion_id, count(*) AS n FROM o GROUP BY 1, 2) x
    ORDER BY group_id, n DESC, suggestion_id
), apart AS (
    SELECT o.group_id, o.nth FROM o JOIN home h USING (group_id) GROUP BY 1, 2, o.comment_id, o.position
    HAVING NOT bool_or(o.suggestion_id = h.suggestion_id)
), live AS (
    SELECT o.group_id, count(*) AS n FROM point_groups o WHERE o.consultation_id = $1 AND o.group_id = ANY ($2) AND ` + notSuperseded + ` GROUP BY 1
), chosen AS (
    SELECT s.id, max(a.members) FILTER (WHERE a.kind = 'dismissed') AS dismissed, max(a.members) FILTER (WHERE ` + standing + `) AS adopted
    FROM similar_groups s JOIN group_choices a ON a.consultation_id = $1 AND a.comment_id = s.comment_id AND a.position = s.position
    WHERE s.consultation_id = $1 AND s.id = ANY ($2) GROUP BY 1
), waiting AS (
    SELECT p.group_id, count(*) AS n FROM apart p LEFT JOIN chosen k ON k.id = p.group_id
    WHERE k.adopted IS NULL OR p.nth > greatest(k.adopted, k.dismissed) GROUP BY 1
)
UPDATE similar_groups s SET counted = s.members, live = coalesce(l.n, 0), into_id = h.suggestion_id, waiting = coalesce(w.n, 0),
    state = CASE WHEN k.dismissed IS NOT NULL AND k.adopted IS NULL THEN 'dismissed' WHEN w.n > 0 THEN 'open'
        WHEN k.adopted IS NOT NULL OR h.n > 1 THEN 'adopted' ELSE 'none' END
FROM unnest($2::bigint[]) AS x (id) LEFT JOIN home h ON h.group_id = x.id LEFT JOIN live l ON l.group_id = x.id
    LEFT JOIN chosen k ON k.id = x.id LEFT JOIN waiting w ON w.group_id = x.id
WHERE s.consultation_id = $1 AND s.id = x.id`

// countGroups holds the groups that a statement finds and works out what they are
// now: once they are held, so that it sees what whoever held them did.
func (t *Tx) countGroups(ctx context.Context, consultationID int64, lock string, args ...any) error {
	var ids []int64
	if err := t.list(ctx, &ids, lock, append([]any{consultationID}, args...)...); err != nil || len(ids) == 0 {
		return err
	}
	_, err := t.exec(ctx, sqlCountGroups, consultationID, pq.Array(ids))
	return err
}

// LockGroups holds groups in the order of their numbers.
func (t *Tx) LockGroups(ctx context.Context, consultationID int64, ids []int64) (err error) {
	defer fault.Wrap(&err, "repo.LockGroups(%d, %d groups)", consultationID, len(ids))
	_, err = t.exec(ctx, sqlLockGroups, consultationID, pq.Array(ids))
	return err
}

// CountGroups works out what groups are now.
func (t *Tx) CountGroups(ctx context.Context, consultationID int64, ids []int64) (err error) {
	defer fault.Wrap(&err, "repo.CountGroups(%d, %d groups)", consultationID, len(ids))
	return t.countGroups(ctx, consultationID, sqlLockGroups, pq.Array(ids))
}

// CountGrownGroups does so with the groups that points came to, or with all.
func (t *Tx) CountGrownGroups(ctx context.Context, consultationID int64, all bool) (err error) {
	defer fault.Wrap(&err, "repo.CountGrownGroups(%d)", consultationID)
	if all {
		return t.countGroups(ctx, consultationID, sqlLockAllGroups)
	}
	return t.countGroups(ctx, consultationID, sqlLockGrown)
}

// countStepped does so with the groups whose points a step brought elsewhere.
func (t *Tx) countStepped(ctx context.Context, consultationID, stepID int64) error {
	return t.countGroups(ctx, consultationID, sqlLockStepped, stepID)
}
