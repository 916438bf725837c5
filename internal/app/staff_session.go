package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/repo"
)

// How long a sign-in to the desk lasts: at most, and unused.
const (
	SessionTTL  = 12 * time.Hour
	SessionIdle = 2 * time.Hour
	// StageTTL is how long somebody may take to find their phone, half-way in.
	StageTTL = 10 * time.Minute
)

const sealSessionAddress = "session.address"

// Client is from where somebody signs in, so that they can tell their sessions
// apart. Browser is in words: Chrome · Windows.
type Client struct{ Browser, Address string }

// Object names what a page of the desk is about; the zero value is nothing.
type Object struct{ ConsultationID, OpenDayID, StaffID, OpinionID int64 }

// SignedIn is a member of staff on a page of the desk.
type SignedIn struct {
	Member
	SessionID  int64
	SignedInAt time.Time     // when this session began
	Stage      account.Stage // only a complete one may be on a page of the desk
	ObjectUnit int64         // of the Object asked for; 0 when there is none
}

// Opened is a session that was just opened: its token goes into the cookie.
type Opened struct {
	Token string
	Stage account.Stage
	Email string // of whose it is
}

// SignIn opens a session for who knows the password. A wrong one, an unknown
// e-mail and a disabled account are one error and take the same time.
func (a *App) SignIn(ctx context.Context, email, password string, client Client) (o Opened, err error) {
	defer fault.Wrap(&err, "app.SignIn")
	s, err := a.Repo.StaffByEmail(ctx, a.emailIndex(email))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return o, err
	}
	ok, err := a.Passwords.Check(ctx, s.PasswordHash, password)
	if err != nil {
		return o, err
	}
	if !ok || s.DisabledAt != nil {
		return o, a.refuse(ctx, s.ID, "staff.sign_in_refused", fault.New(fault.Unauthenticated, "staff.error.sign_in"))
	}
	return a.openStaffSession(ctx, s.ID, s.PasswordHash, client)
}

// OpenStaffSession opens a session for who has shown, in whatever way, that a
// place on the desk is theirs. Who has a second factor must still give it, and who
// needs one must get it first: the stage says so. Errors: Unauthenticated when
// the member may not sign in.
func (a *App) OpenStaffSession(ctx context.Context, staffID int64, client Client) (o Opened, err error) {
	return a.openStaffSession(ctx, staffID, "", client)
}

// openStaffSession is that for who gave a password with this hash, "" for none: one
// that was changed while it was being checked opens nothing.
func (a *App) openStaffSession(ctx context.Context, staffID int64, password string, client Client) (o Opened, err error) {
	defer fault.Wrap(&err, "app.OpenStaffSession(%d)", staffID)
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		s, err := tx.LockStaff(ctx, staffID)
		if err != nil {
			return err
		}
		if s.DisabledAt != nil || password != "" && password != s.PasswordHash {
			return fault.New(fault.Unauthenticated, "staff.error.sign_in")
		}
		o, err = a.openStage(ctx, tx, s, stageOf(s), client)
		return err
	})
	return o, err
}

// stageOf says what a right password opens.
func stageOf(s repo.Staff) account.Stage {
	switch {
	case s.TOTPSealed != nil:
		return account.SecondFactor
	case account.Grants(s.Grants).NeedSecondFactor():
		return account.Enrol
	}
	return account.Complete
}

// refuse leaves an audit entry of an attempt at a member's account and gives the
// refusal. An unknown account is 0: the entry is then made and dropped, and no
// commit waits for the disk, so that time does not tell which accounts there are.
func (a *App) refuse(ctx context.Context, staffID int64, action string, refusal error) error {
	err := a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := tx.CommitLater(ctx); err != nil {
			return err
		}
		if err := tx.Audit(ctx, staffAudit(a.Now(), 0, action, staffID)); err != nil || staffID != 0 {
			return err
		}
		return refusal
	})
	if err != nil {
		return err
	}
	return refusal
}

// openStage opens a session at a stage; signed in is who has come to the end.
func (a *App) openStage(ctx context.Context, tx *repo.Tx, s repo.Staff, stage account.Stage, client Client) (o Opened, err error) {
	token, now, ttl := newToken(), a.Now(), SessionTTL
	if stage != account.Complete {
		ttl = StageTTL
	}
	if o.Email, err = a.Keys.Open(sealStaffEmail, s.EmailSealed); err != nil {
		return o, err
	}
	o.Token, o.Stage = token, stage
	err = tx.InsertStaffSession(ctx, hashToken(token), s.ID, repo.Session{Stage: stage, CreatedAt: now, ExpiresAt: now.Add(ttl),
		Browser: client.Browser, AddressSealed: a.Keys.Seal(sealSessionAddress, client.Address)})
	if err != nil || stage != account.Complete {
		return o, err
	}
	return o, tx.Audit(ctx, staffAudit(now, s.ID, "staff.sign_in", s.ID))
}

// staffAudit begins an audit entry on a member of staff; by 0 is the program itself.
func staffAudit(now time.Time, by int64, action string, staffID int64) repo.AuditEntry {
	return repo.AuditEntry{At: now, StaffID: by, Action: action, ObjectKind: "staff", ObjectID: strconv.FormatInt(staffID, 10)}
}

// SignOut ends the session of a token; an unknown token is no error.
func (a *App) SignOut(ctx context.Context, token string) error {
	return a.Repo.EndSession(ctx, hashToken(token), a.Now())
}

// MemberBySession finds who a session token belongs to, and the unit of an
// object, in one look. NotFound when nobody is signed in with it.
func (a *App) MemberBySession(ctx context.Context, token string, of Object) (SignedIn, error) {
	now := a.Now()
	s, err := a.Repo.StaffBySession(ctx, hashToken(token), now, now.Add(-SessionIdle), repo.ObjectIDs(of))
	if err != nil {
		return SignedIn{}, err
	}
	m, err := a.openMember(s.Staff)
	return SignedIn{Member: m, SessionID: s.SessionID, SignedInAt: s.SignedInAt, Stage: s.Stage, ObjectUnit: s.ObjectUnit}, err
}

// newToken draws 256 random bits, as text for a cookie or a link.
func newToken() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails: crypto/rand aborts the program instead
	return base64.RawURLEncoding.EncodeToString(raw)
}

func hashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
