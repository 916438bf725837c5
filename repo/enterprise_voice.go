package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// Speaker is a verified enterprise that an account may speak for, with its voice
// in a consultation; SpokenAt is nil where it has none yet.
type Speaker struct {
	ID         int64      `db:"id"`
	Name       string     `db:"name"`
	USCCSealed []byte     `db:"uscc_sealed"`
	SpokenAt   *time.Time `db:"spoken_at"`
	ByAccount  int64      `db:"by_account"`     // who sent it while signed in; 0: not known any more
	BySealed   []byte     `db:"by_name_sealed"` // as they gave their name
}

const sqlSpeakers = `SELECT e.id, e.name, e.uscc_sealed, m.received_at AS spoken_at, coalesce(o.account_id, 0) AS by_account,
    m.name_sealed AS by_name_sealed
FROM enterprise_members b
JOIN enterprises e ON e.id = b.enterprise_id AND e.state = 'verified'
LEFT JOIN consultations c ON c.no = $2
LEFT JOIN enterprise_voices v ON v.consultation_id = c.id AND v.enterprise_id = e.id
LEFT JOIN comments m ON m.consultation_id = v.consultation_id AND m.id = v.comment_id
LEFT JOIN account_comments o ON o.consultation_id = v.consultation_id AND o.comment_id = v.comment_id
WHERE b.account_id = $1 ORDER BY b.joined_at, e.id`

// Speakers lists the verified enterprises that an account belongs to, with what
// each has said in a consultation.
func (r *Repo) Speakers(ctx context.Context, accountID int64, no string) (list []Speaker, err error) {
	defer fault.Wrap(&err, "repo.Speakers(%d, %q)", accountID, no)
	return list, r.list(ctx, &list, sqlSpeakers, accountID, no)
}

// EnterpriseCall is a consultation as an enterprise sees it in its account.
type EnterpriseCall struct {
	ID        int64      `db:"id"`
	No        string     `db:"no"`
	Title     string     `db:"title"`
	UnitName  string     `db:"unit_name"`
	InvitedAt *time.Time `db:"invited_at"` // nil: it is addressed, and was not invited by name
	Spoken    bool       `db:"spoken"`
	consult.Times
	Total int `db:"total"`
}

// addressed holds of a consultation c and a verified enterprise e that the one
// addresses the other: consult.Addressing.Includes in SQL.
const addressed = `c.audience = 'enterprises' AND (
    NOT EXISTS (SELECT FROM consultation_addressees a WHERE a.consultation_id = c.id)
    OR EXISTS (SELECT FROM consultation_addressees a WHERE a.consultation_id = c.id AND a.criterion = 'enterprise' AND a.value = e.id::text)
    OR EXISTS (SELECT FROM consultation_addressees a WHERE a.consultation_id = c.id AND a.criterion <> 'enterprise')
    AND NOT EXISTS (SELECT FROM (VALUES ('industry', e.industry), ('size', e.size), ('township', coalesce(e.township_id::text, ''))) k (criterion, value)
        WHERE EXISTS (SELECT FROM consultation_addressees a WHERE a.consultation_id = c.id AND a.criterion = k.criterion)
          AND NOT EXISTS (SELECT FROM consultation_addressees a WHERE a.consultation_id = c.id AND a.criterion = k.criterion AND a.value = k.value)))`

// What is open comes first, what closes soonest before; then what closed last.
const sqlEnterpriseCalls = `SELECT c.id, c.no, c.title, u.name AS unit_name, i.at AS invited_at, v.comment_id IS NOT NULL AS spoken,
    c.opens_at, c.closes_at, c.results_at, c.withdrawn_at, count(*) OVER () AS total
FROM consultations c JOIN units u ON u.id = c.unit_id JOIN enterprises e ON e.id = $1
LEFT JOIN consultation_invitations i ON i.consultation_id = c.id AND i.enterprise_id = e.id
LEFT JOIN enterprise_voices v ON v.consultation_id = c.id AND v.enterprise_id = e.id
WHERE c.state = 'released' AND (i.at IS NOT NULL OR v.comment_id IS NOT NULL
    OR e.state = 'verified' AND c.closes_at > $2 AND c.withdrawn_at IS NULL AND ` + addressed + `)
ORDER BY c.closes_at > $2 AND c.withdrawn_at IS NULL DESC, CASE WHEN c.closes_at > $2 THEN c.closes_at END, c.closes_at DESC, c.id
LIMIT $3 OFFSET $4`

// EnterpriseCalls gives a page of the consultations that an enterprise is asked
// in at now, was invited to, or spoke in.
func (r *Repo) EnterpriseCalls(ctx context.Context, enterpriseID int64, now time.Time, number, perPage int) (list []EnterpriseCall, total int, err error) {
	defer fault.Wrap(&err, "repo.EnterpriseCalls(%d, page %d)", enterpriseID, number)
	p := page{number: number, size: perPage}
	if err := r.list(ctx, &list, sqlEnterpriseCalls, enterpriseID, now, p.limit(), p.before()*p.limit()); err != nil {
		return nil, 0, err
	}
	if len(list) > 0 {
		total = list[0].Total
	}
	return list, total, nil
}

// EnterpriseComment is what somebody sent for an enterprise.
type EnterpriseComment struct {
	ConsultationID int64      `db:"consultation_id"`
	ReceiptNo      string     `db:"receipt_no"`
	ReceivedAt     time.Time  `db:"received_at"`
	SupersededAt   *time.Time `db:"superseded_at"`
	ByAccount      int64      `db:"by_account"`
	BySealed       []byte     `db:"by_name_sealed"`
}

const sqlEnterpriseComments = `SELECT m.consultation_id, m.receipt_no, m.received_at, z.at AS superseded_at, coalesce(o.account_id, 0) AS by_account,
    m.name_sealed AS by_name_sealed
FROM comments m
LEFT JOIN superseded_comments z ON z.consultation_id = m.consultation_id AND z.comment_id = m.id
LEFT JOIN account_comments o ON o.consultation_id = m.consultation_id AND o.comment_id = m.id
WHERE m.enterprise_id = $1 AND m.consultation_id = ANY ($2) ORDER BY m.consultation_id, m.id DESC LIMIT 200`

// EnterpriseComments lists what was sent for an enterprise in consultations, the
// latest first.
func (r *Repo) EnterpriseComments(ctx context.Context, enterpriseID int64, consultationIDs []int64) (list []EnterpriseComment, err error) {
	defer fault.Wrap(&err, "repo.EnterpriseComments(%d)", enterpriseID)
	return list, r.list(ctx, &list, sqlEnterpriseComments, enterpriseID, pq.Array(consultationIDs))
}
