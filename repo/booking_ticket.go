package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
	"nayan/internal/openday"
)

const sqlTicketByCode = `SELECT b.state, b.party_size, b.public_name, d.no AS open_day_no, d.theme, d.place, d.meeting_point, d.bring,
  d.cautions, d.contact, s.starts_at, s.ends_at
FROM tickets t
JOIN bookings b ON b.open_day_id = t.open_day_id AND b.id = t.booking_id
JOIN sessions s ON s.open_day_id = b.open_day_id AND s.id = b.session_id
JOIN open_days d ON d.id = b.open_day_id
WHERE t.code_hash = $1`

// TicketByCode gives the ticket with the SHA-256 of its code; Code stays empty.
func (r *Repo) TicketByCode(ctx context.Context, codeHash []byte) (t openday.Ticket, err error) {
	defer fault.Wrap(&err, "repo.TicketByCode")
	return t, r.get(ctx, &t, sqlTicketByCode, codeHash)
}

const sqlCancelBooking = `WITH cancelled AS (
  UPDATE bookings b SET state = 'cancelled', cancelled_at = $2
  FROM tickets t, sessions s
  WHERE t.code_hash = $1 AND b.open_day_id = t.open_day_id AND b.id = t.booking_id AND b.state = 'confirmed'
    AND s.open_day_id = b.open_day_id AND s.id = b.session_id AND s.starts_at > $2
  RETURNING b.open_day_id, b.session_id, b.party_size
), seat AS (
  UPDATE sessions s SET taken = s.taken - c.party_size FROM cancelled c
  WHERE s.open_day_id = c.open_day_id AND s.id = c.session_id RETURNING 1
)
SELECT count(*) FROM seat`

// CancelBooking frees the seats of a confirmed booking before its session
// starts, in one statement. It tells whether it did.
func (r *Repo) CancelBooking(ctx context.Context, codeHash []byte, now time.Time) (done bool, err error) {
	defer fault.Wrap(&err, "repo.CancelBooking")
	var n int
	err = timedOut(ctx, r.get(ctx, &n, sqlCancelBooking, codeHash, now))
	return n == 1, err
}

const sqlLockTicket = `SELECT b.id, b.state FROM tickets t JOIN bookings b ON b.open_day_id = t.open_day_id AND b.id = t.booking_id
WHERE t.code_hash = $1 AND t.open_day_id = $2 FOR UPDATE OF b`

// LockTicket finds the booking of a code within one open day and keeps others
// from changing it until the transaction ends. NotFound for the code of another
// open day.
func (t *Tx) LockTicket(ctx context.Context, openDayID int64, codeHash []byte) (b openday.Booking, err error) {
	defer fault.Wrap(&err, "repo.LockTicket(%d)", openDayID)
	return b, t.get(ctx, &b, sqlLockTicket, codeHash, openDayID)
}

const sqlCheckIn = `UPDATE bookings SET state = 'checked_in', checked_in_at = $3
WHERE open_day_id = $1 AND id = $2 AND state = 'confirmed'`

// CheckIn marks a confirmed booking as come; Conflict in any other state.
func (t *Tx) CheckIn(ctx context.Context, openDayID, bookingID int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.CheckIn(%d, %d)", openDayID, bookingID)
	return t.changeOne(ctx, sqlCheckIn, openDayID, bookingID, now)
}

// SealedBooking is one line of the desk's list with name and phone still sealed.
type SealedBooking struct {
	openday.Booking
	NameSealed  []byte `db:"name_sealed"`
	PhoneSealed []byte `db:"phone_sealed"`
}

const sqlBookings = `SELECT id, session_id, party_size, state, name_sealed, phone_sealed, created_at, checked_in_at
FROM bookings WHERE open_day_id = $1 AND ($2 = 0 OR session_id = $2) ORDER BY session_id, id`

// Bookings lists the bookings of one session, or of the whole open day for
// session 0, in the order they came.
func (r *Repo) Bookings(ctx context.Context, openDayID, sessionID int64) (list []SealedBooking, err error) {
	defer fault.Wrap(&err, "repo.Bookings(%d, %d)", openDayID, sessionID)
	return list, r.list(ctx, &list, sqlBookings, openDayID, sessionID)
}
