package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
)

const sqlInsertFollowRequest = `INSERT INTO follow_requests (token_hash, email_sealed, email_index, consultation_id, unit_id, kind, consent_version, created_at)
VALUES ($1, $2, $3, nullif($4::bigint, 0), nullif($5::bigint, 0), nullif($6::text, ''), $7, $8) RETURNING id`

// InsertFollowRequest stores a request until it is confirmed.
func (t *Tx) InsertFollowRequest(ctx context.Context, tokenHash []byte, q FollowRequest, now time.Time) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertFollowRequest")
	return id, t.get(ctx, &id, sqlInsertFollowRequest, tokenHash, q.EmailSealed, q.EmailIndex, q.Subject.ConsultationID, q.Subject.UnitID,
		string(q.Subject.Kind), q.ConsentVersion, now)
}

const sqlDropFollowRequests = `DELETE FROM follow_requests WHERE email_index = $1 AND consultation_id IS NOT DISTINCT FROM nullif($2::bigint, 0)
    AND unit_id IS NOT DISTINCT FROM nullif($3::bigint, 0) AND kind IS NOT DISTINCT FROM nullif($4::text, '')`

// DropFollowRequests takes away what an address has asked for and not confirmed
// about a subject; none is Conflict: somebody was faster.
func (t *Tx) DropFollowRequests(ctx context.Context, q FollowRequest) (err error) {
	defer fault.Wrap(&err, "repo.DropFollowRequests")
	return t.changeOne(ctx, sqlDropFollowRequests, q.EmailIndex, q.Subject.ConsultationID, q.Subject.UnitID, string(q.Subject.Kind))
}

// The update changes nothing: it waits for who is just about to go, and holds the row.
const sqlEnsureFollower = `INSERT INTO followers (email_sealed, email_index, nonce, token_hash, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (email_index) DO UPDATE SET email_index = EXCLUDED.email_index
RETURNING id, email_sealed, email_index, nonce, token_hash`

// EnsureFollower gives the follower of an address, made if there is none, and
// holds it.
func (t *Tx) EnsureFollower(ctx context.Context, f Follower, now time.Time) (have Follower, err error) {
	defer fault.Wrap(&err, "repo.EnsureFollower")
	return have, t.get(ctx, &have, sqlEnsureFollower, f.EmailSealed, f.EmailIndex, f.Nonce, f.TokenHash, now)
}

const sqlInsertFollow = `INSERT INTO follows (follower_id, consultation_id, unit_id, kind, consent_version, created_at)
VALUES ($1, nullif($2::bigint, 0), nullif($3::bigint, 0), nullif($4::text, ''), $5, $6) ON CONFLICT DO NOTHING`

// InsertFollow makes a follower follow a subject; who does already goes on.
func (t *Tx) InsertFollow(ctx context.Context, followerID int64, s FollowSubject, consent string, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.InsertFollow(%d)", followerID)
	_, err = t.exec(ctx, sqlInsertFollow, followerID, s.ConsultationID, s.UnitID, string(s.Kind), consent, now)
	return err
}

const sqlFollowerFollowing = `SELECT f.id, f.email_sealed, f.email_index, f.nonce, f.token_hash FROM followers f JOIN follows w ON w.follower_id = f.id
WHERE f.email_index = $1 AND w.consultation_id IS NOT DISTINCT FROM nullif($2::bigint, 0)
  AND w.unit_id IS NOT DISTINCT FROM nullif($3::bigint, 0) AND w.kind IS NOT DISTINCT FROM nullif($4::text, '')`

// FollowerFollowing finds the follower of an address if they follow the subject.
// Errors: NotFound.
func (t *Tx) FollowerFollowing(ctx context.Context, emailIndex []byte, s FollowSubject) (f Follower, err error) {
	defer fault.Wrap(&err, "repo.FollowerFollowing")
	return f, t.get(ctx, &f, sqlFollowerFollowing, emailIndex, s.ConsultationID, s.UnitID, string(s.Kind))
}

const (
	sqlHoldFollower          = sqlFollowerByToken + ` FOR UPDATE`
	sqlHoldFollowerOfAccount = `SELECT f.id, f.email_sealed, f.email_index, f.nonce, f.token_hash FROM followers f
JOIN accounts a ON a.email_index = f.email_index WHERE a.id = $1 FOR UPDATE OF f`
)

