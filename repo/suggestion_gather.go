package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// gathered writes the step that brings the links gone, of other suggestions, to
// suggestion $2. What $2 had of the same points joins: the whole of them, or from
// where the first part begins to where the last one ends. No link is gone: no step.
const (
	gatheredHead = `WITH gone AS (
    SELECT o.suggestion_id, o.comment_id, o.position, o.starts, o.ends FROM suggestion_points o
    WHERE o.consultation_id = $1 AND o.suggestion_id = ANY ($6::bigint[]) AND o.suggestion_id <> $2`
	gatheredTail = `
), step AS (
    ` + insertStep + `(SELECT array_agg(f.suggestion_id) FROM (SELECT DISTINCT suggestion_id FROM gone ORDER BY 1 LIMIT $7) f),
        (SELECT count(DISTINCT suggestion_id) FROM gone), (SELECT count(*) FROM (SELECT DISTINCT comment_id, position FROM gone) p), $4::bigint, $5::timestamptz
    WHERE EXISTS (SELECT FROM gone) RETURNING id
), parts AS (
    SELECT * FROM gone
    UNION ALL SELECT o.suggestion_id, o.comment_id, o.position, o.starts, o.ends FROM suggestion_points o
    WHERE o.consultation_id = $1 AND o.suggestion_id = $2 AND (o.comment_id, o.position) IN (SELECT comment_id, position FROM gone)
), links AS (
    INSERT INTO suggestion_step_links (consultation_id, step_id, suggestion_id, comment_id, position, added, starts, ends)
    SELECT $1::bigint, step.id, p.suggestion_id, p.comment_id, p.position, false, p.starts, p.ends FROM parts p, step
    UNION ALL SELECT $1::bigint, step.id, $2::bigint, p.comment_id, p.position, true, p.starts, p.ends FROM step, (
        SELECT comment_id, position, CASE WHEN bool_and(starts IS NOT NULL) THEN min(starts) END AS starts,
            CASE WHEN bool_and(starts IS NOT NULL) THEN max(ends) END AS ends
        FROM parts GROUP BY comment_id, position) p
)
SELECT id FROM step`
	ofPoints  = ` AND (o.comment_id, o.position) IN (SELECT p.comment_id, p.position FROM unnest($8::bigint[], $9::smallint[]) AS p (comment_id, position))`
	untouched = ` AND o.starts IS NULL AND ` + notSuperseded

	sqlGatherSuggestions = gatheredHead + gatheredTail
	sqlGatherPoints      = gatheredHead + ofPoints + gatheredTail
	sqlGatherWhole       = gatheredHead + ofPoints + untouched + gatheredTail
)

// GatherSuggestions writes the step that brings all points of the suggestions
// s.FromIDs to s.IntoID; LockSuggestions holds them all. It gives 0 for a step that
// would do nothing.
func (t *Tx) GatherSuggestions(ctx context.Context, consultationID int64, s NewStep) (step int64, err error) {
	defer fault.Wrap(&err, "repo.GatherSuggestions(%d, %d suggestions)", consultationID, len(s.FromIDs))
	return t.gather(ctx, sqlGatherSuggestions, consultationID, s)
}

// GatherPoints does the same with some points of s.FromIDs only, or, with whole,
// with those of them that nobody has cut and whose sender did not speak again.
func (t *Tx) GatherPoints(ctx context.Context, consultationID int64, s NewStep, points []consult.PointKey, whole bool) (step int64, err error) {
	defer fault.Wrap(&err, "repo.GatherPoints(%d, %d points)", consultationID, len(points))
	comments, positions := pointColumnsOf(points)
	query := sqlGatherPoints
	if whole {
		query = sqlGatherWhole
	}
	return t.gather(ctx, query, consultationID, s, comments, positions)
}

func (t *Tx) gather(ctx context.Context, query string, consultationID int64, s NewStep, more ...any) (step int64, err error) {
	args := append([]any{consultationID, s.IntoID, string(s.Kind), s.StaffID, s.At, pq.Array(s.FromIDs), fromShown}, more...)
	err = t.get(ctx, &step, query, args...)
	if fault.Is(err, fault.NotFound) {
		return 0, nil
	}
	return step, err
}

func pointColumnsOf(points []consult.PointKey) (comments, positions pq.Int64Array) {
	for _, p := range points {
		comments, positions = append(comments, p.CommentID), append(positions, int64(p.Position))
	}
	return comments, positions
}

const sqlSuggestionsOfPoints = `SELECT DISTINCT o.suggestion_id FROM suggestion_points o
JOIN unnest($2::bigint[], $3::smallint[]) AS p (comment_id, position) ON p.comment_id = o.comment_id AND p.position = o.position
WHERE o.consultation_id = $1 AND ` + movable

// SuggestionsOfPoints gives the suggestions that have points which nobody has cut
// and that are not answered in public.
func (t *Tx) SuggestionsOfPoints(ctx context.Context, consultationID int64, points []consult.PointKey) (ids []int64, err error) {
	defer fault.Wrap(&err, "repo.SuggestionsOfPoints(%d, %d points)", consultationID, len(points))
	comments, positions := pointColumnsOf(points)
	return ids, t.list(ctx, &ids, sqlSuggestionsOfPoints, consultationID, comments, positions)
}
