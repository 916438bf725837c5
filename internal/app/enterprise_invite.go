package app

import (
	"context"
	"strconv"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/internal/text"
	"nayan/repo"
)

const sealInvitationEmail = "enterprise_invitation.email"

// EnterpriseInvite is what it takes to ask somebody into an enterprise.
type EnterpriseInvite struct {
	By           int64 // account of the manager
	EnterpriseID int64
	Role         account.MemberRole
	Email        string // optional: to whom the link is mailed
}

// InvitationPath is where the link of an invitation leads, on this site.
func InvitationPath(token string) string { return "/account/invitations/" + token }

// InviteMember makes a link by which one person joins an enterprise, and mails
// it where an address is given. The token is shown once; only its hash is kept.
//
// Errors: Invalid, Forbidden; Conflict after too many within a day.
func (a *App) InviteMember(ctx context.Context, in EnterpriseInvite) (token string, err error) {
	defer fault.Wrap(&err, "app.InviteMember(%d)", in.EnterpriseID)
	in.Email = text.HalfWidth(text.Line(in.Email))
	var f fault.Fields
	f.Check(in.Role.Valid(), "role", "enterprise.error.role")
	f.Check(in.Email == "" || text.EmailShaped(in.Email), "email", "enterprise.error.contact_email")
	if err := f.Err(); err != nil {
		return "", err
	}
	token = newToken()
	err = a.manage(ctx, in.By, in.EnterpriseID, func(tx *repo.Tx, e repo.Enterprise, _ account.Membership) error {
		now := a.Now()
		if n, err := tx.InvitationsSince(ctx, e.ID, in.By, now.Add(-24*time.Hour)); err != nil {
			return err
		} else if n >= account.MaxInvitationsADay {
			return fault.New(fault.Conflict, "enterprise.error.too_many_invitations", account.MaxInvitationsADay)
		}
		i := repo.EnterpriseInvitation{EnterpriseID: e.ID, Role: in.Role, EmailSealed: a.Keys.Seal(sealInvitationEmail, in.Email),
			CreatedBy: in.By, ExpiresAt: now.AddDate(0, 0, account.InvitationDays)}
		id, err := tx.InsertInvitation(ctx, hashToken(token), i, now)
		if err != nil || in.Email == "" {
			return err
		}
		return a.tell(ctx, tx, Message{Cause: "enterprise_invitation:" + strconv.FormatInt(id, 10), Channel: message.Email,
			Template: message.EnterpriseInvitation, To: in.Email, NotAfter: i.ExpiresAt, Values: message.Values{
				Enterprise: e.Name, Path: InvitationPath(token), Days: account.InvitationDays}})
	})
	return token, err
}

// Invitations lists the invitations of an enterprise that can still be used.
func (a *App) Invitations(ctx context.Context, enterpriseID int64) ([]account.Invitation, error) {
	list, err := a.Repo.GoodInvitations(ctx, enterpriseID, a.Now())
	out := make([]account.Invitation, len(list))
	for i, x := range list {
		if err == nil {
			out[i], err = a.openInvitation(x)
		}
	}
	return out, err
}

func (a *App) openInvitation(i repo.EnterpriseInvitation) (out account.Invitation, err error) {
	defer fault.Wrap(&err, "app.openInvitation(%d)", i.ID)
	out = account.Invitation{ID: i.ID, EnterpriseID: i.EnterpriseID, Enterprise: i.EnterpriseName, State: i.State, Role: i.Role,
		ExpiresAt: i.ExpiresAt, UsedBy: i.UsedBy, UsedAt: orZero(i.UsedAt), RevokedAt: orZero(i.RevokedAt)}
	if out.Email, err = a.Keys.Open(sealInvitationEmail, i.EmailSealed); err != nil {
		return account.Invitation{}, err
	}
	out.Inviter, err = a.Keys.Open(sealAccountName, i.InviterSealed)
	return out, err
}

// RevokeInvitation takes an invitation back, on behalf of a manager. Errors:
// Forbidden; Conflict when it was used meanwhile.
func (a *App) RevokeInvitation(ctx context.Context, by, enterpriseID, invitationID int64) (err error) {
	defer fault.Wrap(&err, "app.RevokeInvitation(%d)", invitationID)
	return a.manage(ctx, by, enterpriseID, func(tx *repo.Tx, _ repo.Enterprise, _ account.Membership) error {
		return tx.RevokeInvitation(ctx, enterpriseID, invitationID, a.Now())
	})
}

// Invitation finds the invitation of a link, also one that is good no more, with
// why. Errors: NotFound, Closed.
func (a *App) Invitation(ctx context.Context, token string) (i account.Invitation, err error) {
	defer fault.Wrap(&err, "app.Invitation")
	found, err := a.Repo.InvitationByToken(ctx, hashToken(token))
	if err != nil {
		return account.Invitation{}, err
	}
	if i, err = a.openInvitation(found); err != nil {
		return account.Invitation{}, err
	}
	return i, i.CheckGood(a.Now())
}

// JoinEnterprise takes the holder of a link into the enterprise; the link is
// spent. Errors: NotFound; Closed when it is good no more; Conflict when the
// account is in already, which leaves the link to somebody else.
func (a *App) JoinEnterprise(ctx context.Context, accountID int64, token string) (enterpriseID int64, err error) {
	defer fault.Wrap(&err, "app.JoinEnterprise")
	i, err := a.Invitation(ctx, token)
	if err == nil {
		err = a.join(ctx, accountID, i)
	}
	if fault.Is(err, fault.Conflict) { // somebody may just have used it: then that is the reason
		if again, gone := a.Invitation(ctx, token); gone != nil {
			i, err = again, gone
		}
	}
	if fault.Is(err, fault.Closed) && i.UsedBy == accountID {
		return i.EnterpriseID, nil // clicked twice
	}
	return i.EnterpriseID, err
}

func (a *App) join(ctx context.Context, accountID int64, i account.Invitation) error {
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := tx.LockAccount(ctx, accountID); err != nil {
			return err
		}
		if _, err := tx.HoldEnterprise(ctx, i.EnterpriseID); err != nil {
			return err
		}
		if err := tx.UseInvitation(ctx, i.ID, accountID, a.Now()); err != nil {
			return err
		}
		err := tx.InsertEnterpriseMember(ctx, i.EnterpriseID, accountID, i.Role, a.Now())
		if fault.Is(err, fault.Conflict) {
			return fault.New(fault.Conflict, "enterprise.error.already_member")
		}
		return err
	})
}
