package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
)

// CallInvitation is an enterprise that was just invited to a consultation.
type CallInvitation struct {
	ConsultationID int64     `db:"consultation_id"`
	No             string    `db:"no"`
	Title          string    `db:"title"`
	ClosesAt       time.Time `db:"closes_at"`
	EnterpriseID   int64     `db:"enterprise_id"`
	Name           string    `db:"name"`
	ContactEmail   []byte    `db:"contact_email_sealed"`
}

// What is over, or was withdrawn, invites nobody any more.
const invite = `WITH fresh AS (
    INSERT INTO consultation_invitations (consultation_id, enterprise_id, at)
    SELECT c.id, e.id, $2 FROM consultations c CROSS JOIN enterprises e
    WHERE c.state = 'released' AND c.closes_at > $2 AND c.withdrawn_at IS NULL AND e.state = 'verified' AND ` + addressed + `
      AND NOT EXISTS (SELECT FROM consultation_invitations x WHERE x.consultation_id = c.id AND x.enterprise_id = e.id)`

const invited = `
    ON CONFLICT DO NOTHING RETURNING consultation_id, enterprise_id
)
SELECT f.consultation_id, c.no, c.title, c.closes_at, f.enterprise_id, e.name, e.contact_email_sealed
FROM fresh f JOIN consultations c ON c.id = f.consultation_id JOIN enterprises e ON e.id = f.enterprise_id
ORDER BY f.consultation_id, f.enterprise_id`

const (
	sqlInviteTo = invite + ` AND c.id = $1 AND e.id > $3 ORDER BY e.id LIMIT $4` + invited
	sqlInvite   = invite + ` AND e.id = $1 ORDER BY c.id` + invited
)

// InviteTo invites the next enterprises after one to a consultation: those that it
// addresses and that were not invited before. Fewer than limit are the last.
func (t *Tx) InviteTo(ctx context.Context, consultationID, after int64, limit int, now time.Time) (list []CallInvitation, err error) {
	defer fault.Wrap(&err, "repo.InviteTo(%d)", consultationID)
	return list, t.list(ctx, &list, sqlInviteTo, consultationID, now, after, limit)
}

// Invite invites an enterprise to every consultation that addresses it and takes
// comments now or later.
func (t *Tx) Invite(ctx context.Context, enterpriseID int64, now time.Time) (list []CallInvitation, err error) {
	defer fault.Wrap(&err, "repo.Invite(%d)", enterpriseID)
	return list, t.list(ctx, &list, sqlInvite, enterpriseID, now)
}

// Membership is an account's place in an enterprise.
type Membership struct {
	EnterpriseID int64 `db:"enterprise_id"`
	AccountID    int64 `db:"account_id"`
}

// An erasure under way is waited for; it then finds nobody.
const sqlMembersOf = `SELECT m.enterprise_id, m.account_id FROM enterprise_members m JOIN accounts a ON a.id = m.account_id
WHERE m.enterprise_id = ANY ($1) AND a.erased_at IS NULL ORDER BY m.account_id, m.enterprise_id FOR KEY SHARE OF a`

// MembersOf lists who belongs to the enterprises.
func (t *Tx) MembersOf(ctx context.Context, enterpriseIDs []int64) (list []Membership, err error) {
	defer fault.Wrap(&err, "repo.MembersOf(%d)", len(enterpriseIDs))
	return list, t.list(ctx, &list, sqlMembersOf, pq.Array(enterpriseIDs))
}

const sqlSetTraits = `UPDATE enterprises SET industry = $2, size = $3, township_id = nullif($4::bigint, 0) WHERE id = $1 AND state <> 'withdrawn'`

// SetTraits corrects what an enterprise said of itself.
func (t *Tx) SetTraits(ctx context.Context, e Enterprise) (err error) {
	defer fault.Wrap(&err, "repo.SetTraits(%d)", e.ID)
	return t.changeOne(ctx, sqlSetTraits, e.ID, e.Industry, e.Size, e.TownshipID)
}
