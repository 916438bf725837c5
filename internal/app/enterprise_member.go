package app

import (
	"context"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/repo"
)

// Colleagues lists who belongs to an enterprise, the longest there first.
func (a *App) Colleagues(ctx context.Context, enterpriseID int64) ([]account.Colleague, error) {
	list, err := a.Repo.EnterpriseMembers(ctx, enterpriseID)
	out := make([]account.Colleague, len(list))
	for i, m := range list {
		if err == nil {
			out[i] = account.Colleague{AccountID: m.AccountID, Role: m.Role, JoinedAt: m.JoinedAt}
			out[i].Name, err = a.Keys.Open(sealAccountName, m.NameSealed)
		}
	}
	return out, err
}

// SetMemberRole gives somebody another role in an enterprise, on behalf of one
// of its managers. Errors: Invalid, NotFound, Forbidden; Conflict for the last
// manager.
func (a *App) SetMemberRole(ctx context.Context, by, enterpriseID, memberID int64, role account.MemberRole) (err error) {
	defer fault.Wrap(&err, "app.SetMemberRole(%d, %d)", enterpriseID, memberID)
	if !role.Valid() {
		return fault.New(fault.Invalid, "error.invalid")
	}
	return a.manage(ctx, by, enterpriseID, func(tx *repo.Tx, _ repo.Enterprise, m account.Membership) error {
		if err := m.CheckChange(memberID, role); err != nil {
			return err
		}
		if err := tx.SetMemberRole(ctx, enterpriseID, memberID, role); err != nil || role == account.Manager {
			return err
		}
		return tx.RevokeInvitationsBy(ctx, enterpriseID, memberID, a.Now())
	})
}

// RemoveMember puts somebody out of an enterprise, on behalf of one of its
// managers. Errors: NotFound, Forbidden, Conflict for oneself.
func (a *App) RemoveMember(ctx context.Context, by, enterpriseID, memberID int64) (err error) {
	defer fault.Wrap(&err, "app.RemoveMember(%d, %d)", enterpriseID, memberID)
	if by == memberID {
		return fault.New(fault.Conflict, "enterprise.error.remove_self")
	}
	return a.manage(ctx, by, enterpriseID, func(tx *repo.Tx, _ repo.Enterprise, m account.Membership) error {
		if err := m.CheckChange(memberID, account.NoMember); err != nil {
			return err
		}
		return a.dismiss(ctx, tx, enterpriseID, memberID)
	})
}

func (a *App) dismiss(ctx context.Context, tx *repo.Tx, enterpriseID, memberID int64) error {
	if err := tx.DeleteEnterpriseMember(ctx, enterpriseID, memberID); err != nil {
		return err
	}
	return tx.RevokeInvitationsBy(ctx, enterpriseID, memberID, a.Now())
}

// LeaveEnterprise lets somebody go by themselves. When the last one leaves, the
// registration is withdrawn. Errors: NotFound; Conflict for the last manager
// while others remain.
func (a *App) LeaveEnterprise(ctx context.Context, accountID, enterpriseID int64) (err error) {
	defer fault.Wrap(&err, "app.LeaveEnterprise(%d)", enterpriseID)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if _, err := tx.HoldEnterprise(ctx, enterpriseID); err != nil {
			return err
		}
		m, err := tx.Membership(ctx, enterpriseID)
		if err != nil {
			return err
		}
		if err := m.CheckChange(accountID, account.NoMember); err != nil {
			return err
		}
		if err := a.dismiss(ctx, tx, enterpriseID, accountID); err != nil || len(m) > 1 {
			return err
		}
		return tx.WithdrawEnterprise(ctx, enterpriseID)
	})
}
