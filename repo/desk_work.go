package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// DeskWork is a consultation that somebody on the desk has to do something with.
type DeskWork struct {
	consult.Consultation
	UpdatedAt  time.Time `db:"updated_at"`
	LastReason string    `db:"last_reason"` // of the last step, when it sent the consultation back
	Pending    int       `db:"pending"`     // comments that wait for moderation
	Undecided  int       `db:"undecided"`   // suggestions without a decision
}

// Counts only where something can have come in: released calls without results.
const sqlDeskWork = `SELECT ` + consultationColumns + `, c.updated_at, coalesce(l.reason, '') AS last_reason, w.pending, w.undecided
FROM ` + consultationTables + ` CROSS JOIN (SELECT $1::timestamptz AS instant) now
LEFT JOIN LATERAL (SELECT s.reason FROM review_steps s WHERE s.consultation_id = c.id ORDER BY s.id DESC LIMIT 1) l ON true
CROSS JOIN LATERAL (SELECT
    (SELECT count(*) FROM comments m WHERE m.consultation_id = c.id AND m.visibility = 'pending') AS pending,
    (SELECT count(*) FROM suggestions g WHERE g.consultation_id = c.id AND g.merged_into IS NULL)
        - (SELECT count(*) FROM decisions d JOIN suggestions g ON g.consultation_id = d.consultation_id AND g.id = d.suggestion_id
            WHERE d.consultation_id = c.id AND g.merged_into IS NULL)
        - (SELECT count(*) FROM (` + silentIn + `c.id` + silentBut + `) q WHERE NOT EXISTS (SELECT FROM decisions d
            WHERE d.consultation_id = c.id AND d.suggestion_id = q.suggestion_id)) AS undecided) w
WHERE c.results_at IS NULL AND c.withdrawn_at IS NULL AND (c.state <> 'released' OR c.opens_at <= $1) AND ($3 OR c.unit_id = ANY($4))
ORDER BY ` + pastDueSQL + ` DESC, c.closes_at, c.id LIMIT $2`

// deskWorkLimit is more than a county has under way at once.
const deskWorkLimit = 200

// DeskWork lists the consultations of the units that are not answered yet: those
// whose results are late first, then the earliest to close, with what waits in each.
func (r *Repo) DeskWork(ctx context.Context, now time.Time, units Units) (list []DeskWork, err error) {
	defer fault.Wrap(&err, "repo.DeskWork")
	return list, r.list(ctx, &list, sqlDeskWork, now, deskWorkLimit, units.All, pq.Array(units.IDs))
}
