package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
)

// DecisionBatch is a table of answers that somebody uploaded.
type DecisionBatch struct {
	ID         int64      `db:"id"`
	StaffID    int64      `db:"staff_id"`
	Rows       int        `db:"rows"`
	Packed     []byte     `db:"packed"` // nil: imported, or given up
	CreatedAt  time.Time  `db:"created_at"`
	ImportedAt *time.Time `db:"imported_at"`
}

const sqlInsertDecisionBatch = `INSERT INTO decision_batches (consultation_id, staff_id, rows, packed, created_at)
VALUES ($1, $2, $3, $4, $5) RETURNING id`

// InsertDecisionBatch keeps answers until somebody says that they are to be saved.
func (t *Tx) InsertDecisionBatch(ctx context.Context, consultationID int64, b DecisionBatch) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertDecisionBatch(%d)", consultationID)
	return id, t.get(ctx, &id, sqlInsertDecisionBatch, consultationID, b.StaffID, b.Rows, b.Packed, b.CreatedAt)
}

const sqlLockDecisionBatch = `SELECT id, staff_id, rows, packed, created_at, imported_at FROM decision_batches
WHERE consultation_id = $1 AND id = $2 FOR UPDATE`

// LockDecisionBatch reads a table that was uploaded and holds it: of two who confirm,
// the second finds it imported. Errors: NotFound.
func (t *Tx) LockDecisionBatch(ctx context.Context, consultationID, id int64) (b DecisionBatch, err error) {
	defer fault.Wrap(&err, "repo.LockDecisionBatch(%d, %d)", consultationID, id)
	return b, t.get(ctx, &b, sqlLockDecisionBatch, consultationID, id)
}

const sqlSettleDecisionBatch = `UPDATE decision_batches SET packed = NULL, imported_at = $3 WHERE consultation_id = $1 AND id = $2`

// SettleDecisionBatch notes that the answers were saved, and lets go of the table.
func (t *Tx) SettleDecisionBatch(ctx context.Context, consultationID, id int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.SettleDecisionBatch(%d, %d)", consultationID, id)
	return t.changeOne(ctx, sqlSettleDecisionBatch, consultationID, id, now)
}

const sqlExpireDecisionBatches = `UPDATE decision_batches SET packed = NULL WHERE (consultation_id, id) IN (
    SELECT consultation_id, id FROM decision_batches WHERE packed IS NOT NULL AND created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`
