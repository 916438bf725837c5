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

const (
	sqlEnsureAccount = `INSERT INTO accounts (email_sealed, email_index, phone_sealed, phone_index, created_at)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id`
	sqlAccountByContact = `SELECT ` + accountColumns + ` FROM accounts a WHERE a.email_index = $1 OR a.phone_index = $2`
)

// EnsureAccount gives the account with the one contact that a holds, and makes it
// if there is none. Two that come at the same moment get the same.
func (t *Tx) EnsureAccount(ctx context.Context, a Account, now time.Time) (id int64, err error) {
	defer fault.Wrap(&err, "repo.EnsureAccount")
	err = t.get(ctx, &id, sqlEnsureAccount, a.EmailSealed, a.EmailIndex, a.PhoneSealed, a.PhoneIndex, now)
	if !fault.Is(err, fault.NotFound) {
		return id, err
	}
	var found Account
	err = t.get(ctx, &found, sqlAccountByContact, a.EmailIndex, a.PhoneIndex)
	return found.ID, err
}

// AccountByContact finds the account by the blind index of its e-mail or phone;
// the other is nil.
func (r *Repo) AccountByContact(ctx context.Context, emailIndex, phoneIndex []byte) (a Account, err error) {
	defer fault.Wrap(&err, "repo.AccountByContact")
	return a, r.get(ctx, &a, sqlAccountByContact, emailIndex, phoneIndex)
}

const sqlAccount = `SELECT ` + accountColumns + ` FROM accounts a WHERE a.id = $1 AND a.erased_at IS NULL`

// Account gives an account that is not erased.
func (r *Repo) Account(ctx context.Context, id int64) (a Account, err error) {
	defer fault.Wrap(&err, "repo.Account(%d)", id)
	return a, r.get(ctx, &a, sqlAccount, id)
}

const sqlLockAccount = `SELECT id FROM accounts WHERE id = $1 AND erased_at IS NULL FOR NO KEY UPDATE`

// LockAccount keeps an account from being changed or erased until the transaction
// ends: nothing is begun for somebody who is gone. It comes before the locks of
// enterprises, as in an erasure. Conflict when the account is erased.
func (t *Tx) LockAccount(ctx context.Context, id int64) (err error) {
	defer fault.Wrap(&err, "repo.LockAccount(%d)", id)
	return t.changeOne(ctx, sqlLockAccount, id)
}

const sqlSetAccountName = `UPDATE accounts SET name_sealed = $2 WHERE id = $1 AND erased_at IS NULL`

// SetAccountName changes the name of an account; nil takes it away.
func (t *Tx) SetAccountName(ctx context.Context, id int64, sealed []byte) (err error) {
	defer fault.Wrap(&err, "repo.SetAccountName(%d)", id)
	return t.changeOne(ctx, sqlSetAccountName, id, sealed)
}

const sqlSetAccountContact = `UPDATE accounts SET email_sealed = coalesce($2, email_sealed), email_index = coalesce($3, email_index),
    phone_sealed = coalesce($4, phone_sealed), phone_index = coalesce($5, phone_index)
WHERE id = $1 AND erased_at IS NULL`

// SetAccountContact puts the one contact that a holds in place of the account's;
// the other stays. One that is in use is Conflict.
func (t *Tx) SetAccountContact(ctx context.Context, id int64, a Account) (err error) {
	defer fault.Wrap(&err, "repo.SetAccountContact(%d)", id)
	return t.changeOne(ctx, sqlSetAccountContact, id, a.EmailSealed, a.EmailIndex, a.PhoneSealed, a.PhoneIndex)
}

const sqlSetAccountPassword = `UPDATE accounts SET password_hash = $2 WHERE id = $1 AND erased_at IS NULL`

// SetAccountPassword changes the password of an account.
func (t *Tx) SetAccountPassword(ctx context.Context, id int64, hash string) (err error) {
	defer fault.Wrap(&err, "repo.SetAccountPassword(%d)", id)
	return t.changeOne(ctx, sqlSetAccountPassword, id, hash)
}

const sqlInsertConsent = `INSERT INTO account_consents (account_id, version, given_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`

// InsertConsent records which text an account agreed to, the first time it did.
func (t *Tx) InsertConsent(ctx context.Context, accountID int64, version string, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.InsertConsent(%d)", accountID)
	_, err = t.exec(ctx, sqlInsertConsent, accountID, version, now)
	return err
}
