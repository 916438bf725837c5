package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// Staff is one member of staff; name and e-mail are sealed.
type Staff struct {
	ID           int64          `db:"id"`
	UnitID       int64          `db:"unit_id"`
	NameSealed   []byte         `db:"name_sealed"`
	EmailSealed  []byte         `db:"email_sealed"`
	EmailIndex   []byte         `db:"email_index"`
	PasswordHash string         `db:"password_hash"`
	RoleNames    pq.StringArray `db:"roles"`
	DisabledAt   *time.Time     `db:"disabled_at"`
}

// Roles gives the roles in the vocabulary of the rules.
func (s Staff) Roles() []consult.Role {
	roles := make([]consult.Role, len(s.RoleNames))
	for i, name := range s.RoleNames {
		roles[i] = consult.Role(name)
	}
	return roles
}

const sqlInsertStaff = `INSERT INTO staff (unit_id, name_sealed, email_sealed, email_index, password_hash, roles, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`

// InsertStaff adds a member of staff; an e-mail already in use is Conflict.
func (t *Tx) InsertStaff(ctx context.Context, s Staff, now time.Time) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertStaff")
	return id, t.get(ctx, &id, sqlInsertStaff, s.UnitID, s.NameSealed, s.EmailSealed, s.EmailIndex, s.PasswordHash,
		s.RoleNames, now)
}

const sqlStaffByEmail = `SELECT id, unit_id, name_sealed, email_sealed, email_index, password_hash, roles, disabled_at
FROM staff WHERE email_index = $1`

// StaffByEmail finds a member of staff by the blind index of the e-mail.
func (r *Repo) StaffByEmail(ctx context.Context, emailIndex []byte) (s Staff, err error) {
	defer fault.Wrap(&err, "repo.StaffByEmail")
	return s, r.get(ctx, &s, sqlStaffByEmail, emailIndex)
}

const sqlStaffByIDs = `SELECT id, unit_id, name_sealed, email_sealed, email_index, password_hash, roles, disabled_at
FROM staff WHERE id = ANY($1)`

// StaffByIDs gives the members of staff with these ids, in no order.
func (r *Repo) StaffByIDs(ctx context.Context, ids []int64) (list []Staff, err error) {
	defer fault.Wrap(&err, "repo.StaffByIDs")
	return list, r.list(ctx, &list, sqlStaffByIDs, pq.Array(ids))
}

const sqlInsertSession = `INSERT INTO staff_sessions (token_hash, staff_id, created_at, expires_at) VALUES ($1, $2, $3, $4)`

// InsertSession opens a session under the hash of its token.
func (t *Tx) InsertSession(ctx context.Context, tokenHash []byte, staffID int64, now, expires time.Time) (err error) {
	defer fault.Wrap(&err, "repo.InsertSession")
	_, err = t.exec(ctx, sqlInsertSession, tokenHash, staffID, now, expires)
	return err
}

const sqlStaffBySession = `SELECT s.id, s.unit_id, s.name_sealed, s.email_sealed, s.email_index, s.password_hash, s.roles, s.disabled_at
FROM staff_sessions x JOIN staff s ON s.id = x.staff_id
WHERE x.token_hash = $1 AND x.expires_at > $2 AND s.disabled_at IS NULL`

// StaffBySession finds who a live session belongs to.
func (r *Repo) StaffBySession(ctx context.Context, tokenHash []byte, now time.Time) (s Staff, err error) {
	defer fault.Wrap(&err, "repo.StaffBySession")
	return s, r.get(ctx, &s, sqlStaffBySession, tokenHash, now)
}

const sqlEndSession = `DELETE FROM staff_sessions WHERE token_hash = $1 OR expires_at <= $2`

// EndSession ends a session and clears out those that are over.
func (r *Repo) EndSession(ctx context.Context, tokenHash []byte, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.EndSession")
	_, err = r.exec(ctx, sqlEndSession, tokenHash, now)
	return err
}

const sqlStaff = `SELECT id, unit_id, name_sealed, email_sealed, email_index, password_hash, roles, disabled_at
FROM staff ORDER BY id`

// Staff lists every member of staff.
func (r *Repo) Staff(ctx context.Context) (list []Staff, err error) {
	defer fault.Wrap(&err, "repo.Staff")
	return list, r.list(ctx, &list, sqlStaff)
}

const sqlSetStaffDisabled = `UPDATE staff SET disabled_at = CASE WHEN $2 THEN $3::timestamptz END
WHERE id = $1 AND (disabled_at IS NOT NULL) <> $2`

const sqlEndSessionsOf = `DELETE FROM staff_sessions WHERE staff_id = $1`

// SetStaffDisabled stops or restores a member and ends their sessions; Conflict
// when it is so already.
func (t *Tx) SetStaffDisabled(ctx context.Context, id int64, disabled bool, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.SetStaffDisabled(%d)", id)
	if err := t.changeOne(ctx, sqlSetStaffDisabled, id, disabled, now); err != nil {
		return err
	}
	_, err = t.exec(ctx, sqlEndSessionsOf, id)
	return err
}
