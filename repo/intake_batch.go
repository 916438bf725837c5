package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
)

// IntakeBatch is a table of opinions that somebody uploaded.
type IntakeBatch struct {
	ID         int64      `db:"id"`
	StaffID    int64      `db:"staff_id"`
	Rows       int        `db:"rows"`
	RowsMAC    []byte     `db:"rows_mac"`
	RowsSealed []byte     `db:"rows_sealed"` // nil: imported, or given up
	CreatedAt  time.Time  `db:"created_at"`
	ImportedAt *time.Time `db:"imported_at"`
}

const sqlInsertIntakeBatch = `INSERT INTO intake_batches (consultation_id, staff_id, rows, rows_mac, rows_sealed, created_at)
VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`

// InsertIntakeBatch keeps rows until somebody says that they are to be recorded.
func (t *Tx) InsertIntakeBatch(ctx context.Context, consultationID int64, b IntakeBatch) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertIntakeBatch(%d)", consultationID)
	return id, t.get(ctx, &id, sqlInsertIntakeBatch, consultationID, b.StaffID, b.Rows, b.RowsMAC, b.RowsSealed, b.CreatedAt)
}

const batchColumns = `SELECT id, staff_id, rows, rows_mac, rows_sealed, created_at, imported_at FROM intake_batches WHERE consultation_id = $1 AND id = $2`

const sqlIntakeBatch = batchColumns

// IntakeBatch reads a table that was uploaded. Errors: NotFound.
func (r *Repo) IntakeBatch(ctx context.Context, consultationID, id int64) (b IntakeBatch, err error) {
	defer fault.Wrap(&err, "repo.IntakeBatch(%d, %d)", consultationID, id)
	return b, r.get(ctx, &b, sqlIntakeBatch, consultationID, id)
}

const sqlImportedBefore = `SELECT id, staff_id, rows, created_at, imported_at FROM intake_batches
WHERE consultation_id = $1 AND id <> $2 AND rows_mac = $3 AND imported_at IS NOT NULL ORDER BY id DESC LIMIT 1`

// ImportedBefore finds an imported table with the same rows. Errors: NotFound.
func (r *Repo) ImportedBefore(ctx context.Context, consultationID int64, b IntakeBatch) (same IntakeBatch, err error) {
	defer fault.Wrap(&err, "repo.ImportedBefore(%d, %d)", consultationID, b.ID)
	return same, r.get(ctx, &same, sqlImportedBefore, consultationID, b.ID, b.RowsMAC)
}

const sqlLockIntakeBatch = batchColumns + ` FOR UPDATE`

// LockIntakeBatch does the same and holds it: of two who confirm, the second finds
// it imported. Errors: NotFound.
func (t *Tx) LockIntakeBatch(ctx context.Context, consultationID, id int64) (b IntakeBatch, err error) {
	defer fault.Wrap(&err, "repo.LockIntakeBatch(%d, %d)", consultationID, id)
	return b, t.get(ctx, &b, sqlLockIntakeBatch, consultationID, id)
}

const sqlSettleIntakeBatch = `UPDATE intake_batches SET rows_sealed = NULL, imported_at = $3 WHERE consultation_id = $1 AND id = $2`

// SettleIntakeBatch notes that the rows were recorded, and lets go of them.
func (t *Tx) SettleIntakeBatch(ctx context.Context, consultationID, id int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.SettleIntakeBatch(%d, %d)", consultationID, id)
	return t.changeOne(ctx, sqlSettleIntakeBatch, consultationID, id, now)
}

// batchesShown bounds the list of the latest tables of a call.
const batchesShown = 20

const sqlIntakeBatches = `SELECT id, staff_id, rows, created_at, imported_at FROM intake_batches
WHERE consultation_id = $1 AND (imported_at IS NOT NULL OR rows_sealed IS NOT NULL) ORDER BY id DESC LIMIT $2`

// IntakeBatches lists the latest tables of a call that are imported or wait for it.
func (r *Repo) IntakeBatches(ctx context.Context, consultationID int64) (list []IntakeBatch, err error) {
	defer fault.Wrap(&err, "repo.IntakeBatches(%d)", consultationID)
	return list, r.list(ctx, &list, sqlIntakeBatches, consultationID, batchesShown)
}

const sqlExpireIntakeBatches = `UPDATE intake_batches SET rows_sealed = NULL WHERE (consultation_id, id) IN (
    SELECT consultation_id, id FROM intake_batches WHERE rows_sealed IS NOT NULL AND created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`

const sqlExpireUnsentFiles = `DELETE FROM comment_files WHERE (consultation_id, id) IN (
    SELECT consultation_id, id FROM comment_files WHERE comment_id = 0 AND uploaded_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`

// ExpireUnsent lets go of rows that nobody confirmed and of files that were
// uploaded and not sent.
func (t *Tx) ExpireUnsent(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.expireEach(ctx, before, limit, sqlExpireIntakeBatches, sqlExpireDecisionBatches, sqlExpireUnsentFiles)
}
