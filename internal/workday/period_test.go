package workday_test

import (
	"testing"

	"nayan/internal/workday"
)

// A period over month ends, year ends and holidays; awaits says which year it needs.
func TestAPeriodEndsOnADayThatIsWorked(t *testing.T) {
	t.Parallel()
	cal := workday.Embedded()
	for _, c := range []struct {
		from   string
		days   int
		in     workday.Unit
		last   string
		awaits int
	}{
		{"2026-11-01", 30, workday.CalendarDays, "2026-12-01", 0},
		{"2026-10-29", 30, workday.CalendarDays, "2026-11-30", 0}, // the 28th is a Saturday
		{"2026-09-01", 30, workday.CalendarDays, "2026-10-08", 0}, // into the National Day holiday
		{"2026-01-15", 30, workday.CalendarDays, "2026-02-14", 0}, // a Saturday that is worked
		{"2026-01-16", 30, workday.CalendarDays, "2026-02-24", 0}, // into the Spring Festival
		{"2024-01-31", 29, workday.CalendarDays, "2024-02-29", 0}, // a leap year
		{"2018-11-30", 30, workday.CalendarDays, "2019-01-02", 0}, // over the end of a year
		{"2026-12-01", 30, workday.CalendarDays, "2026-12-31", 0},
		{"2026-12-02", 30, workday.CalendarDays, "2027-01-01", 2027}, // not even New Year's Day is assumed
		{"2026-12-03", 30, workday.CalendarDays, "2027-01-02", 2027}, // nor a Saturday
		{"2026-11-27", 60, workday.CalendarDays, "2027-01-26", 2027},
		{"2026-09-30", 7, workday.WorkingDays, "2026-10-15", 0},
		{"2026-11-27", 7, workday.WorkingDays, "2026-12-08", 0},
		{"2026-12-22", 7, workday.WorkingDays, "2026-12-31", 0},
		{"2026-12-23", 7, workday.WorkingDays, "2027-01-01", 2027},
		{"2026-12-31", 20, workday.WorkingDays, "2027-01-20", 2027}, // as if all were worked
		{"2026-11-28", 0, workday.WorkingDays, "2026-11-28", 0},
		{"2026-11-28", 0, workday.CalendarDays, "2026-11-28", 0},
	} {
		got := cal.End(date(t, c.from), workday.Period{Days: c.days, In: c.in})
		if got.Day.String() != c.last || got.Awaits != c.awaits {
			t.Errorf("%s and %d %s: %s awaiting %d, want %s awaiting %d", c.from, c.days, c.in, got.Day, got.Awaits, c.last, c.awaits)
		}
	}
}

// Whatever the next notice will say, a period does not end earlier than foretold.
func TestThePeriodThatAwaitsAYearEndsNoEarlierOnceItIsKnown(t *testing.T) {
	t.Parallel()
	whole := workday.Embedded()
	var before workday.Calendar
	for _, n := range whole.Known() {
		if y, ok := whole.Year(n); ok && n < 2026 {
			before = before.With(y)
		}
	}
	for from := date(t, "2025-11-01"); from < date(t, "2026-02-01"); from++ {
		for _, p := range []workday.Period{{Days: 30, In: workday.CalendarDays}, {Days: 7, In: workday.WorkingDays}, {Days: 20, In: workday.WorkingDays}} {
			early, late := before.End(from, p), whole.End(from, p)
			if late.Awaits != 0 || early.Day > late.Day || early.Awaits == 0 && early.Day != late.Day {
				t.Errorf("%s and %+v: foretold %+v, is %+v", from, p, early, late)
			}
		}
	}
}
