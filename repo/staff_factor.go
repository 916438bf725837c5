package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
)

const sqlSetSecondFactor = `UPDATE staff SET totp_sealed = $2, totp_last_step = $3 WHERE id = $1`

const sqlDeleteRecoveryCodes = `DELETE FROM recovery_codes WHERE staff_id = $1`

const sqlInsertRecoveryCodes = `INSERT INTO recovery_codes (staff_id, code_hash) SELECT $1, unnest($2::bytea[])`

// SetSecondFactor gives a member the sealed secret of a second factor, with the
// step whose code was just used; nil takes it away. Old recovery codes go with it.
func (t *Tx) SetSecondFactor(ctx context.Context, staffID int64, sealed []byte, step int64) (err error) {
	defer fault.Wrap(&err, "repo.SetSecondFactor(%d)", staffID)
	if err := t.changeOne(ctx, sqlSetSecondFactor, staffID, sealed, step); err != nil {
		return err
	}
	_, err = t.exec(ctx, sqlDeleteRecoveryCodes, staffID)
	return err
}

// SetRecoveryCodes replaces a member's recovery codes, of which only hashes are kept.
func (t *Tx) SetRecoveryCodes(ctx context.Context, staffID int64, hashes [][]byte) (err error) {
	defer fault.Wrap(&err, "repo.SetRecoveryCodes(%d)", staffID)
	if _, err := t.exec(ctx, sqlDeleteRecoveryCodes, staffID); err != nil {
		return err
	}
	_, err = t.exec(ctx, sqlInsertRecoveryCodes, staffID, pq.Array(hashes))
	return err
}

const sqlUseCode = `UPDATE staff SET totp_last_step = $2 WHERE id = $1 AND totp_sealed IS NOT NULL AND totp_last_step < $2`

// UseCode takes the code of a step, once; Conflict when it or a later one was used.
func (t *Tx) UseCode(ctx context.Context, staffID, step int64) (err error) {
	defer fault.Wrap(&err, "repo.UseCode(%d)", staffID)
	return t.changeOne(ctx, sqlUseCode, staffID, step)
}

const sqlUseRecoveryCode = `UPDATE recovery_codes SET used_at = $3 WHERE staff_id = $1 AND code_hash = $2 AND used_at IS NULL`

// UseRecoveryCode takes a recovery code, once; Conflict when there is no such one.
func (t *Tx) UseRecoveryCode(ctx context.Context, staffID int64, hash []byte, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.UseRecoveryCode(%d)", staffID)
	return t.changeOne(ctx, sqlUseRecoveryCode, staffID, hash, now)
}

const sqlForgetStaffIdentities = `DELETE FROM identities WHERE staff_id = $1`

// ForgetWaysIn takes away the link, the second factor and the identities of who
// never signs in again: who comes back under another account brings their own.
func (t *Tx) ForgetWaysIn(ctx context.Context, staffID int64) (err error) {
	defer fault.Wrap(&err, "repo.ForgetWaysIn(%d)", staffID)
	if err := t.DropStaffInvitation(ctx, staffID); err != nil {
		return err
	}
	if err := t.SetSecondFactor(ctx, staffID, nil, 0); err != nil {
		return err
	}
	_, err = t.exec(ctx, sqlForgetStaffIdentities, staffID)
	return err
}

const sqlRecoveryCodesLeft = `SELECT count(*) FROM recovery_codes WHERE staff_id = $1 AND used_at IS NULL`

// RecoveryCodesLeft counts a member's unused recovery codes.
func (r *Repo) RecoveryCodesLeft(ctx context.Context, staffID int64) (n int, err error) {
	defer fault.Wrap(&err, "repo.RecoveryCodesLeft(%d)", staffID)
	return n, r.get(ctx, &n, sqlRecoveryCodesLeft, staffID)
}
