package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
)

const sqlSetStaffInvitation = `INSERT INTO staff_invitations (token_hash, staff_id, created_by, created_at, expires_at)
VALUES ($1, $2, nullif($3::bigint, 0), $4, $5)
ON CONFLICT (staff_id) DO UPDATE SET token_hash = excluded.token_hash, created_by = excluded.created_by,
    created_at = excluded.created_at, expires_at = excluded.expires_at`

// SetStaffInvitation keeps the link by which a member chooses a password, in place of
// an older one; by 0 is the program itself.
func (t *Tx) SetStaffInvitation(ctx context.Context, tokenHash []byte, staffID, by int64, now, expires time.Time) (err error) {
	defer fault.Wrap(&err, "repo.SetStaffInvitation(%d)", staffID)
	_, err = t.exec(ctx, sqlSetStaffInvitation, tokenHash, staffID, by, now, expires)
	return err
}

const sqlStaffByInvitation = `SELECT ` + staffColumns + ` FROM staff_invitations i JOIN staff s ON s.id = i.staff_id
WHERE i.token_hash = $1 AND i.expires_at > $2 AND s.disabled_at IS NULL`

// StaffByInvitation finds whose link it is while it is good.
func (r *Repo) StaffByInvitation(ctx context.Context, tokenHash []byte, now time.Time) (s Staff, err error) {
	defer fault.Wrap(&err, "repo.StaffByInvitation")
	return s, r.get(ctx, &s, sqlStaffByInvitation, tokenHash, now)
}

const sqlUseStaffInvitation = `DELETE FROM staff_invitations WHERE token_hash = $1 AND expires_at > $2 RETURNING staff_id`

// UseStaffInvitation uses a link up and says whose it is. Errors: NotFound.
func (t *Tx) UseStaffInvitation(ctx context.Context, tokenHash []byte, now time.Time) (staffID int64, err error) {
	defer fault.Wrap(&err, "repo.UseStaffInvitation")
	return staffID, t.get(ctx, &staffID, sqlUseStaffInvitation, tokenHash, now)
}

const sqlDropStaffInvitation = `DELETE FROM staff_invitations WHERE staff_id = $1`

// DropStaffInvitation makes a member's link worthless, if there is one.
func (t *Tx) DropStaffInvitation(ctx context.Context, staffID int64) (err error) {
	defer fault.Wrap(&err, "repo.DropStaffInvitation(%d)", staffID)
	_, err = t.exec(ctx, sqlDropStaffInvitation, staffID)
	return err
}

const sqlSetPassword = `UPDATE staff SET password_hash = $2 WHERE id = $1 AND disabled_at IS NULL`

// SetPassword gives a member another password; Conflict when they may not sign in.
func (t *Tx) SetPassword(ctx context.Context, staffID int64, hash string) (err error) {
	defer fault.Wrap(&err, "repo.SetPassword(%d)", staffID)
	return t.changeOne(ctx, sqlSetPassword, staffID, hash)
}
