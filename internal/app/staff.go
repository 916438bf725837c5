package app

import (
	"context"
	"strings"
	"unicode/utf8"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/text"
	"nayan/repo"
)

// Field names under which a member of staff is sealed.
const (
	sealStaffName  = "staff.name"
	sealStaffEmail = "staff.email"
)

const maxStaffEmail = 200

// StaffInput is what it takes to make a member of staff.
type StaffInput struct {
	UnitID   int64
	Name     string
	Email    string
	Password string // only where nobody is there to be invited: the command line, the samples
	Grants   account.Grants
}

func (in StaffInput) trimmed() StaffInput {
	in.Name, in.Email = strings.TrimSpace(plain(in.Name)), strings.TrimSpace(in.Email)
	return in
}

// Member is somebody who is signed in, or a line of the staff list.
type Member struct {
	ID           int64
	UnitID       int64 // where they sit
	Name         string
	Email        string
	Grants       account.Grants
	HasPassword  bool // else invited, and not come yet
	SecondFactor bool
	Disabled     bool
	Left         bool // for good
}

// Actor gives the member as the one on whose behalf a use case runs.
func (m Member) Actor() Actor { return Actor{StaffID: m.ID} }

func (in StaffInput) check(f *fault.Fields) {
	f.Check(in.Name != "" && utf8.RuneCountInString(in.Name) <= 50, "name", "staff.error.name")
	f.Check(text.EmailShaped(in.Email) && len(in.Email) <= maxStaffEmail, "email", "staff.error.email")
	f.Check(in.UnitID > 0, "unit_id", "staff.error.unit")
	f.Check(len(in.Grants) > 0, "roles", "staff.error.roles")
}

// AddStaff makes a member of staff with a password. Errors: Invalid, also when
// the e-mail is taken; Forbidden beyond the units that the actor administers.
func (a *App) AddStaff(ctx context.Context, actor Actor, in StaffInput) (id int64, err error) {
	defer fault.Wrap(&err, "app.AddStaff")
	in = in.trimmed()
	var f fault.Fields
	in.check(&f)
	account.CheckPassword(&f, "password", in.Password, in.Name, in.Email)
	if err := f.Err(); err != nil {
		return 0, err
	}
	hash, err := a.Passwords.Hash(ctx, in.Password)
	if err != nil {
		return 0, err
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		s, err := a.insertStaff(ctx, tx, actor, in, hash)
		id = s.ID
		return err
	})
	return id, err
}

// insertStaff adds a member for a unit, and with grants, that the actor administers.
func (a *App) insertStaff(ctx context.Context, tx *repo.Tx, actor Actor, in StaffInput, hash string) (s repo.Staff, err error) {
	if err := checkUnit(ctx, tx, actor, in.UnitID, account.Administrator); err != nil {
		return s, err
	}
	if err := mayGrant(ctx, tx, actor, in.Grants); err != nil {
		return s, err
	}
	s = a.sealStaff(in, hash)
	if s.ID, err = tx.InsertStaff(ctx, s, a.Now()); err != nil {
		return s, emailTaken(err)
	}
	if err := tx.AddGrants(ctx, s.ID, in.Grants, actor.StaffID, a.Now()); err != nil {
		return s, err
	}
	entry := staffAudit(a.Now(), actor.StaffID, "staff.add", s.ID)
	entry.After = in.Grants
	return s, tx.Audit(ctx, entry)
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

// Members lists the staff of the units for the administrator.
func (a *App) Members(ctx context.Context, units repo.Units) ([]Member, error) {
	list, err := a.Repo.Staff(ctx, units)
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
	m = Member{ID: s.ID, UnitID: s.UnitID, Grants: account.Grants(s.Grants), HasPassword: s.PasswordHash != "",
		SecondFactor: s.TOTPSealed != nil, Disabled: s.DisabledAt != nil, Left: s.LeftAt != nil}
	if m.Name, err = a.Keys.Open(sealStaffName, s.NameSealed); err != nil {
		return Member{}, err
	}
	m.Email, err = a.Keys.Open(sealStaffEmail, s.EmailSealed)
	return m, err
}

// Member finds one member of staff. Errors: NotFound.
func (a *App) Member(ctx context.Context, id int64) (Member, error) {
	list, err := a.Repo.StaffByIDs(ctx, []int64{id})
	if err != nil {
		return Member{}, err
	}
	if len(list) == 0 {
		return Member{}, fault.New(fault.NotFound, "error.not_found")
	}
	return a.openMember(list[0])
}

// SetDisabled stops or restores a member's sign-in; their sessions end at once.
// Errors: Conflict for oneself, for the last administrator, and when it is so
// already; Forbidden when the member may do more than the actor administers.
func (a *App) SetDisabled(ctx context.Context, actor Actor, staffID int64, disabled bool) (err error) {
	defer fault.Wrap(&err, "app.SetDisabled(%d)", staffID)
	return a.overMember(ctx, actor, staffID, func(tx *repo.Tx, _ repo.Staff) error {
		if err := tx.SetStaffDisabled(ctx, staffID, disabled, a.Now()); err != nil {
			return err
		}
		if err := tx.DropStaffInvitation(ctx, staffID); err != nil { // a link does not come back with the account
			return err
		}
		if err := keepAdministrator(ctx, tx); err != nil {
			return err
		}
		entry := staffAudit(a.Now(), actor.StaffID, "staff.set_disabled", staffID)
		entry.Before, entry.After = !disabled, disabled
		return tx.Audit(ctx, entry)
	})
}
