package repo

import (
	"context"
	"crypto/hmac"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// EarlierComment is what an idempotency key already stands for.
type EarlierComment struct {
	ReceiptNo string `db:"receipt_no"`
	TextHash  string `db:"text_hash"`
}

type refusal struct {
	ID      int64 `db:"id"`
	DraftID int64 `db:"draft_id"`
	consult.Times
	RequestMAC []byte `db:"request_mac"`
	EarlierComment
}

const sqlRefusal = `SELECT c.id, c.draft_id, c.opens_at, c.closes_at, c.results_at, k.request_mac,
    coalesce(m.receipt_no, '') AS receipt_no, coalesce(encode(m.text_hash, 'hex'), '') AS text_hash
FROM consultations c
LEFT JOIN comment_keys k ON k.consultation_id = c.id AND k.key_hash = $2
LEFT JOIN comments m ON m.consultation_id = k.consultation_id AND m.id = k.comment_id
WHERE c.no = $1 AND c.state = 'released'`

// Refusal says why InsertComments did not accept a comment. Where its
// idempotency key already stands for the same content, that earlier comment is
// the answer and the error is nil.
//
// Errors: NotFound (no such public consultation), Mismatch (the key stands for
// other content), Closed (not open yet or no more; the argument is the opening instant or the last second),
// Invalid (a clause is not one of the current draft).
func (r *Repo) Refusal(ctx context.Context, c NewComment) (earlier EarlierComment, err error) {
	defer fault.Wrap(&err, "repo.Refusal(%q)", c.ConsultationNo)
	var why refusal
	if err := r.get(ctx, &why, sqlRefusal, c.ConsultationNo, c.KeyHash); err != nil {
		return EarlierComment{}, err
	}
	switch {
	case why.ReceiptNo != "" && !hmac.Equal(why.RequestMAC, c.RequestMAC):
		return EarlierComment{}, fault.New(fault.Mismatch, "comment.error.key_reused")
	case why.ReceiptNo != "":
		return why.EarlierComment, nil
	}
	if err := why.CheckOpen(c.ReceivedAt); err != nil {
		return EarlierComment{}, err
	}
	return EarlierComment{}, r.foreignClauses(ctx, why, c.Points)
}

const sqlDraftClauses = `SELECT id FROM clauses WHERE consultation_id = $1 AND draft_id = $2 AND id = ANY ($3)`

// foreignClauses names the points whose clauses are not of the current draft.
func (r *Repo) foreignClauses(ctx context.Context, why refusal, points []consult.Point) error {
	var asked, known []int64
	for _, p := range points {
		asked = append(asked, p.ClauseIDs...)
	}
	if err := r.list(ctx, &known, sqlDraftClauses, why.ID, why.DraftID, pq.Array(asked)); err != nil {
		return err
	}
	var f fault.Fields
	for i, p := range points {
		foreign := slices.ContainsFunc(p.ClauseIDs, func(id int64) bool { return !slices.Contains(known, id) })
		f.Check(!foreign, fmt.Sprintf("points.%d.clause_ids", i), "comment.error.clause_ids")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return fault.New(fault.Conflict, "error.changed_meanwhile") // it would be accepted now
}
