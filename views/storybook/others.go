package storybook

import (
	"context"
	"time"

	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/openday"
	"nayan/views/layout"
	opendayview "nayan/views/openday"
	receiptview "nayan/views/receipt"
)

func (f fixtures) receipts() []Story {
	return []Story{
		{"receipts", receiptview.Lookup(receiptview.LookupPage{Page: f.page()})},
		{"receipts/not-found", receiptview.Lookup(receiptview.LookupPage{Page: f.page(), No: f.Receipt.No, NotFound: true})},
		{"receipts/rejected", receiptview.Lookup(receiptview.LookupPage{Page: f.page(), Errors: []fault.Field{{Name: "secret", Key: "openday.error.required"}}})},
		{"receipts/waiting", receiptview.Status(receiptview.StatusPage{Page: f.page(), Now: f.Now, Status: f.Waiting})},
		{"receipts/decided", receiptview.Status(receiptview.StatusPage{Page: f.page(), Now: f.Now, Status: f.Status})},
	}
}

func (f fixtures) openDays() []Story {
	return []Story{
		{"open-days", opendayview.List(opendayview.ListPage{Page: f.page(), Now: f.Now, Items: f.OpenDays, PageNo: 1, LastPage: 2})},
		{"open-days/none", opendayview.List(opendayview.ListPage{Page: f.page(), Now: f.Now})},
		{"open-days/show", opendayview.Show(f.openDay(f.OpenDays[0], opendayview.BookingForm{}))},
		{"open-days/one-session", opendayview.Show(f.openDay(f.OpenDays[1], opendayview.BookingForm{}))},
		{"open-days/full", opendayview.Show(f.openDay(f.OpenDays[2], opendayview.BookingForm{}))},
		{"open-days/rejected", opendayview.Show(f.openDay(f.OpenDays[0], opendayview.BookingForm{
			SessionID: 12, Values: openday.Request{PartySize: 2, Name: f.Typed.Name, Phone: f.Typed.Phone},
			Errors: []fault.Field{{Name: "phone", Key: "booking.error.phone"}},
		}))},
		{"open-days/refused", opendayview.Show(f.openDay(f.OpenDays[0], opendayview.BookingForm{
			SessionID: 12, Values: openday.Request{PartySize: 4, Name: f.Typed.Name},
			Refused: i18n.T(context.Background(), "booking.error.party_too_large", 2),
		}))},
		{"bookings/fresh", opendayview.Ticket(f.ticket(openday.Confirmed, true))},
		{"bookings/confirmed", opendayview.Ticket(f.ticket(openday.Confirmed, false))},
		{"bookings/checked-in", opendayview.Ticket(f.ticket(openday.CheckedIn, false))},
		{"bookings/cancelled", opendayview.Ticket(f.ticket(openday.Cancelled, false))},
	}
}

func (f fixtures) openDay(d openday.OpenDay, form opendayview.BookingForm) opendayview.ShowPage {
	return opendayview.ShowPage{Page: f.page(), Now: f.Now, OpenDay: d, IdempotencyKey: "storybook", Form: form}
}

func (f fixtures) ticket(state openday.BookingState, fresh bool) opendayview.TicketPage {
	t := f.Ticket
	t.State = state
	return opendayview.TicketPage{Page: f.page(), Now: f.Now, Ticket: t, Fresh: fresh}
}

func (f fixtures) failures() []Story {
	problem := func(status int, cause *fault.Error) layout.ErrorPage {
		return layout.ErrorPage{Page: f.page(), Status: status, Problem: cause, Now: f.Now}
	}
	internal := problem(500, nil)
	internal.RequestID = "01JD-7Q2M"
	return []Story{
		{"errors/403", layout.Error(problem(403, nil))},
		{"errors/404", layout.Error(problem(404, nil))},
		{"errors/405", layout.Error(problem(405, nil))},
		{"errors/409", layout.Error(problem(409, nil))},
		{"errors/410", layout.Error(problem(410, fault.New(fault.Closed, "comment.error.closed", f.Closed.LastSecond())))},
		{"errors/410/link", layout.Error(layout.ErrorPage{Page: f.page(), Status: 410, Problem: fault.New(fault.Closed, "staff.error.link"), Now: f.Now, Desk: true})},
		{"errors/413", layout.Error(problem(413, nil))},
		{"errors/422", layout.Error(problem(422, nil))},
		{"errors/429", layout.Error(problem(429, fault.Limited("error.rate_limited", 90*time.Second)))},
		{"errors/500", layout.Error(internal)},
		{"errors/503", layout.Error(problem(503, nil))},
	}
}
