package repo

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// changeList is the public history of c as one JSON array, oldest first.
const changeList = `(SELECT coalesce(jsonb_agg(jsonb_build_object('kind', x.kind, 'at', x.at, 'reason', x.reason,
    'from', coalesce(x.from_on::text, ''), 'to', coalesce(x.to_on::text, ''), 'staff_id', x.staff_id) ORDER BY x.id), '[]')::text
    FROM consultation_changes x WHERE x.consultation_id = c.id)`

// Changes are what was done to a consultation after its release, read from the
// one JSON array that changeList gives.
type Changes []consult.Change

// Scan implements sql.Scanner.
func (c *Changes) Scan(value any) error { return scanJSON(value, c) }

const sqlInsertChange = `INSERT INTO consultation_changes (consultation_id, at, kind, reason, from_on, to_on, staff_id)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`

// InsertChange adds a line to the public history of a consultation and gives its id.
func (t *Tx) InsertChange(ctx context.Context, id int64, c consult.Change) (changeID int64, err error) {
	defer fault.Wrap(&err, "repo.InsertChange(%d, %s)", id, c.Kind)
	return changeID, t.get(ctx, &changeID, sqlInsertChange, id, c.At, c.Kind, c.Reason, c.From, c.To, c.StaffID)
}

const sqlExtend = `UPDATE consultations SET closes_at = $2, results_due_on = $3, results_due_awaits = $4, updated_at = $5
WHERE id = $1 AND state = 'released' AND results_at IS NULL AND withdrawn_at IS NULL`

// Extend moves the end of a call that LockConsultation holds, and with it the
// day by which its results are due.
func (t *Tx) Extend(ctx context.Context, id int64, closes time.Time, due consult.Terms, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.Extend(%d)", id)
	return t.changeOne(ctx, sqlExtend, id, closes, due.ResultsDueOn, due.ResultsDueAwaits, now)
}

const sqlWithdraw = `UPDATE consultations SET withdrawn_at = $2, updated_at = $2
WHERE id = $1 AND state = 'released' AND first_results_at IS NULL AND results_at IS NULL AND withdrawn_at IS NULL`

// Withdraw ends a consultation without results.
func (t *Tx) Withdraw(ctx context.Context, id int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.Withdraw(%d)", id)
	return t.changeOne(ctx, sqlWithdraw, id, now)
}

const sqlDelayResults = `UPDATE consultations SET results_delayed_to = $2, updated_at = $3
WHERE id = $1 AND state = 'released' AND results_at IS NULL AND withdrawn_at IS NULL`

// DelayResults notes by which day the results are promised now.
func (t *Tx) DelayResults(ctx context.Context, id int64, c consult.Change) (err error) {
	defer fault.Wrap(&err, "repo.DelayResults(%d)", id)
	return t.changeOne(ctx, sqlDelayResults, id, c.To, c.At)
}

const sqlSetTerms = `UPDATE consultations SET minimum = $2, minimum_in = $3, minimum_source = $4, minimum_last_on = $5, minimum_awaits = $6,
results_days = $7, results_due_on = $8, results_due_awaits = $9 WHERE id = $1 AND state <> 'released'`

// SetTerms keeps the periods that a consultation is under, until its release.
func (t *Tx) SetTerms(ctx context.Context, id int64, x consult.Terms) (err error) {
	defer fault.Wrap(&err, "repo.SetTerms(%d)", id)
	return t.changeOne(ctx, sqlSetTerms, id, x.MinimumDays, x.MinimumIn, x.MinimumSource, x.MinimumLast, x.MinimumAwaits,
		x.ResultsDays, x.ResultsDueOn, x.ResultsDueAwaits)
}
