package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
	"nayan/internal/openday"
)

// OwnBooking is a ticket of an account with the nonce that its code follows from.
type OwnBooking struct {
	openday.Ticket
	TicketNonce []byte `db:"ticket_nonce"`
	Total       int    `db:"total"` // how many there are in all
}

const ownBookings = `SELECT b.ticket_nonce, b.state, b.party_size, b.public_name, d.no AS open_day_no, d.theme, d.place, d.meeting_point,
  d.bring, d.cautions, d.contact, s.starts_at, s.ends_at, count(*) OVER () AS total
FROM account_bookings a
JOIN bookings b ON b.open_day_id = a.open_day_id AND b.id = a.booking_id
JOIN sessions s ON s.open_day_id = b.open_day_id AND s.id = b.session_id
JOIN open_days d ON d.id = b.open_day_id
WHERE a.account_id = $1 `

const (
	sqlOwnBookings      = ownBookings + `ORDER BY a.linked_at DESC, a.booking_id DESC LIMIT $2 OFFSET $3`
	sqlUpcomingBookings = ownBookings + `AND b.state = 'confirmed' AND s.ends_at > $3 ORDER BY s.starts_at, a.booking_id LIMIT $2`
)

// OwnBookings lists what was booked while signed in to an account, the latest first.
func (r *Repo) OwnBookings(ctx context.Context, accountID int64, page, perPage int) (list []OwnBooking, err error) {
	defer fault.Wrap(&err, "repo.OwnBookings(%d)", accountID)
	return list, r.list(ctx, &list, sqlOwnBookings, accountID, perPage, (page-1)*perPage)
}

// UpcomingBookings lists an account's visits that are not over, the next first.
func (r *Repo) UpcomingBookings(ctx context.Context, accountID int64, most int, now time.Time) (list []OwnBooking, err error) {
	defer fault.Wrap(&err, "repo.UpcomingBookings(%d)", accountID)
	return list, r.list(ctx, &list, sqlUpcomingBookings, accountID, most, now)
}
