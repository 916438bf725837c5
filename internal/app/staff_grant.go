package app

import (
	"context"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/repo"
)

// overMember runs a change of somebody else's account. Who administers one unit
// has no hand in the account of somebody who may do more than that: a password
// link would be a way to become them.
func (a *App) overMember(ctx context.Context, actor Actor, staffID int64, change func(*repo.Tx, repo.Staff) error) error {
	if actor.StaffID == staffID {
		return fault.New(fault.Conflict, "staff.error.self")
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		s, err := lockMember(ctx, tx, staffID)
		if err != nil {
			return err
		}
		if err := mayGrant(ctx, tx, actor, account.Grants(s.Grants)); err != nil {
			return err
		}
		return change(tx, s)
	})
}

// lockMember reads a member whose account is to change. Such changes wait for
// each other, so that two at once leave the county an administrator.
func lockMember(ctx context.Context, tx *repo.Tx, staffID int64) (repo.Staff, error) {
	if err := tx.LockAdministrators(ctx); err != nil {
		return repo.Staff{}, err
	}
	return tx.LockStaff(ctx, staffID)
}

// mayGrant holds that all grants are for units that the actor administers at this
// moment.
func mayGrant(ctx context.Context, tx *repo.Tx, actor Actor, grants account.Grants) error {
	if actor == System {
		return nil
	}
	own, err := tx.GrantsOf(ctx, actor.StaffID)
	if err != nil || own.Within(grants) {
		return err
	}
	return fault.New(fault.Forbidden, "staff.error.beyond")
}

// ChangeGrants gives a member more to do, or less. Errors: Invalid when nothing
// is chosen; Forbidden beyond the units that the actor administers; Conflict when
// the county, or the actor, would be left without an administrator.
func (a *App) ChangeGrants(ctx context.Context, actor Actor, staffID int64, add, remove account.Grants) (err error) {
	defer fault.Wrap(&err, "app.ChangeGrants(%d)", staffID)
	if len(add)+len(remove) == 0 {
		return invalid("roles", "staff.error.roles")
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		s, err := lockMember(ctx, tx, staffID)
		if err != nil {
			return err
		}
		if s.LeftAt != nil {
			return fault.New(fault.Conflict, "staff.error.left")
		}
		if err := mayGrant(ctx, tx, actor, append(add[:len(add):len(add)], remove...)); err != nil {
			return err
		}
		return a.changeGrants(ctx, tx, actor, s, add, remove)
	})
}

func (a *App) changeGrants(ctx context.Context, tx *repo.Tx, actor Actor, s repo.Staff, add, remove account.Grants) error {
	if err := tx.AddGrants(ctx, s.ID, add, actor.StaffID, a.Now()); err != nil {
		return err
	}
	for _, g := range remove {
		if err := tx.RemoveGrant(ctx, s.ID, g); err != nil {
			return err
		}
	}
	after, err := a.grantsAfter(ctx, tx, actor, s.ID)
	if err != nil {
		return err
	}
	if after.NeedSecondFactor() && s.TOTPSealed == nil {
		// What needs a second factor is not done in a session that began without one.
		if err := tx.EndSessionsOf(ctx, s.ID); err != nil {
			return err
		}
	}
	entry := staffAudit(a.Now(), actor.StaffID, "staff.grants", s.ID)
	entry.Before, entry.After = s.Grants, after
	return tx.Audit(ctx, entry)
}

// grantsAfter reads what a change left, and holds that somebody can still undo it.
func (a *App) grantsAfter(ctx context.Context, tx *repo.Tx, actor Actor, staffID int64) (account.Grants, error) {
	s, err := tx.LockStaff(ctx, staffID)
	if err != nil {
		return nil, err
	}
	after := account.Grants(s.Grants)
	if staffID == actor.StaffID && !after.Has(account.Administrator) {
		return nil, fault.New(fault.Conflict, "staff.error.own_administrator")
	}
	return after, keepAdministrator(ctx, tx)
}

// keepAdministrator holds that somebody can still sign in and administer the
// whole county.
func keepAdministrator(ctx context.Context, tx *repo.Tx) error {
	n, err := tx.WorkingAdministrators(ctx)
	if err != nil || n > 0 {
		return err
	}
	return fault.New(fault.Conflict, "staff.error.last_administrator")
}
