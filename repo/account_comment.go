package repo

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// answersOf gives of a comment m when the last of its answers became public, and
// how many are still to come.
const answersOf = `(SELECT max(b.released_at) AS answered_at, count(*) FILTER (WHERE w.position IS NULL) AS unanswered FROM suggestion_points o
    LEFT JOIN result_rows w ON w.consultation_id = o.consultation_id AND w.suggestion_id = o.suggestion_id
    LEFT JOIN results b ON b.consultation_id = w.consultation_id AND b.batch = w.batch
    WHERE o.consultation_id = m.consultation_id AND o.comment_id = m.id)`

const ownComments = `SELECT m.receipt_no, m.received_at, a.claimed, c.no AS consultation_no, c.title AS consultation_title,
    c.opens_at, c.closes_at, c.results_at, c.withdrawn_at, z.at AS superseded_at, n.answered_at, count(*) OVER () AS total
FROM account_comments a
JOIN comments m ON m.consultation_id = a.consultation_id AND m.id = a.comment_id
JOIN consultations c ON c.id = a.consultation_id
LEFT JOIN superseded_comments z ON z.consultation_id = m.consultation_id AND z.comment_id = m.id
LEFT JOIN LATERAL ` + answersOf + ` n ON z.at IS NULL AND n.unanswered = 0
WHERE a.account_id = $1 `

const (
	sqlOwnComments      = ownComments + `ORDER BY a.linked_at DESC, a.comment_id DESC LIMIT $2 OFFSET $3`
	sqlAnsweredComments = ownComments + `AND n.answered_at > $3 AND n.answered_at <= $4 ORDER BY n.answered_at DESC, a.comment_id DESC LIMIT $2`
)

type ownComment struct {
	consult.OwnComment
	Total int `db:"total"`
}

// OwnComments lists what an account sent or claimed, the latest first, and how
// many there are in all.
func (r *Repo) OwnComments(ctx context.Context, accountID int64, page, perPage int) (list []consult.OwnComment, total int, err error) {
	defer fault.Wrap(&err, "repo.OwnComments(%d)", accountID)
	return r.ownComments(ctx, sqlOwnComments, accountID, perPage, (page-1)*perPage)
}

// AnsweredComments lists an account's comments whose answers came out between two moments.
func (r *Repo) AnsweredComments(ctx context.Context, accountID int64, most int, since, now time.Time) (list []consult.OwnComment, err error) {
	defer fault.Wrap(&err, "repo.AnsweredComments(%d)", accountID)
	list, _, err = r.ownComments(ctx, sqlAnsweredComments, accountID, most, since, now)
	return list, err
}

func (r *Repo) ownComments(ctx context.Context, query string, args ...any) (list []consult.OwnComment, total int, err error) {
	var rows []ownComment
	if err := r.list(ctx, &rows, query, args...); err != nil {
		return nil, 0, err
	}
	for _, row := range rows {
		list, total = append(list, row.OwnComment), row.Total
	}
	return list, total, nil
}

const sqlOwnsReceipt = `SELECT EXISTS (SELECT FROM receipts r
    JOIN account_comments a ON a.consultation_id = r.consultation_id AND a.comment_id = r.comment_id
    WHERE r.no = $1 AND a.account_id = $2)`

// OwnsReceipt reports whether the comment of a receipt is the account's own.
func (r *Repo) OwnsReceipt(ctx context.Context, no string, accountID int64) (owns bool, err error) {
	defer fault.Wrap(&err, "repo.OwnsReceipt(%d)", accountID)
	return owns, r.get(ctx, &owns, sqlOwnsReceipt, no, accountID)
}

const (
	sqlLinkComment = `INSERT INTO account_comments (consultation_id, comment_id, account_id, claimed, linked_at)
SELECT r.consultation_id, r.comment_id, a.id, $3, $4 FROM receipts r, accounts a
WHERE r.no = $1 AND a.id = $2 AND a.erased_at IS NULL FOR KEY SHARE OF a
ON CONFLICT (consultation_id, comment_id) DO NOTHING`
	sqlCommentOwner = `SELECT a.account_id FROM receipts r
JOIN account_comments a ON a.consultation_id = r.consultation_id AND a.comment_id = r.comment_id WHERE r.no = $1`
)

// LinkComment makes the comment of a receipt the account's own, unless it is
// somebody's already, and gives whose it is then. NotFound for an unknown number.
func (t *Tx) LinkComment(ctx context.Context, no string, accountID int64, claimed bool, now time.Time) (owner int64, err error) {
	defer fault.Wrap(&err, "repo.LinkComment(%d)", accountID)
	if _, err := t.exec(ctx, sqlLinkComment, no, accountID, claimed, now); err != nil {
		return 0, err
	}
	return owner, t.get(ctx, &owner, sqlCommentOwner, no)
}
