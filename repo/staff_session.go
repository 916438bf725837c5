package repo

import (
	"context"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
)

// Session is a sign-in of a member of staff or of an account.
type Session struct {
	ID            int64         `db:"id"`
	Stage         account.Stage `db:"stage"` // of staff only
	CreatedAt     time.Time     `db:"created_at"`
	LastSeenAt    time.Time     `db:"last_seen_at"`
	ExpiresAt     time.Time     `db:"expires_at"`
	Browser       string        `db:"browser"` // Chrome · Windows
	AddressSealed []byte        `db:"address_sealed"`
}

const sqlInsertStaffSession = `INSERT INTO staff_sessions (token_hash, staff_id, stage, created_at, last_seen_at, expires_at, browser, address_sealed)
VALUES ($1, $2, $3, $4, $4, $5, $6, $7)`

// InsertStaffSession opens a session under the hash of its token.
func (t *Tx) InsertStaffSession(ctx context.Context, tokenHash []byte, staffID int64, s Session) (err error) {
	defer fault.Wrap(&err, "repo.InsertStaffSession(%d)", staffID)
	_, err = t.exec(ctx, sqlInsertStaffSession, tokenHash, staffID, s.Stage, s.CreatedAt, s.ExpiresAt, s.Browser, s.AddressSealed)
	return err
}

// ObjectIDs names the one object whose unit is asked for; the others are 0.
type ObjectIDs struct{ ConsultationID, OpenDayID, StaffID, OpinionID int64 }

// StaffSession is a live session with whose it is and, where an object is asked
// for, the unit that it belongs to; 0 when there is no such object.
type StaffSession struct {
	Staff
	SessionID  int64         `db:"session_id"`
	SignedInAt time.Time     `db:"signed_in_at"`
	Stage      account.Stage `db:"stage"`
	ObjectUnit int64         `db:"object_unit"`
}

// Seen is noted at most once a minute, so that reading a page seldom writes.
const sqlStaffBySession = `WITH seen AS (
    UPDATE staff_sessions SET last_seen_at = $2
    WHERE token_hash = $1 AND last_seen_at > $3 AND expires_at > $2 AND last_seen_at < $2::timestamptz - interval '1 minute'
)
SELECT ` + staffColumns + `, x.id AS session_id, x.created_at AS signed_in_at, x.stage,
    coalesce((SELECT unit_id FROM consultations WHERE id = $4), (SELECT unit_id FROM open_days WHERE id = $5),
        (SELECT unit_id FROM staff WHERE id = $6),
        (SELECT unit_id FROM unit_opinions WHERE id = $7), 0) AS object_unit
FROM staff_sessions x JOIN staff s ON s.id = x.staff_id
WHERE x.token_hash = $1 AND x.expires_at > $2 AND x.last_seen_at > $3 AND s.disabled_at IS NULL`

// StaffBySession finds who a live session belongs to: not over at now, and seen
// after idleSince.
func (r *Repo) StaffBySession(ctx context.Context, tokenHash []byte, now, idleSince time.Time, of ObjectIDs) (s StaffSession, err error) {
	defer fault.Wrap(&err, "repo.StaffBySession")
	return s, r.get(ctx, &s, sqlStaffBySession, tokenHash, now, idleSince, of.ConsultationID, of.OpenDayID, of.StaffID, of.OpinionID)
}

const sqlEndSession = `DELETE FROM staff_sessions WHERE token_hash = $1 OR expires_at <= $2`

// EndSession ends a session and clears out those that are over.
func (r *Repo) EndSession(ctx context.Context, tokenHash []byte, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.EndSession")
	return r.exec(ctx, sqlEndSession, tokenHash, now)
}

const sqlEndSessionsOf = `DELETE FROM staff_sessions WHERE staff_id = $1`

// EndSessionsOf signs a member of staff out everywhere.
func (t *Tx) EndSessionsOf(ctx context.Context, staffID int64) (err error) {
	defer fault.Wrap(&err, "repo.EndSessionsOf(%d)", staffID)
	_, err = t.exec(ctx, sqlEndSessionsOf, staffID)
	return err
}

const sqlEndSessionByID = `DELETE FROM staff_sessions WHERE id = $1 AND staff_id = $2`

// EndSessionByID ends one session of a member; Conflict when it is over already.
func (t *Tx) EndSessionByID(ctx context.Context, id, staffID int64) (err error) {
	defer fault.Wrap(&err, "repo.EndSessionByID(%d, %d)", id, staffID)
	return t.changeOne(ctx, sqlEndSessionByID, id, staffID)
}

const sqlEndOtherSessions = `DELETE FROM staff_sessions WHERE staff_id = $1 AND id <> $2`

// EndOtherSessions ends every session of a member but one.
func (t *Tx) EndOtherSessions(ctx context.Context, staffID, keep int64) (err error) {
	defer fault.Wrap(&err, "repo.EndOtherSessions(%d)", staffID)
	_, err = t.exec(ctx, sqlEndOtherSessions, staffID, keep)
	return err
}

const sqlSessionsOfStaff = `SELECT id, stage, created_at, last_seen_at, expires_at, browser, address_sealed FROM staff_sessions
WHERE staff_id = $1 AND stage = 'complete' AND expires_at > $2 AND last_seen_at > $3 ORDER BY last_seen_at DESC, id DESC`

// SessionsOfStaff lists where a member is signed in, the last seen first.
func (r *Repo) SessionsOfStaff(ctx context.Context, staffID int64, now, idleSince time.Time) (list []Session, err error) {
	defer fault.Wrap(&err, "repo.SessionsOfStaff(%d)", staffID)
	return list, r.list(ctx, &list, sqlSessionsOfStaff, staffID, now, idleSince)
}
