package opendayview_test

import (
	"testing"

	"nayan/internal/fault"
	"nayan/internal/openday"
	"nayan/views/layout"
	opendayview "nayan/views/openday"
	"nayan/views/viewtest"
)

func page(t *testing.T, sessions ...openday.Session) opendayview.ShowPage {
	t.Helper()
	return opendayview.ShowPage{
		Page: layout.Page{CSRF: "token"}, Now: viewtest.At(t, "2026-11-22 10:30"), IdempotencyKey: "key",
		OpenDay: openday.OpenDay{No: "2026-0001", Theme: "Waterworks", Place: "Plant", Cautions: "one\ntwo", ContentHTML: "<p>tour</p>", Sessions: sessions},
	}
}

func session(t *testing.T, id int64, capacity, taken int) openday.Session {
	t.Helper()
	return openday.Session{
		ID: id, Capacity: capacity, Taken: taken, StartsAt: viewtest.At(t, "2026-12-05 09:30"), EndsAt: viewtest.At(t, "2026-12-05 11:10"),
		BookingOpensAt: viewtest.At(t, "2026-11-20 09:00"), BookingClosesAt: viewtest.At(t, "2026-12-03 18:00"),
	}
}

func TestOnlyABookableSessionHasAForm(t *testing.T) {
	t.Parallel()
	later := session(t, 3, 10, 0)
	later.BookingOpensAt = viewtest.At(t, "2026-12-01 09:00")
	over := session(t, 4, 10, 0)
	over.BookingClosesAt = viewtest.At(t, "2026-11-22 10:30")
	doc := viewtest.Document(t, opendayview.Show(page(t, session(t, 1, 10, 3), session(t, 2, 10, 10), later, over)))
	viewtest.Count(t, doc, "form[data-once]", 1)
	viewtest.Attr(t, doc, "form[data-once]", "action", "/open-days/2026-0001/sessions/1/bookings")
	viewtest.Holds(t, doc, "#session-1", "余 7 位（共 10 位）")
	viewtest.Holds(t, doc, "#session-2", "已约满")
	viewtest.Holds(t, doc, "#session-3", "2026年12月1日 09:00 开始预约")
	viewtest.Holds(t, doc, "#session-4", "预约已截止")
}

func TestMidnightEndsTheDayBeforeIt(t *testing.T) {
	t.Parallel()
	s := session(t, 1, 10, 0)
	s.BookingClosesAt = viewtest.At(t, "2026-12-05 00:00")
	viewtest.Holds(t, viewtest.Document(t, opendayview.Show(page(t, s))), "#session-1", "预约到 2026年12月4日 24:00")
}

func TestARefusedBookingSaysSoInTheTitle(t *testing.T) {
	t.Parallel()
	p := page(t, session(t, 1, 10, 0))
	viewtest.Count(t, viewtest.Document(t, opendayview.Show(p)), "title:contains(错误)", 0)
	p.Form = opendayview.BookingForm{SessionID: 1, Errors: []fault.Field{{Name: "phone", Key: "form.error"}}}
	viewtest.Count(t, viewtest.Document(t, opendayview.Show(p)), "title:contains(错误)", 1)
}

func TestTheFormPostsTheAgreedFieldsUnderAKeyPerSession(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, opendayview.Show(page(t, session(t, 1, 10, 0), session(t, 2, 10, 0))))
	viewtest.Attr(t, doc, `#session-1 [name="idempotency_key"]`, "value", "key-1")
	viewtest.Attr(t, doc, `#session-2 [name="idempotency_key"]`, "value", "key-2")
	viewtest.Attr(t, doc, `#session-1 [name="_csrf"]`, "value", "token")
	viewtest.Count(t, doc, `#session-1 [name="party_size"]`, 4)
	viewtest.Attr(t, doc, `#session-1 [name="party_size"][checked]`, "value", "1")
	viewtest.Count(t, doc, `#session-1 [name="name"], #session-1 [name="phone"]`, 2)
	viewtest.Count(t, doc, "details[open]", 0)
}

func TestTheOnlyBookableSessionIsUnfolded(t *testing.T) {
	t.Parallel()
	viewtest.Count(t, viewtest.Document(t, opendayview.Show(page(t, session(t, 1, 10, 0), session(t, 2, 10, 10)))), "#session-1 details[open]", 1)
}

func TestOnlyPartiesThatFitAreOffered(t *testing.T) {
	t.Parallel()
	viewtest.Count(t, viewtest.Document(t, opendayview.Show(page(t, session(t, 1, 10, 8)))), `[name="party_size"]`, 2)
}

