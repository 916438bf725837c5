package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
)

// HomeFigures are the figures of one year on the home page. Each is read from
// released results, slotted counters or the series of numbers, never from the
// comments themselves.
type HomeFigures struct {
	Consultations     int `db:"consultations"`       // released in the year
	Comments          int `db:"comments"`            // 件: received by those consultations
	Suggestions       int `db:"suggestions"`         // 条: answered in results released in the year
	Adopted           int `db:"adopted"`             // 条: of those, adopted
	PartlyAdopted     int `db:"partly_adopted"`      // 条: of those, adopted in part
	OpenDaysAnnounced int `db:"open_days_announced"` // released in the year
	OpenDaysHeld      int `db:"open_days_held"`      // with a session of the year that is over
}

// The numbers are gapless: the last one given in a year is how many were released.
const sqlHomeFigures = `SELECT
coalesce((SELECT n.last FROM numbers n WHERE n.kind = 'consultation' AND n.year = $3::int), 0) AS consultations,
coalesce((SELECT n.last FROM numbers n WHERE n.kind = 'open_day' AND n.year = $3::int), 0) AS open_days_announced,
of_calls.comments, of_results.suggestions, of_results.adopted, of_results.partly_adopted,
(SELECT count(DISTINCT s.open_day_id) FROM sessions s JOIN open_days o ON o.id = s.open_day_id
 WHERE o.state = 'released' AND s.starts_at >= $1::timestamptz AND s.ends_at <= $2::timestamptz) AS open_days_held
FROM (SELECT coalesce(sum(k.comments), 0) AS comments
    FROM consultations c JOIN comment_counts k ON k.consultation_id = c.id
    WHERE c.state = 'released' AND c.released_at >= $1::timestamptz) of_calls,
(SELECT coalesce(sum(r.suggestions), 0) AS suggestions, coalesce(sum(r.adopted), 0) AS adopted,
        coalesce(sum(r.partly_adopted), 0) AS partly_adopted
    FROM result_batches_now r WHERE r.released_at >= $1::timestamptz AND r.released_at <= $2::timestamptz) of_results`

// HomeFigures gives the figures of the year that begins at yearStart, as of now.
func (r *Repo) HomeFigures(ctx context.Context, yearStart, now time.Time) (f HomeFigures, err error) {
	defer fault.Wrap(&err, "repo.HomeFigures(%d)", yearStart.Year())
	return f, r.get(ctx, &f, sqlHomeFigures, yearStart, now, yearStart.Year())
}
