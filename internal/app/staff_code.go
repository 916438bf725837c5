package app

import (
	"context"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/repo"
)

// The recovery codes of a second factor: how many, and of how many characters.
const (
	recoveryCodes      = 10
	recoveryCodeLength = 16 // 80 bits
	recoveryCodeGroup  = 4
)

// GiveCode completes a sign-in with a code of the phone or a recovery code, each
// good once. The session changes its token. Errors: Invalid when it is wrong.
func (a *App) GiveCode(ctx context.Context, m SignedIn, typed string, client Client) (o Opened, err error) {
	defer fault.Wrap(&err, "app.GiveCode(%d)", m.ID)
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		s, err := tx.LockStaff(ctx, m.ID)
		if err != nil {
			return err
		}
		if err := a.useCode(ctx, tx, s, typed); err != nil {
			return err
		}
		if err := tx.EndSessionByID(ctx, m.SessionID, m.ID); err != nil {
			return err
		}
		o, err = a.openStage(ctx, tx, s, account.Complete, client)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		return o, a.refuse(ctx, m.ID, "staff.code_refused", err)
	}
	return o, err
}

func (a *App) useCode(ctx context.Context, tx *repo.Tx, s repo.Staff, typed string) error {
	if s.TOTPSealed == nil {
		return wrongCode(nil)
	}
	if code := totpTyped(typed); code != "" {
		secret, err := a.Keys.Open(sealTOTPSecret, s.TOTPSealed)
		if err != nil {
			return err
		}
		step, err := matchTOTP(secret, code, a.Now(), s.TOTPLastStep)
		if err != nil || step == 0 {
			return wrongCode(err)
		}
		return tx.UseCode(ctx, s.ID, step)
	}
	code := plainCode(typed, recoveryCodeLength)
	if err := tx.UseRecoveryCode(ctx, s.ID, hashToken(code), a.Now()); err != nil {
		if fault.Is(err, fault.Conflict) {
			err = nil
		}
		return wrongCode(err)
	}
	return tx.Audit(ctx, staffAudit(a.Now(), s.ID, "staff.recovery_code", s.ID))
}

// wrongCode is the fault of a code that is wrong or used, unless err is one of its own.
func wrongCode(err error) error {
	if err != nil {
		return err
	}
	return invalid("code", "staff.error.code")
}

// NextCode gives the next code of a member's second factor that will be taken, ""
// while there is none. It is for the demo, whose secrets are printed.
func (a *App) NextCode(ctx context.Context, staffID int64) (code string, err error) {
	defer fault.Wrap(&err, "app.NextCode(%d)", staffID)
	list, err := a.Repo.StaffByIDs(ctx, []int64{staffID})
	if err != nil || len(list) == 0 || list[0].TOTPSealed == nil {
		return "", err
	}
	secret, err := a.Keys.Open(sealTOTPSecret, list[0].TOTPSealed)
	if err != nil {
		return "", err
	}
	return nextTOTP(secret, a.Now(), list[0].TOTPLastStep)
}

func newRecoveryCodes() (codes []string, hashes [][]byte) {
	for range recoveryCodes {
		code := newCode(recoveryCodeLength)
		codes, hashes = append(codes, grouped(code, recoveryCodeGroup)), append(hashes, hashToken(code))
	}
	return codes, hashes
}

// NewRecoveryCodes replaces the recovery codes of who is signed in and shows the
// new ones once. Errors: Invalid when the password is wrong; Conflict without a
// second factor.
func (a *App) NewRecoveryCodes(ctx context.Context, m SignedIn, password string) (codes []string, err error) {
	defer fault.Wrap(&err, "app.NewRecoveryCodes(%d)", m.ID)
	if err := a.CheckOwnPassword(ctx, m, password); err != nil {
		return nil, err
	}
	codes, hashes := newRecoveryCodes()
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		s, err := tx.LockStaff(ctx, m.ID)
		if err != nil {
			return err
		}
		if s.TOTPSealed == nil {
			return fault.New(fault.Conflict, "staff.error.no_second_factor")
		}
		if err := tx.SetRecoveryCodes(ctx, m.ID, hashes); err != nil {
			return err
		}
		return tx.Audit(ctx, staffAudit(a.Now(), m.ID, "staff.recovery_codes", m.ID))
	})
	return codes, err
}
