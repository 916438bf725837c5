package app

import (
	"context"

	"nayan/internal/fault"
	"nayan/internal/privacy"
	"nayan/repo"
)

// AccountInput is what it takes to make an account whose contacts are known to be
// its own: the samples, and who signs in in a way that vouches for them.
type AccountInput struct {
	Name, Email, Phone string // e-mail or phone may be empty; both normalised
	Password           string // optional
	Consent            bool   // to how personal data are handled, as the page says it today
}

// AddAccount makes an account. Errors: Conflict when a contact is taken.
func (a *App) AddAccount(ctx context.Context, in AccountInput) (id int64, err error) {
	defer fault.Wrap(&err, "app.AddAccount")
	hash := ""
	if in.Password != "" {
		if hash, err = a.Passwords.Hash(ctx, in.Password); err != nil {
			return 0, err
		}
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		id, err = tx.InsertAccount(ctx, a.sealAccount(in, hash), a.Now())
		if err != nil || !in.Consent {
			return err
		}
		return tx.InsertConsent(ctx, id, privacy.NoticeVersion, a.Now())
	})
	return id, err
}

func (a *App) sealAccount(in AccountInput, hash string) repo.Account {
	return repo.Account{PasswordHash: hash, NameSealed: a.Keys.Seal(sealAccountName, in.Name),
		EmailSealed: a.Keys.Seal(sealAccountEmail, in.Email), EmailIndex: a.Keys.Index(sealAccountEmail, in.Email),
		PhoneSealed: a.Keys.Seal(sealAccountPhone, in.Phone), PhoneIndex: a.Keys.Index(sealAccountPhone, in.Phone)}
}

// OpenAccountSession signs an account in for who has shown, in whatever way, that
// it is theirs, and gives the session's token.
func (a *App) OpenAccountSession(ctx context.Context, accountID int64, client Client) (token string, err error) {
	defer fault.Wrap(&err, "app.OpenAccountSession(%d)", accountID)
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		token, err = a.openAccountSession(ctx, tx, accountID, "", client)
		return err
	})
	return token, err
}
