package app

import (
	"context"
	"encoding/base64"
	"strconv"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/repo"
)

const sealTOTPSecret = "staff.totp"

// Enrolment is a second factor that is being set up. Nothing of it is stored
// until a code shows that the phone has it: Pending carries the secret, sealed
// for this one session, from page to page.
type Enrolment struct {
	Secret  string
	URI     string // what the QR code says
	Pending string
}

// BeginEnrolment draws a new secret; issuer is the name a phone shows.
func (a *App) BeginEnrolment(m SignedIn, issuer string) Enrolment {
	secret := newTOTPSecret()
	sealed := a.Keys.Seal(pendingField(m), secret)
	return Enrolment{Secret: secret, URI: totpURI(issuer, m.Email, secret), Pending: base64.RawURLEncoding.EncodeToString(sealed)}
}

// SameEnrolment gives an enrolment again for a page whose code was wrong. Errors:
// Conflict when it is not this session's.
func (a *App) SameEnrolment(m SignedIn, issuer, pending string) (Enrolment, error) {
	secret, err := a.pendingSecret(m, pending)
	return Enrolment{Secret: secret, URI: totpURI(issuer, m.Email, secret), Pending: pending}, err
}

func (a *App) pendingSecret(m SignedIn, pending string) (string, error) {
	sealed, err := base64.RawURLEncoding.DecodeString(pending)
	if err != nil || len(sealed) == 0 {
		return "", fault.New(fault.Conflict, "staff.error.enrolment")
	}
	secret, err := a.Keys.Open(pendingField(m), sealed)
	if err != nil {
		return "", fault.New(fault.Conflict, "staff.error.enrolment")
	}
	return secret, nil
}

func pendingField(m SignedIn) string {
	return "staff.totp.pending." + strconv.FormatInt(m.SessionID, 10)
}

// Enrol takes a code as the proof that the phone has the secret, and stores it.
// All the member's sessions end and a complete one begins. The recovery codes are
// shown once. Errors: Invalid when the code is wrong; Conflict when the enrolment
// is not this session's, or somebody half-way in would replace a second factor.
func (a *App) Enrol(ctx context.Context, m SignedIn, pending, typed string, client Client) (codes []string, o Opened, err error) {
	defer fault.Wrap(&err, "app.Enrol(%d)", m.ID)
	secret, err := a.pendingSecret(m, pending)
	if err != nil {
		return nil, o, err
	}
	step, err := matchTOTP(secret, totpTyped(typed), a.Now(), 0)
	if err != nil || step == 0 {
		return nil, o, wrongCode(err)
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		s, err := tx.LockStaff(ctx, m.ID)
		if err != nil {
			return err
		}
		if m.Stage != account.Complete && s.TOTPSealed != nil {
			return fault.New(fault.Conflict, "staff.error.enrolment")
		}
		if err := tx.EndSessionByID(ctx, m.SessionID, m.ID); err != nil {
			return err
		}
		if codes, err = a.setSecondFactor(ctx, tx, m.Actor(), s, secret, step); err != nil {
			return err
		}
		o, err = a.openStage(ctx, tx, s, account.Complete, client)
		return err
	})
	return codes, o, err
}

// AddSecondFactor gives a member a second factor whose secret is already on their
// phone: the samples, whose secret is printed.
func (a *App) AddSecondFactor(ctx context.Context, actor Actor, staffID int64, secret string) (err error) {
	defer fault.Wrap(&err, "app.AddSecondFactor(%d)", staffID)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		s, err := tx.LockStaff(ctx, staffID)
		if err != nil {
			return err
		}
		_, err = a.setSecondFactor(ctx, tx, actor, s, secret, 0)
		return err
	})
}

// factor is what the audit keeps of a second factor.
type factor struct {
	SecondFactor bool `json:"second_factor"`
}

// setSecondFactor stores a secret and new recovery codes; sessions that began
// without it end.
func (a *App) setSecondFactor(ctx context.Context, tx *repo.Tx, actor Actor, s repo.Staff, secret string, step int64) ([]string, error) {
	if err := tx.SetSecondFactor(ctx, s.ID, a.Keys.Seal(sealTOTPSecret, secret), step); err != nil {
		return nil, err
	}
	codes, hashes := newRecoveryCodes()
	if err := tx.SetRecoveryCodes(ctx, s.ID, hashes); err != nil {
		return nil, err
	}
	if err := tx.EndSessionsOf(ctx, s.ID); err != nil {
		return nil, err
	}
	entry := staffAudit(a.Now(), actor.StaffID, "staff.second_factor", s.ID)
	entry.Before, entry.After = factor{s.TOTPSealed != nil}, factor{true}
	return codes, tx.Audit(ctx, entry)
}

// EnrolmentCode gives the code that a phone with the secret would show now, for
// the demo as well.
func (a *App) EnrolmentCode(e Enrolment) string {
	code, err := totpCode(e.Secret, totpStep(a.Now()))
	if err != nil { // of our own making: it is base32
		return ""
	}
	return code
}

// ResetSecondFactor takes a member's second factor away, as when a phone is lost:
// who needs one is led to a new one at the next sign-in. Their sessions end.
// Errors: Conflict for oneself or when there is none; Forbidden when the member
// may do more than the actor administers.
func (a *App) ResetSecondFactor(ctx context.Context, actor Actor, staffID int64) (err error) {
	defer fault.Wrap(&err, "app.ResetSecondFactor(%d)", staffID)
	return a.overMember(ctx, actor, staffID, func(tx *repo.Tx, s repo.Staff) error {
		if s.TOTPSealed == nil {
			return fault.New(fault.Conflict, "staff.error.no_second_factor")
		}
		if err := tx.SetSecondFactor(ctx, staffID, nil, 0); err != nil {
			return err
		}
		if err := tx.EndSessionsOf(ctx, staffID); err != nil {
			return err
		}
		entry := staffAudit(a.Now(), actor.StaffID, "staff.second_factor", staffID)
		entry.Before, entry.After = factor{true}, factor{false}
		return tx.Audit(ctx, entry)
	})
}
