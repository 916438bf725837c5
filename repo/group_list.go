package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// GroupCounts counts the proposals of a consultation: groups by state, and the
// weaker ones.
type GroupCounts struct {
	Open      int `db:"open"`
	Adopted   int `db:"adopted"`
	Dismissed int `db:"dismissed"`
	Themes    int `db:"themes"`
	Unlike    int `db:"unlike"`
}

const (
	// themes are hints by hub. One is open while groups of it that nobody refused are
	// apart.
	themes = `SELECT h.hub_id, count(*) AS total, sum(s.live) AS live, count(DISTINCT s.into_id) FILTER (WHERE u.kind IS NULL) > 1 AS open, count(u.kind) > 0 AS refused
FROM similar_hints h JOIN similar_groups s ON s.consultation_id = h.consultation_id AND s.id = h.group_id
LEFT JOIN group_choices u ON u.consultation_id = s.consultation_id AND u.comment_id = s.comment_id AND u.position = s.position AND u.kind = 'unlike'
WHERE h.consultation_id = $1 GROUP BY h.hub_id`
	sqlGroupCounts = `SELECT count(*) FILTER (WHERE state = 'open') AS open, count(*) FILTER (WHERE state = 'adopted') AS adopted,
    count(*) FILTER (WHERE state = 'dismissed') AS dismissed,
    (SELECT count(*) FROM (` + themes + `) t WHERE t.open) AS themes, (SELECT count(*) FROM (` + themes + `) t WHERE NOT t.open AND t.refused) AS unlike
FROM similar_groups WHERE consultation_id = $1 AND state <> 'none'`
)

// GroupCounts counts the proposals of a consultation.
func (r *Repo) GroupCounts(ctx context.Context, consultationID int64) (n GroupCounts, err error) {
	defer fault.Wrap(&err, "repo.GroupCounts(%d)", consultationID)
	return n, r.get(ctx, &n, sqlGroupCounts, consultationID)
}

// groupColumns read groups s with what is said behind them.
const (
	groupColumns = `s.id, s.members, s.live, s.waiting, s.state, coalesce(s.into_id, 0) AS into_id, coalesce(first.body, '') AS body,
    v.comments, v.persons, v.enterprises, v.exact, v.near, coalesce(v.likeness, 1) AS likeness,
    coalesce(a.step_id, 0) AS step_id, a.at AS adopted_at, d.at AS dismissed_at`
	groupTables = `LEFT JOIN LATERAL (SELECT p.body FROM point_groups o
    JOIN points p ON p.consultation_id = o.consultation_id AND p.comment_id = o.comment_id AND p.position = o.position
    WHERE o.consultation_id = s.consultation_id AND o.group_id = s.id AND ` + notSuperseded + ` ORDER BY o.nth LIMIT 1) first ON true
CROSS JOIN LATERAL (SELECT ` + voices + `, count(DISTINCT m.id) FILTER (WHERE o.likeness = 1 AND o.nth > 1) AS exact,
        count(DISTINCT m.id) FILTER (WHERE o.likeness < 1) AS near, min(o.likeness) AS likeness
    FROM point_groups o JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
    WHERE o.consultation_id = s.consultation_id AND o.group_id = s.id AND ` + notSuperseded + `) v
LEFT JOIN group_choices a ON a.consultation_id = s.consultation_id AND a.comment_id = s.comment_id AND a.position = s.position AND ` + standing + `
LEFT JOIN group_choices d ON d.consultation_id = s.consultation_id AND d.comment_id = s.comment_id AND d.position = s.position AND d.kind = 'dismissed'`
	bySize         = ` ORDER BY s.live DESC, s.id`
	sqlGroupsState = `SELECT ` + groupColumns + ` FROM (SELECT * FROM similar_groups s WHERE s.consultation_id = $1 AND s.state = $2` + bySize + ` LIMIT $3 OFFSET $4) s
` + groupTables + bySize
	sqlGroup = `SELECT ` + groupColumns + ` FROM similar_groups s ` + groupTables + ` WHERE s.consultation_id = $1 AND s.id = $2`
)

// Groups gives a page of the groups of a state, the biggest first.
func (r *Repo) Groups(ctx context.Context, consultationID int64, state consult.GroupState, number, perPage int) (list []consult.Group, err error) {
	defer fault.Wrap(&err, "repo.Groups(%d, %s, page %d)", consultationID, state, number)
	p := page{number: number, size: perPage}
	return list, r.list(ctx, &list, sqlGroupsState, consultationID, string(state), p.limit(), p.before()*p.limit())
}

// Group gives one group. Errors: NotFound.
func (r *Repo) Group(ctx context.Context, consultationID, id int64) (g consult.Group, err error) {
	defer fault.Wrap(&err, "repo.Group(%d, %d)", consultationID, id)
	return g, r.get(ctx, &g, sqlGroup, consultationID, id)
}

// sqlGroupMembers reads, of each of the groups, those who are still of it.
const sqlGroupMembers = `SELECT x.id AS group_id, g.nth, g.likeness, g.comment_id, g.position, p.body,
    m.id AS "comment.id", m.receipt_no AS "comment.receipt_no", m.channel AS "comment.channel", m.identity AS "comment.identity",
    m.public_name AS "comment.public_name", m.visibility AS "comment.visibility", m.received_at AS "comment.received_at",
    ARRAY(SELECT o.suggestion_id FROM suggestion_points o WHERE o.consultation_id = g.consultation_id AND o.comment_id = g.comment_id
        AND o.position = g.position ORDER BY 1 LIMIT 20) AS suggestions,
    EXISTS (SELECT FROM suggestion_points o WHERE o.consultation_id = g.consultation_id AND o.comment_id = g.comment_id
        AND o.position = g.position AND ` + movable + `) AS movable
FROM unnest($2::bigint[]) AS x (id)
CROSS JOIN LATERAL (SELECT * FROM point_groups o WHERE o.consultation_id = $1 AND o.group_id = x.id AND ` + notSuperseded + `
    ORDER BY o.nth LIMIT $3 OFFSET $4) g
JOIN points p ON p.consultation_id = g.consultation_id AND p.comment_id = g.comment_id AND p.position = g.position
JOIN comments m ON m.consultation_id = g.consultation_id AND m.id = g.comment_id
ORDER BY x.id, g.nth`

// GroupMembers gives a page of the points of each of some groups, the leader first,
// without those whose sender spoke again.
func (r *Repo) GroupMembers(ctx context.Context, consultationID int64, groups []int64, number, perPage int) (list []consult.GroupMember, err error) {
	defer fault.Wrap(&err, "repo.GroupMembers(%d, %d groups)", consultationID, len(groups))
	p := page{number: number, size: perPage}
	var rows []struct {
		consult.GroupMember
		In pq.Int64Array `db:"suggestions"`
	}
	err = r.list(ctx, &rows, sqlGroupMembers, consultationID, pq.Array(groups), p.limit(), p.before()*p.limit())
	for _, row := range rows {
		row.Suggestions = row.In
		list = append(list, row.GroupMember)
	}
	return list, err
}
