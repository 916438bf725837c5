package repo

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// SecretPoint is a point that says something in confidence, with its comment.
type SecretPoint struct {
	consult.Comment
	Position int    `db:"position"`
	Body     string `db:"body"`
	Sealed   []byte `db:"body_sealed"`
}

const sqlTradeSecrets = `SELECT m.id, m.receipt_no, m.identity, m.public_name, m.visibility, m.received_at, p.position, p.body, t.body_sealed
FROM trade_secrets t
JOIN points p ON p.consultation_id = t.consultation_id AND p.comment_id = t.comment_id AND p.position = t.position
JOIN comments m ON m.consultation_id = t.consultation_id AND m.id = t.comment_id
WHERE t.consultation_id = $1 AND t.comment_id = $2 ORDER BY p.position`

// TradeSecrets lists the points of a comment that say something in confidence.
// Errors: NotFound where none does.
func (t *Tx) TradeSecrets(ctx context.Context, consultationID, commentID int64) (list []SecretPoint, err error) {
	defer fault.Wrap(&err, "repo.TradeSecrets(%d, %d)", consultationID, commentID)
	if err := t.list(ctx, &list, sqlTradeSecrets, consultationID, commentID); err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	return list, nil
}

// Why it was said is over: the results are out, or the call was withdrawn.
const sqlExpireTradeSecrets = `DELETE FROM trade_secrets WHERE (consultation_id, id) IN (
    SELECT t.consultation_id, t.id FROM consultations c JOIN trade_secrets t ON t.consultation_id = c.id
    WHERE coalesce(c.results_at, c.withdrawn_at) < $1 LIMIT $2 FOR UPDATE OF t SKIP LOCKED)`

// ExpireTradeSecrets deletes what was said in confidence on consultations that
// were over before.
func (t *Tx) ExpireTradeSecrets(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.expireEach(ctx, before, limit, sqlExpireTradeSecrets)
}
