package app

import (
	"context"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/repo"
)

// How long a resident's sign-in lasts: at most, and unused.
const (
	AccountSessionTTL  = 30 * 24 * time.Hour
	AccountSessionIdle = 7 * 24 * time.Hour
)

// Field names under which an account is sealed.
const (
	sealAccountName  = "account.name"
	sealAccountEmail = "account.email"
	sealAccountPhone = "account.phone"
)

// Person is a resident, or somebody of an enterprise, who is signed in.
type Person struct {
	ID          int64
	Name        string
	Email       string
	Phone       string
	HasPassword bool
	CreatedAt   time.Time
	SessionID   int64
	SignedInAt  time.Time          // when this session began
	Role        account.MemberRole // in the enterprise the page is about
	Unread      int                // messages in the inbox
}

// PersonBySession finds whose session it is, and what they may do for an
// enterprise (0: none is asked for). NotFound when nobody is signed in with it.
func (a *App) PersonBySession(ctx context.Context, token string, enterpriseID int64) (Person, error) {
	now := a.Now()
	s, err := a.Repo.AccountBySession(ctx, hashToken(token), now, now.Add(-AccountSessionIdle), enterpriseID)
	if err != nil {
		return Person{}, err
	}
	p, err := a.openPerson(s.Account)
	p.SessionID, p.SignedInAt, p.Role, p.Unread = s.SessionID, s.SignedInAt, s.MemberRole, s.Unread
	return p, err
}

func (a *App) openPerson(s repo.Account) (p Person, err error) {
	defer fault.Wrap(&err, "app.openPerson(%d)", s.ID)
	p = Person{ID: s.ID, HasPassword: s.PasswordHash != "", CreatedAt: s.CreatedAt}
	if p.Name, err = a.Keys.Open(sealAccountName, s.NameSealed); err != nil {
		return Person{}, err
	}
	if p.Email, err = a.Keys.Open(sealAccountEmail, s.EmailSealed); err != nil {
		return Person{}, err
	}
	p.Phone, err = a.Keys.Open(sealAccountPhone, s.PhoneSealed)
	return p, err
}

// CheckFresh holds that somebody has signed in a short while ago, for what gives
// an account to whoever does it: another contact, a first password, another
// identity. Whoever finds a browser signed in must not be able to. Errors: Forbidden.
func (a *App) CheckFresh(p Person) error {
	if p.SignedInAt.Before(a.Now().Add(-FreshSession)) {
		return fault.New(fault.Forbidden, "account.error.stale")
	}
	return nil
}

// openAccountSession opens a session inside the transaction that let somebody in.
// password is the hash of the one they gave, "" for none.
func (a *App) openAccountSession(ctx context.Context, tx *repo.Tx, accountID int64, password string, client Client) (token string, err error) {
	token, now := newToken(), a.Now()
	return token, tx.InsertAccountSession(ctx, hashToken(token), accountID, repo.Session{CreatedAt: now, ExpiresAt: now.Add(AccountSessionTTL),
		Browser: client.Browser, AddressSealed: a.Keys.Seal(sealSessionAddress, client.Address)}, password)
}

// SignOutAccount ends the session of a token; an unknown token is no error.
func (a *App) SignOutAccount(ctx context.Context, token string) error {
	return a.Repo.EndAccountSession(ctx, hashToken(token), a.Now())
}
