package repo

import (
	"context"
	"slices"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const sqlReceipt = `SELECT m.consultation_id, m.id AS comment_id, m.receipt_no, m.received_at, m.visibility, m.hidden_code, m.hidden_reason,
    m.moderated_at, encode(m.text_hash, 'hex') AS text_hash, c.no AS consultation_no, c.title AS consultation_title, u.name AS unit_name, c.contact,
    c.opens_at, c.closes_at, c.results_at, c.withdrawn_at, z.at AS superseded_at
FROM receipts r
JOIN comments m ON m.consultation_id = r.consultation_id AND m.id = r.comment_id
JOIN consultations c ON c.id = r.consultation_id
JOIN units u ON u.id = c.unit_id
LEFT JOIN superseded_comments z ON z.consultation_id = m.consultation_id AND z.comment_id = m.id
WHERE r.no = $1`

// The answers come from the rows as they were released, never from the desk's
// drafts: until its batch is released there is none.
const sqlReceiptPoints = `SELECT p.position, p.body, t.body_sealed, w.outcome, w.reason, w.corrected_at,
    ` + pointClauses + ` AS clauses
FROM points p
LEFT JOIN trade_secrets t ON t.consultation_id = p.consultation_id AND t.comment_id = p.comment_id AND t.position = p.position
LEFT JOIN suggestion_points s ON s.consultation_id = p.consultation_id AND s.comment_id = p.comment_id AND s.position = p.position
LEFT JOIN result_rows w ON w.consultation_id = s.consultation_id AND w.suggestion_id = s.suggestion_id
WHERE p.consultation_id = $1 AND p.comment_id = $2
ORDER BY p.position, w.position`

type receiptPoint struct {
	Position int              `db:"position"`
	Body     string           `db:"body"`
	Secret   []byte           `db:"body_sealed"`
	Clauses  clauseRefs       `db:"clauses"`
	Outcome  *consult.Outcome `db:"outcome"`
	Reason   *string          `db:"reason"`

	CorrectedAt *time.Time `db:"corrected_at"`
}

// ReceiptStatus reads what the holder of a receipt may see at now. An unknown
// number is NotFound. secrets are what its points say in confidence, sealed and in
// their order.
func (r *Repo) ReceiptStatus(ctx context.Context, no string, now time.Time) (status consult.ReceiptStatus, secrets [][]byte, err error) {
	defer fault.Wrap(&err, "repo.ReceiptStatus")
	var head struct {
		ConsultationID int64 `db:"consultation_id"`
		CommentID      int64 `db:"comment_id"`
		consult.ReceiptStatus
	}
	if err := r.get(ctx, &head, sqlReceipt, no); err != nil {
		return consult.ReceiptStatus{}, nil, err
	}
	var rows []receiptPoint
	if err := r.list(ctx, &rows, sqlReceiptPoints, head.ConsultationID, head.CommentID); err != nil {
		return consult.ReceiptStatus{}, nil, err
	}
	status = head.ReceiptStatus
	status.Points, secrets = answeredPoints(rows, status.SupersededAt == nil)
	if err := r.tellRedactions(ctx, head.ConsultationID, head.CommentID, status.Points); err != nil {
		return consult.ReceiptStatus{}, nil, err
	}
	status.State = consult.Received
	if status.PhaseAt(now) == consult.Answered || status.SupersededAt == nil && whole(rows) {
		status.State = consult.Decided
	}
	return status, secrets, nil
}

// whole reports whether every part of every point has been answered: a first batch
// of results may hold all that one comment waits for.
func whole(rows []receiptPoint) bool {
	return !slices.ContainsFunc(rows, func(row receiptPoint) bool { return row.Outcome == nil })
}

// answeredPoints groups rows (one per point and answer) by point, each with what
// it says in confidence, sealed.
func answeredPoints(rows []receiptPoint, answered bool) (points []consult.AnsweredPoint, secrets [][]byte) {
	last := 0
	for _, row := range rows {
		if row.Position != last {
			points = append(points, consult.AnsweredPoint{Position: row.Position, Body: row.Body,
				ClauseLabels: consult.ClauseLabels(row.Clauses), Clauses: row.Clauses})
			secrets, last = append(secrets, row.Secret), row.Position
		}
		if answered && row.Outcome != nil {
			p := &points[len(points)-1]
			p.Decisions = append(p.Decisions, consult.Decision{Outcome: *row.Outcome, Reason: *row.Reason})
			if row.CorrectedAt != nil {
				p.CorrectedAt = row.CorrectedAt
			}
		}
	}
	return points, secrets
}

// tellRedactions adds what the public does not read of a comment's points.
func (r *Repo) tellRedactions(ctx context.Context, consultationID, commentID int64, points []consult.AnsweredPoint) error {
	var rows []redactionRow
	err := r.list(ctx, &rows, sqlRedactions, consultationID, pq.Array([]int64{commentID}))
	for _, row := range rows {
		i := slices.IndexFunc(points, func(p consult.AnsweredPoint) bool { return p.Position == row.Position })
		points[i].Redactions = append(points[i].Redactions, row.Redaction)
	}
	return err
}