func TestARejectedBookingComesBackInItsOwnSession(t *testing.T) {
	t.Parallel()
	p := page(t, session(t, 1, 10, 0), session(t, 2, 10, 0))
	p.Form = opendayview.BookingForm{
		SessionID: 2, Values: openday.Request{PartySize: 3, Name: "somebody", Phone: "1"},
		Errors: []fault.Field{{Name: "phone", Key: "booking.error.phone"}},
	}
	doc := viewtest.Document(t, opendayview.Show(p))
	viewtest.Attr(t, doc, "#session-2 .error-summary a", "href", "#s2-phone")
	viewtest.Attr(t, doc, "#s2-phone", "aria-invalid", "true")
	viewtest.Attr(t, doc, "#s2-name", "value", "somebody")
	viewtest.Attr(t, doc, `#session-2 [name="party_size"][checked]`, "value", "3")
	viewtest.Count(t, doc, "#session-2 details[open]", 1)
	viewtest.Count(t, doc, "#session-1 details[open], #session-1 .error-summary", 0)
	viewtest.Attr(t, doc, "#s1-name", "value", "")
}

func TestASessionThatFilledUpMeanwhileSaysSo(t *testing.T) {
	t.Parallel()
	p := page(t, session(t, 1, 10, 10))
	p.Form = opendayview.BookingForm{SessionID: 1, Refused: "full now"}
	doc := viewtest.Document(t, opendayview.Show(p))
	viewtest.Holds(t, doc, `#session-1 [role="alert"]`, "full now")
	viewtest.Holds(t, doc, `#session-1 [role="alert"]`, "改选其他场次")
}

func TestFactsThatAreNotKnownAreLeftOut(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, opendayview.Show(page(t)))
	viewtest.Count(t, doc, ".facts div", 1)
	viewtest.Holds(t, doc, "#sessions .empty", "场次还没有公布")
	viewtest.Holds(t, doc, ".prose .plain", "one two")
}

func ticket(t *testing.T, state openday.BookingState, moment string) opendayview.TicketPage {
	t.Helper()
	return opendayview.TicketPage{
		Page: layout.Page{CSRF: "token"}, Now: viewtest.At(t, moment),
		Ticket: openday.Ticket{
			Code: "ABCD-EFGH", State: state, PartySize: 3, PublicName: "朱**", OpenDayNo: "2026-0001", Theme: "Waterworks",
			StartsAt: viewtest.At(t, "2026-12-05 09:30"), EndsAt: viewtest.At(t, "2026-12-05 11:10"),
		},
	}
}

func TestATicketShowsItsCodeAndCanBeCancelledUntilItStarts(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, opendayview.Ticket(ticket(t, openday.Confirmed, "2026-12-05 09:29")))
	viewtest.Holds(t, doc, ".ticket-code", "ABCD-EFGH")
	viewtest.Count(t, doc, ".ticket-code svg.qr", 1)
	viewtest.Holds(t, doc, ".slip", "2026年12月5日 星期六 09:30—11:10")
	viewtest.Holds(t, doc, ".slip", "3 人")
	viewtest.Attr(t, doc, "main form", "action", "/bookings/ABCD-EFGH/cancel")
	viewtest.Count(t, viewtest.Document(t, opendayview.Ticket(ticket(t, openday.Confirmed, "2026-12-05 09:30"))), "main form", 0)
	viewtest.Count(t, viewtest.Document(t, opendayview.Ticket(ticket(t, openday.CheckedIn, "2026-12-01 09:30"))), "main form", 0)
}

func TestACancelledTicketShowsNoCode(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, opendayview.Ticket(ticket(t, openday.Cancelled, "2026-12-01 09:30")))
	viewtest.Count(t, doc, ".ticket-code, .qr, form[data-once]", 0)
	viewtest.Attr(t, doc, "main .btn", "href", "/open-days/2026-0001")
}

func TestTheListSaysWhenNothingIsPlanned(t *testing.T) {
	t.Parallel()
	viewtest.Holds(t, viewtest.Document(t, opendayview.List(opendayview.ListPage{})), ".empty", "近期没有安排开放日")
}

func TestTheListShowsEachOpenDayWithItsState(t *testing.T) {
	t.Parallel()
	p := page(t, session(t, 1, 10, 10))
	doc := viewtest.Document(t, opendayview.List(opendayview.ListPage{Now: p.Now, Items: []openday.OpenDay{p.OpenDay}, PageNo: 1, LastPage: 2}))
	viewtest.Attr(t, doc, ".card h2 a", "href", "/open-days/2026-0001")
	viewtest.Holds(t, doc, ".card", "已约满")
	viewtest.Attr(t, doc, `.pager [rel="next"]`, "href", "/open-days?page=2")
}
