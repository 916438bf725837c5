package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// PointText is a point and what it says.
type PointText struct {
	consult.PointKey
	Body string `db:"body"`
}

const sqlNextUngrouped = `SELECT p.comment_id, p.position, p.body FROM points p
WHERE p.consultation_id = $1 AND (p.comment_id, p.position) > ($2, $3)
  AND NOT EXISTS (SELECT FROM point_groups g WHERE g.consultation_id = $1 AND g.comment_id = p.comment_id AND g.position = p.position)
ORDER BY p.comment_id, p.position LIMIT $4`

// NextUngrouped gives the next points after one that are in no group yet, in their order.
func (t *Tx) NextUngrouped(ctx context.Context, consultationID int64, after consult.PointKey, limit int) (list []PointText, err error) {
	defer fault.Wrap(&err, "repo.NextUngrouped(%d)", consultationID)
	return list, t.list(ctx, &list, sqlNextUngrouped, consultationID, after.CommentID, after.Position, limit)
}

// KnownText is what a text joined.
type KnownText struct {
	Hash     []byte  `db:"hash"`
	GroupID  int64   `db:"group_id"`
	Likeness float64 `db:"likeness"`
}

const (
	sqlAllTexts   = `SELECT hash, group_id, likeness FROM similar_texts WHERE consultation_id = $1`
	sqlKnownTexts = sqlAllTexts + ` AND hash = ANY ($2)`
)

// KnownTexts finds those of some texts that were there before.
func (t *Tx) KnownTexts(ctx context.Context, consultationID int64, hashes [][]byte) (list []KnownText, err error) {
	defer fault.Wrap(&err, "repo.KnownTexts(%d, %d texts)", consultationID, len(hashes))
	return list, t.list(ctx, &list, sqlKnownTexts, consultationID, pq.Array(hashes))
}

// AllTexts gives every text of a consultation.
func (t *Tx) AllTexts(ctx context.Context, consultationID int64) (list []KnownText, err error) {
	defer fault.Wrap(&err, "repo.AllTexts(%d)", consultationID)
	return list, t.list(ctx, &list, sqlAllTexts, consultationID)
}

// LeaderKey is that a leader is found by a key.
type LeaderKey struct {
	GroupID int64 `db:"group_id"`
	Key     int64 `db:"key"`
}

const sqlLeaderKeys = `SELECT l.group_id, k.key FROM unnest($2::bigint[]) AS k (key) CROSS JOIN LATERAL (
    SELECT s.group_id FROM similar_keys s WHERE s.consultation_id = $1 AND s.key = k.key ORDER BY s.group_id LIMIT $3) l
ORDER BY l.group_id`

// LeaderKeys finds leaders by keys, the earliest first, of each key no more than a
// number.
func (t *Tx) LeaderKeys(ctx context.Context, consultationID int64, keys []int64, each int) (list []LeaderKey, err error) {
	defer fault.Wrap(&err, "repo.LeaderKeys(%d, %d keys)", consultationID, len(keys))
	return list, t.list(ctx, &list, sqlLeaderKeys, consultationID, pq.Array(keys), each)
}

// GroupText is a group and what its leader says.
type GroupText struct {
	ID   int64  `db:"id"`
	Body string `db:"body"`
}

const (
	groupTexts = `SELECT s.id, p.body FROM similar_groups s
JOIN points p ON p.consultation_id = s.consultation_id AND p.comment_id = s.comment_id AND p.position = s.position
WHERE s.consultation_id = $1`
	sqlAllLeaders  = groupTexts + ` ORDER BY s.id`
	sqlLeaderTexts = groupTexts + ` AND s.id = ANY ($2) ORDER BY s.id`
	sqlLastLeaders = groupTexts + ` AND s.id > (SELECT groups FROM similar_state WHERE consultation_id = $1) - $2::int ORDER BY s.id`
)

// LeaderTexts gives what leaders say, the earliest first.
func (t *Tx) LeaderTexts(ctx context.Context, consultationID int64, ids []int64) (list []GroupText, err error) {
	defer fault.Wrap(&err, "repo.LeaderTexts(%d, %d groups)", consultationID, len(ids))
	return list, t.list(ctx, &list, sqlLeaderTexts, consultationID, pq.Array(ids))
}

// AllLeaders gives what all leaders of a consultation say, the earliest first.
func (t *Tx) AllLeaders(ctx context.Context, consultationID int64) (list []GroupText, err error) {
	defer fault.Wrap(&err, "repo.AllLeaders(%d)", consultationID)
	return list, t.list(ctx, &list, sqlAllLeaders, consultationID)
}

// LastLeaders gives what the last leaders of a consultation say, the earliest first.
func (r *Repo) LastLeaders(ctx context.Context, consultationID int64, most int) (list []GroupText, err error) {
	defer fault.Wrap(&err, "repo.LastLeaders(%d)", consultationID)
	return list, r.list(ctx, &list, sqlLastLeaders, consultationID, most)
}

const sqlGroupSizes = `SELECT id, members FROM similar_groups WHERE consultation_id = $1 AND id = ANY ($2)`

// GroupSizes gives how many points are in groups.
func (t *Tx) GroupSizes(ctx context.Context, consultationID int64, ids []int64) (sizes map[int64]int, err error) {
	defer fault.Wrap(&err, "repo.GroupSizes(%d, %d groups)", consultationID, len(ids))
	var list []struct {
		ID      int64 `db:"id"`
		Members int   `db:"members"`
	}
	err = t.list(ctx, &list, sqlGroupSizes, consultationID, pq.Array(ids))
	sizes = make(map[int64]int, len(list))
	for _, g := range list {
		sizes[g.ID] = g.Members
	}
	return sizes, err
}
