package repo

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/lib/pq"

	"nayan/internal/account"
	"nayan/internal/fault"
)

// Staff is one member of staff; name and e-mail are sealed, as is the secret of
// the second factor.
type Staff struct {
	ID           int64      `db:"id"`
	UnitID       int64      `db:"unit_id"` // the unit they sit in; what they may do is in Grants
	NameSealed   []byte     `db:"name_sealed"`
	EmailSealed  []byte     `db:"email_sealed"`
	EmailIndex   []byte     `db:"email_index"`
	PasswordHash string     `db:"password_hash"` // "" while invited
	TOTPSealed   []byte     `db:"totp_sealed"`   // nil: no second factor
	TOTPLastStep int64      `db:"totp_last_step"`
	DisabledAt   *time.Time `db:"disabled_at"`
	LeftAt       *time.Time `db:"left_at"`
	Grants       Grants     `db:"grants"`
}

// Grants reads the grants of a member from the JSON that staffColumns makes.
type Grants account.Grants

// Scan implements sql.Scanner.
func (g *Grants) Scan(src any) error {
	switch v := src.(type) {
	case []byte:
		return json.Unmarshal(v, g)
	case string:
		return json.Unmarshal([]byte(v), g)
	}
	return fmt.Errorf("grants come as %T", src)
}

const staffColumns = `s.id, s.unit_id, s.name_sealed, s.email_sealed, s.email_index, s.password_hash, s.totp_sealed, s.totp_last_step,
s.disabled_at, s.left_at, (SELECT coalesce(json_agg(json_build_object('unit_id', coalesce(g.unit_id, 0), 'role', g.role)
    ORDER BY g.unit_id NULLS FIRST, g.role), '[]') FROM staff_grants g WHERE g.staff_id = s.id) AS grants`

const sqlInsertStaff = `INSERT INTO staff (unit_id, name_sealed, email_sealed, email_index, password_hash, created_at)
VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`

// InsertStaff adds a member of staff without their grants; an e-mail already in
// use is Conflict.
func (t *Tx) InsertStaff(ctx context.Context, s Staff, now time.Time) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertStaff")
	return id, t.get(ctx, &id, sqlInsertStaff, s.UnitID, s.NameSealed, s.EmailSealed, s.EmailIndex, s.PasswordHash, now)
}

const sqlStaffByEmail = `SELECT ` + staffColumns + ` FROM staff s WHERE s.email_index = $1`

// StaffByEmail finds a member of staff by the blind index of the e-mail.
func (r *Repo) StaffByEmail(ctx context.Context, emailIndex []byte) (s Staff, err error) {
	defer fault.Wrap(&err, "repo.StaffByEmail")
	return s, r.get(ctx, &s, sqlStaffByEmail, emailIndex)
}

const sqlStaffByIDs = `SELECT ` + staffColumns + ` FROM staff s WHERE s.id = ANY($1)`

// StaffByIDs gives the members of staff with these ids, in no order.
func (r *Repo) StaffByIDs(ctx context.Context, ids []int64) (list []Staff, err error) {
	defer fault.Wrap(&err, "repo.StaffByIDs")
	return list, r.list(ctx, &list, sqlStaffByIDs, pq.Array(ids))
}

const sqlLockStaff = `SELECT ` + staffColumns + ` FROM staff s WHERE s.id = $1 FOR NO KEY UPDATE OF s`

// LockStaff reads a member of staff and keeps others from changing them until the
// transaction ends. Errors: NotFound.
func (t *Tx) LockStaff(ctx context.Context, id int64) (s Staff, err error) {
	defer fault.Wrap(&err, "repo.LockStaff(%d)", id)
	return s, t.get(ctx, &s, sqlLockStaff, id)
}

const sqlStaff = `SELECT ` + staffColumns + ` FROM staff s WHERE $1 OR s.unit_id = ANY($2)
ORDER BY s.left_at IS NOT NULL, s.id`

// Staff lists the members of staff who sit in the units, those who left last.
func (r *Repo) Staff(ctx context.Context, units Units) (list []Staff, err error) {
	defer fault.Wrap(&err, "repo.Staff")
	return list, r.list(ctx, &list, sqlStaff, units.All, pq.Array(units.IDs))
}

const sqlSetStaffDisabled = `UPDATE staff SET disabled_at = CASE WHEN $2 THEN $3::timestamptz END
WHERE id = $1 AND (disabled_at IS NOT NULL) <> $2 AND left_at IS NULL`

// SetStaffDisabled stops or restores a member and ends their sessions; Conflict
// when it is so already.
func (t *Tx) SetStaffDisabled(ctx context.Context, id int64, disabled bool, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.SetStaffDisabled(%d)", id)
	if err := t.changeOne(ctx, sqlSetStaffDisabled, id, disabled, now); err != nil {
		return err
	}
	return t.EndSessionsOf(ctx, id)
}

const sqlSetStaffLeft = `UPDATE staff SET left_at = coalesce(left_at, $2), disabled_at = coalesce(disabled_at, $2) WHERE id = $1`

// SetStaffLeft notes that a member is gone for good and ends their sessions.
func (t *Tx) SetStaffLeft(ctx context.Context, id int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.SetStaffLeft(%d)", id)
	if err := t.changeOne(ctx, sqlSetStaffLeft, id, now); err != nil {
		return err
	}
	return t.EndSessionsOf(ctx, id)
}
