package app

import (
	"context"
	"strings"
	"unicode/utf8"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/repo"
)

// maxAccountName is the longest name an account takes, in characters.
const maxAccountName = 50

// Rename corrects a person's name (个人信息保护法 art. 46); "" takes it away.
// Error: Invalid (name).
func (a *App) Rename(ctx context.Context, p Person, name string) (err error) {
	defer fault.Wrap(&err, "app.Rename(%d)", p.ID)
	name = strings.Join(strings.Fields(plain(name)), " ")
	if utf8.RuneCountInString(name) > maxAccountName {
		return invalid("name", "account.error.name", maxAccountName)
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error { return tx.SetAccountName(ctx, p.ID, a.Keys.Seal(sealAccountName, name)) })
}

// RequestContactCode sends a code to a new contact of a person's, to show that it
// is theirs. Errors: Invalid (contact); Forbidden as of CheckFresh.
func (a *App) RequestContactCode(ctx context.Context, p Person, contact string) (code IssuedCode, err error) {
	defer fault.Wrap(&err, "app.RequestContactCode(%d)", p.ID)
	if err := a.CheckFresh(p); err != nil {
		return IssuedCode{}, err
	}
	to, ok := account.ReadContact(contact)
	switch {
	case !ok:
		return IssuedCode{}, invalid("contact", a.unreadable())
	case to.String() == p.Email || to.String() == p.Phone:
		return IssuedCode{}, invalid("contact", "account.error.contact_same")
	}
	return a.issue(ctx, repo.ForChangeContact, to, p.ID, "")
}

// RequestContactCodeAgain is RequestCodeAgain for a new contact.
func (a *App) RequestContactCodeAgain(ctx context.Context, p Person, token string) (code IssuedCode, err error) {
	defer fault.Wrap(&err, "app.RequestContactCodeAgain(%d)", p.ID)
	return a.issueAgain(ctx, repo.ForChangeContact, token, p.ID)
}

// ContactCodeSent is CodeSent for a new contact.
func (a *App) ContactCodeSent(ctx context.Context, p Person, token string) (sent SentCode, err error) {
	defer fault.Wrap(&err, "app.ContactCodeSent(%d)", p.ID)
	_, sent, err = a.codeUnderWay(ctx, repo.ForChangeContact, token, p.ID)
	return sent, err
}

// ChangeContact puts the contact that a code went to in place of the person's
// e-mail or phone. Errors: Invalid (code), Closed, Conflict when another account
// has it: the code showed that who asks may know.
func (a *App) ChangeContact(ctx context.Context, p Person, token, typed string) (err error) {
	defer fault.Wrap(&err, "app.ChangeContact(%d)", p.ID)
	c, err := a.try(ctx, repo.ForChangeContact, token, p.ID, typed)
	if err != nil {
		return err
	}
	to, err := a.openContact(c)
	if err != nil {
		return err
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := tx.LockAccount(ctx, p.ID); err != nil {
			return err
		}
		if err := a.spend(ctx, tx, c); err != nil {
			return err
		}
		if to.Email != "" {
			if err := a.moveFollower(ctx, tx, p.ID, to.Email); err != nil {
				return err
			}
		}
		err := tx.SetAccountContact(ctx, p.ID, a.sealAccount(AccountInput{Email: to.Email, Phone: to.Phone}, ""))
		if repo.Constraint(err) != "" {
			return fault.New(fault.Conflict, "account.error.contact_taken")
		}
		return err
	})
}
