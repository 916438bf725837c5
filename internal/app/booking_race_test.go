package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nayan/internal/fault"
)

func TestInvariant4ASessionIsNeverOversold(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	session := v.released(t, 50).Sessions[0].ID
	var visitors, refused atomic.Int64
	var all sync.WaitGroup
	for i := range 300 {
		all.Go(func() {
			n := 1 + rand.IntN(4)
			switch _, _, err := v.Book(t.Context(), party(session, n, i)); {
			case err == nil:
				visitors.Add(int64(n))
			case fault.Is(err, fault.Conflict):
				refused.Add(1)
			default:
				t.Errorf("neither booked nor refused: %v", err)
			}
		})
	}
	all.Wait()
	taken, booked := v.seats(t, session)
	if taken != booked || booked != int(visitors.Load()) || booked > 50 {
		t.Errorf("taken %d, booked %d, told %d, of 50", taken, booked, visitors.Load())
	}
	// Parties of one came too: whoever was refused came when it was full.
	if booked < 50-3 || refused.Load() == 0 {
		t.Errorf("only %d of 50 places are booked, %d were refused", booked, refused.Load())
	}
	if halves := v.count(t, `SELECT count(*) FROM bookings b FULL JOIN tickets t ON t.open_day_id = b.open_day_id AND t.booking_id = b.id
  WHERE b.id IS NULL OR t.booking_id IS NULL`); halves != 0 {
		t.Errorf("%d bookings without a ticket or tickets without a booking", halves)
	}
}

// The last place goes while a party waits for the session's row: what it saw
// when it began no longer holds.
func TestInvariant4ThePartyThatWaitedForTheLastPlaceIsRefused(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	session := v.released(t, 4).Sessions[0].ID
	tx, err := v.db.Beginx()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("UPDATE sessions SET taken = 3 WHERE id = $1", session); err != nil {
		t.Fatal(err)
	}
	late := make(chan error, 1)
	go func() {
		_, _, err := v.Book(t.Context(), party(session, 2, 1))
		late <- err
	}()
	for len(late) == 0 && v.count(t, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`) == 0 {
		time.Sleep(time.Millisecond)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	wantBookingFault(t, <-late, fault.Conflict, "booking.error.party_too_large")
	if taken, booked := v.seats(t, session); taken != 3 || booked != 0 {
		t.Errorf("taken %d, booked %d, want 3 and none", taken, booked)
	}
}

func TestBookingAndCancellingAtOnceKeepTheCount(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	session := v.released(t, 8).Sessions[0].ID
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			code, _, err := v.Book(t.Context(), party(session, 1+i%4, i%20)) // phones collide, too
			if err != nil {
				if !fault.Is(err, fault.Conflict) {
					t.Errorf("booking: %v", err)
				}
				return
			}
			if i%3 == 0 {
				return
			}
			var twice sync.WaitGroup
			var done atomic.Int64
			for range 2 {
				twice.Go(func() {
					if v.CancelBooking(t.Context(), code) == nil {
						done.Add(1)
					}
				})
			}
			twice.Wait()
			if done.Load() != 1 {
				t.Errorf("a booking was cancelled %d times", done.Load())
			}
		})
	}
	all.Wait()
	if taken, booked := v.seats(t, session); taken != booked || taken > 8 {
		t.Errorf("taken %d, booked %d, of 8", taken, booked)
	}
}

func TestADoubleClickIsOneBookingWithOneCode(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	session := v.released(t, 40).Sessions[0].ID
	for round := range 5 {
		in := party(session, 2, round)
		in.IdempotencyKey = fmt.Sprint("click ", round)
		codes := make([]string, 8)
		var all sync.WaitGroup
		for i := range codes {
			all.Go(func() {
				var err error
				if codes[i], _, err = v.Book(t.Context(), in); err != nil {
					t.Errorf("click %d: %v", i, err)
				}
			})
		}
		all.Wait()
		for _, code := range codes {
			if code != codes[0] {
				t.Errorf("the clicks got %v", codes)
			}
		}
	}
	if taken, booked := v.seats(t, session); taken != 10 || booked != 10 {
		t.Errorf("taken %d, booked %d, want 10", taken, booked)
	}
}

func TestOneKeyForTwoContentsAtOnceBooksOne(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	session := v.released(t, 40).Sessions[0].ID
	var booked, mismatched atomic.Int64
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			in := party(session, 1, i)
			in.IdempotencyKey = "shared"
			switch _, _, err := v.Book(t.Context(), in); {
			case err == nil:
				booked.Add(1)
			case fault.Is(err, fault.Mismatch):
				mismatched.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if taken, _ := v.seats(t, session); booked.Load() != 1 || mismatched.Load() != 5 || taken != 1 {
		t.Errorf("%d booked, %d mismatched, %d taken", booked.Load(), mismatched.Load(), taken)
	}
}

// holdRow locks a session's row in another transaction until the test ends, as
// a forgotten psql window would.
func (v *visits) holdRow(t *testing.T, sessionID int64) {
	t.Helper()
	tx, err := v.db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback() })
	if _, err := tx.Exec("SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE", sessionID); err != nil {
		t.Fatal(err)
	}
}

func TestAFullSessionAnswersWithoutWaitingForALock(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	session := v.released(t, 2).Sessions[0].ID
	in := party(session, 2, 1)
	in.IdempotencyKey = "first"
	code := v.book(t, in)
	v.holdRow(t, session)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	_, _, err := v.Book(ctx, party(session, 1, 2))
	wantBookingFault(t, err, fault.Conflict, "booking.error.full")
	if again, _, err := v.Book(ctx, in); err != nil || again != code {
		t.Errorf("a retry waits for the lock: %s, %v", again, err)
	}
	if _, err := v.Ticket(ctx, code); err != nil {
		t.Errorf("the ticket waits for the lock: %v", err)
	}
}

func TestALeakedLockEndsAsUnavailableAndLeavesNothing(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	session := v.released(t, 10).Sessions[0].ID
	code := v.book(t, party(session, 1, 1))
	v.holdRow(t, session)
	short := func() context.Context {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		t.Cleanup(cancel)
		return ctx
	}
	_, _, err := v.Book(short(), party(session, 1, 2))
	wantBookingFault(t, err, fault.Unavailable, "error.unavailable")
	wantBookingFault(t, v.CancelBooking(short(), code), fault.Unavailable, "error.unavailable")
	if taken, booked := v.seats(t, session); taken != 1 || booked != 1 {
		t.Errorf("taken %d, booked %d, want 1", taken, booked)
	}
}
