package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/account"
	"nayan/internal/fault"
)

const sqlDeleteGrants = `DELETE FROM staff_grants WHERE staff_id = $1`

const sqlInsertGrants = `INSERT INTO staff_grants (staff_id, unit_id, role, granted_by, granted_at)
SELECT $1, nullif(g.unit_id, 0), g.role, nullif($4::bigint, 0), $5
FROM unnest($2::bigint[], $3::text[]) AS g (unit_id, role) ON CONFLICT DO NOTHING`

// SetGrants replaces what a member of staff may do; grantedBy 0 is the program itself.
func (t *Tx) SetGrants(ctx context.Context, staffID int64, grants account.Grants, grantedBy int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.SetGrants(%d)", staffID)
	if _, err := t.exec(ctx, sqlDeleteGrants, staffID); err != nil {
		return err
	}
	units, roles := make(pq.Int64Array, len(grants)), make(pq.StringArray, len(grants))
	for i, g := range grants {
		units[i], roles[i] = g.UnitID, string(g.Role)
	}
	_, err = t.exec(ctx, sqlInsertGrants, staffID, units, roles, grantedBy, now)
	return err
}

const sqlHoldsRole = `SELECT EXISTS (SELECT FROM staff_grants g JOIN staff s ON s.id = g.staff_id
WHERE g.staff_id = $1 AND (g.unit_id = $2 OR g.unit_id IS NULL) AND g.role = $3 AND s.disabled_at IS NULL)`

// HoldsRole reports whether a member of staff holds the role for the unit at this moment.
func (t *Tx) HoldsRole(ctx context.Context, staffID, unitID int64, role account.Role) (holds bool, err error) {
	defer fault.Wrap(&err, "repo.HoldsRole(%d, %d, %s)", staffID, unitID, role)
	return holds, t.get(ctx, &holds, sqlHoldsRole, staffID, unitID, role)
}
