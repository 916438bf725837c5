package openday_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"nayan/internal/fault"
	"nayan/internal/openday"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.FixedZone("Asia/Shanghai", 8*3600))

func session() openday.Session {
	return openday.Session{StartsAt: noon.Add(2 * time.Hour), EndsAt: noon.Add(3 * time.Hour), Capacity: 10, Taken: 7,
		BookingOpensAt: noon, BookingClosesAt: noon.Add(time.Hour)}
}

func TestASessionIsBookableFromItsFirstToItsLastInstant(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		at    time.Duration
		state openday.SessionState
		key   string
	}{
		{-time.Microsecond, openday.NotYet, "booking.error.not_open"},
		{0, openday.Bookable, ""},
		{time.Hour - time.Microsecond, openday.Bookable, ""},
		{time.Hour, openday.Ended, "booking.error.over"},
	} {
		now := noon.Add(c.at)
		if got := session().StateAt(now); got != c.state {
			t.Errorf("at %v the state is %s, want %s", c.at, got, c.state)
		}
		err := session().CheckBooking(1, now)
		if (err == nil) != (c.key == "") || err != nil && (fault.Of(err).Key != c.key || !fault.Is(err, fault.Closed)) {
			t.Errorf("at %v booking says %v, want %q", c.at, err, c.key)
		}
	}
}

func TestAPartyFitsWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	s := session() // 3 left
	if err := s.CheckBooking(3, noon); err != nil {
		t.Errorf("a party of 3 in 3 seats: %v", err)
	}
	err := fault.Of(s.CheckBooking(4, noon))
	if err.Kind != fault.Conflict || err.Key != "booking.error.party_too_large" || err.Args[0] != 3 {
		t.Errorf("a party of 4 in 3 seats: %v", err)
	}
	s.Taken = s.Capacity
	if err := s.CheckBooking(1, noon); fault.Of(err).Key != "booking.error.full" || s.StateAt(noon) != openday.Full {
		t.Errorf("a full session: %v", err)
	}
}

func TestATicketIsCancelledOnceAndOnlyBeforeTheStart(t *testing.T) {
	t.Parallel()
	start := noon.Add(time.Hour)
	for _, c := range []struct {
		state openday.BookingState
		at    time.Time
		key   string
	}{
		{openday.Confirmed, start.Add(-time.Microsecond), ""},
		{openday.Confirmed, start, "booking.error.cancel_over"},
		{openday.Cancelled, noon, "booking.error.already_cancelled"},
		{openday.CheckedIn, noon, "booking.error.already_checked_in"},
	} {
		ticket := openday.Ticket{State: c.state, StartsAt: start}
		err := ticket.CheckCancel(c.at)
		if (err == nil) != (c.key == "") || err != nil && fault.Of(err).Key != c.key {
			t.Errorf("%s at %v: %v, want %q", c.state, c.at, err, c.key)
		}
		if ticket.CancellableAt(c.at) != (c.key == "") {
			t.Errorf("%s at %v: the page offers the wrong thing", c.state, c.at)
		}
	}
}

func TestOnlyAConfirmedTicketIsCheckedIn(t *testing.T) {
	t.Parallel()
	for _, state := range openday.BookingStates {
		err := openday.Ticket{State: state}.CheckIn()
		if (err == nil) != (state == openday.Confirmed) {
			t.Errorf("%s: %v", state, err)
		}
	}
}

func TestReleaseNeedsASecondPersonAndASessionToBook(t *testing.T) {
	t.Parallel()
	const author, other = 1, 2
	day := openday.OpenDay{State: openday.Drafting, AuthorID: author, Sessions: []openday.Session{session()}}
	closes := session().BookingClosesAt
	for _, c := range []struct {
		name   string
		change func(*openday.OpenDay)
		actor  int64
		at     time.Time
		key    string
	}{
		{"a colleague", func(*openday.OpenDay) {}, other, noon, ""},
		{"the last instant", func(*openday.OpenDay) {}, other, closes.Add(-time.Microsecond), ""},
		{"the author", func(*openday.OpenDay) {}, author, noon, "openday.error.same_person"},
		{"windows over", func(*openday.OpenDay) {}, other, closes, "openday.error.windows_over"},
		{"no sessions", func(d *openday.OpenDay) { d.Sessions = nil }, other, noon, "openday.error.no_sessions"},
		{"twice", func(d *openday.OpenDay) { d.State = openday.Released }, other, noon, "openday.error.released_already"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := day
			c.change(&d)
			err := openday.CheckRelease(d, c.actor, c.at)
			if (err == nil) != (c.key == "") || err != nil && fault.Of(err).Key != c.key {
				t.Errorf("got %v, want %q", err, c.key)
			}
		})
	}
}

