// Package app holds the use cases: each write of the product is one function
// here and one transaction, its audit entry included. Reads go straight from a
// handler to repo.
package app

import (
	"context"
	"sync/atomic"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/internal/privacy"
	"nayan/repo"
)

// App runs the use cases. It is safe for concurrent use.
type App struct {
	Repo *repo.Repo
	Keys *privacy.Keys
	Now  func() time.Time
	// Passwords caps concurrent argon2id runs below the cores; see NewPasswords.
	Passwords *Passwords
	// Gateways says which messages can be sent; the others are held.
	Gateways message.Gateways
	// ShowCodes is set by the demonstration alone: one-time codes are shown to who
	// asks, as nothing is sent.
	ShowCodes bool

	comments commentBatch
	dossiers atomic.Int32 // archives under way
}

// At gives the same use cases with their clock stopped at t, for loading what
// happened earlier.
func (a *App) At(t time.Time) *App {
	return &App{Repo: a.Repo, Keys: a.Keys, Passwords: a.Passwords, Gateways: a.Gateways, ShowCodes: a.ShowCodes,
		Now: func() time.Time { return t }}
}

// Actor is the member of staff on whose behalf a use case runs. The permission
// table has already let the actor's role pass; rules about persons (author ≠
// reviewer ≠ approver) are checked here.
type Actor struct{ StaffID int64 }

// System is the actor for what no member of staff did: the first administrator
// and the samples.
var System = Actor{}

// checkUnit holds that the actor may act for a unit that a form names; the route
// could only ask whether they hold the role for some unit.
func checkUnit(ctx context.Context, tx *repo.Tx, actor Actor, unitID int64, role account.Role) error {
	holds, err := tx.HoldsRole(ctx, actor.StaffID, unitID, role)
	if err != nil || holds || actor == System {
		return err
	}
	var f fault.Fields
	f.Add("unit_id", "staff.error.not_your_unit")
	return f.Err()
}
