package repo

import (
	"context"
	"time"
)

const (
	sqlExpireFollowRequests = `DELETE FROM follow_requests WHERE token_hash IN (
    SELECT token_hash FROM follow_requests WHERE created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`
	sqlExpireEndedFollows = `DELETE FROM follows WHERE id IN (
    SELECT w.id FROM consultations c JOIN follows w ON w.consultation_id = c.id
    WHERE (c.results_at < $1 OR EXISTS (SELECT FROM follow_events e WHERE e.consultation_id = c.id AND e.event = 'withdrawn' AND e.at < $1))
    LIMIT $2 FOR UPDATE OF w SKIP LOCKED)`
	// Who follows nothing any more is not kept.
	sqlExpireIdleFollowers = `DELETE FROM followers WHERE id IN (
    SELECT f.id FROM followers f WHERE f.created_at < $1 AND NOT EXISTS (SELECT FROM follows w WHERE w.follower_id = f.id)
    LIMIT $2 FOR UPDATE SKIP LOCKED)`
)

// ExpireFollowRequests deletes addresses that nobody has confirmed.
func (t *Tx) ExpireFollowRequests(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.expireEach(ctx, before, limit, sqlExpireFollowRequests)
}

// ExpireEndedFollows ends the following of consultations whose last news is from
// before, and deletes who then follows nothing.
func (t *Tx) ExpireEndedFollows(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.expireEach(ctx, before, limit, sqlExpireEndedFollows, sqlExpireIdleFollowers)
}
