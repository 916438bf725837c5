package desk_test

import (
	"testing"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/openday"
	"nayan/views/desk"
	"nayan/views/viewtest"
)

func visit(t *testing.T) openday.OpenDay {
	t.Helper()
	return openday.OpenDay{ID: 3, No: "2026-0001", State: openday.Released, Theme: "Theme", Place: "Place", Sessions: []openday.Session{
		{ID: 5, StartsAt: viewtest.At(t, "2026-11-30 09:00"), EndsAt: viewtest.At(t, "2026-11-30 11:00"), Capacity: 10, Taken: 5}}}
}

func TestTheDoorListCountsWhoHasComeAndLeavesOutTheCancelled(t *testing.T) {
	t.Parallel()
	p := desk.BookingsPage{Page: frame(t, account.Adjudicator), Day: visit(t), Bookings: []openday.Booking{
		{ID: 1, SessionID: 5, PartySize: 2, State: openday.CheckedIn, Name: "A", Phone: "1"},
		{ID: 2, SessionID: 5, PartySize: 3, State: openday.Confirmed, Name: "B", Phone: "2"},
		{ID: 3, SessionID: 5, PartySize: 4, State: openday.Cancelled, Name: "C", Phone: "3"}}}
	doc := viewtest.Document(t, desk.Bookings(p))
	viewtest.Count(t, doc, ".door-list tbody tr", 2)
	viewtest.Holds(t, doc, ".door-list .hint", "2 个预约，5 人 / 名额 10 人，已到 2 人")
}

func TestARefusedCodeStaysInItsField(t *testing.T) {
	t.Parallel()
	p := desk.BookingsPage{Page: frame(t, account.Adjudicator), Day: visit(t), Code: "ABCD",
		Refused: fault.New(fault.NotFound, "booking.error.not_found")}
	doc := viewtest.Document(t, desk.Bookings(p))
	viewtest.Attr(t, doc, "#code", "value", "ABCD")
	viewtest.Count(t, doc, "[role=alert]", 1)
}

func TestAFaultOfASessionStandsInItsRow(t *testing.T) {
	t.Parallel()
	p := desk.OpenDayFormPage{Page: frame(t, account.Drafter), Form: desk.OpenDayForm{Sessions: make([]desk.SessionForm, 2),
		Errors: []fault.Field{{Name: "sessions.1.capacity", Key: "desk.error.number"}}}}
	doc := viewtest.Document(t, desk.OpenDayEdit(p))
	viewtest.Count(t, doc, ".slot:first-of-type .field.invalid", 0)
	viewtest.Count(t, doc, ".field.invalid [name='sessions.1.capacity']", 1)
	viewtest.Attr(t, doc, ".error-summary a", "href", "#sessions.1.capacity")
}
