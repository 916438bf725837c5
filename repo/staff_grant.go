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
	return t.AddGrants(ctx, staffID, grants, grantedBy, now)
}

const sqlHoldsRole = `SELECT EXISTS (SELECT FROM staff_grants g JOIN staff s ON s.id = g.staff_id
WHERE g.staff_id = $1 AND (g.unit_id = $2 OR g.unit_id IS NULL) AND g.role = $3 AND s.disabled_at IS NULL
FOR SHARE OF s)`

// HoldsRole reports whether a member of staff holds the role for the unit, and keeps
// them from leaving until the transaction ends: what they begin is handed over too.
func (t *Tx) HoldsRole(ctx context.Context, staffID, unitID int64, role account.Role) (holds bool, err error) {
	defer fault.Wrap(&err, "repo.HoldsRole(%d, %d, %s)", staffID, unitID, role)
	return holds, t.get(ctx, &holds, sqlHoldsRole, staffID, unitID, role)
}

const sqlGrantsOf = `SELECT coalesce(g.unit_id, 0) AS unit_id, g.role FROM staff_grants g JOIN staff s ON s.id = g.staff_id
WHERE g.staff_id = $1 AND s.disabled_at IS NULL ORDER BY g.unit_id NULLS FIRST, g.role`

// grantRow is a grant as a statement gives it.
type grantRow struct {
	UnitID int64        `db:"unit_id"`
	Role   account.Role `db:"role"`
}

// GrantsOf gives what a member of staff may do at this moment; nothing when they
// are disabled.
func (t *Tx) GrantsOf(ctx context.Context, staffID int64) (grants account.Grants, err error) {
	defer fault.Wrap(&err, "repo.GrantsOf(%d)", staffID)
	var rows []grantRow
	err = t.list(ctx, &rows, sqlGrantsOf, staffID)
	for _, g := range rows {
		grants = append(grants, account.Grant(g))
	}
	return grants, err
}

const sqlDeleteGrant = `DELETE FROM staff_grants WHERE staff_id = $1 AND unit_id IS NOT DISTINCT FROM nullif($2::bigint, 0) AND role = $3`

// AddGrants gives a member more to do; what they hold already stays as it was.
func (t *Tx) AddGrants(ctx context.Context, staffID int64, grants account.Grants, grantedBy int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.AddGrants(%d)", staffID)
	units, roles := make(pq.Int64Array, len(grants)), make(pq.StringArray, len(grants))
	for i, g := range grants {
		units[i], roles[i] = g.UnitID, string(g.Role)
	}
	_, err = t.exec(ctx, sqlInsertGrants, staffID, units, roles, grantedBy, now)
	return err
}

// RemoveGrant takes one grant away; Conflict when it is not held.
func (t *Tx) RemoveGrant(ctx context.Context, staffID int64, g account.Grant) (err error) {
	defer fault.Wrap(&err, "repo.RemoveGrant(%d)", staffID)
	return t.changeOne(ctx, sqlDeleteGrant, staffID, g.UnitID, g.Role)
}

const sqlLockAdministrators = `SELECT staff_id FROM staff_grants WHERE role = 'administrator' AND unit_id IS NULL FOR UPDATE`

const sqlWorkingAdministrators = `SELECT count(*) FROM staff_grants g JOIN staff s ON s.id = g.staff_id
WHERE g.role = 'administrator' AND g.unit_id IS NULL AND s.disabled_at IS NULL AND s.password_hash <> ''`

// LockAdministrators makes changes of who administers wait for each other, so
// that two at once cannot leave the county without anybody.
func (t *Tx) LockAdministrators(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "repo.LockAdministrators")
	var ids []int64
	return t.list(ctx, &ids, sqlLockAdministrators)
}

// WorkingAdministrators counts who can sign in and administer the whole county.
func (t *Tx) WorkingAdministrators(ctx context.Context) (n int, err error) {
	defer fault.Wrap(&err, "repo.WorkingAdministrators")
	return n, t.get(ctx, &n, sqlWorkingAdministrators)
}
