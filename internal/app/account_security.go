package app

import (
	"context"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/repo"
)

// OwnSession is one place where somebody is signed in.
type OwnSession struct {
	ID               int64
	Browser, Address string
	Since, LastSeen  time.Time
	This             bool // the one that asks
}

// AccountSessions lists where an account is signed in, the latest first.
func (a *App) AccountSessions(ctx context.Context, p Person) (own []OwnSession, err error) {
	defer fault.Wrap(&err, "app.AccountSessions(%d)", p.ID)
	now := a.Now()
	sealed, err := a.Repo.AccountSessions(ctx, p.ID, now, now.Add(-AccountSessionIdle))
	if err != nil {
		return nil, err
	}
	return a.ownSessions(sealed, p.SessionID)
}

// ownSessions opens a list of sessions and marks the one that asks.
func (a *App) ownSessions(sealed []repo.Session, this int64) (list []OwnSession, err error) {
	for _, s := range sealed {
		address, err := a.Keys.Open(sealSessionAddress, s.AddressSealed)
		if err != nil {
			return nil, err
		}
		list = append(list, OwnSession{ID: s.ID, Browser: s.Browser, Address: address, Since: s.CreatedAt, LastSeen: s.LastSeenAt,
			This: s.ID == this})
	}
	return list, nil
}

// EndAccountSession ends one of a person's own sessions.
func (a *App) EndAccountSession(ctx context.Context, p Person, sessionID int64) error {
	return a.Repo.EndOneAccountSession(ctx, p.ID, sessionID)
}

// EndOtherAccountSessions signs a person out everywhere but here.
func (a *App) EndOtherAccountSessions(ctx context.Context, p Person) (err error) {
	defer fault.Wrap(&err, "app.EndOtherAccountSessions(%d)", p.ID)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error { return tx.EndOtherAccountSessions(ctx, p.ID, p.SessionID) })
}

// SetAccountPassword sets or changes a person's password and ends their other
// sessions: whoever had the old one is out. Errors: Invalid (old, password);
// Forbidden as of CheckFresh where there is no old one.
func (a *App) SetAccountPassword(ctx context.Context, p Person, old, password string) (err error) {
	defer fault.Wrap(&err, "app.SetAccountPassword(%d)", p.ID)
	var f fault.Fields
	account.CheckPassword(&f, "password", password, p.Name, p.Email, p.Phone)
	if err := f.Err(); err != nil {
		return err
	}
	if err := a.checkAccountPassword(ctx, p, old); err != nil {
		return err
	}
	hash, err := a.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := tx.SetAccountPassword(ctx, p.ID, hash); err != nil {
			return err
		}
		return tx.EndOtherAccountSessions(ctx, p.ID, p.SessionID)
	})
}

// checkAccountPassword asks for the password that the account has, if any.
func (a *App) checkAccountPassword(ctx context.Context, p Person, password string) error {
	if !p.HasPassword {
		return a.CheckFresh(p)
	}
	found, err := a.Repo.Account(ctx, p.ID)
	if err != nil {
		return err
	}
	ok, err := a.Passwords.Check(ctx, found.PasswordHash, password)
	if err != nil || ok {
		return err
	}
	return invalid("old", "password.error.old")
}
