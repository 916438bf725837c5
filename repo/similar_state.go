package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
)

// SimilarState is how far the points of a consultation are grouped; see the table.
type SimilarState struct {
	Version    int       `db:"version"`
	Settled    int64     `db:"settled"`
	Mark       int64     `db:"mark"`
	MarkAt     time.Time `db:"mark_at"`
	Turn       int64     `db:"turn"`
	Seen       int64     `db:"seen"`
	Groups     int       `db:"groups"`
	Hinted     int       `db:"hinted"`
	Superseded int       `db:"superseded"`
	Batches    int       `db:"batches"`
}

const (
	sqlBeginSimilar = `INSERT INTO similar_state (consultation_id) VALUES ($1) ON CONFLICT DO NOTHING`
	similarState    = `SELECT version, settled, mark, CASE WHEN mark_at = '-infinity' THEN '0001-01-01Z' ELSE mark_at END AS mark_at,
    turn, seen, groups, hinted, superseded, batches FROM similar_state WHERE consultation_id = $1`
	sqlLockSimilar    = similarState + ` FOR UPDATE`
	sqlTryLockSimilar = similarState + ` FOR UPDATE SKIP LOCKED`
)

// LockSimilar holds the state of a consultation's groups, so that one at a time
// works on them. Without wait it answers NotFound where somebody does already.
func (t *Tx) LockSimilar(ctx context.Context, consultationID int64, wait bool) (s SimilarState, err error) {
	defer fault.Wrap(&err, "repo.LockSimilar(%d)", consultationID)
	if _, err := t.exec(ctx, sqlBeginSimilar, consultationID); err != nil {
		return s, err
	}
	query := sqlTryLockSimilar
	if wait {
		query = sqlLockSimilar
	}
	return s, t.get(ctx, &s, query, consultationID)
}

// What is made anew: everything but what staff chose.
const (
	sqlForgetHints  = `DELETE FROM similar_hints WHERE consultation_id = $1`
	sqlForgetKeys   = `DELETE FROM similar_keys WHERE consultation_id = $1`
	sqlForgetTexts  = `DELETE FROM similar_texts WHERE consultation_id = $1`
	sqlForgetPoints = `DELETE FROM point_groups WHERE consultation_id = $1`
	sqlForgetGroups = `DELETE FROM similar_groups WHERE consultation_id = $1`
	sqlForgetState  = `UPDATE similar_state SET version = $2, turn = turn + 1, settled = 0, mark = 0, mark_at = '-infinity', seen = 0, groups = 0, hinted = 0
WHERE consultation_id = $1 RETURNING version, turn`
)

// ForgetSimilar takes the groups of a consultation away, to be made anew by a version.
func (t *Tx) ForgetSimilar(ctx context.Context, consultationID int64, version int) (s SimilarState, err error) {
	defer fault.Wrap(&err, "repo.ForgetSimilar(%d)", consultationID)
	for _, query := range []string{sqlForgetHints, sqlForgetKeys, sqlForgetTexts, sqlForgetPoints, sqlForgetGroups} {
		if _, err := t.exec(ctx, query, consultationID); err != nil {
			return s, err
		}
	}
	return s, t.get(ctx, &s, sqlForgetState, consultationID, version)
}

const sqlSimilarNow = `SELECT coalesce((SELECT max(id) FROM comments WHERE consultation_id = $1), 0) AS seen,
    (SELECT count(*) FROM superseded_comments WHERE consultation_id = $1) AS superseded,
    (SELECT count(*) FROM results WHERE consultation_id = $1) AS batches`

// SimilarNow gives the last comment that can be read, and what else changes groups.
func (t *Tx) SimilarNow(ctx context.Context, consultationID int64) (s SimilarState, err error) {
	defer fault.Wrap(&err, "repo.SimilarNow(%d)", consultationID)
	return s, t.get(ctx, &s, sqlSimilarNow, consultationID)
}

const sqlSaveSimilar = `UPDATE similar_state SET settled = $2, mark = $3, mark_at = $4, seen = $5, groups = $6, superseded = $7, batches = $8, turn = $9
WHERE consultation_id = $1`

// SaveSimilar stores how far the grouping is.
func (t *Tx) SaveSimilar(ctx context.Context, consultationID int64, s SimilarState) (err error) {
	defer fault.Wrap(&err, "repo.SaveSimilar(%d)", consultationID)
	return t.changeOne(ctx, sqlSaveSimilar, consultationID, s.Settled, s.Mark, s.MarkAt, s.Seen, s.Groups, s.Superseded, s.Batches, s.Turn)
}

// A call has something to group when comments came that nobody looked at, when it is
// time to look for those that were late, and when its groups are to be counted or
// made anew.
const sqlCallsToGroup = `SELECT c.id FROM consultations c LEFT JOIN similar_state s ON s.consultation_id = c.id
WHERE c.state = 'released' AND c.results_at IS NULL AND c.withdrawn_at IS NULL AND (
    (SELECT max(m.id) FROM comments m WHERE m.consultation_id = c.id) > coalesce(s.seen, 0)
    OR s.version <> $1 OR s.settled < s.seen AND s.mark_at <= $2 OR s.hinted < s.groups
    OR s.batches <> (SELECT count(*) FROM results r WHERE r.consultation_id = c.id))
ORDER BY c.id`

// CallsToGroup lists the calls whose points are to be grouped by a version; those
// whose mark was set by a time have it to settle.
func (r *Repo) CallsToGroup(ctx context.Context, version int, marked time.Time) (ids []int64, err error) {
	defer fault.Wrap(&err, "repo.CallsToGroup")
	return ids, r.list(ctx, &ids, sqlCallsToGroup, version, marked)
}

const sqlUngrouped = `SELECT count(*) FROM (SELECT FROM points p
    WHERE p.consultation_id = $1 AND p.comment_id > coalesce((SELECT settled FROM similar_state WHERE consultation_id = $1), 0)
      AND NOT EXISTS (SELECT FROM point_groups g WHERE g.consultation_id = $1 AND g.comment_id = p.comment_id AND g.position = p.position)
    LIMIT $2) x`

// Ungrouped counts the points of a consultation that are in no group yet, up to limit.
func (r *Repo) Ungrouped(ctx context.Context, consultationID int64, limit int) (n int, err error) {
	defer fault.Wrap(&err, "repo.Ungrouped(%d)", consultationID)
	return n, r.get(ctx, &n, sqlUngrouped, consultationID, limit)
}
