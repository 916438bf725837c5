package app_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/openday"
)

func TestAnOpenDayIsWrittenByOneAndReleasedByAnother(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	id, err := v.CreateOpenDay(t.Context(), v.author, v.fields(30, 50))
	if err != nil {
		t.Fatal(err)
	}
	if _, total, err := v.Repo.OpenDays(t.Context(), opening, 1); err != nil || total != 0 {
		t.Errorf("a draft is public: %d, %v", total, err)
	}
	wantBookingFault(t, v.ReleaseOpenDay(t.Context(), v.author, id), fault.Forbidden, "openday.error.same_person")
	if err := v.ReleaseOpenDay(t.Context(), v.other, id); err != nil {
		t.Fatal(err)
	}
	wantBookingFault(t, v.ReleaseOpenDay(t.Context(), v.other, id), fault.Conflict, "openday.error.released_already")
	d, err := v.Repo.OpenDayByNo(t.Context(), "2026-0001")
	if err != nil {
		t.Fatal(err)
	}
	if d.ID != id || d.UnitName != "县水务局" || len(d.Sessions) != 2 || d.Sessions[1].Capacity != 50 || d.Sessions[0].Remaining() != 30 {
		t.Errorf("released as %+v", d)
	}
	if !strings.Contains(d.ContentHTML, "<p>参观制水车间。</p>") {
		t.Errorf("the content is %q", d.ContentHTML)
	}
}

func TestTheYearOfANumberIsTheYearInBeijing(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	f := v.fields(5)
	s := &f.Sessions[0]
	for _, at := range []*time.Time{&s.StartsAt, &s.EndsAt, &s.BookingOpensAt, &s.BookingClosesAt} {
		*at = at.AddDate(1, 0, 0)
	}
	id, err := v.CreateOpenDay(t.Context(), v.author, f)
	if err != nil {
		t.Fatal(err)
	}
	v.setClock(time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC)) // midnight in Beijing
	if err := v.ReleaseOpenDay(t.Context(), v.other, id); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Repo.OpenDayByNo(t.Context(), "2027-0001"); err != nil {
		t.Error(err)
	}
}

func TestAnOpenDayNobodyCanBookIsNotReleased(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	empty, err := v.CreateOpenDay(t.Context(), v.author, v.fields())
	if err != nil {
		t.Fatal(err)
	}
	wantBookingFault(t, v.ReleaseOpenDay(t.Context(), v.other, empty), fault.Conflict, "openday.error.no_sessions")
	late, err := v.CreateOpenDay(t.Context(), v.author, v.fields(5))
	if err != nil {
		t.Fatal(err)
	}
	v.setClock(opening.Add(time.Hour))
	wantBookingFault(t, v.ReleaseOpenDay(t.Context(), v.other, late), fault.Conflict, "openday.error.windows_over")
	wantBookingFault(t, v.ReleaseOpenDay(t.Context(), v.other, 404), fault.NotFound, "error.not_found")
	if n := v.count(t, "SELECT count(*) FROM numbers"); n != 0 {
		t.Error("a refused release took a number")
	}
}

func TestTheAuthorRewritesADraftWithItsSessions(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	id, err := v.CreateOpenDay(t.Context(), v.author, v.fields(30, 50))
	if err != nil {
		t.Fatal(err)
	}
	f := v.fields(20)
	f.Theme = " 走进城南水厂 "
	wantBookingFault(t, v.UpdateOpenDay(t.Context(), v.other, id, f), fault.Forbidden, "openday.error.not_author")
	if err := v.UpdateOpenDay(t.Context(), v.author, id, f); err != nil {
		t.Fatal(err)
	}
	d, err := v.Repo.OpenDayByID(t.Context(), id)
	if err != nil || d.Theme != "走进城南水厂" || len(d.Sessions) != 1 || d.Sessions[0].Capacity != 20 {
		t.Errorf("rewritten as %+v, %v", d, err)
	}
	if err := v.ReleaseOpenDay(t.Context(), v.other, id); err != nil {
		t.Fatal(err)
	}
	wantBookingFault(t, v.UpdateOpenDay(t.Context(), v.author, id, f), fault.Conflict, "openday.error.released_already")
}

