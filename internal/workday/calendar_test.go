package workday_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"nayan/internal/workday"
)

func date(t testing.TB, text string) workday.Date {
	t.Helper()
	d, err := workday.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The days that the notices moved, year by year.
func TestEveryMakeUpDayIsWorkedAndItsHolidayIsNot(t *testing.T) {
	t.Parallel()
	cal := workday.Embedded()
	for _, c := range []struct {
		day   string
		works bool
	}{
		{"2018-02-11", true}, {"2018-02-24", true}, {"2018-04-08", true}, {"2018-04-28", true}, {"2018-09-29", true}, {"2018-09-30", true},
		{"2018-12-29", true}, {"2018-12-31", false}, {"2019-02-02", true}, {"2019-02-03", true}, {"2019-04-28", true}, {"2019-05-05", true},
		{"2019-05-02", false}, // by the notice of March 2019, which amended that of December 2018
		{"2019-09-29", true}, {"2019-10-12", true}, {"2019-10-07", false},
		{"2020-01-19", true}, {"2020-01-31", false}, {"2020-02-02", false}, {"2020-02-03", true}, // the holiday was prolonged, the make-up days dropped
		{"2020-02-01", false}, {"2020-04-26", true}, {"2020-05-09", true}, {"2020-06-28", true}, {"2020-09-27", true}, {"2020-10-10", true},
		{"2020-10-08", false}, {"2021-02-07", true}, {"2021-02-20", true}, {"2021-04-25", true}, {"2021-05-08", true}, {"2021-09-18", true},
		{"2021-09-26", true}, {"2021-10-09", true}, {"2022-01-29", true}, {"2022-01-30", true}, {"2022-04-02", true}, {"2022-04-24", true},
		{"2022-05-07", true}, {"2022-10-08", true}, {"2022-10-09", true}, {"2022-12-31", false}, {"2023-01-28", true}, {"2023-01-29", true},
		{"2023-04-23", true}, {"2023-05-06", true}, {"2023-06-25", true}, {"2023-10-07", true}, {"2023-10-08", true}, {"2024-02-04", true},
		{"2024-02-18", true}, {"2024-02-09", true}, {"2024-04-07", true}, {"2024-04-28", true}, {"2024-05-11", true}, {"2024-09-14", true},
		{"2024-09-29", true}, {"2024-10-12", true}, {"2025-01-26", true}, {"2025-02-08", true}, {"2025-04-27", true}, {"2025-09-28", true},
		{"2025-10-11", true}, {"2025-10-08", false}, {"2026-01-04", true}, {"2026-02-14", true}, {"2026-02-28", true}, {"2026-05-09", true},
		{"2026-09-20", true}, {"2026-10-10", true}, {"2026-02-23", false}, {"2026-10-07", false}, {"2026-11-27", true}, {"2026-11-28", false},
	} {
		if works, err := cal.IsWorkday(date(t, c.day)); err != nil || works != c.works {
			t.Errorf("%s: worked %v, want %v: %v", c.day, works, c.works, err)
		}
	}
}

func TestWorkingDaysAreCountedOverHolidays(t *testing.T) {
	t.Parallel()
	cal := workday.Embedded()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-27", 1, "2026-11-30"},
		{"2026-11-28", 1, "2026-11-30"}, // counting may begin on an off-day
		{"2026-09-30", 1, "2026-10-08"},
		{"2026-09-30", 3, "2026-10-10"}, // a Saturday that is worked
		{"2026-02-13", 1, "2026-02-14"},
		{"2026-02-14", 1, "2026-02-24"},
		{"2018-12-28", 2, "2019-01-02"}, // the holiday began in the old year
		{"2017-12-31", 1, "2018-01-02"}, // the first day is not counted: nothing needs 2017
		{"2020-01-23", 1, "2020-02-03"},
		{"2024-02-28", 2, "2024-03-01"}, // 29 February
		{"2025-12-31", 1, "2026-01-04"},
		{"2026-12-30", 1, "2026-12-31"},
		{"2026-10-01", 0, "2026-10-01"},
	} {
		if got, err := cal.Add(date(t, c.from), c.n); err != nil || got.String() != c.want {
			t.Errorf("%s and %d working days: %s, want %s: %v", c.from, c.n, got, c.want, err)
		}
	}
}

