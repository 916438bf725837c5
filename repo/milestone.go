package repo

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// milestoneList is what became of the decision on c as one JSON array, in the order
// of the days; what was withdrawn is in it.
const milestoneList = `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'kind', x.kind, 'on', x.on_day::text, 'note', x.note, 'url', x.url,
    'noted_by', x.noted_by, 'noted_at', x.noted_at, 'withdrawn_by', coalesce(x.withdrawn_by, 0), 'withdrawn_at', x.withdrawn_at,
    'withdrawn_why', x.withdrawn_why) ORDER BY x.on_day, x.id), '[]')::text FROM milestones x WHERE x.consultation_id = c.id)`

// Milestones are read from the one JSON array that milestoneList gives.
type Milestones []consult.Milestone

// Scan implements sql.Scanner.
func (m *Milestones) Scan(value any) error { return scanJSON(value, m) }

const milestoneColumns = `SELECT id, kind, on_day, note, url, noted_by, noted_at, coalesce(withdrawn_by, 0) AS withdrawn_by, withdrawn_at, withdrawn_why
FROM milestones WHERE consultation_id = $1`

const sqlMilestones = milestoneColumns + ` ORDER BY on_day, id`

// Milestones lists what became of a decision, what was withdrawn included.
func (r *Repo) Milestones(ctx context.Context, consultationID int64) (list []consult.Milestone, err error) {
	defer fault.Wrap(&err, "repo.Milestones(%d)", consultationID)
	return list, r.list(ctx, &list, sqlMilestones, consultationID)
}

// Milestones does the same within a transaction.
func (t *Tx) Milestones(ctx context.Context, consultationID int64) (list []consult.Milestone, err error) {
	defer fault.Wrap(&err, "repo.Milestones(%d)", consultationID)
	return list, t.list(ctx, &list, sqlMilestones, consultationID)
}

const sqlLockMilestone = milestoneColumns + ` AND id = $2 FOR UPDATE`

// LockMilestone gives one milestone and holds it. Errors: NotFound.
func (t *Tx) LockMilestone(ctx context.Context, consultationID, id int64) (m consult.Milestone, err error) {
	defer fault.Wrap(&err, "repo.LockMilestone(%d, %d)", consultationID, id)
	return m, t.get(ctx, &m, sqlLockMilestone, consultationID, id)
}

const sqlInsertMilestone = `INSERT INTO milestones (consultation_id, kind, on_day, note, url, noted_by, noted_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`

// InsertMilestone notes what became of a decision, in public, and gives its id.
func (t *Tx) InsertMilestone(ctx context.Context, consultationID int64, m consult.Milestone) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertMilestone(%d, %s)", consultationID, m.Kind)
	return id, t.get(ctx, &id, sqlInsertMilestone, consultationID, m.Kind, m.On, m.Note, m.URL, m.NotedBy, m.NotedAt)
}

const sqlWithdrawMilestone = `UPDATE milestones SET withdrawn_by = $3, withdrawn_at = $4, withdrawn_why = $5
WHERE consultation_id = $1 AND id = $2 AND withdrawn_at IS NULL`

// WithdrawMilestone says that a milestone does not hold, and why.
func (t *Tx) WithdrawMilestone(ctx context.Context, consultationID, id, staffID int64, why string, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.WithdrawMilestone(%d, %d)", consultationID, id)
	return t.changeOne(ctx, sqlWithdrawMilestone, consultationID, id, staffID, now, why)
}