func TestWrongFieldsAreNamed(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	for field, change := range map[string]func(*openday.Fields){
		"theme":   func(f *openday.Fields) { f.Theme = " " },
		"unit_id": func(f *openday.Fields) { f.UnitID = 404 }, // only the database knows
	} {
		f := v.fields(5)
		change(&f)
		_, err := v.CreateOpenDay(t.Context(), v.author, f)
		if broken := fault.Of(err).Fields; !fault.Is(err, fault.Invalid) || len(broken) != 1 || broken[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if n := v.count(t, "SELECT count(*) FROM open_days"); n != 0 {
		t.Errorf("%d open days were made of wrong fields", n)
	}
}

func TestConcurrentReleasesGetNumbersWithoutGapsOrRepeats(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	var all sync.WaitGroup
	for range 20 {
		id, err := v.CreateOpenDay(t.Context(), v.author, v.fields(5))
		if err != nil {
			t.Fatal(err)
		}
		all.Go(func() {
			if err := v.ReleaseOpenDay(t.Context(), v.other, id); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var first, last string
	if err := v.db.QueryRow("SELECT min(no), max(no) FROM open_days").Scan(&first, &last); err != nil {
		t.Fatal(err)
	}
	if n := v.count(t, "SELECT count(DISTINCT no) FROM open_days"); n != 20 || first != "2026-0001" || last != "2026-0020" {
		t.Errorf("%d numbers from %s to %s", n, first, last)
	}
}

func TestATicketIsCheckedInOnceAtItsOwnOpenDay(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	d, elsewhere := v.released(t, 10), v.released(t, 10)
	code := v.book(t, party(d.Sessions[0].ID, 2, 1))
	_, err := v.CheckIn(t.Context(), v.other, elsewhere.ID, code)
	wantBookingFault(t, err, fault.NotFound, "booking.error.not_found")
	ticket, err := v.CheckIn(t.Context(), v.other, d.ID, strings.ToLower(code))
	if err != nil || ticket.State != openday.CheckedIn || ticket.PartySize != 2 {
		t.Errorf("checked in as %+v, %v", ticket, err)
	}
	_, err = v.CheckIn(t.Context(), v.other, d.ID, code)
	wantBookingFault(t, err, fault.Conflict, "booking.error.already_checked_in")
	wantBookingFault(t, v.CancelBooking(t.Context(), code), fault.Conflict, "booking.error.already_checked_in")
	_, _, err = v.Book(t.Context(), party(d.Sessions[0].ID, 1, 1)) // the phone's booking is still active
	wantBookingFault(t, err, fault.Conflict, "booking.error.phone_taken")
	if taken, booked := v.seats(t, d.Sessions[0].ID); taken != 2 || booked != 2 {
		t.Errorf("taken %d, booked %d", taken, booked)
	}
	gone := v.book(t, party(d.Sessions[0].ID, 1, 2))
	if err := v.CancelBooking(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	_, err = v.CheckIn(t.Context(), v.other, d.ID, gone)
	wantBookingFault(t, err, fault.Conflict, "booking.error.cancelled")
}

func TestInvariant8EveryChangeByStaffIsInTheAudit(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	id, err := v.CreateOpenDay(t.Context(), v.author, v.fields(5))
	if err != nil {
		t.Fatal(err)
	}
	f := v.fields(7)
	if err := v.UpdateOpenDay(t.Context(), v.author, id, f); err != nil {
		t.Fatal(err)
	}
	if err := v.ReleaseOpenDay(t.Context(), v.other, id); err != nil {
		t.Fatal(err)
	}
	d, err := v.Repo.OpenDayByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	code := v.book(t, party(d.Sessions[0].ID, 1, 1))
	if _, err := v.CheckIn(t.Context(), v.other, id, code); err != nil {
		t.Fatal(err)
	}
	_, _ = v.CheckIn(t.Context(), v.other, id, code) // refused, so it leaves nothing
	var entries []struct {
		StaffID       int64  `db:"staff_id"`
		Action        string `db:"action"`
		Before, After string
	}
	err = v.db.Select(&entries, `SELECT staff_id, action, coalesce(before::text, '') AS before, after::text AS after FROM audit_entries ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		actor  app.Actor
		action string
	}{{v.author, "open_day.create"}, {v.author, "open_day.update"}, {v.other, "open_day.release"}, {v.other, "booking.check_in"}}
	if len(entries) != len(want) {
		t.Fatalf("the audit has %+v", entries)
	}
	for i, e := range entries {
		if e.Action != want[i].action || e.StaffID != want[i].actor.StaffID {
			t.Errorf("entry %d is %+v, want %+v", i, e, want[i])
		}
	}
	var before openday.Fields
	if err := json.Unmarshal([]byte(entries[1].Before), &before); err != nil || before.Sessions[0].Capacity != 5 {
		t.Errorf("the update does not say what was there before: %s (%v)", entries[1].Before, err)
	}
}