func TestAYearWithoutItsNoticeIsAnErrorAndWeekendsAreNoExcuse(t *testing.T) {
	t.Parallel()
	cal := workday.Embedded()
	for from, n := range map[string]int{"2026-12-31": 1, "2026-12-01": 23, "2030-06-03": 1, "2017-12-01": 1} {
		_, err := cal.Add(date(t, from), n)
		var missing workday.NoYearError
		if !errors.As(err, &missing) {
			t.Errorf("%s and %d working days: %v", from, n, err)
		}
	}
	var missing workday.NoYearError
	if _, err := cal.IsWorkday(date(t, "2027-01-02")); !errors.As(err, &missing) || missing.Year != 2027 { // a Saturday
		t.Errorf("a Saturday of 2027: %v", err)
	}
	if _, err := cal.Add(date(t, "2026-11-27"), -1); err == nil || errors.As(err, &missing) {
		t.Errorf("counting backwards: %v", err)
	}
}

func TestALaterNoticeSaysWhatBecomesOfTheDecemberBefore(t *testing.T) {
	t.Parallel()
	cal := workday.Embedded()
	eve := date(t, "2026-12-31")
	if works, err := cal.IsWorkday(eve); !works || err != nil {
		t.Fatalf("New Year's Eve is a Thursday: %v", err)
	}
	next := workday.Year{Number: 2027, Days: []workday.Day{{Date: eve, Off: true}, {Date: eve + 1, Off: true}}}
	if works, err := cal.With(next).IsWorkday(eve); works || err != nil {
		t.Errorf("by the notice for 2027 it is off: %v", err)
	}
	old := workday.Year{Number: 2026, Days: []workday.Day{{Date: eve}}}
	if works, _ := (workday.Calendar{}).With(next, old).IsWorkday(eve); works {
		t.Error("the notice of the older year, read last, undoes the newer one")
	}
	if works, _ := cal.IsWorkday(eve); !works {
		t.Error("a calendar changed under its reader")
	}
	if got := cal.With(next).Known(); got[len(got)-1] != 2027 || got[0] != 2018 {
		t.Errorf("known: %v", got)
	}
}

// Laws that hold from any day, over any number of days.
func TestCountingInPartsIsCountingAtOnce(t *testing.T) {
	t.Parallel()
	cal, first := workday.Embedded(), date(t, "2018-01-01")
	dice := rand.New(rand.NewPCG(2018, 2026))
	for range 3000 {
		d := first + workday.Date(dice.IntN(8*365))
		a, b := dice.IntN(60), dice.IntN(60)
		mid, err := cal.Add(d, a)
		if err != nil {
			t.Fatal(err)
		}
		parts, err1 := cal.Add(mid, b)
		whole, err2 := cal.Add(d, a+b)
		if err1 != nil || err2 != nil || parts != whole {
			t.Fatalf("%s + %d + %d: %s and %s: %v %v", d, a, b, parts, whole, err1, err2)
		}
		if works, err := cal.IsWorkday(whole); a+b > 0 && (!works || err != nil) {
			t.Fatalf("%s + %d ends on %s, which is off", d, a+b, whole)
		}
		if later, err := cal.Add(d+1, a+b); err != nil || later < whole {
			t.Fatalf("from %s it is %s, from the day after %s", d, whole, later)
		}
		if on, err := cal.OnWorkday(d); err != nil || on < d {
			t.Fatalf("%s moves to %s: %v", d, on, err)
		}
	}
}

func TestADateIsReadAndWrittenAsOne(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"2024-02-29", "1970-01-02", "2026-11-27", "1969-12-31"} {
		d := date(t, text)
		var back workday.Date
		raw, err := d.MarshalText()
		if err != nil || back.UnmarshalText(raw) != nil || back != d || d.String() != text {
			t.Errorf("%s comes back as %s: %v", text, back, err)
		}
		var stored workday.Date
		if err := stored.Scan(d.In(time.UTC)); err != nil || stored != d {
			t.Errorf("%s is read from the database as %s: %v", text, stored, err)
		}
	}
	for _, text := range []string{"", "2026-2-29", "2026-02-29", "2026-02-28T00:00", "26-02-28", "二〇二六"} {
		if d, err := workday.ParseDate(text); err == nil {
			t.Errorf("%q is read as %s", text, d)
		}
	}
	none := workday.Date(7)
	if err := none.Scan(nil); err != nil || !none.IsZero() {
		t.Errorf("NULL is read as %s: %v", none, err)
	}
	if v, err := none.Value(); v != nil || err != nil || none.Scan(7) == nil {
		t.Errorf("no date is stored as %v: %v", v, err)
	}
	if raw, err := none.MarshalText(); len(raw) != 0 || err != nil || none.UnmarshalText(nil) != nil {
		t.Errorf("no date is written %q: %v", raw, err)
	}
}
