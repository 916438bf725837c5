package repo

import (
	"context"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
)

// Account is one resident or person of an enterprise; all that is personal is sealed.
type Account struct {
	ID           int64     `db:"id"`
	NameSealed   []byte    `db:"name_sealed"`
	EmailSealed  []byte    `db:"email_sealed"`
	EmailIndex   []byte    `db:"email_index"`
	PhoneSealed  []byte    `db:"phone_sealed"`
	PhoneIndex   []byte    `db:"phone_index"`
	PasswordHash string    `db:"password_hash"` // "" until one is chosen
	CreatedAt    time.Time `db:"created_at"`
}

const accountColumns = `a.id, a.name_sealed, a.email_sealed, a.email_index, a.phone_sealed, a.phone_index, a.password_hash, a.created_at`

// The account outlives its sessions, and remembers when it was last used. Noting
// that waits for an erasure or another password under way, and then finds it.
const sqlInsertAccountSession = `WITH used AS (
    UPDATE accounts SET last_sign_in_at = $3 WHERE id = $2 AND erased_at IS NULL AND ($7 = '' OR password_hash = $7) RETURNING id
)
INSERT INTO account_sessions (token_hash, account_id, created_at, last_seen_at, expires_at, browser, address_sealed)
SELECT $1, id, $3, $3, $4, $5, $6 FROM used`

// InsertAccountSession opens a session of an account under the hash of its token.
// password is the hash of the password that was given, "" for who came in another
// way. Conflict when it is no longer the account's, or the account is erased.
func (t *Tx) InsertAccountSession(ctx context.Context, tokenHash []byte, accountID int64, s Session, password string) (err error) {
	defer fault.Wrap(&err, "repo.InsertAccountSession(%d)", accountID)
	return t.changeOne(ctx, sqlInsertAccountSession, tokenHash, accountID, s.CreatedAt, s.ExpiresAt, s.Browser, s.AddressSealed, password)
}

// AccountSession is a live session with whose it is and, where an enterprise is
// asked for, what they may do for it.
type AccountSession struct {
	Account
	SessionID  int64              `db:"session_id"`
	SignedInAt time.Time          `db:"signed_in_at"`
	MemberRole account.MemberRole `db:"member_role"`
	Unread     int                `db:"unread"` // messages in the inbox
}

// Seen is noted at most once a minute, as for staff.
const sqlAccountBySession = `WITH seen AS (
    UPDATE account_sessions SET last_seen_at = $2
    WHERE token_hash = $1 AND last_seen_at > $3 AND expires_at > $2 AND last_seen_at < $2::timestamptz - interval '1 minute'
)
SELECT ` + accountColumns + `, x.id AS session_id, x.created_at AS signed_in_at,
    coalesce((SELECT m.role FROM enterprise_members m WHERE m.enterprise_id = $4 AND m.account_id = a.id), '') AS member_role,
    (SELECT count(*) FROM messages i WHERE i.account_id = a.id AND i.channel = 'inbox' AND i.read_at IS NULL) AS unread
FROM account_sessions x JOIN accounts a ON a.id = x.account_id
WHERE x.token_hash = $1 AND x.expires_at > $2 AND x.last_seen_at > $3 AND a.erased_at IS NULL`

// AccountBySession finds whose live session it is; enterpriseID may be 0.
func (r *Repo) AccountBySession(ctx context.Context, tokenHash []byte, now, idleSince time.Time, enterpriseID int64) (s AccountSession, err error) {
	defer fault.Wrap(&err, "repo.AccountBySession")
	return s, r.get(ctx, &s, sqlAccountBySession, tokenHash, now, idleSince, enterpriseID)
}

const sqlEndAccountSession = `DELETE FROM account_sessions WHERE token_hash = $1 OR expires_at <= $2`

// EndAccountSession ends a session of an account and clears out those that are over.
func (r *Repo) EndAccountSession(ctx context.Context, tokenHash []byte, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.EndAccountSession")
	return r.exec(ctx, sqlEndAccountSession, tokenHash, now)
}
