package repo

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// dayShape is how days go to Postgres: a time would bring its zone.
const dayShape = "2006-01-02"

// Window gives until when opinions on the call may be recorded.
func (c DeskConsultation) Window() consult.IntakeWindow {
	return consult.IntakeWindow{Times: c.Times, IntakeDays: c.IntakeDays, IntakeClosedAt: c.IntakeClosedAt}
}

const sqlSetIntakeDays = `UPDATE consultations SET intake_days = $2 WHERE id = $1`

// SetIntakeDays says how long after closing opinions may be recorded.
func (t *Tx) SetIntakeDays(ctx context.Context, consultationID int64, days int) (err error) {
	defer fault.Wrap(&err, "repo.SetIntakeDays(%d)", consultationID)
	return t.changeOne(ctx, sqlSetIntakeDays, consultationID, days)
}

// IntakeCall is a released call as those who record opinions on it need it.
type IntakeCall struct {
	No      string `db:"no"`
	DraftID int64  `db:"draft_id"`
	consult.IntakeWindow
}

// KEY SHARE: clerks do not wait for each other; the release of the results and the
// end of the intake wait for them.
const sqlHoldIntake = `SELECT no, draft_id, opens_at, closes_at, results_at, withdrawn_at, intake_days, intake_closed_at
FROM consultations WHERE id = $1 AND state = 'released' FOR KEY SHARE`

// HoldIntake reads a released call and keeps its window as it is until the
// transaction ends. Errors: NotFound.
func (t *Tx) HoldIntake(ctx context.Context, consultationID int64) (c IntakeCall, err error) {
	defer fault.Wrap(&err, "repo.HoldIntake(%d)", consultationID)
	return c, t.get(ctx, &c, sqlHoldIntake, consultationID)
}

const sqlIntakePending = `SELECT opens_at, closes_at, results_at, withdrawn_at, intake_days, intake_closed_at FROM consultations WHERE id = $1`

// IntakePending reports whether the results have to wait for opinions that came in
// time and may still be recorded.
func (t *Tx) IntakePending(ctx context.Context, consultationID int64, now time.Time) (pending bool, err error) {
	defer fault.Wrap(&err, "repo.IntakePending(%d)", consultationID)
	var w consult.IntakeWindow
	err = t.get(ctx, &w, sqlIntakePending, consultationID)
	return w.IntakePending(now), err
}

const sqlCloseIntake = `UPDATE consultations SET intake_closed_at = $2 WHERE id = $1 AND intake_closed_at IS NULL`

// CloseIntake ends the intake of a call that LockConsultation holds.
func (t *Tx) CloseIntake(ctx context.Context, consultationID int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.CloseIntake(%d)", consultationID)
	return t.changeOne(ctx, sqlCloseIntake, consultationID, now)
}

// NewIntake is what a clerk recorded of a comment that InsertComments has stored.
type NewIntake struct {
	ReceiptNo    string
	ReceivedOn   time.Time
	PostmarkedOn time.Time // zero: none
	Place        string
	BatchRow     int // 0: recorded by itself
}

const sqlInsertIntakes = `INSERT INTO intakes (consultation_id, comment_id, received_on, postmarked_on, place, recorded_by, recorded_at,
    batch_id, batch_row)
SELECT r.consultation_id, r.comment_id, x.received_on, nullif(x.postmarked_on, '')::date, x.place, $5, $6, nullif($7::bigint, 0), nullif(x.batch_row, 0)
FROM unnest($1::text[], $2::date[], $3::text[], $4::text[], $8::int[]) AS x (no, received_on, postmarked_on, place, batch_row)
JOIN receipts r ON r.no = x.no
RETURNING comment_id`

// InsertIntakes stores what was recorded beside the comments, and gives their ids.
func (t *Tx) InsertIntakes(ctx context.Context, list []NewIntake, staffID, batchID int64, now time.Time) (ids []int64, err error) {
	defer fault.Wrap(&err, "repo.InsertIntakes(%d)", len(list))
	var nos, received, postmarked, places pq.StringArray
	var rows pq.Int64Array
	for _, i := range list {
		nos, received = append(nos, i.ReceiptNo), append(received, i.ReceivedOn.In(consult.Zone).Format(dayShape))
		places, rows = append(places, i.Place), append(rows, int64(i.BatchRow))
		day := ""
		if !i.PostmarkedOn.IsZero() {
			day = i.PostmarkedOn.In(consult.Zone).Format(dayShape)
		}
		postmarked = append(postmarked, day)
	}
	err = t.list(ctx, &ids, sqlInsertIntakes, nos, received, postmarked, places, staffID, now, batchID, rows)
	if err == nil && len(ids) != len(list) {
		err = fmt.Errorf("%d rows for %d comments", len(ids), len(list))
	}
	return ids, err
}
