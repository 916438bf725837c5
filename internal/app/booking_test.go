package app_test

import (
	"encoding/hex"
	"regexp"
	"strings"
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/openday"
)

// wantBookingFault checks the kind and the catalogue key of an error.
func wantBookingFault(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	if !fault.Is(err, kind) || fault.Of(err).Key != key {
		t.Errorf("got %v, want %v %s", err, kind, key)
	}
}

func TestABookingGivesATicketOfEightyRandomBits(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	d := v.released(t, 10)
	code := v.book(t, party(d.Sessions[0].ID, 3, 1))
	if !regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$`).MatchString(code) {
		t.Errorf("the code is %q", code)
	}
	if other := v.book(t, party(d.Sessions[0].ID, 3, 2)); other == code {
		t.Error("two bookings share a code")
	}
	typed := strings.ToLower(strings.ReplaceAll(code, "-", " "))
	ticket, err := v.Ticket(t.Context(), typed)
	if err != nil {
		t.Fatal(err)
	}
	want := openday.Ticket{Code: code, State: openday.Confirmed, PartySize: 3, PublicName: "欧阳**", OpenDayNo: d.No, Theme: d.Theme,
		Place: d.Place, Contact: d.Contact, StartsAt: ticket.StartsAt, EndsAt: ticket.EndsAt}
	if ticket != want || !ticket.StartsAt.Equal(opening.Add(2*time.Hour)) {
		t.Errorf("got %+v, want %+v", ticket, want)
	}
}

func TestAnUnknownAndAMalformedCodeAreTheSame(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	for _, code := range []string{"", "ABC", "0000-0000-0000-0000", "UUUU-UUUU-UUUU-UUUU", strings.Repeat("9", 5000)} {
		_, err := v.Ticket(t.Context(), code)
		wantBookingFault(t, err, fault.NotFound, "booking.error.not_found")
		wantBookingFault(t, v.CancelBooking(t.Context(), code), fault.NotFound, "booking.error.not_found")
		_, err = v.CheckIn(t.Context(), v.author, 1, code)
		wantBookingFault(t, err, fault.NotFound, "booking.error.not_found")
	}
}

func TestABookingIsRefusedOutsideItsWindow(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	session := v.released(t, 10).Sessions[0].ID
	for i, c := range []struct {
		at  time.Time
		key string
	}{
		{opening.Add(-time.Nanosecond), "booking.error.not_open"},
		{opening, ""},
		{opening.Add(time.Hour - time.Nanosecond), ""},
		{opening.Add(time.Hour), "booking.error.over"},
	} {
		v.setClock(c.at)
		_, _, err := v.Book(t.Context(), party(session, 1, i))
		if c.key == "" && err != nil {
			t.Errorf("at %v: %v", c.at, err)
		}
		if c.key != "" {
			wantBookingFault(t, err, fault.Closed, c.key)
		}
	}
	if taken, booked := v.seats(t, session); taken != 2 || booked != 2 {
		t.Errorf("taken %d, booked %d", taken, booked)
	}
}

func TestASessionThatIsNotPublicIsNotFound(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	id, err := v.CreateOpenDay(t.Context(), v.author, v.fields(5))
	if err != nil {
		t.Fatal(err)
	}
	d, err := v.Repo.OpenDayByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, session := range []int64{d.Sessions[0].ID, 0, -1, 1 << 60} {
		_, _, err := v.Book(t.Context(), party(session, 1, 1))
		wantBookingFault(t, err, fault.NotFound, "error.not_found")
	}
}

func TestAFullSessionAndAPartyTooLargeAreConflicts(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	session := v.released(t, 5).Sessions[0].ID
	v.book(t, party(session, 3, 1))
	_, _, err := v.Book(t.Context(), party(session, 3, 2))
	wantBookingFault(t, err, fault.Conflict, "booking.error.party_too_large")
	if left := fault.Of(err).Args; len(left) != 1 || left[0] != 2 {
		t.Errorf("it says %v are left", left)
	}
	v.book(t, party(session, 2, 3))
	_, _, err = v.Book(t.Context(), party(session, 1, 4))
	wantBookingFault(t, err, fault.Conflict, "booking.error.full")
}

func TestAPhoneHasOneActiveBookingPerSession(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	d := v.released(t, 10, 10)
	first := party(d.Sessions[0].ID, 2, 1)
	code := v.book(t, first)
	again := first
	again.Request.Phone = "+86 199-0000-0001" // the same number, typed otherwise
	_, _, err := v.Book(t.Context(), again)
	wantBookingFault(t, err, fault.Conflict, "booking.error.phone_taken")
	again.IdempotencyKey = "a key of its own"
	_, _, err = v.Book(t.Context(), again)
	wantBookingFault(t, err, fault.Conflict, "booking.error.phone_taken")
	v.book(t, party(d.Sessions[1].ID, 2, 1)) // another session is another visit
	if taken, booked := v.seats(t, d.Sessions[0].ID); taken != 2 || booked != 2 {
		t.Errorf("taken %d, booked %d", taken, booked)
	}
	if err := v.CancelBooking(t.Context(), code); err != nil {
		t.Fatal(err)
	}
	v.book(t, first) // the phone is free again
}

func TestTheSameKeyAndContentGiveTheSameCode(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	session := v.released(t, 2).Sessions[0].ID
	in := party(session, 2, 1)
	in.IdempotencyKey = "retry-1"
	code := v.book(t, in)
	if again := v.book(t, in); again != code { // the session is full by now
		t.Errorf("the retry gives %s, not %s", again, code)
	}
	v.setClock(opening.Add(24 * time.Hour)) // and over
	if again := v.book(t, in); again != code {
		t.Errorf("a late retry gives %s, not %s", again, code)
	}
	for _, change := range []func(*app.BookInput){
		func(in *app.BookInput) { in.Request.PartySize = 1 },
		func(in *app.BookInput) { in.Request.Name = "别人" },
		func(in *app.BookInput) { in.Request.Phone = "19900009999" },
	} {
		other := in
		change(&other)
		_, _, err := v.Book(t.Context(), other)
		wantBookingFault(t, err, fault.Mismatch, "booking.error.key_reused")
	}
	in.IdempotencyKey = strings.Repeat("k", 201)
	_, _, err := v.Book(t.Context(), in)
	if f := fault.Of(err).Fields; len(f) != 1 || f[0].Key != "booking.error.key_too_long" {
		t.Errorf("a key of 201 characters: %v", err)
	}
}

func TestCancellingFreesTheSeatsOnce(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	session := v.released(t, 4).Sessions[0].ID
	code := v.book(t, party(session, 4, 1))
	if err := v.CancelBooking(t.Context(), code); err != nil {
		t.Fatal(err)
	}
	wantBookingFault(t, v.CancelBooking(t.Context(), code), fault.Conflict, "booking.error.already_cancelled")
	if taken, booked := v.seats(t, session); taken != 0 || booked != 0 {
		t.Errorf("taken %d, booked %d", taken, booked)
	}
	if ticket, err := v.Ticket(t.Context(), code); err != nil || ticket.State != openday.Cancelled {
		t.Errorf("the ticket says %+v, %v", ticket, err)
	}
	v.book(t, party(session, 4, 2))
}

func TestCancellingEndsWhenTheSessionStarts(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	session := v.released(t, 4).Sessions[0].ID
	early, late := v.book(t, party(session, 1, 1)), v.book(t, party(session, 1, 2))
	start := opening.Add(2 * time.Hour)
	v.setClock(start.Add(-time.Nanosecond))
	if err := v.CancelBooking(t.Context(), early); err != nil {
		t.Errorf("the last instant: %v", err)
	}
	v.setClock(start)
	wantBookingFault(t, v.CancelBooking(t.Context(), late), fault.Closed, "booking.error.cancel_over")
}

func TestInvariant9NameAndPhoneAreSealedAndTheCodeIsNowhere(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	d := v.released(t, 4)
	in := party(d.Sessions[0].ID, 2, 77)
	in.IdempotencyKey = "key-77"
	code := v.book(t, in)
	if _, err := v.CheckIn(t.Context(), v.author, d.ID, code); err != nil {
		t.Fatal(err)
	}
	var dump string
	err := v.db.Get(&dump, `SELECT concat(
  (SELECT string_agg(b::text, ' ') FROM bookings b), (SELECT string_agg(t::text, ' ') FROM tickets t),
  (SELECT string_agg(k::text, ' ') FROM booking_keys k), (SELECT string_agg(e::text, ' ') FROM audit_entries e))`)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"小芳", "19900000077", code, strings.ReplaceAll(code, "-", ""), "key-77"} {
		// bytea is written as hex: look for the bytes as well as for the text.
		if strings.Contains(dump, secret) || strings.Contains(dump, hex.EncodeToString([]byte(secret))) {
			t.Errorf("%q is in the database in clear", secret)
		}
	}
}

func TestInvariant6PublicPagesSeeTheMaskedName(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	d := v.released(t, 4)
	code := v.book(t, party(d.Sessions[0].ID, 2, 1))
	ticket, err := v.Ticket(t.Context(), code)
	if err != nil || ticket.PublicName != "欧阳**" {
		t.Errorf("the ticket shows %q, %v", ticket.PublicName, err)
	}
	list, err := v.Bookings(t.Context(), d.ID, 0)
	if err != nil || len(list) != 1 || list[0].Name != "欧阳小芳" || list[0].Phone != "19900000001" {
		t.Errorf("the desk sees %+v, %v", list, err)
	}
}
