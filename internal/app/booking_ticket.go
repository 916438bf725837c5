package app

import (
	"context"
	"time"

	"nayan/internal/fault"
	"nayan/internal/openday"
	"nayan/repo"
)

// Ticket gives the ticket of a code as typed. A malformed code is NotFound, as
// an unknown one is.
func (a *App) Ticket(ctx context.Context, code string) (t openday.Ticket, err error) {
	defer fault.Wrap(&err, "app.Ticket")
	plain, err := plainTicket(code)
	if err != nil {
		return openday.Ticket{}, err
	}
	if t, err = a.Repo.TicketByCode(ctx, codeHash(plain)); err != nil {
		return openday.Ticket{}, unknownTicket(err)
	}
	t.Code = grouped(plain, ticketCodeGroup)
	return t, nil
}

// CancelBooking gives a confirmed booking's seats back. Errors: NotFound,
// Conflict when it is cancelled or used already, Closed once the session began.
func (a *App) CancelBooking(ctx context.Context, code string) (err error) {
	defer fault.Wrap(&err, "app.CancelBooking")
	plain, err := plainTicket(code)
	if err != nil {
		return err
	}
	now := a.Now().Truncate(time.Microsecond) // Postgres would round, the rules would not
	if done, err := a.Repo.CancelBooking(ctx, codeHash(plain), now); err != nil || done {
		return err
	}
	t, err := a.Repo.TicketByCode(ctx, codeHash(plain))
	if err != nil {
		return unknownTicket(err)
	}
	return t.CheckCancel(now)
}

// CheckIn marks the visitors of a ticket as come, at the door of the open day
// it was issued for. Errors: NotFound for an unknown code and for one of another
// open day, Conflict when it is cancelled or checked in already.
func (a *App) CheckIn(ctx context.Context, actor Actor, openDayID int64, code string) (t openday.Ticket, err error) {
	defer fault.Wrap(&err, "app.CheckIn(%d)", openDayID)
	plain, err := plainTicket(code)
	if err != nil {
		return openday.Ticket{}, err
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error { return a.checkIn(ctx, tx, actor, openDayID, codeHash(plain)) })
	if err != nil {
		return openday.Ticket{}, unknownTicket(err)
	}
	return a.Ticket(ctx, code)
}

func (a *App) checkIn(ctx context.Context, tx *repo.Tx, actor Actor, openDayID int64, hash []byte) error {
	b, err := tx.LockTicket(ctx, openDayID, hash)
	if err != nil {
		return err
	}
	if err := (openday.Ticket{State: b.State}).CheckIn(); err != nil {
		return err
	}
	now := a.Now()
	if err := tx.CheckIn(ctx, openDayID, b.ID, now); err != nil {
		return err
	}
	return tx.Audit(ctx, repo.AuditEntry{
		At: now, StaffID: actor.StaffID, Action: "booking.check_in", ObjectKind: "booking",
		ObjectID: partOf(openDayID, b.ID), Before: bookingRef{b.State}, After: bookingRef{openday.CheckedIn},
	})
}

// bookingRef is what the audit keeps of a booking: never whose it is.
type bookingRef struct {
	State openday.BookingState `json:"state"`
}

// Bookings lists the bookings of one session, or of the whole open day for
// session 0, with names and phones opened for the desk. It stands here and not
// in repo because only the use cases hold the keys.
func (a *App) Bookings(ctx context.Context, openDayID, sessionID int64) (list []openday.Booking, err error) {
	defer fault.Wrap(&err, "app.Bookings(%d, %d)", openDayID, sessionID)
	sealed, err := a.Repo.Bookings(ctx, openDayID, sessionID)
	if err != nil {
		return nil, err
	}
	list = make([]openday.Booking, len(sealed))
	for i, s := range sealed {
		list[i] = s.Booking
		if list[i].Name, err = a.Keys.Open(sealBookingName, s.NameSealed); err != nil {
			return nil, err
		}
		if list[i].Phone, err = a.Keys.Open(sealBookingPhone, s.PhoneSealed); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func plainTicket(code string) (string, error) {
	plain := plainCode(code, ticketCodeSize)
	if plain == "" {
		return "", fault.New(fault.NotFound, "booking.error.not_found")
	}
	return plain, nil
}

// unknownTicket gives an unknown code the words of a malformed one.
func unknownTicket(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "booking.error.not_found")
	}
	return err
}