func TestOnlyTheAuthorEditsAndOnlyWhileDrafting(t *testing.T) {
	t.Parallel()
	if err := openday.CheckEdit(openday.OpenDay{State: openday.Drafting, AuthorID: 1}, 1); err != nil {
		t.Error(err)
	}
	if err := openday.CheckEdit(openday.OpenDay{State: openday.Drafting, AuthorID: 1}, 2); !fault.Is(err, fault.Forbidden) {
		t.Errorf("somebody else: %v", err)
	}
	if err := openday.CheckEdit(openday.OpenDay{State: openday.Released, AuthorID: 1}, 1); !fault.Is(err, fault.Conflict) {
		t.Errorf("after release: %v", err)
	}
}

func fields() openday.Fields {
	return openday.Fields{UnitID: 1, Theme: "走进自来水厂", Place: "城北水厂", Audience: "全县居民", Contact: "0571-87654321",
		Sessions: []openday.SessionFields{{StartsAt: noon.Add(2 * time.Hour), EndsAt: noon.Add(3 * time.Hour), Capacity: 50,
			BookingOpensAt: noon, BookingClosesAt: noon.Add(2 * time.Hour)}}}
}

func TestTheDeskFormIsCheckedFieldByField(t *testing.T) {
	t.Parallel()
	if err := fields().Validate(); err != nil {
		t.Errorf("good fields: %v", err)
	}
	for field, change := range map[string]func(*openday.Fields){
		"theme":                        func(f *openday.Fields) { f.Theme = "" },
		"place":                        func(f *openday.Fields) { f.Place = strings.Repeat("地", 501) },
		"audience":                     func(f *openday.Fields) { f.Audience = "" },
		"contact":                      func(f *openday.Fields) { f.Contact = "" },
		"cautions":                     func(f *openday.Fields) { f.Cautions = "a\x00" },
		"content":                      func(f *openday.Fields) { f.Content = strings.Repeat("文", 20001) },
		"unit_id":                      func(f *openday.Fields) { f.UnitID = 0 },
		"sessions":                     func(f *openday.Fields) { f.Sessions = many(f.Sessions[0], 61) },
		"sessions.0.starts_at":         func(f *openday.Fields) { f.Sessions[0].StartsAt = time.Time{} },
		"sessions.0.ends_at":           func(f *openday.Fields) { f.Sessions[0].EndsAt = f.Sessions[0].StartsAt },
		"sessions.0.capacity":          func(f *openday.Fields) { f.Sessions[0].Capacity = 0 },
		"sessions.0.booking_closes_at": func(f *openday.Fields) { f.Sessions[0].BookingClosesAt = noon },
	} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			f := fields()
			change(&f)
			wantField(t, f.Validate(), field)
		})
	}
}

func TestBookingMustEndBeforeTheVisitBegins(t *testing.T) {
	t.Parallel()
	f := fields()
	f.Sessions[0].BookingClosesAt = f.Sessions[0].StartsAt.Add(time.Second)
	wantField(t, f.Validate(), "sessions.0.booking_closes_at")
}

func TestAnOpenDayComesBackAsItsForm(t *testing.T) {
	t.Parallel()
	f := fields()
	s := f.Sessions[0]
	d := openday.OpenDay{UnitID: f.UnitID, Theme: f.Theme, Place: f.Place, Audience: f.Audience, Contact: f.Contact,
		Sessions: []openday.Session{{StartsAt: s.StartsAt, EndsAt: s.EndsAt, Capacity: s.Capacity,
			BookingOpensAt: s.BookingOpensAt, BookingClosesAt: s.BookingClosesAt}}}
	if got := d.Fields(); !reflect.DeepEqual(got, f) {
		t.Errorf("got %+v, want %+v", got, f)
	}
}

func many(s openday.SessionFields, n int) []openday.SessionFields {
	list := make([]openday.SessionFields, n)
	for i := range list {
		list[i] = s
	}
	return list
}
