package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const sqlMovableLinks = `SELECT o.suggestion_id, o.comment_id, o.position FROM unnest($2::bigint[], $3::int[]) AS x (id, members)
JOIN point_groups g ON g.consultation_id = $1 AND g.group_id = x.id AND g.nth <= x.members
JOIN suggestion_points o ON o.consultation_id = g.consultation_id AND o.comment_id = g.comment_id AND o.position = g.position
WHERE ` + movable + ` ORDER BY o.comment_id, o.position, o.suggestion_id`

// MovableLinks gives the suggestions that have the points of groups, as these were
// seen: of points that came later, none.
func (t *Tx) MovableLinks(ctx context.Context, consultationID int64, seen []consult.GroupSeen) (list []consult.GroupLink, err error) {
	defer fault.Wrap(&err, "repo.MovableLinks(%d, %d groups)", consultationID, len(seen))
	ids, members := seenColumns(seen)
	return list, t.list(ctx, &list, sqlMovableLinks, consultationID, ids, members)
}

func seenColumns(seen []consult.GroupSeen) (ids, members pq.Int64Array) {
	for _, g := range seen {
		ids, members = append(ids, g.ID), append(members, int64(g.Members))
	}
	return ids, members
}

// Choice is what a member of staff chooses about groups.
type Choice struct {
	Kind    consult.GroupChoice
	Seen    []consult.GroupSeen
	StepID  int64 // of an adoption
	StaffID int64
	At      time.Time
}

const sqlChooseGroups = `INSERT INTO group_choices (consultation_id, comment_id, position, kind, members, step_id, staff_id, at)
SELECT s.consultation_id, s.comment_id, s.position, $4::text, least(x.members, s.members), nullif($5::bigint, 0), $6::bigint, $7::timestamptz
FROM unnest($2::bigint[], $3::int[]) AS x (id, members) JOIN similar_groups s ON s.consultation_id = $1 AND s.id = x.id
ON CONFLICT (consultation_id, comment_id, position, kind) DO UPDATE SET members = excluded.members, step_id = excluded.step_id,
    staff_id = excluded.staff_id, at = excluded.at
WHERE (group_choices.members, group_choices.step_id) IS DISTINCT FROM (excluded.members, excluded.step_id)
RETURNING 1`

// ChooseGroups stores a choice and works out what the groups are then. It gives how
// many it is news about.
func (t *Tx) ChooseGroups(ctx context.Context, consultationID int64, c Choice) (n int, err error) {
	defer fault.Wrap(&err, "repo.ChooseGroups(%d, %s)", consultationID, c.Kind)
	ids, members := seenColumns(c.Seen)
	var changed []int
	if err := t.list(ctx, &changed, sqlChooseGroups, consultationID, ids, members, string(c.Kind), c.StepID, c.StaffID, c.At); err != nil {
		return 0, err
	}
	return len(changed), t.CountGroups(ctx, consultationID, ids)
}

const sqlUnchooseGroups = `DELETE FROM group_choices a USING similar_groups s
WHERE s.consultation_id = $1 AND s.id = ANY ($2) AND a.consultation_id = $1 AND a.comment_id = s.comment_id AND a.position = s.position AND a.kind = $3
RETURNING 1`

// UnchooseGroups takes a choice about groups back and works out what they are then.
// It gives how many it was about.
func (t *Tx) UnchooseGroups(ctx context.Context, consultationID int64, kind consult.GroupChoice, ids []int64) (n int, err error) {
	defer fault.Wrap(&err, "repo.UnchooseGroups(%d, %s)", consultationID, kind)
	var changed []int
	if err := t.list(ctx, &changed, sqlUnchooseGroups, consultationID, pq.Array(ids), string(kind)); err != nil {
		return 0, err
	}
	return len(changed), t.CountGroups(ctx, consultationID, ids)
}

const sqlThemeSeen = `SELECT s.id, s.members FROM similar_hints h JOIN similar_groups s ON s.consultation_id = h.consultation_id AND s.id = h.group_id
WHERE h.consultation_id = $1 AND h.hub_id = $2 ORDER BY s.id`

// ThemeSeen gives the groups that may be on the matter of a hub.
func (t *Tx) ThemeSeen(ctx context.Context, consultationID, hub int64) (list []consult.GroupSeen, err error) {
	defer fault.Wrap(&err, "repo.ThemeSeen(%d, %d)", consultationID, hub)
	var rows []struct {
		ID      int64 `db:"id"`
		Members int   `db:"members"`
	}
	err = t.list(ctx, &rows, sqlThemeSeen, consultationID, hub)
	for _, r := range rows {
		list = append(list, consult.GroupSeen{ID: r.ID, Members: r.Members})
	}
	return list, err
}

const sqlGroupsExist = `SELECT count(*) FROM similar_groups WHERE consultation_id = $1 AND id = ANY ($2)`

// CheckGroups holds that groups exist. Errors: NotFound.
func (t *Tx) CheckGroups(ctx context.Context, consultationID int64, seen []consult.GroupSeen) (err error) {
	defer fault.Wrap(&err, "repo.CheckGroups(%d, %d groups)", consultationID, len(seen))
	ids, _ := seenColumns(seen)
	var n int
	if err := t.get(ctx, &n, sqlGroupsExist, consultationID, ids); err != nil {
		return err
	}
	if n < len(ids) || n == 0 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return nil
}
