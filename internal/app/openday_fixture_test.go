package app_test

import (
	"bytes"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/openday"
	"nayan/internal/privacy"
	"nayan/repo"
	"nayan/repo/repotest"
)

// opening is when booking opens in the tests of open days.
var opening = time.Date(2026, 11, 22, 9, 0, 0, 0, time.FixedZone("Asia/Shanghai", 8*3600))

// visits is an app on a database of its own with two members of staff and a
// clock that stands still until it is set.
type visits struct {
	*app.App
	db            *sqlx.DB
	author, other app.Actor
	unitID        int64
	clock         atomic.Pointer[time.Time]
}

func newVisits(t *testing.T) *visits {
	t.Helper()
	keys, err := privacy.NewKeys(bytes.Repeat([]byte{7}, privacy.MasterKeySize))
	if err != nil {
		t.Fatal(err)
	}
	db := repotest.DB(t)
	v := &visits{db: db}
	v.setClock(opening)
	v.App = &app.App{Repo: repo.New(db, true), Keys: keys, Now: func() time.Time { return *v.clock.Load() }}
	err = v.Repo.Write(t.Context(), func(tx *repo.Tx) error {
		if v.unitID, err = tx.InsertUnit(t.Context(), "县水务局", 1); err != nil {
			return err
		}
		for i, actor := range []*app.Actor{&v.author, &v.other} {
			mark := []byte(fmt.Sprint("staff ", i))
			actor.StaffID, err = tx.InsertStaff(t.Context(), repo.Staff{UnitID: v.unitID, NameSealed: mark, EmailSealed: mark,
				EmailIndex: mark, PasswordHash: "-"}, opening)
			if err != nil {
				return err
			}
			if err := tx.SetGrants(t.Context(), actor.StaffID, account.For(v.unitID, account.Drafter, account.Approver), 0, opening); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (v *visits) setClock(now time.Time) { v.clock.Store(&now) }

// fields describes an open day with one session for each capacity, booked from
// opening for one hour and starting an hour later.
func (v *visits) fields(capacities ...int) openday.Fields {
	f := openday.Fields{UnitID: v.unitID, Theme: "走进城北水厂", Place: "城北路 1 号", Audience: "全县居民",
		Contact: "0571-87654321", Content: "参观制水车间。"}
	for _, capacity := range capacities {
		f.Sessions = append(f.Sessions, openday.SessionFields{StartsAt: opening.Add(2 * time.Hour), EndsAt: opening.Add(3 * time.Hour),
			Capacity: capacity, BookingOpensAt: opening, BookingClosesAt: opening.Add(time.Hour)})
	}
	return f
}

// released makes and releases an open day.
func (v *visits) released(t *testing.T, capacities ...int) openday.OpenDay {
	t.Helper()
	id, err := v.CreateOpenDay(t.Context(), v.author, v.fields(capacities...))
	if err != nil {
		t.Fatal(err)
	}
	if err := v.ReleaseOpenDay(t.Context(), v.other, id); err != nil {
		t.Fatal(err)
	}
	d, err := v.Repo.OpenDayByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// party is a booking of n visitors under the i-th phone.
func party(sessionID int64, n, i int) app.BookInput {
	return app.BookInput{SessionID: sessionID,
		Request: openday.Request{PartySize: n, Name: "欧阳小芳", Phone: fmt.Sprintf("199%08d", i)}}
}

// book books and fails the test when that fails.
func (v *visits) book(t *testing.T, in app.BookInput) (code string) {
	t.Helper()
	code, state, err := v.Book(t.Context(), in)
	if err != nil || state != openday.Confirmed {
		t.Fatalf("booking: %s, %v", state, err)
	}
	return code
}

// seats gives the session's counter and what its active bookings add up to.
func (v *visits) seats(t *testing.T, sessionID int64) (taken, booked int) {
	t.Helper()
	err := v.db.QueryRow(`SELECT taken, (SELECT coalesce(sum(party_size), 0) FROM bookings b
  WHERE b.session_id = s.id AND b.state IN ('confirmed', 'checked_in')) FROM sessions s WHERE id = $1`, sessionID).Scan(&taken, &booked)
	if err != nil {
		t.Fatal(err)
	}
	return taken, booked
}

// count runs a query for one number.
func (v *visits) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	if err := v.db.Get(&n, query, args...); err != nil {
		t.Fatal(err)
	}
	return n
}
