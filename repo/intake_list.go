package repo

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// Intake is a recorded opinion as the desk lists it and as its slip is printed.
type Intake struct {
	CommentID    int64            `db:"comment_id"`
	ReceiptNo    string           `db:"receipt_no"`
	Channel      consult.Channel  `db:"channel"`
	Identity     consult.Identity `db:"identity"`
	PublicName   string           `db:"public_name"` // masked
	ReceivedOn   time.Time        `db:"received_on"`
	PostmarkedOn *time.Time       `db:"postmarked_on"`
	Place        string           `db:"place"`
	RecordedBy   int64            `db:"recorded_by"`
	RecordedAt   time.Time        `db:"recorded_at"`
	BatchID      int64            `db:"batch_id"`  // 0: recorded by itself
	BatchRow     int              `db:"batch_row"` // of its table
}

const intakeColumns = `SELECT i.comment_id, m.receipt_no, m.channel, m.identity, m.public_name, i.received_on, i.postmarked_on, i.place,
    i.recorded_by, i.recorded_at, coalesce(i.batch_id, 0) AS batch_id, coalesce(i.batch_row, 0) AS batch_row
FROM intakes i JOIN comments m ON m.consultation_id = i.consultation_id AND m.id = i.comment_id
WHERE i.consultation_id = $1 `

const sqlCountIntakes = `SELECT count(*) FROM intakes WHERE consultation_id = $1`

const sqlIntakes = intakeColumns + `ORDER BY i.comment_id DESC LIMIT $2 OFFSET $3`

// Intakes gives a page of what was recorded for a call, the latest first, and how
// much there is in all.
func (r *Repo) Intakes(ctx context.Context, consultationID int64, number, perPage int) (list []Intake, total int, err error) {
	defer fault.Wrap(&err, "repo.Intakes(%d, page %d)", consultationID, number)
	if err := r.get(ctx, &total, sqlCountIntakes, consultationID); err != nil {
		return nil, 0, err
	}
	p := page{number: number, size: perPage}
	if p.beyond(total) {
		return nil, total, nil
	}
	return list, total, r.list(ctx, &list, sqlIntakes, consultationID, p.limit(), p.before()*p.limit())
}

const sqlIntake = intakeColumns + `AND i.comment_id = $2`

// Intake reads what was recorded of one comment. Errors: NotFound.
func (r *Repo) Intake(ctx context.Context, consultationID, commentID int64) (i Intake, err error) {
	defer fault.Wrap(&err, "repo.Intake(%d, %d)", consultationID, commentID)
	return i, r.get(ctx, &i, sqlIntake, consultationID, commentID)
}

const sqlIntakeByReceipt = intakeColumns + `AND i.comment_id = (SELECT comment_id FROM receipts WHERE no = $2)`

// IntakeByReceipt finds what was recorded by its receipt number. Errors: NotFound.
func (r *Repo) IntakeByReceipt(ctx context.Context, consultationID int64, no string) (i Intake, err error) {
	defer fault.Wrap(&err, "repo.IntakeByReceipt(%d)", consultationID)
	return i, r.get(ctx, &i, sqlIntakeByReceipt, consultationID, no)
}

const sqlIntakesOfBatch = intakeColumns + `AND i.batch_id = $2 ORDER BY i.batch_row LIMIT $3 OFFSET $4`

// IntakesOfBatch gives part of what a table brought, in the order of its rows.
func (r *Repo) IntakesOfBatch(ctx context.Context, consultationID, batchID int64, limit, offset int) (list []Intake, err error) {
	defer fault.Wrap(&err, "repo.IntakesOfBatch(%d, %d)", consultationID, batchID)
	return list, r.list(ctx, &list, sqlIntakesOfBatch, consultationID, batchID, limit, offset)
}
