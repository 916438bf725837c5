package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
)

const sqlInsertAccount = `INSERT INTO accounts (name_sealed, email_sealed, email_index, phone_sealed, phone_index, password_hash, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`

// InsertAccount adds an account; an e-mail or a phone already in use is Conflict.
func (t *Tx) InsertAccount(ctx context.Context, a Account, now time.Time) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertAccount")
	return id, t.get(ctx, &id, sqlInsertAccount, a.NameSealed, a.EmailSealed, a.EmailIndex, a.PhoneSealed, a.PhoneIndex,
		a.PasswordHash, now)
}

const sqlInsertConsent = `INSERT INTO account_consents (account_id, version, given_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`

// InsertConsent notes that an account agreed to a version of the text; the first
// time counts.
func (t *Tx) InsertConsent(ctx context.Context, accountID int64, version string, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.InsertConsent(%d)", accountID)
	_, err = t.exec(ctx, sqlInsertConsent, accountID, version, now)
	return err
}
