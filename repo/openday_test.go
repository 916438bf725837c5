package repo_test

import (
	"fmt"
	"testing"
	"time"

	"nayan/internal/fault"
	"nayan/internal/openday"
	"nayan/repo"
	"nayan/repo/repotest"
)

// noon is the present of the tests of open days.
var noon = time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC)

// openDays is a database with one unit and two members of staff.
type openDays struct {
	*repo.Repo
	unit, author, releaser int64
}

func newOpenDays(t *testing.T) openDays {
	t.Helper()
	d := openDays{Repo: repo.New(repotest.DB(t), true)}
	err := d.Write(t.Context(), func(tx *repo.Tx) (err error) {
		if d.unit, err = tx.InsertUnit(t.Context(), "县水务局", 1); err != nil {
			return err
		}
		if d.author, err = insertDrafter(t, tx, d.unit, "author"); err != nil {
			return err
		}
		d.releaser, err = insertDrafter(t, tx, d.unit, "releaser")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func insertDrafter(t *testing.T, tx *repo.Tx, unit int64, mark string) (int64, error) {
	return tx.InsertStaff(t.Context(), repo.Staff{UnitID: unit, NameSealed: []byte(mark), EmailSealed: []byte(mark),
		EmailIndex: []byte(mark), PasswordHash: "-"}, noon)
}

// add makes an open day with sessions that start so long after noon, and
// releases it under a number unless no is empty.
func (d openDays) add(t *testing.T, no string, starts ...time.Duration) (id int64) {
	t.Helper()
	f := openday.Fields{UnitID: d.unit, Theme: "主题 " + no, Place: "地点", Audience: "居民", Contact: "电话"}
	for _, s := range starts {
		f.Sessions = append(f.Sessions, openday.SessionFields{StartsAt: noon.Add(s), EndsAt: noon.Add(s + time.Hour), Capacity: 10,
			BookingOpensAt: noon.Add(s - 2*time.Hour), BookingClosesAt: noon.Add(s)})
	}
	err := d.Write(t.Context(), func(tx *repo.Tx) (err error) {
		if id, err = tx.InsertOpenDay(t.Context(), f, "<p></p>", d.author, noon); err != nil || no == "" {
			return err
		}
		return tx.ReleaseOpenDay(t.Context(), id, no, d.releaser, noon)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func numbers(days []openday.OpenDay) (list []string) {
	for _, d := range days {
		list = append(list, d.No)
	}
	return list
}

func TestUpcomingOpenDaysComeFirstSoonestFirst(t *testing.T) {
	t.Parallel()
	d := newOpenDays(t)
	d.add(t, "2026-0001", -48*time.Hour)                             // over
	d.add(t, "2026-0002", 72*time.Hour)                              // later
	d.add(t, "2026-0003", -72*time.Hour, 24*time.Hour, 25*time.Hour) // the next session counts
	d.add(t, "2026-0004", -24*time.Hour)                             // over, but last
	d.add(t, "2026-0005", -30*time.Minute)                           // under way
	d.add(t, "", time.Hour)                                          // being drafted
	days, total, err := d.OpenDays(t.Context(), noon, 1)
	want := "[2026-0005 2026-0003 2026-0002 2026-0004 2026-0001]"
	if err != nil || total != 5 || fmt.Sprint(numbers(days)) != want {
		t.Fatalf("got %v of %d (%v), want %s", numbers(days), total, err, want)
	}
	if s := days[1].Sessions; len(s) != 3 || s[0].StartsAt.After(s[1].StartsAt) || s[2].Remaining() != 10 {
		t.Errorf("its sessions are %+v", s)
	}
	desk, total, err := d.DeskOpenDays(t.Context(), repo.EveryUnit, 1)
	if err != nil || total != 6 || desk[0].State != openday.Drafting || desk[0].No != "" || len(desk[0].Sessions) != 1 {
		t.Errorf("the desk sees %d, first %+v (%v)", total, desk[0], err)
	}
}

func TestPagesOfOpenDaysTellTheTotalEvenPastTheEnd(t *testing.T) {
	t.Parallel()
	d := newOpenDays(t)
	for i := range 21 {
		d.add(t, fmt.Sprintf("2026-%04d", i+1), time.Duration(i+1)*time.Hour)
	}
	for page, want := range map[int]int{-1: 20, 0: 20, 1: 20, 2: 1, 3: 0} {
		days, total, err := d.OpenDays(t.Context(), noon, page)
		if err != nil || len(days) != want || total != 21 {
			t.Errorf("page %d has %d of %d (%v), want %d of 21", page, len(days), total, err, want)
		}
	}
}

func TestADraftHasNoPublicNumber(t *testing.T) {
	t.Parallel()
	d := newOpenDays(t)
	id := d.add(t, "", time.Hour)
	if _, err := d.OpenDayByNo(t.Context(), ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("the empty number finds %v", err)
	}
	if got, err := d.OpenDayByID(t.Context(), id); err != nil || got.No != "" || len(got.Sessions) != 1 {
		t.Errorf("the desk finds %+v, %v", got, err)
	}
}

func TestTheDatabaseItselfRefusesToOversell(t *testing.T) {
	t.Parallel()
	d := newOpenDays(t)
	d.add(t, "2026-0001", time.Hour)
	if _, err := d.DB().Exec("UPDATE sessions SET taken = 11"); err == nil {
		t.Error("11 of 10 places were taken")
	}
	if _, err := d.DB().Exec("UPDATE sessions SET taken = -1"); err == nil {
		t.Error("-1 places were taken")
	}
}
