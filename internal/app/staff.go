package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/mail"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// SessionTTL is how long a sign-in lasts at most.
const SessionTTL = 12 * time.Hour

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
	Roles    []consult.Role
}

// Member is somebody who is signed in, or a line of the staff list.
type Member struct {
	ID       int64
	UnitID   int64
	Name     string
	Email    string
	Roles    []consult.Role
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
	f.Check(len(in.Roles) > 0, "roles", "staff.error.roles")
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
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "staff.add",
			ObjectKind: "staff", ObjectID: strconv.FormatInt(id, 10), After: in.Roles})
	})
	return id, err
}

func (a *App) sealStaff(in StaffInput, hash string) repo.Staff {
	s := repo.Staff{UnitID: in.UnitID, PasswordHash: hash,
		NameSealed:  a.Keys.Seal(sealStaffName, in.Name),
		EmailSealed: a.Keys.Seal(sealStaffEmail, in.Email),
		EmailIndex:  a.emailIndex(in.Email)}
	for _, r := range in.Roles {
		s.RoleNames = append(s.RoleNames, string(r))
	}
	return s
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

// SignIn opens a session and gives its token. A wrong password, an unknown
// e-mail and a disabled account are one error and take the same time.
func (a *App) SignIn(ctx context.Context, email, password string) (token string, err error) {
	defer fault.Wrap(&err, "app.SignIn")
	s, err := a.Repo.StaffByEmail(ctx, a.emailIndex(email))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return "", err
	}
	ok, err := a.Passwords.Check(ctx, s.PasswordHash, password)
	if err != nil {
		return "", err
	}
	if !ok || s.DisabledAt != nil {
		return "", fault.New(fault.Unauthenticated, "staff.error.sign_in")
	}
	return a.openSession(ctx, s.ID)
}

func (a *App) openSession(ctx context.Context, staffID int64) (string, error) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails: crypto/rand aborts the program instead
	token := base64.RawURLEncoding.EncodeToString(raw)
	now := a.Now()
	err := a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := tx.InsertSession(ctx, hashToken(token), staffID, now, now.Add(SessionTTL)); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: staffID, Action: "staff.sign_in",
			ObjectKind: "staff", ObjectID: strconv.FormatInt(staffID, 10)})
	})
	return token, err
}

// SignOut ends the session of a token; an unknown token is no error.
func (a *App) SignOut(ctx context.Context, token string) error {
	return a.Repo.EndSession(ctx, hashToken(token), a.Now())
}

// MemberBySession finds who a session token belongs to; NotFound when nobody is signed in with it.
func (a *App) MemberBySession(ctx context.Context, token string) (Member, error) {
	s, err := a.Repo.StaffBySession(ctx, hashToken(token), a.Now())
	if err != nil {
		return Member{}, err
	}
	return a.openMember(s)
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
	m = Member{ID: s.ID, UnitID: s.UnitID, Roles: s.Roles(), Disabled: s.DisabledAt != nil}
	if m.Name, err = a.Keys.Open(sealStaffName, s.NameSealed); err != nil {
		return Member{}, err
	}
	m.Email, err = a.Keys.Open(sealStaffEmail, s.EmailSealed)
	return m, err
}

// AddUnit adds an office.
func (a *App) AddUnit(ctx context.Context, actor Actor, name string, position int) (id int64, err error) {
	defer fault.Wrap(&err, "app.AddUnit")
	name = strings.TrimSpace(plain(name))
	if name == "" || utf8.RuneCountInString(name) > 100 {
		var f fault.Fields
		f.Add("unit_name", "staff.error.unit_name")
		return 0, f.Err()
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if id, err = tx.InsertUnit(ctx, name, position); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "unit.add",
			ObjectKind: "unit", ObjectID: strconv.FormatInt(id, 10), After: name})
	})
	return id, err
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

func hashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
