package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// NewStep is a step on suggestions as it is written.
type NewStep struct {
	Kind    consult.StepKind
	IntoID  int64 // 0: none
	FromIDs []int64
	StaffID int64
	At      time.Time
}

// fromShown is how many of the suggestions that gave points a step names.
const fromShown = 10

const sqlLockSuggestions = `SELECT id FROM suggestions WHERE consultation_id = $1 AND id = ANY ($2) ORDER BY id FOR NO KEY UPDATE`

// LockSuggestions holds suggestions in the order of their numbers, so that whoever
// cuts, merges and decides on them takes turns. Errors: NotFound (any of them).
func (t *Tx) LockSuggestions(ctx context.Context, consultationID int64, ids []int64) (err error) {
	defer fault.Wrap(&err, "repo.LockSuggestions(%d, %d suggestions)", consultationID, len(ids))
	var held []int64
	if err := t.list(ctx, &held, sqlLockSuggestions, consultationID, pq.Array(ids)); err != nil {
		return err
	}
	if len(held) < len(ids) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return nil
}

const (
	releasedLine = `EXISTS (SELECT FROM result_rows w WHERE w.consultation_id = s.consultation_id AND w.suggestion_id = s.id)`
	sqlUnfit     = `SELECT s.id, CASE WHEN ` + releasedLine + ` THEN 'steps.error.released'
    WHEN s.merged_into IS NOT NULL THEN 'steps.error.merged' ELSE 'steps.error.superseded' END AS key
FROM suggestions s WHERE s.consultation_id = $1 AND s.id = ANY ($2) AND (NOT (` + live + `) OR ` + releasedLine + `) ORDER BY s.id LIMIT 1`
)

// CheckFit holds that suggestions can be cut and put together: each of them is
// made by somebody and not answered in public. Errors: Conflict.
func (t *Tx) CheckFit(ctx context.Context, consultationID int64, ids []int64) (err error) {
	defer fault.Wrap(&err, "repo.CheckFit(%d, %d suggestions)", consultationID, len(ids))
	var bad struct {
		ID  int64  `db:"id"`
		Key string `db:"key"`
	}
	err = t.get(ctx, &bad, sqlUnfit, consultationID, pq.Array(ids))
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err == nil {
		return fault.New(fault.Conflict, bad.Key, bad.ID)
	}
	return err
}

const (
	sqlPointBody  = `SELECT body FROM points WHERE consultation_id = $1 AND comment_id = $2 AND position = $3`
	sqlPointLinks = `SELECT suggestion_id, comment_id, position, coalesce(starts, 0) AS starts, coalesce(ends, 0) AS ends FROM suggestion_points
WHERE consultation_id = $1 AND comment_id = $2 AND position = $3 ORDER BY suggestion_id`
	sqlPointSuperseded = `SELECT EXISTS (SELECT FROM superseded_comments z WHERE z.consultation_id = $1 AND z.comment_id = $2)`
)

// PointBody gives the text of a point. Errors: NotFound.
func (r *Repo) PointBody(ctx context.Context, consultationID int64, p consult.PointKey) (body string, err error) {
	defer fault.Wrap(&err, "repo.PointBody(%d, %d, %d)", consultationID, p.CommentID, p.Position)
	return body, r.get(ctx, &body, sqlPointBody, consultationID, p.CommentID, p.Position)
}

// CuttablePoint gives the text of a point and the suggestions that have it.
// Errors: NotFound; Conflict (whoever said it spoke again).
func (t *Tx) CuttablePoint(ctx context.Context, consultationID int64, p consult.PointKey) (body string, links []consult.Link, err error) {
	defer fault.Wrap(&err, "repo.CuttablePoint(%d, %d, %d)", consultationID, p.CommentID, p.Position)
	if err := t.get(ctx, &body, sqlPointBody, consultationID, p.CommentID, p.Position); err != nil {
		return "", nil, err
	}
	var superseded bool
	if err := t.get(ctx, &superseded, sqlPointSuperseded, consultationID, p.CommentID); err != nil {
		return "", nil, err
	}
	if superseded {
		return "", nil, fault.New(fault.Conflict, "steps.error.point_superseded")
	}
	return body, links, t.list(ctx, &links, sqlPointLinks, consultationID, p.CommentID, p.Position)
}

const sqlOtherPoints = `SELECT count(*) FROM suggestion_points o WHERE o.consultation_id = $1 AND o.suggestion_id = $2
AND (o.comment_id, o.position) <> ($3, $4) AND ` + notSuperseded

// OtherPoints counts the points of a suggestion beside one, without those whose
// sender spoke again.
func (t *Tx) OtherPoints(ctx context.Context, consultationID, suggestionID int64, p consult.PointKey) (n int, err error) {
	defer fault.Wrap(&err, "repo.OtherPoints(%d, %d)", consultationID, suggestionID)
	return n, t.get(ctx, &n, sqlOtherPoints, consultationID, suggestionID, p.CommentID, p.Position)
}

const sqlInsertSuggestion = `INSERT INTO suggestions (consultation_id, created_at) VALUES ($1, $2) RETURNING id`

// InsertSuggestion makes a suggestion, which must get a point in the same transaction.
func (t *Tx) InsertSuggestion(ctx context.Context, consultationID int64, now time.Time) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertSuggestion(%d)", consultationID)
	return id, t.get(ctx, &id, sqlInsertSuggestion, consultationID, now)
}

// insertStep begins a step of consultation $1, of kind $3, which brings points to
// suggestion $2.
const insertStep = `INSERT INTO suggestion_steps (consultation_id, kind, into_id, from_ids, from_count, points, staff_id, at)
SELECT $1::bigint, $3::text, nullif($2::bigint, 0), `

const sqlInsertStep = insertStep + `$6::bigint[], cardinality($6::bigint[]), 1, $4::bigint, $5::timestamptz RETURNING id`

const sqlInsertStepLinks = `INSERT INTO suggestion_step_links (consultation_id, step_id, suggestion_id, comment_id, position, added, starts, ends)
SELECT $1, $2, l.suggestion_id, l.comment_id, l.position, l.added, CASE WHEN l.ends > 0 THEN l.starts END, nullif(l.ends, 0)
FROM unnest($3::bigint[], $4::bigint[], $5::smallint[], $6::boolean[], $7::int[], $8::int[]) AS l (suggestion_id, comment_id, position, added, starts, ends)`

// InsertStep writes down a step on one point whose links are known; ApplyStep takes it.
func (t *Tx) InsertStep(ctx context.Context, consultationID int64, s NewStep, links []consult.StepLink) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertStep(%d, %s)", consultationID, s.Kind)
	err = t.get(ctx, &id, sqlInsertStep, consultationID, s.IntoID, string(s.Kind), s.StaffID, s.At, append(pq.Int64Array{}, s.FromIDs...))
	if err != nil {
		return 0, err
	}
	var suggestions, comments, positions, starts, ends pq.Int64Array
	var added pq.BoolArray
	for _, l := range links {
		suggestions, comments, positions = append(suggestions, l.SuggestionID), append(comments, l.CommentID), append(positions, int64(l.Position))
		added, starts, ends = append(added, l.Added), append(starts, int64(l.Start)), append(ends, int64(l.End))
	}
	_, err = t.exec(ctx, sqlInsertStepLinks, consultationID, id, suggestions, comments, positions, added, starts, ends)
	return id, err
}
