package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
	"nayan/internal/message"
)

// Purpose says what a one-time code is for.
type Purpose string

// The purposes; the migration repeats them as a CHECK.
const (
	ForSignIn        Purpose = "sign_in"
	ForChangeContact Purpose = "change_contact"
	ForErase         Purpose = "erase"
	ForSurvey        Purpose = "survey"
)

// Challenge is a one-time code that is under way; the code itself is kept nowhere.
type Challenge struct {
	ID             int64           `db:"id"`
	Purpose        Purpose         `db:"purpose"`
	Channel        message.Channel `db:"channel"`
	ContactSealed  []byte          `db:"contact_sealed"`
	ContactIndex   []byte          `db:"contact_index"`
	AccountID      int64           `db:"account_id"` // 0: nobody is signed in
	CodeMAC        []byte          `db:"code_mac"`
	Attempts       int             `db:"attempts"`
	ConsentVersion string          `db:"consent_version"`
	CreatedAt      time.Time       `db:"created_at"`
	ExpiresAt      time.Time       `db:"expires_at"`
}

const sqlInsertChallenge = `INSERT INTO challenges (token_hash, purpose, channel, contact_sealed, contact_index, account_id, code_mac,
    consent_version, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, nullif($6::bigint, 0), $7, $8, $9, $10) RETURNING id`

// InsertChallenge begins a code under the hash of the token that its browser keeps.
func (t *Tx) InsertChallenge(ctx context.Context, tokenHash []byte, c Challenge) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertChallenge(%s)", c.Purpose)
	return id, t.get(ctx, &id, sqlInsertChallenge, tokenHash, c.Purpose, c.Channel, c.ContactSealed, c.ContactIndex, c.AccountID,
		c.CodeMAC, c.ConsentVersion, c.CreatedAt, c.ExpiresAt)
}

const challengeColumns = `id, purpose, channel, contact_sealed, contact_index, coalesce(account_id, 0) AS account_id, code_mac, attempts,
    consent_version, created_at, expires_at`

const sqlChallenge = `SELECT ` + challengeColumns + ` FROM challenges
WHERE token_hash = $1 AND purpose = $2 AND coalesce(account_id, 0) = $3 AND used_at IS NULL AND expires_at > $4`

// Challenge finds a code that is neither used nor over; one that has been tried
// too often is still found, so that another can be asked for in its place.
func (r *Repo) Challenge(ctx context.Context, tokenHash []byte, purpose Purpose, accountID int64, now time.Time) (c Challenge, err error) {
	defer fault.Wrap(&err, "repo.Challenge(%s)", purpose)
	return c, r.get(ctx, &c, sqlChallenge, tokenHash, purpose, accountID, now)
}

// The count is taken, and committed, before the answer is compared: of many
// guesses at the same time no more pass here than the limit says.
const sqlTryChallenge = `UPDATE challenges SET attempts = attempts + 1
WHERE token_hash = $1 AND purpose = $2 AND coalesce(account_id, 0) = $3 AND used_at IS NULL AND expires_at > $4 AND attempts < $5
RETURNING ` + challengeColumns

// TryChallenge counts one attempt and gives what it is to be compared with;
// NotFound when there is nothing to try, or it has been tried too often.
func (r *Repo) TryChallenge(ctx context.Context, tokenHash []byte, purpose Purpose, accountID int64, now time.Time, most int) (c Challenge, err error) {
	defer fault.Wrap(&err, "repo.TryChallenge(%s)", purpose)
	return c, r.get(ctx, &c, sqlTryChallenge, tokenHash, purpose, accountID, now, most)
}

const sqlSpendChallenge = `UPDATE challenges SET used_at = $2 WHERE id = $1 AND used_at IS NULL`

// SpendChallenge marks a code as used; Conflict when it was already.
func (t *Tx) SpendChallenge(ctx context.Context, id int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.SpendChallenge(%d)", id)
	return t.changeOne(ctx, sqlSpendChallenge, id, now)
}
