package app

import (
	"context"
	"net/mail"
	"strconv"
	"strings"
	"unicode/utf8"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/repo"
)

// MinPasswordRunes is the shortest password: NIST SP 800-63B section 3.1.1 asks for 8.
const MinPasswordRunes = 10

// Field names under which a member of staff is sealed.
const (
	sealStaffName  = "staff.name"
	sealStaffEmail = "staff.email"
)

// StaffInput is what it takes to make a member of staff.
type StaffInput struct {
	UnitID   int64
	Name     string
	Email    string
	Password string
	Grants   account.Grants
}

// Member is somebody who is signed in, or a line of the staff list.
type Member struct {
	ID       int64
	UnitID   int64 // where they sit
	Name     string
	Email    string
	Grants   account.Grants
	Disabled bool
}

// Actor gives the member as the one on whose behalf a use case runs.
func (m Member) Actor() Actor { return Actor{StaffID: m.ID} }

func (in StaffInput) validate() error {
	var f fault.Fields
	f.Check(in.Name != "" && utf8.RuneCountInString(in.Name) <= 50, "name", "staff.error.name")
	_, err := mail.ParseAddress(in.Email)
	f.Check(err == nil && len(in.Email) <= 200, "email", "staff.error.email")
	f.Check(utf8.RuneCountInString(in.Password) >= MinPasswordRunes, "password", "staff.error.password", MinPasswordRunes)
	f.Check(utf8.RuneCountInString(in.Password) <= 200, "password", "staff.error.password_long")
	f.Check(in.UnitID > 0, "unit_id", "staff.error.unit")
	f.Check(len(in.Grants) > 0, "roles", "staff.error.roles")
	return f.Err()
}

// AddStaff makes a member of staff. Errors: Invalid; Conflict when the e-mail is taken.
func (a *App) AddStaff(ctx context.Context, actor Actor, in StaffInput) (id int64, err error) {
	defer fault.Wrap(&err, "app.AddStaff")
	in.Name, in.Email = strings.TrimSpace(plain(in.Name)), strings.TrimSpace(in.Email)
	if err := in.validate(); err != nil {
		return 0, err
	}
	hash, err := a.Passwords.Hash(ctx, in.Password)
	if err != nil {
		return 0, err
	}
	s := a.sealStaff(in, hash)
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if id, err = tx.InsertStaff(ctx, s, a.Now()); err != nil {
			return emailTaken(err)
		}
		if err := tx.SetGrants(ctx, id, in.Grants, actor.StaffID, a.Now()); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "staff.add",
			ObjectKind: "staff", ObjectID: strconv.FormatInt(id, 10), After: in.Grants})
	})
	return id, err
}

func (a *App) sealStaff(in StaffInput, hash string) repo.Staff {
	return repo.Staff{UnitID: in.UnitID, PasswordHash: hash,
		NameSealed:  a.Keys.Seal(sealStaffName, in.Name),
		EmailSealed: a.Keys.Seal(sealStaffEmail, in.Email),
		EmailIndex:  a.emailIndex(in.Email)}
}

func emailTaken(err error) error {
	if !fault.Is(err, fault.Conflict) {
		return err
	}
	var f fault.Fields
	f.Add("email", "staff.error.email_taken")
	return f.Err()
}

func (a *App) emailIndex(email string) []byte {
	return a.Keys.Index(sealStaffEmail, strings.ToLower(strings.TrimSpace(email)))
}

// Members lists staff for the administrator.
func (a *App) Members(ctx context.Context) ([]Member, error) {
	list, err := a.Repo.Staff(ctx)
	if err != nil {
		return nil, err
	}
	return a.openMembers(list)
}

// MemberNames gives the names of members of staff by id, for histories on the desk.
func (a *App) MemberNames(ctx context.Context, ids []int64) (map[int64]string, error) {
	list, err := a.Repo.StaffByIDs(ctx, ids)
	if err != nil {
		return nil, err
	}
	members, err := a.openMembers(list)
	names := make(map[int64]string, len(members))
	for _, m := range members {
		names[m.ID] = m.Name
	}
	return names, err
}

func (a *App) openMembers(list []repo.Staff) ([]Member, error) {
	members := make([]Member, 0, len(list))
	for _, s := range list {
		m, err := a.openMember(s)
		if err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, nil
}

func (a *App) openMember(s repo.Staff) (m Member, err error) {
	defer fault.Wrap(&err, "app.openMember(%d)", s.ID)
	m = Member{ID: s.ID, UnitID: s.UnitID, Grants: account.Grants(s.Grants), Disabled: s.DisabledAt != nil}
	if m.Name, err = a.Keys.Open(sealStaffName, s.NameSealed); err != nil {
		return Member{}, err
	}
	m.Email, err = a.Keys.Open(sealStaffEmail, s.EmailSealed)
	return m, err
}

// SetDisabled stops or restores a member's sign-in; their sessions end at once.
func (a *App) SetDisabled(ctx context.Context, actor Actor, staffID int64, disabled bool) (err error) {
	defer fault.Wrap(&err, "app.SetDisabled(%d)", staffID)
	if staffID == actor.StaffID {
		return fault.New(fault.Conflict, "staff.error.self")
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := tx.SetStaffDisabled(ctx, staffID, disabled, a.Now()); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "staff.set_disabled",
			ObjectKind: "staff", ObjectID: strconv.FormatInt(staffID, 10), Before: !disabled, After: disabled})
	})
}
