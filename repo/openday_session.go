package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/openday"
)

const sqlSessions = `SELECT id, open_day_id, starts_at, ends_at, capacity, taken, booking_opens_at, booking_closes_at
FROM sessions WHERE open_day_id = ANY($1) ORDER BY open_day_id, starts_at, id`

// withSessions reads the sessions of all open days at once.
func (r *Repo) withSessions(ctx context.Context, rows []openDayRow) ([]openday.OpenDay, int, error) {
	days, ids, place := make([]openday.OpenDay, len(rows)), make([]int64, len(rows)), map[int64]int{}
	for i, row := range rows {
		days[i], ids[i], place[row.ID] = row.OpenDay, row.ID, i
	}
	var sessions []openday.Session
	if err := r.list(ctx, &sessions, sqlSessions, pq.Array(ids)); err != nil {
		return nil, 0, err
	}
	for _, s := range sessions {
		d := &days[place[s.OpenDayID]]
		d.Sessions = append(d.Sessions, s)
	}
	return days, rows[0].Total, nil
}
