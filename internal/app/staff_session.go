package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"time"

	"nayan/internal/fault"
	"nayan/repo"
)

// How long a sign-in to the desk lasts: at most, and unused.
const (
	SessionTTL  = 12 * time.Hour
	SessionIdle = 2 * time.Hour
)

// stageComplete is the stage of a session that admits to the desk.
const stageComplete = "complete"

const sealSessionAddress = "session.address"

// Client is from where somebody signs in, so that they can tell their sessions
// apart. Browser is in words: Chrome · Windows.
type Client struct{ Browser, Address string }

// Object names what a page of the desk is about; the zero value is nothing.
type Object struct{ ConsultationID, OpenDayID, StaffID int64 }

// SignedIn is a member of staff on a page of the desk.
type SignedIn struct {
	Member
	SessionID  int64
	ObjectUnit int64 // of the Object asked for; 0 when there is none
}

// SignIn opens a session and gives its token. A wrong password, an unknown
// e-mail and a disabled account are one error and take the same time.
func (a *App) SignIn(ctx context.Context, email, password string, client Client) (token string, err error) {
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
	return a.openSession(ctx, s.ID, client)
}

func (a *App) openSession(ctx context.Context, staffID int64, client Client) (string, error) {
	token, now := newToken(), a.Now()
	err := a.Repo.Write(ctx, func(tx *repo.Tx) error {
		s := repo.Session{Stage: stageComplete, CreatedAt: now, ExpiresAt: now.Add(SessionTTL), Browser: client.Browser,
			AddressSealed: a.Keys.Seal(sealSessionAddress, client.Address)}
		if err := tx.InsertStaffSession(ctx, hashToken(token), staffID, s); err != nil {
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

// MemberBySession finds who a session token belongs to, and the unit of an
// object, in one look. NotFound when nobody is signed in with it.
func (a *App) MemberBySession(ctx context.Context, token string, of Object) (SignedIn, error) {
	now := a.Now()
	s, err := a.Repo.StaffBySession(ctx, hashToken(token), now, now.Add(-SessionIdle), repo.ObjectIDs(of))
	if err != nil {
		return SignedIn{}, err
	}
	m, err := a.openMember(s.Staff)
	return SignedIn{Member: m, SessionID: s.SessionID, ObjectUnit: s.ObjectUnit}, err
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
