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

const sqlRefusal = `SELECT c.id, c.draft_id, c.opens_at, c.closes_at, c.results_at, c.withdrawn_at, k.request_mac,
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
// Invalid (a clause is not one of a version that is public, or a file is gone).
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
	return EarlierComment{}, r.unknownParts(ctx, why, c)
}

// The version is chosen as sqlInsertComments does.
const sqlKnownClauses = `SELECT x.id FROM clauses x
JOIN drafts d ON d.consultation_id = x.consultation_id AND d.id = x.draft_id
WHERE x.consultation_id = $1 AND x.id = ANY ($3) AND (d.id = $2 OR d.published_at IS NOT NULL)
  AND x.draft_id = coalesce(nullif($4::bigint, 0), (SELECT min(y.draft_id) FROM clauses y WHERE y.consultation_id = $1 AND y.id = ANY ($3)))`

const sqlWaitingFiles = `SELECT token_hash FROM comment_files WHERE consultation_id = $1 AND token_hash = ANY ($2) AND comment_id = 0`

// unknownParts names the points whose clauses are of no version that is public, or
// of several, and the files that are no longer there.
func (r *Repo) unknownParts(ctx context.Context, why refusal, c NewComment) error {
	var asked, known []int64
	for _, p := range c.Points {
		asked = append(asked, p.ClauseIDs...)
	}
	if err := r.list(ctx, &known, sqlKnownClauses, why.ID, why.DraftID, pq.Array(asked), c.DraftID); err != nil {
		return err
	}
	var f fault.Fields
	for i, p := range c.Points {
		foreign := slices.ContainsFunc(p.ClauseIDs, func(id int64) bool { return !slices.Contains(known, id) })
		f.Check(!foreign, fmt.Sprintf("points.%d.clause_ids", i), "comment.error.clause_ids")
	}
	var there pq.ByteaArray
	if err := r.list(ctx, &there, sqlWaitingFiles, why.ID, pq.ByteaArray(c.Files)); err != nil {
		return err
	}
	for i, token := range c.Files {
		here := slices.ContainsFunc(there, func(known []byte) bool { return hmac.Equal(known, token) })
		f.Check(here, fmt.Sprintf("files.%d", i), "comment.error.file_gone")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return fault.New(fault.Conflict, "error.changed_meanwhile") // it would be accepted now
}