// HoldFollower gives the follower of a link and keeps others from telling them
// anything until the transaction ends. Errors: NotFound.
func (t *Tx) HoldFollower(ctx context.Context, tokenHash []byte) (f Follower, err error) {
	defer fault.Wrap(&err, "repo.HoldFollower")
	return f, t.get(ctx, &f, sqlHoldFollower, tokenHash)
}

// HoldFollowerOfAccount does the same for the address of an account.
func (t *Tx) HoldFollowerOfAccount(ctx context.Context, accountID int64) (f Follower, err error) {
	defer fault.Wrap(&err, "repo.HoldFollowerOfAccount(%d)", accountID)
	return f, t.get(ctx, &f, sqlHoldFollowerOfAccount, accountID)
}

const sqlStopFollow = `DELETE FROM follows WHERE follower_id = $1 AND id = $2`

// StopFollow ends one of a held follower's follows; one that is over is none.
func (t *Tx) StopFollow(ctx context.Context, followerID, id int64) (err error) {
	defer fault.Wrap(&err, "repo.StopFollow(%d, %d)", followerID, id)
	_, err = t.exec(ctx, sqlStopFollow, followerID, id)
	return err
}

const sqlStopFollowsAbout = `DELETE FROM follows w USING consultations c
WHERE c.no = $2 AND w.follower_id = $1 AND (w.consultation_id = c.id OR w.unit_id = c.unit_id OR w.kind = c.kind
    OR num_nonnulls(w.consultation_id, w.unit_id, w.kind) = 0)`

// StopFollowsAbout ends whatever a held follower hears of a consultation by.
func (t *Tx) StopFollowsAbout(ctx context.Context, followerID int64, no string) (err error) {
	defer fault.Wrap(&err, "repo.StopFollowsAbout(%d, %q)", followerID, no)
	_, err = t.exec(ctx, sqlStopFollowsAbout, followerID, no)
	return err
}

const (
	waitingNews = `UPDATE messages SET state = 'expired', changed_at = $2, recipient_sealed = NULL, values_sealed = NULL
WHERE follower_id = $1 AND state IN ('queued', 'held', 'failed', 'uncertain')`
	sqlDropNews = waitingNews
	// The third part of a cause is the consultation: see app.newsCause.
	sqlDropNewsAbout = waitingNews + ` AND split_part(cause, ':', 3) = (SELECT c.id::text FROM consultations c WHERE c.no = $3)`
)

// DropNewsAbout takes back what a held follower has not been sent yet about a
// consultation.
func (t *Tx) DropNewsAbout(ctx context.Context, followerID int64, no string, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.DropNewsAbout(%d)", followerID)
	_, err = t.exec(ctx, sqlDropNewsAbout, followerID, now, no)
	return err
}

const (
	sqlFollowsLeft        = `SELECT count(*) FROM follows WHERE follower_id = $1`
	sqlDropFollower       = `DELETE FROM followers WHERE id = $1`
	sqlDropRequestsOfSame = `DELETE FROM follow_requests WHERE email_index = $1`
)

// FollowsLeft counts what a held follower follows.
func (t *Tx) FollowsLeft(ctx context.Context, followerID int64) (n int, err error) {
	defer fault.Wrap(&err, "repo.FollowsLeft(%d)", followerID)
	return n, t.get(ctx, &n, sqlFollowsLeft, followerID)
}

// DropFollower erases a held follower with all they follow, asked for, and have
// not been sent yet.
func (t *Tx) DropFollower(ctx context.Context, f Follower, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.DropFollower(%d)", f.ID)
	if _, err := t.exec(ctx, sqlDropNews, f.ID, now); err != nil {
		return err
	}
	if _, err := t.exec(ctx, sqlDropRequestsOfSame, f.EmailIndex); err != nil {
		return err
	}
	_, err = t.exec(ctx, sqlDropFollower, f.ID)
	return err
}

const sqlMoveFollows = `INSERT INTO follows (follower_id, consultation_id, unit_id, kind, consent_version, created_at)
SELECT $2, consultation_id, unit_id, kind, consent_version, created_at FROM follows WHERE follower_id = $1 ORDER BY id
ON CONFLICT DO NOTHING`

// MoveFollows lets a follower follow all that another one does.
func (t *Tx) MoveFollows(ctx context.Context, from, to int64) (err error) {
	defer fault.Wrap(&err, "repo.MoveFollows(%d, %d)", from, to)
	_, err = t.exec(ctx, sqlMoveFollows, from, to)
	return err
}
