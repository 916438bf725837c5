package app

import (
	"context"
	"encoding/hex"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/repo"
)

// InvitationDays is how long a link by which a password is chosen is good.
const InvitationDays = 7

// StaffLink is a link by which a member chooses a password. It is shown once and
// works without a gateway for mail, too.
type StaffLink struct {
	Name    string
	Path    string // on this site
	Mailed  bool   // it goes out by mail as well
	Reset   bool   // there is a password, which stays until the new one is chosen
	Expires time.Time
}

// InviteStaff makes a member without a password and tells them by mail how to
// choose one. Errors: as AddStaff.
func (a *App) InviteStaff(ctx context.Context, actor Actor, in StaffInput) (link StaffLink, err error) {
	defer fault.Wrap(&err, "app.InviteStaff")
	in = in.trimmed()
	var f fault.Fields
	if in.check(&f); f.Err() != nil {
		return link, f.Err()
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		s, err := a.insertStaff(ctx, tx, actor, in, "")
		if err != nil {
			return err
		}
		link, err = a.sendLink(ctx, tx, actor, s)
		return err
	})
	return link, err
}

// SendStaffLink sends a member a new link in place of an older one: to choose the
// first password, or another. Errors: Conflict for oneself and for who may not
// sign in; Forbidden when the member may do more than the actor administers.
func (a *App) SendStaffLink(ctx context.Context, actor Actor, staffID int64) (link StaffLink, err error) {
	defer fault.Wrap(&err, "app.SendStaffLink(%d)", staffID)
	err = a.overMember(ctx, actor, staffID, func(tx *repo.Tx, s repo.Staff) error {
		if s.DisabledAt != nil {
			return fault.New(fault.Conflict, "staff.error.disabled")
		}
		link, err = a.sendLink(ctx, tx, actor, s)
		return err
	})
	return link, err
}

func (a *App) sendLink(ctx context.Context, tx *repo.Tx, actor Actor, s repo.Staff) (StaffLink, error) {
	m, err := a.openMember(s)
	if err != nil {
		return StaffLink{}, err
	}
	token, now := newToken(), a.Now()
	link := StaffLink{Name: m.Name, Path: "/desk/invitations/" + token, Mailed: a.Gateways.Has(message.Email), Reset: s.PasswordHash != "",
		Expires: now.AddDate(0, 0, InvitationDays)}
	if err := tx.SetStaffInvitation(ctx, hashToken(token), s.ID, actor.StaffID, now, link.Expires); err != nil {
		return link, err
	}
	if err := a.tellLink(ctx, tx, m, link, token); err != nil {
		return link, err
	}
	entry := staffAudit(now, actor.StaffID, "staff.invite", s.ID)
	if link.Reset {
		entry = staffAudit(now, actor.StaffID, "staff.password_link", s.ID)
	}
	entry.After = seenLink{link.Expires}
	return link, tx.Audit(ctx, entry)
}

// seenLink is what the audit keeps of a link: not where it leads.
type seenLink struct {
	ExpiresAt time.Time `json:"expires_at"`
}

// tellLink mails a link. Its cause is the link itself, by the beginning of its hash.
func (a *App) tellLink(ctx context.Context, tx *repo.Tx, m Member, link StaffLink, token string) error {
	unit, err := tx.UnitName(ctx, m.UnitID)
	if err != nil {
		return err
	}
	msg := Message{Cause: "staff_invitation:" + hex.EncodeToString(hashToken(token)[:8]), Channel: message.Email,
		Template: message.StaffInvitation, To: m.Email, StaffID: m.ID, NotAfter: link.Expires,
		Values: message.Values{Name: m.Name, Unit: unit, Path: link.Path, Days: InvitationDays}}
	if link.Reset {
		msg.Template = message.StaffPasswordReset
	}
	return a.tell(ctx, tx, msg)
}

// Invited finds who a link is for. Errors: Closed when it was used, replaced or
// is too old.
func (a *App) Invited(ctx context.Context, token string) (Member, error) {
	s, err := a.Repo.StaffByInvitation(ctx, hashToken(token), a.Now())
	if err != nil {
		return Member{}, linkOver(err)
	}
	return a.openMember(s)
}

func linkOver(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Closed, "staff.error.link")
	}
	return err
}

// NewPassword is a password as it was typed, twice: nobody sees what they type.
type NewPassword struct{ Password, Again string }

func (p NewPassword) validate(m Member) error {
	var f fault.Fields
	account.CheckPassword(&f, "password", p.Password, m.Name, m.Email)
	f.Check(p.Password == p.Again, "again", "password.error.again")
	return f.Err()
}

// ChoosePassword uses a link up: the password is set, every session ends and one
// begins, at the stage that the second factor asks for. Errors: Invalid; Closed
// when the link is no longer good.
func (a *App) ChoosePassword(ctx context.Context, token string, p NewPassword, client Client) (o Opened, err error) {
	defer fault.Wrap(&err, "app.ChoosePassword")
	m, err := a.Invited(ctx, token)
	if err != nil {
		return o, err
	}
	if err := p.validate(m); err != nil {
		return o, err
	}
	hash, err := a.Passwords.Hash(ctx, p.Password)
	if err != nil {
		return o, err
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		staffID, err := tx.UseStaffInvitation(ctx, hashToken(token), a.Now())
		if err != nil {
			return linkOver(err)
		}
		s, err := tx.LockStaff(ctx, staffID)
		if err != nil {
			return err
		}
		if err := a.setPassword(ctx, tx, s.ID, hash, 0); err != nil {
			return err
		}
		o, err = a.openStage(ctx, tx, s, stageOf(s), client)
		return err
	})
	return o, err
}

// setPassword ends every session of the member but keep; 0 keeps none.
func (a *App) setPassword(ctx context.Context, tx *repo.Tx, staffID int64, hash string, keep int64) error {
	if err := tx.SetPassword(ctx, staffID, hash); err != nil {
		return err
	}
	if err := tx.EndOtherSessions(ctx, staffID, keep); err != nil {
		return err
	}
	return tx.Audit(ctx, staffAudit(a.Now(), staffID, "staff.password", staffID))
}
