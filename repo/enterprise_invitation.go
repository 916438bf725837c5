package repo

import (
	"context"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
)

// EnterpriseInvitation is a link by which one person joins; of its token only
// the hash is kept.
type EnterpriseInvitation struct {
	ID             int64                   `db:"id"`
	EnterpriseID   int64                   `db:"enterprise_id"`
	EnterpriseName string                  `db:"enterprise_name"`
	State          account.EnterpriseState `db:"state"` // of the enterprise
	Role           account.MemberRole      `db:"role"`
	EmailSealed    []byte                  `db:"email_sealed"`
	InviterSealed  []byte                  `db:"inviter_sealed"`
	CreatedBy      int64                   `db:"created_by"`
	ExpiresAt      time.Time               `db:"expires_at"`
	UsedBy         int64                   `db:"used_by"` // 0: nobody yet
	UsedAt         *time.Time              `db:"used_at"`
	RevokedAt      *time.Time              `db:"revoked_at"`
}

const invitationSelect = `SELECT i.id, i.enterprise_id, e.name AS enterprise_name, e.state, i.role, i.email_sealed, a.name_sealed AS inviter_sealed,
i.created_by, i.expires_at, coalesce(i.used_by, 0) AS used_by, i.used_at, i.revoked_at
FROM enterprise_invitations i JOIN enterprises e ON e.id = i.enterprise_id JOIN accounts a ON a.id = i.created_by`

const sqlInsertInvitation = `INSERT INTO enterprise_invitations (token_hash, enterprise_id, role, email_sealed, created_by, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`

// InsertInvitation adds an invitation under the hash of its token.
func (t *Tx) InsertInvitation(ctx context.Context, tokenHash []byte, i EnterpriseInvitation, now time.Time) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertInvitation(%d)", i.EnterpriseID)
	return id, t.get(ctx, &id, sqlInsertInvitation, tokenHash, i.EnterpriseID, i.Role, i.EmailSealed, i.CreatedBy, now, i.ExpiresAt)
}

const sqlInvitationsSince = `SELECT greatest((SELECT count(*) FROM enterprise_invitations WHERE enterprise_id = $1 AND created_at > $3),
    (SELECT count(*) FROM enterprise_invitations WHERE created_by = $2 AND created_at > $3))`

// InvitationsSince counts the invitations that an enterprise, or one account for
// whatever enterprises, has made after a time, whichever is more.
func (t *Tx) InvitationsSince(ctx context.Context, enterpriseID, by int64, since time.Time) (n int, err error) {
	defer fault.Wrap(&err, "repo.InvitationsSince(%d, %d)", enterpriseID, by)
	return n, t.get(ctx, &n, sqlInvitationsSince, enterpriseID, by, since)
}

const sqlGoodInvitations = invitationSelect + `
WHERE i.enterprise_id = $1 AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2 ORDER BY i.id DESC`

// GoodInvitations lists the invitations that can still be used, the latest first.
func (r *Repo) GoodInvitations(ctx context.Context, enterpriseID int64, now time.Time) (list []EnterpriseInvitation, err error) {
	defer fault.Wrap(&err, "repo.GoodInvitations(%d)", enterpriseID)
	return list, r.list(ctx, &list, sqlGoodInvitations, enterpriseID, now)
}

const sqlInvitationByToken = invitationSelect + ` WHERE i.token_hash = $1`

// InvitationByToken finds an invitation, used ones too. Errors: NotFound.
func (r *Repo) InvitationByToken(ctx context.Context, tokenHash []byte) (i EnterpriseInvitation, err error) {
	defer fault.Wrap(&err, "repo.InvitationByToken")
	return i, r.get(ctx, &i, sqlInvitationByToken, tokenHash)
}

const sqlUseInvitation = `UPDATE enterprise_invitations SET used_by = $2, used_at = $3
WHERE id = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $3`

// UseInvitation spends an invitation; Conflict when it is good no more.
func (t *Tx) UseInvitation(ctx context.Context, id, accountID int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.UseInvitation(%d)", id)
	return t.changeOne(ctx, sqlUseInvitation, id, accountID, now)
}

const sqlRevokeInvitation = `UPDATE enterprise_invitations SET revoked_at = $3
WHERE id = $2 AND enterprise_id = $1 AND used_at IS NULL AND revoked_at IS NULL`

// RevokeInvitation takes an invitation back; Conflict when it was used or taken
// back already.
func (t *Tx) RevokeInvitation(ctx context.Context, enterpriseID, id int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.RevokeInvitation(%d)", id)
	return t.changeOne(ctx, sqlRevokeInvitation, enterpriseID, id, now)
}

const sqlRevokeInvitationsBy = `UPDATE enterprise_invitations SET revoked_at = $3
WHERE enterprise_id = $1 AND created_by = $2 AND used_at IS NULL AND revoked_at IS NULL`

// RevokeInvitationsBy takes back what somebody handed out who may do so no more:
// none of it lets them in again.
func (t *Tx) RevokeInvitationsBy(ctx context.Context, enterpriseID, accountID int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.RevokeInvitationsBy(%d)", enterpriseID)
	_, err = t.exec(ctx, sqlRevokeInvitationsBy, enterpriseID, accountID, now)
	return err
}
