package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// Grouped collects, column by column, what a number of points joined.
type Grouped struct {
	comments, positions, groups, nths pq.Int64Array
	hows                              pq.StringArray
	likeness                          pq.Float64Array

	hashes       pq.ByteaArray
	textGroups   pq.Int64Array
	textLikeness pq.Float64Array

	leaders, leaderComments, leaderPositions pq.Int64Array
	keys, keyGroups                          pq.Int64Array

	grown   map[int64]int64
	grownID pq.Int64Array
}

// Place adds a point that joined a group as its nth; group 0 is none.
func (g *Grouped) Place(p consult.PointKey, group int64, nth int, how string, likeness float64) {
	g.comments, g.positions = append(g.comments, p.CommentID), append(g.positions, int64(p.Position))
	g.groups, g.nths = append(g.groups, group), append(g.nths, int64(nth))
	g.hows, g.likeness = append(g.hows, how), append(g.likeness, likeness)
	if group == 0 || nth == 1 {
		return
	}
	if g.grown == nil {
		g.grown = map[int64]int64{}
	}
	if g.grown[group] == 0 {
		g.grownID = append(g.grownID, group)
	}
	g.grown[group] = int64(nth)
}

// Text adds a text that was not there before, and what it joined.
func (g *Grouped) Text(hash []byte, group int64, likeness float64) {
	g.hashes, g.textGroups, g.textLikeness = append(g.hashes, hash), append(g.textGroups, group), append(g.textLikeness, likeness)
}

// Lead adds a point that leads a new group, and by what that is found.
func (g *Grouped) Lead(p consult.PointKey, group int64, keys []int64) {
	g.leaders = append(g.leaders, group)
	g.leaderComments, g.leaderPositions = append(g.leaderComments, p.CommentID), append(g.leaderPositions, int64(p.Position))
	for _, key := range keys {
		g.keys, g.keyGroups = append(g.keys, key), append(g.keyGroups, group)
	}
}

const (
	sqlInsertGroups = `INSERT INTO similar_groups (consultation_id, id, comment_id, position, members)
SELECT $1, g.id, g.comment_id, g.position, 1 FROM unnest($2::bigint[], $3::bigint[], $4::smallint[]) AS g (id, comment_id, position)`
	sqlGrowGroups = `UPDATE similar_groups s SET members = g.members FROM unnest($2::bigint[], $3::int[]) AS g (id, members)
WHERE s.consultation_id = $1 AND s.id = g.id`
	sqlInsertPointGroups = `INSERT INTO point_groups (consultation_id, comment_id, position, group_id, nth, how, likeness)
SELECT $1, g.comment_id, g.position, nullif(g.group_id, 0), g.nth, g.how, g.likeness
FROM unnest($2::bigint[], $3::smallint[], $4::bigint[], $5::int[], $6::text[], $7::real[]) AS g (comment_id, position, group_id, nth, how, likeness)`
	sqlInsertTexts = `INSERT INTO similar_texts (consultation_id, hash, group_id, likeness)
SELECT $1, g.hash, g.group_id, g.likeness FROM unnest($2::bytea[], $3::bigint[], $4::real[]) AS g (hash, group_id, likeness)`
	// In the order of the index, which is several times as fast.
	sqlInsertKeys = `INSERT INTO similar_keys (consultation_id, key, group_id)
SELECT $1, g.key, g.group_id FROM unnest($2::bigint[], $3::bigint[]) AS g (key, group_id) ORDER BY g.key, g.group_id`
)

// InsertGrouped stores what points joined; LockSimilar holds the consultation, and
// LockGroups the groups that grow.
func (t *Tx) InsertGrouped(ctx context.Context, consultationID int64, g *Grouped) (err error) {
	defer fault.Wrap(&err, "repo.InsertGrouped(%d, %d points)", consultationID, len(g.comments))
	sizes := make(pq.Int64Array, len(g.grownID))
	for i, id := range g.grownID {
		sizes[i] = g.grown[id]
	}
	for _, s := range []struct {
		query string
		args  []any
	}{
		{sqlInsertGroups, []any{g.leaders, g.leaderComments, g.leaderPositions}},
		{sqlGrowGroups, []any{g.grownID, sizes}},
		{sqlInsertPointGroups, []any{g.comments, g.positions, g.groups, g.nths, g.hows, g.likeness}},
		{sqlInsertTexts, []any{g.hashes, g.textGroups, g.textLikeness}},
		{sqlInsertKeys, []any{g.keys, g.keyGroups}},
	} {
		if _, err := t.exec(ctx, s.query, append([]any{consultationID}, s.args...)...); err != nil {
			return err
		}
	}
	return nil
}
