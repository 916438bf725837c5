package app

import (
	"context"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/privacy"
	"nayan/repo"
)

// Entered is a session that was just opened, and the contact that opened it.
type Entered struct{ Token, Contact string }

// RequestCode sends a code by which somebody signs in, and signs up if they have
// no account. Errors: Invalid with the fields contact and consent.
func (a *App) RequestCode(ctx context.Context, contact string, consent bool) (code IssuedCode, err error) {
	defer fault.Wrap(&err, "app.RequestCode")
	to, ok := account.ReadContact(contact)
	var f fault.Fields
	f.Check(ok, "contact", a.unreadable())
	// Consent is given before anything is kept: 个人信息保护法 art. 13, 14 and 31.
	f.Check(consent, "consent", "account.error.consent")
	if err := f.Err(); err != nil {
		return IssuedCode{}, err
	}
	return a.issue(ctx, repo.ForSignIn, to, 0, privacy.NoticeVersion)
}

// RequestCodeAgain sends another code in place of the one under way. Errors:
// Closed when there is none; RateLimited within CodeAgain of the last.
func (a *App) RequestCodeAgain(ctx context.Context, token string) (code IssuedCode, err error) {
	defer fault.Wrap(&err, "app.RequestCodeAgain")
	return a.issueAgain(ctx, repo.ForSignIn, token, 0)
}

// CodeSent says where the code went that a browser asked for. Error: Closed.
func (a *App) CodeSent(ctx context.Context, token string) (sent SentCode, err error) {
	defer fault.Wrap(&err, "app.CodeSent")
	_, sent, err = a.codeUnderWay(ctx, repo.ForSignIn, token, 0)
	return sent, err
}

// SignInByCode opens a session for who has typed the code that was sent, and makes
// the account if there is none. Errors: Invalid (code), Closed when the code is
// used, over or tried too often.
func (a *App) SignInByCode(ctx context.Context, token, typed string, client Client) (in Entered, err error) {
	defer fault.Wrap(&err, "app.SignInByCode")
	c, err := a.try(ctx, repo.ForSignIn, token, 0, typed)
	if err != nil {
		return in, err
	}
	to, err := a.openContact(c)
	if err != nil {
		return in, err
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := a.spend(ctx, tx, c); err != nil {
			return err
		}
		id, err := tx.EnsureAccount(ctx, a.sealAccount(AccountInput{Email: to.Email, Phone: to.Phone}, ""), a.Now())
		if err != nil {
			return err
		}
		if err := tx.InsertConsent(ctx, id, c.ConsentVersion, a.Now()); err != nil {
			return err
		}
		in.Contact = to.String()
		in.Token, err = a.openAccountSession(ctx, tx, id, "", client)
		return err
	})
	return in, err
}

// SignInByPassword opens a session. A wrong password, an unknown contact, what is
// none and an account without a password are one error and take the same time.
func (a *App) SignInByPassword(ctx context.Context, contact, password string, client Client) (in Entered, err error) {
	defer fault.Wrap(&err, "app.SignInByPassword")
	to, ok := account.ReadContact(contact)
	if !ok {
		to = account.Contact{} // finds nobody
	}
	found, err := a.Repo.AccountByContact(ctx, a.Keys.Index(sealAccountEmail, to.Email), a.Keys.Index(sealAccountPhone, to.Phone))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return in, err
	}
	ok, err = a.Passwords.Check(ctx, found.PasswordHash, password)
	if err != nil {
		return in, err
	}
	if !ok {
		return in, fault.New(fault.Unauthenticated, "account.error.sign_in")
	}
	in.Contact = to.String()
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		in.Token, err = a.openAccountSession(ctx, tx, found.ID, found.PasswordHash, client)
		return err
	})
	if fault.Is(err, fault.Conflict) { // changed while it was being checked
		return Entered{}, fault.New(fault.Unauthenticated, "account.error.sign_in")
	}
	return in, err
}
