package repo

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/follow"
)

// Follower is somebody whose address is proven and who follows something.
type Follower struct {
	ID          int64  `db:"id"`
	EmailSealed []byte `db:"email_sealed"`
	EmailIndex  []byte `db:"email_index"`
	Nonce       []byte `db:"nonce"`
	TokenHash   []byte `db:"token_hash"`
}

// FollowSubject is a subject by the ids of what it names; all zero is everything.
type FollowSubject struct {
	ConsultationID int64
	UnitID         int64
	Kind           consult.Kind
}

// FollowRequest is a request that waits to be confirmed.
type FollowRequest struct {
	ID             int64  `db:"id"`
	EmailSealed    []byte `db:"email_sealed"`
	EmailIndex     []byte `db:"email_index"`
	ConsentVersion string `db:"consent_version"`
	Subject        FollowSubject
	Followed       follow.Followed
}

// followed is a subject as it is read, with its names.
type followed struct {
	ID             int64        `db:"id"`
	ConsultationID int64        `db:"consultation_id"`
	No             string       `db:"no"`
	Title          string       `db:"title"`
	UnitID         int64        `db:"unit_id"`
	Unit           string       `db:"unit"`
	Kind           consult.Kind `db:"kind"`
}

func (f followed) followed() follow.Followed {
	return follow.Followed{ID: f.ID, Title: f.Title, Unit: f.Unit, Subject: follow.Subject{No: f.No, UnitID: f.UnitID, Kind: f.Kind}}
}

// The names of what w follows.
const (
	followedColumns = `w.id, coalesce(w.consultation_id, 0) AS consultation_id, coalesce(c.no, '') AS no, coalesce(c.title, '') AS title,
coalesce(w.unit_id, 0) AS unit_id, coalesce(u.name, '') AS unit, coalesce(w.kind, '') AS kind`
	followedTables = ` LEFT JOIN consultations c ON c.id = w.consultation_id LEFT JOIN units u ON u.id = w.unit_id`
)

const sqlFollowerByToken = `SELECT id, email_sealed, email_index, nonce, token_hash FROM followers WHERE token_hash = $1`

// FollowerByToken finds the follower of a link. Errors: NotFound.
func (r *Repo) FollowerByToken(ctx context.Context, tokenHash []byte) (f Follower, err error) {
	defer fault.Wrap(&err, "repo.FollowerByToken")
	return f, r.get(ctx, &f, sqlFollowerByToken, tokenHash)
}

const (
	sqlFollows = `SELECT ` + followedColumns + ` FROM follows w` + followedTables + ` WHERE w.follower_id = $1 ORDER BY w.id`
	// An account finds its follows by its address, wherever they were asked for.
	sqlFollowsOfAccount = `SELECT ` + followedColumns + ` FROM accounts a JOIN followers f ON f.email_index = a.email_index
JOIN follows w ON w.follower_id = f.id` + followedTables + ` WHERE a.id = $1 ORDER BY w.id`
)

// Follows lists what a follower follows, in the order in which they began to.
func (r *Repo) Follows(ctx context.Context, followerID int64) (list []follow.Followed, err error) {
	defer fault.Wrap(&err, "repo.Follows(%d)", followerID)
	return r.follows(ctx, sqlFollows, followerID)
}

// FollowsOfAccount lists what is followed under the address of an account.
func (r *Repo) FollowsOfAccount(ctx context.Context, accountID int64) (list []follow.Followed, err error) {
	defer fault.Wrap(&err, "repo.FollowsOfAccount(%d)", accountID)
	return r.follows(ctx, sqlFollowsOfAccount, accountID)
}

func (r *Repo) follows(ctx context.Context, query string, id int64) (list []follow.Followed, err error) {
	var rows []followed
	err = r.list(ctx, &rows, query, id)
	for _, row := range rows {
		list = append(list, row.followed())
	}
	return list, err
}

// HeldFollow is something that is followed under the address of an account.
type HeldFollow struct {
	follow.Followed
	CreatedAt      time.Time
	ConsentVersion string
	EmailSealed    []byte
}

const sqlHeldFollows = `SELECT ` + followedColumns + `, w.created_at, w.consent_version, f.email_sealed
FROM accounts a JOIN followers f ON f.email_index = a.email_index
JOIN follows w ON w.follower_id = f.id` + followedTables + ` WHERE a.id = $1 ORDER BY w.id`

// HeldFollows lists what is held of what the address of an account follows.
func (r *Repo) HeldFollows(ctx context.Context, accountID int64) (list []HeldFollow, err error) {
	defer fault.Wrap(&err, "repo.HeldFollows(%d)", accountID)
	var rows []struct {
		followed
		CreatedAt      time.Time `db:"created_at"`
		ConsentVersion string    `db:"consent_version"`
		EmailSealed    []byte    `db:"email_sealed"`
	}
	err = r.list(ctx, &rows, sqlHeldFollows, accountID)
	for _, row := range rows {
		list = append(list, HeldFollow{row.followed.followed(), row.CreatedAt, row.ConsentVersion, row.EmailSealed})
	}
	return list, err
}

const sqlFollowRequest = `SELECT w.email_sealed, w.email_index, w.consent_version, ` + followedColumns + `
FROM follow_requests w` + followedTables + ` WHERE w.token_hash = $1 AND w.created_at >= $2`

// FollowRequestByToken finds a request made since then. Errors: NotFound.
func (r *Repo) FollowRequestByToken(ctx context.Context, tokenHash []byte, since time.Time) (q FollowRequest, err error) {
	defer fault.Wrap(&err, "repo.FollowRequestByToken")
	var row struct {
		followed
		EmailSealed    []byte `db:"email_sealed"`
		EmailIndex     []byte `db:"email_index"`
		ConsentVersion string `db:"consent_version"`
	}
	err = r.get(ctx, &row, sqlFollowRequest, tokenHash, since)
	return FollowRequest{ID: row.ID, EmailSealed: row.EmailSealed, EmailIndex: row.EmailIndex, ConsentVersion: row.ConsentVersion,
		Subject: FollowSubject{row.ConsultationID, row.UnitID, row.Kind}, Followed: row.followed.followed()}, err
}

const sqlFollowable = `SELECT 0 AS id, coalesce(max(c.id), 0) AS consultation_id, coalesce(max(c.no), '') AS no, coalesce(max(c.title), '') AS title,
    coalesce(max(u.id), 0) AS unit_id, coalesce(max(u.name), '') AS unit, '' AS kind
FROM (SELECT) one LEFT JOIN consultations c ON c.no = $1 AND c.state = 'released' LEFT JOIN units u ON u.id = $2`

// Followable gives a subject its ids and names. Errors: NotFound when nothing
// public bears the number, or there is no such unit.
func (r *Repo) Followable(ctx context.Context, s follow.Subject) (ids FollowSubject, named follow.Followed, err error) {
	defer fault.Wrap(&err, "repo.Followable(%s)", s)
	var row followed
	if err := r.get(ctx, &row, sqlFollowable, s.No, s.UnitID); err != nil {
		return FollowSubject{}, follow.Followed{}, err
	}
	if row.No != s.No || row.UnitID != s.UnitID {
		return FollowSubject{}, follow.Followed{}, fault.New(fault.NotFound, "follow.error.subject")
	}
	row.Kind = s.Kind
	return FollowSubject{row.ConsultationID, row.UnitID, row.Kind}, row.followed(), nil
}
