package app

import (
	"context"

	"nayan/internal/fault"
	"nayan/repo"
)

// CheckOwnPassword asks who is signed in for their password again. Errors:
// Invalid when it is wrong.
func (a *App) CheckOwnPassword(ctx context.Context, m SignedIn, password string) (err error) {
	defer fault.Wrap(&err, "app.CheckOwnPassword(%d)", m.ID)
	list, err := a.Repo.StaffByIDs(ctx, []int64{m.ID})
	if err != nil || len(list) == 0 {
		return err
	}
	ok, err := a.Passwords.Check(ctx, list[0].PasswordHash, password)
	if err != nil || ok {
		return err
	}
	return invalid("old", "password.error.old")
}

// ChangePassword changes the password of who is signed in; their other sessions
// end. Errors: Invalid.
func (a *App) ChangePassword(ctx context.Context, m SignedIn, old string, p NewPassword) (err error) {
	defer fault.Wrap(&err, "app.ChangePassword(%d)", m.ID)
	if err := a.CheckOwnPassword(ctx, m, old); err != nil {
		return err
	}
	if err := p.validate(m.Member); err != nil {
		return err
	}
	hash, err := a.Passwords.Hash(ctx, p.Password)
	if err != nil {
		return err
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := tx.DropStaffInvitation(ctx, m.ID); err != nil {
			return err
		}
		return a.setPassword(ctx, tx, m.ID, hash, m.SessionID)
	})
}

// StaffSessions lists where who is signed in is signed in, the latest first.
func (a *App) StaffSessions(ctx context.Context, m SignedIn) (own []OwnSession, err error) {
	defer fault.Wrap(&err, "app.StaffSessions(%d)", m.ID)
	now := a.Now()
	list, err := a.Repo.SessionsOfStaff(ctx, m.ID, now, now.Add(-SessionIdle))
	if err != nil {
		return nil, err
	}
	return a.ownSessions(list, m.SessionID)
}

// EndOwnSession ends one session of who is signed in. Errors: Conflict when it is
// over already.
func (a *App) EndOwnSession(ctx context.Context, m SignedIn, sessionID int64) error {
	return a.endingSessions(ctx, m, func(tx *repo.Tx) error { return tx.EndSessionByID(ctx, sessionID, m.ID) })
}

// EndOtherSessions ends every session of who is signed in but this one.
func (a *App) EndOtherSessions(ctx context.Context, m SignedIn) error {
	return a.endingSessions(ctx, m, func(tx *repo.Tx) error { return tx.EndOtherSessions(ctx, m.ID, m.SessionID) })
}

func (a *App) endingSessions(ctx context.Context, m SignedIn, end func(*repo.Tx) error) (err error) {
	defer fault.Wrap(&err, "app.endingSessions(%d)", m.ID)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := end(tx); err != nil {
			return err
		}
		return tx.Audit(ctx, staffAudit(a.Now(), m.ID, "staff.end_sessions", m.ID))
	})
}
