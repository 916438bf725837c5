package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
)

const sqlAccountSessions = `SELECT id, created_at, last_seen_at, expires_at, browser, address_sealed FROM account_sessions
WHERE account_id = $1 AND expires_at > $2 AND last_seen_at > $3 ORDER BY last_seen_at DESC, id DESC LIMIT 50`

// AccountSessions lists where an account is signed in: not over at now, and seen
// after idleSince; the latest first.
func (r *Repo) AccountSessions(ctx context.Context, accountID int64, now, idleSince time.Time) (list []Session, err error) {
	defer fault.Wrap(&err, "repo.AccountSessions(%d)", accountID)
	return list, r.list(ctx, &list, sqlAccountSessions, accountID, now, idleSince)
}

const sqlEndOneAccountSession = `DELETE FROM account_sessions WHERE account_id = $1 AND id = $2`

// EndOneAccountSession ends a session of the account; one of another's is left alone.
func (r *Repo) EndOneAccountSession(ctx context.Context, accountID, sessionID int64) (err error) {
	defer fault.Wrap(&err, "repo.EndOneAccountSession(%d, %d)", accountID, sessionID)
	return r.exec(ctx, sqlEndOneAccountSession, accountID, sessionID)
}

const sqlEndOtherAccountSessions = `DELETE FROM account_sessions WHERE account_id = $1 AND id <> $2`

// EndOtherAccountSessions ends all sessions of the account but one; 0 spares none.
func (t *Tx) EndOtherAccountSessions(ctx context.Context, accountID, keep int64) (err error) {
	defer fault.Wrap(&err, "repo.EndOtherAccountSessions(%d)", accountID)
	_, err = t.exec(ctx, sqlEndOtherAccountSessions, accountID, keep)
	return err
}
