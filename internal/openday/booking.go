package openday

import (
	"time"

	"nayan/internal/fault"
)

// BookingStates lists every state of a booking. A confirmed booking is
// cancelled by its visitor or checked in by staff; both are final.
var BookingStates = []BookingState{Confirmed, Cancelled, CheckedIn}

// CheckBooking says why a party cannot book the session at now, or nil. Errors:
// Closed before and after the booking window, Conflict when the party does not
// fit: a party is admitted whole or not at all.
func (s Session) CheckBooking(party int, now time.Time) error {
	switch {
	case now.Before(s.BookingOpensAt):
		return fault.New(fault.Closed, "booking.error.not_open", s.BookingOpensAt)
	case !now.Before(s.BookingClosesAt):
		return fault.New(fault.Closed, "booking.error.over", s.BookingClosesAt.Add(-time.Second))
	case s.Remaining() == 0:
		return fault.New(fault.Conflict, "booking.error.full")
	case party > s.Remaining():
		return fault.New(fault.Conflict, "booking.error.party_too_large", s.Remaining())
	}
	return nil
}

// CheckCancel says why the visitor cannot cancel at now, or nil. Errors:
// Conflict when it is cancelled or used already, Closed once the session began.
func (t Ticket) CheckCancel(now time.Time) error {
	switch {
	case t.State == Cancelled:
		return fault.New(fault.Conflict, "booking.error.already_cancelled")
	case t.State == CheckedIn:
		return fault.New(fault.Conflict, "booking.error.already_checked_in")
	case !now.Before(t.StartsAt):
		return fault.New(fault.Closed, "booking.error.cancel_over")
	}
	return nil
}

// CheckIn says why staff cannot check the ticket in, or nil. Errors: Conflict.
func (t Ticket) CheckIn() error {
	switch t.State {
	case Cancelled:
		return fault.New(fault.Conflict, "booking.error.cancelled")
	case CheckedIn:
		return fault.New(fault.Conflict, "booking.error.already_checked_in")
	}
	return nil
}
