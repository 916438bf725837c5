package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
	"nayan/internal/openday"
)

const sqlInsertOpenDay = `INSERT INTO open_days (state, unit_id, theme, place, audience, meeting_point, bring, cautions, contact,
  content_md, content_html, author_id, created_at, updated_at)
VALUES ('drafting', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) RETURNING id`

// InsertOpenDay adds an open day in drafting with its sessions.
func (t *Tx) InsertOpenDay(ctx context.Context, f openday.Fields, html string, author int64, now time.Time) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertOpenDay")
	err = t.get(ctx, &id, sqlInsertOpenDay, f.UnitID, f.Theme, f.Place, f.Audience, f.MeetingPoint, f.Bring, f.Cautions, f.Contact,
		f.Content, html, author, now)
	if err != nil {
		return 0, err
	}
	return id, t.insertSessions(ctx, id, f.Sessions)
}

const sqlUpdateOpenDay = `UPDATE open_days SET unit_id = $2, theme = $3, place = $4, audience = $5, meeting_point = $6, bring = $7,
  cautions = $8, contact = $9, content_md = $10, content_html = $11, updated_at = $12
WHERE id = $1 AND state = 'drafting'`

const sqlDeleteSessions = `DELETE FROM sessions WHERE open_day_id = $1`

// UpdateOpenDay replaces the fields and sessions of an open day in drafting,
// which nobody can have booked yet; Conflict when it is released.
func (t *Tx) UpdateOpenDay(ctx context.Context, id int64, f openday.Fields, html string, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.UpdateOpenDay(%d)", id)
	err = t.changeOne(ctx, sqlUpdateOpenDay, id, f.UnitID, f.Theme, f.Place, f.Audience, f.MeetingPoint, f.Bring, f.Cautions,
		f.Contact, f.Content, html, now)
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, sqlDeleteSessions, id); err != nil {
		return err
	}
	return t.insertSessions(ctx, id, f.Sessions)
}

const sqlInsertSessions = `INSERT INTO sessions (open_day_id, starts_at, ends_at, capacity, booking_opens_at, booking_closes_at)
SELECT $1, s.starts_at, s.ends_at, s.capacity, s.opens_at, s.closes_at
FROM unnest($2::timestamptz[], $3::timestamptz[], $4::int[], $5::timestamptz[], $6::timestamptz[])
  WITH ORDINALITY AS s (starts_at, ends_at, capacity, opens_at, closes_at, position)
ORDER BY s.position`

// insertSessions adds all sessions in one statement, in the order of the form.
func (t *Tx) insertSessions(ctx context.Context, openDayID int64, list []openday.SessionFields) error {
	if len(list) == 0 {
		return nil
	}
	n := len(list)
	starts, ends, opens, closes := make([]time.Time, n), make([]time.Time, n), make([]time.Time, n), make([]time.Time, n)
	capacities := make([]int64, n)
	for i, s := range list {
		starts[i], ends[i], opens[i], closes[i] = s.StartsAt, s.EndsAt, s.BookingOpensAt, s.BookingClosesAt
		capacities[i] = int64(s.Capacity)
	}
	_, err := t.exec(ctx, sqlInsertSessions, openDayID, pq.Array(starts), pq.Array(ends), pq.Array(capacities),
		pq.Array(opens), pq.Array(closes))
	return err
}

const sqlLockOpenDay = `SELECT id, coalesce(no, '') AS no, state, unit_id, theme, place, audience, meeting_point, bring, cautions,
  contact, content_md, author_id
FROM open_days WHERE id = $1 FOR UPDATE`

// LockOpenDay reads an open day with its sessions and keeps others from changing
// it until the transaction ends.
func (t *Tx) LockOpenDay(ctx context.Context, id int64) (d openday.OpenDay, err error) {
	defer fault.Wrap(&err, "repo.LockOpenDay(%d)", id)
	if err := t.get(ctx, &d, sqlLockOpenDay, id); err != nil {
		return openday.OpenDay{}, err
	}
	return d, t.list(ctx, &d.Sessions, sqlSessions, pq.Array([]int64{id}))
}

const sqlReleaseOpenDay = `UPDATE open_days SET state = 'released', no = $2, released_by = $3, released_at = $4, updated_at = $4
WHERE id = $1 AND state = 'drafting'`

// ReleaseOpenDay makes an open day public under its number.
func (t *Tx) ReleaseOpenDay(ctx context.Context, id int64, no string, by int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.ReleaseOpenDay(%d)", id)
	return t.changeOne(ctx, sqlReleaseOpenDay, id, no, by, now)
}
