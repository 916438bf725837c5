package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/workday"
)

// HolidayYear is an imported year of days off; Source is its file.
type HolidayYear struct {
	Year       int       `db:"year"`
	Source     string    `db:"source"`
	ImportedBy int64     `db:"imported_by"`
	ImportedAt time.Time `db:"imported_at"`
}

const sqlHolidayYears = `SELECT year, source, imported_by, imported_at FROM holiday_years ORDER BY year`

// HolidayYears gives the imported years.
func (r *Repo) HolidayYears(ctx context.Context) (years []HolidayYear, err error) {
	defer fault.Wrap(&err, "repo.HolidayYears")
	return years, r.list(ctx, &years, sqlHolidayYears)
}

// HolidayYears is [Repo.HolidayYears] within a transaction.
func (t *Tx) HolidayYears(ctx context.Context) (years []HolidayYear, err error) {
	defer fault.Wrap(&err, "repo.HolidayYears")
	return years, t.list(ctx, &years, sqlHolidayYears)
}

const sqlPutHolidayYear = `INSERT INTO holiday_years (year, source, imported_by, imported_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (year) DO UPDATE SET source = excluded.source, imported_by = excluded.imported_by, imported_at = excluded.imported_at`

// PutHolidayYear keeps an imported year, in place of an earlier import of it.
func (t *Tx) PutHolidayYear(ctx context.Context, y HolidayYear) (err error) {
	defer fault.Wrap(&err, "repo.PutHolidayYear(%d)", y.Year)
	_, err = t.exec(ctx, sqlPutHolidayYear, y.Year, y.Source, y.ImportedBy, y.ImportedAt)
	return err
}

// OpenTerms are the terms of a consultation that is not answered yet.
type OpenTerms struct {
	ID int64 `db:"id"`
	consult.Times
	consult.Terms
}

const sqlLockOpenTerms = `SELECT c.id, c.opens_at, c.closes_at, c.results_at, c.withdrawn_at, ` + termColumns + ` FROM consultations c
WHERE c.results_at IS NULL AND c.withdrawn_at IS NULL ORDER BY c.id FOR NO KEY UPDATE`

// LockOpenTerms gives the terms of all consultations without results. Extensions
// and releases under way are waited for; comments are not, nor do they wait.
func (t *Tx) LockOpenTerms(ctx context.Context) (terms []OpenTerms, err error) {
	defer fault.Wrap(&err, "repo.LockOpenTerms")
	return terms, t.list(ctx, &terms, sqlLockOpenTerms)
}

const sqlSetCounted = `UPDATE consultations c SET minimum_last_on = nullif(i.last_on, '')::date, minimum_awaits = i.last_awaits,
results_due_on = nullif(i.due_on, '')::date, results_due_awaits = i.due_awaits,
results_delayed_to = CASE WHEN c.results_delayed_to > nullif(i.due_on, '')::date THEN c.results_delayed_to END
FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::bigint[]) AS i (id, last_on, last_awaits, due_on, due_awaits)
WHERE c.id = i.id`

// SetCounted stores the days that periods were found to end on.
func (t *Tx) SetCounted(ctx context.Context, terms []OpenTerms) (err error) {
	defer fault.Wrap(&err, "repo.SetCounted")
	var ids, lastAwaits, dueAwaits pq.Int64Array
	var lastOn, dueOn pq.StringArray
	for _, x := range terms {
		ids = append(ids, x.ID)
		lastOn, lastAwaits = append(lastOn, dayText(x.MinimumLast)), append(lastAwaits, int64(x.MinimumAwaits))
		dueOn, dueAwaits = append(dueOn, dayText(x.ResultsDueOn)), append(dueAwaits, int64(x.ResultsDueAwaits))
	}
	_, err = t.exec(ctx, sqlSetCounted, ids, lastOn, lastAwaits, dueOn, dueAwaits)
	return err
}

// dayText writes a day for an array, in which there is no NULL.
func dayText(d workday.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
