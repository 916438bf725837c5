package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
	"nayan/internal/openday"
)

// openDaysPerPage is the length of a page of open days, public and on the desk.
const openDaysPerPage = 20

type openDayRow struct {
	openday.OpenDay
	Total int `db:"total"`
}

// An open day is upcoming while one of its sessions has not ended.
const sqlOpenDays = `SELECT d.id, d.no, d.state, d.unit_id, u.name AS unit_name, d.theme, d.place, d.audience, d.meeting_point,
  d.bring, d.cautions, d.contact, d.author_id, count(*) OVER () AS total
FROM open_days d JOIN units u ON u.id = d.unit_id
CROSS JOIN LATERAL (SELECT min(s.starts_at) FILTER (WHERE s.ends_at > $1) AS next, max(s.ends_at) AS last
  FROM sessions s WHERE s.open_day_id = d.id) t
WHERE d.state = 'released'
ORDER BY t.next NULLS LAST, t.last DESC, d.id DESC LIMIT $2 OFFSET $3`

const sqlCountOpenDays = `SELECT count(*) FROM open_days WHERE state = 'released'`

// OpenDays gives a page (from 1) of the released open days with their sessions,
// upcoming ones first and soonest first, and how many there are in all.
func (r *Repo) OpenDays(ctx context.Context, now time.Time, page int) (days []openday.OpenDay, total int, err error) {
	defer fault.Wrap(&err, "repo.OpenDays")
	var rows []openDayRow
	if err := r.list(ctx, &rows, sqlOpenDays, now, openDaysPerPage, offset(page)); err != nil {
		return nil, 0, err
	}
	if len(rows) == 0 { // a page past the end still tells the total
		err = r.get(ctx, &total, sqlCountOpenDays)
		return nil, total, err
	}
	return r.withSessions(ctx, rows)
}

const sqlDeskOpenDays = `SELECT d.id, coalesce(d.no, '') AS no, d.state, d.unit_id, u.name AS unit_name, d.theme, d.place, d.audience,
  d.meeting_point, d.bring, d.cautions, d.contact, d.author_id, count(*) OVER () AS total
FROM open_days d JOIN units u ON u.id = d.unit_id
WHERE ($3 OR d.unit_id = ANY($4)) ORDER BY d.state, d.id DESC LIMIT $1 OFFSET $2`

const sqlCountDeskOpenDays = `SELECT count(*) FROM open_days d WHERE ($1 OR d.unit_id = ANY($2))`

// DeskOpenDays gives a page (from 1) of the open days of the units with their sessions for
// the desk, those being drafted first, and how many there are in all.
func (r *Repo) DeskOpenDays(ctx context.Context, units Units, page int) (days []openday.OpenDay, total int, err error) {
	defer fault.Wrap(&err, "repo.DeskOpenDays")
	var rows []openDayRow
	if err := r.list(ctx, &rows, sqlDeskOpenDays, openDaysPerPage, offset(page), units.All, pq.Array(units.IDs)); err != nil {
		return nil, 0, err
	}
	if len(rows) == 0 {
		err = r.get(ctx, &total, sqlCountDeskOpenDays, units.All, pq.Array(units.IDs))
		return nil, total, err
	}
	return r.withSessions(ctx, rows)
}

const sqlOpenDayByNo = `SELECT d.id, d.no, d.state, d.unit_id, u.name AS unit_name, d.theme, d.place, d.audience, d.meeting_point,
  d.bring, d.cautions, d.contact, d.content_md, d.content_html, d.author_id
FROM open_days d JOIN units u ON u.id = d.unit_id WHERE d.no = $1`

// OpenDayByNo gives a released open day with its sessions. Only released ones
// have a number.
func (r *Repo) OpenDayByNo(ctx context.Context, no string) (d openday.OpenDay, err error) {
	defer fault.Wrap(&err, "repo.OpenDayByNo(%q)", no)
	if err := r.get(ctx, &d, sqlOpenDayByNo, no); err != nil {
		return openday.OpenDay{}, err
	}
	return d, r.list(ctx, &d.Sessions, sqlSessions, pq.Array([]int64{d.ID}))
}

const sqlOpenDayByID = `SELECT d.id, coalesce(d.no, '') AS no, d.state, d.unit_id, u.name AS unit_name, d.theme, d.place, d.audience,
  d.meeting_point, d.bring, d.cautions, d.contact, d.content_md, d.content_html, d.author_id
FROM open_days d JOIN units u ON u.id = d.unit_id WHERE d.id = $1`

// OpenDayByID gives an open day in any state with its sessions, for the desk.
func (r *Repo) OpenDayByID(ctx context.Context, id int64) (d openday.OpenDay, err error) {
	defer fault.Wrap(&err, "repo.OpenDayByID(%d)", id)
	if err := r.get(ctx, &d, sqlOpenDayByID, id); err != nil {
		return openday.OpenDay{}, err
	}
	return d, r.list(ctx, &d.Sessions, sqlSessions, pq.Array([]int64{d.ID}))
}

func offset(page int) int { return (max(page, 1) - 1) * openDaysPerPage }
