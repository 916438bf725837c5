package consult_test

import (
	"testing"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/workday"
)

// Kinds × periods × holidays: what is refused, with what is said, and what waits
// for the days off of a year.
func TestAPeriodIsHeldAgainstTheRuleOfItsKind(t *testing.T) {
	t.Parallel()
	seven, none := law(7, workday.WorkingDays), law(0, workday.CalendarDays)
	const calendar, working = "consult.error.period_short.calendar_days", "consult.error.period_short.working_days"
	for _, c := range []struct {
		name          string
		law           consult.Statute
		opens, closes string
		key           string // of the refusal; "" where it is taken
		last          string
		awaits        int
	}{
		{"thirty days to the end", thirty, "2026-11-01 09:00:00", "2026-12-02 00:00:00", "", "2026-12-01", 0},
		{"one second short", thirty, "2026-11-01 09:00:00", "2026-12-01 23:59:59", calendar, "2026-12-01", 0},
		{"opened in the last second of a day", thirty, "2026-11-01 23:59:59", "2026-12-02 00:00:00", "", "2026-12-01", 0},
		{"the thirtieth day is a Saturday", thirty, "2026-10-29 00:00:00", "2026-11-29 00:00:00", calendar, "2026-11-30", 0},
		{"over the weekend to the Monday", thirty, "2026-10-29 00:00:00", "2026-12-01 00:00:00", "", "2026-11-30", 0},
		{"into the National Day holiday", thirty, "2026-09-01 00:00:00", "2026-10-08 00:00:00", calendar, "2026-10-08", 0},
		{"past the National Day holiday", thirty, "2026-09-01 00:00:00", "2026-10-09 00:00:00", "", "2026-10-08", 0},
		{"a Saturday that is worked", thirty, "2026-01-15 00:00:00", "2026-02-15 00:00:00", "", "2026-02-14", 0},
		{"over the end of a year", thirty, "2025-12-05 00:00:00", "2026-01-05 00:00:00", "", "2026-01-04", 0},
		{"short whatever 2027 brings", thirty, "2026-12-02 00:00:00", "2027-01-01 00:00:00", calendar + ".awaits", "2027-01-01", 2027},
		{"perhaps short, perhaps not", thirty, "2026-12-02 00:00:00", "2027-01-02 00:00:00", "", "2027-01-01", 2027},
		{"long into 2027, but the thirty days are over before", thirty, "2026-12-01 00:00:00", "2027-03-01 00:00:00", "", "2026-12-31", 0},
		{"seven working days", seven, "2026-11-27 00:00:00", "2026-12-09 00:00:00", "", "2026-12-08", 0},
		{"six working days", seven, "2026-11-27 00:00:00", "2026-12-08 00:00:00", working, "2026-12-08", 0},
		{"working days over the Spring Festival", seven, "2026-02-13 00:00:00", "2026-03-04 00:00:00", "", "2026-03-02", 0},
		{"working days into 2027", seven, "2026-12-28 00:00:00", "2027-01-05 00:00:00", "", "2027-01-04", 2027},
		{"too few even if all were worked", seven, "2026-12-28 00:00:00", "2027-01-04 00:00:00", working + ".awaits", "2027-01-04", 2027},
		{"no rule", none, "2026-12-28 00:00:00", "2026-12-29 00:00:00", "", "", 0},
	} {
		f := goodFields(t)
		f.OpensAt, f.ClosesAt = at(t, c.opens), at(t, c.closes)
		err := f.Validate(c.law)
		if got := broken(err)["closes_at"]; got != c.key {
			t.Errorf("%s: %q, want %q", c.name, got, c.key)
		}
		terms := f.Terms(c.law)
		if last := dayText(terms.MinimumLast); last != c.last || terms.MinimumAwaits != c.awaits {
			t.Errorf("%s: reaches to %s awaiting %d", c.name, last, terms.MinimumAwaits)
		}
		f.ShortReason = "防汛在即"
		if err := f.Validate(c.law); err != nil {
			t.Errorf("%s: refused in spite of a reason: %v", c.name, err)
		}
	}
}

func dayText(d workday.Date) string {
	text, _ := d.MarshalText()
	return string(text)
}

func TestTheRefusalOfAShortPeriodSaysWhatTheLawAsks(t *testing.T) {
	t.Parallel()
	f := goodFields(t)
	f.ClosesAt = at(t, "2026-12-01 23:59:59")
	a := fault.Of(f.Validate(thirty)).Fields[0].Args
	if a[0] != 30 || a[1] != thirty.Rule.MinimumSource || a[2] != 2026 || a[3] != 12 || a[4] != 1 {
		t.Errorf("the message names %v", a)
	}
	off := thirty
	off.Rule.Enabled = false
	f = goodFields(t)
	if got := broken(f.Validate(off)); len(got) != 1 || got["kind"] != "consult.error.kind_off" {
		t.Errorf("a kind that is switched off: %v", got)
	}
}

func TestResultsAreDueSoManyWorkingDaysAfterTheLastDay(t *testing.T) {
	t.Parallel()
	f := goodFields(t)
	f.OpensAt, f.ClosesAt = at(t, "2026-08-01 00:00:00"), at(t, "2026-09-26 00:00:00") // through Friday 25 September, a holiday
	if terms := f.Terms(thirty); terms.ResultsDueOn.String() != "2026-10-29" || terms.ResultsDays != 20 {
		t.Errorf("20 working days by the rule: %+v", terms)
	}
	f.ResultsDays = 5
	if terms := f.Terms(thirty); terms.ResultsDueOn.String() != "2026-10-09" || terms.ResultsDays != 5 {
		t.Errorf("5 of its own: %+v", terms)
	}
	f.ClosesAt = at(t, "2026-12-30 00:00:00")
	if terms := f.Terms(thirty); !terms.ResultsDueOn.IsZero() || terms.ResultsDueAwaits != 2027 {
		t.Errorf("into a year that is not known: %+v", terms)
	}
}

// closed is a call that was due on 9 October 2026.
func closed(t *testing.T) consult.Consultation {
	return consult.Consultation{State: consult.Released, Times: consult.Times{OpensAt: at(t, "2026-08-01 00:00:00"),
		ClosesAt: at(t, "2026-09-26 00:00:00")}, Terms: consult.Terms{ResultsDueOn: workday.NewDate(2026, 10, 9)}}
}

func TestResultsAreOverdueFromTheDayAfterTheyWerePromised(t *testing.T) {
	t.Parallel()
	c := closed(t)
	now := at(t, "2026-10-09 23:59:59")
	if c.PastDue(now) || c.Overdue(now) != 0 {
		t.Error("late on the very day")
	}
	now = at(t, "2026-10-10 00:00:00")
	if !c.PastDue(now) || c.Overdue(now) != 1 {
		t.Errorf("a day later it is %d days late", c.Overdue(now))
	}
	c.ResultsDelayedTo = workday.NewDate(2026, 10, 12)
	if !c.PastDue(now) || c.Overdue(now) != 0 || c.Promised().String() != "2026-10-12" {
		t.Error("a delay that was told is no delay that was not")
	}
	if got := c.Overdue(at(t, "2026-10-14 09:00:00")); got != 2 {
		t.Errorf("past the second promise it is %d days late", got)
	}
	withdrawn := at(t, "2026-10-09 09:00:00")
	c.WithdrawnAt = &withdrawn
	if c.PastDue(now) {
		t.Error("what was withdrawn is late")
	}
	never := closed(t)
	never.ResultsDueOn = 0
	if never.PastDue(now) || never.Overdue(now) != 0 {
		t.Error("late although nothing was promised")
	}
}

func TestAReleaseIsRefusedWhenTheDaysOffMadeThePeriodShort(t *testing.T) {
	t.Parallel()
	f := goodFields(t)
	f.OpensAt, f.ClosesAt = at(t, "2026-12-02 00:00:00"), at(t, "2027-01-02 00:00:00")
	c := consult.Consultation{Times: consult.Times{OpensAt: f.OpensAt, ClosesAt: f.ClosesAt}, Terms: f.Terms(thirty)}
	now := at(t, "2026-12-01 09:00:00")
	if err := c.ReleasableAt(now); err != nil {
		t.Errorf("it may be long enough: %v", err)
	}
	newYear := workday.NewDate(2027, time.January, 1)
	c.Terms = c.Counted(c.Times, workday.Embedded().With(workday.Year{Number: 2027, Days: []workday.Day{{Date: newYear, Off: true}}}))
	if err := c.ReleasableAt(now); fault.Of(err).Key != "consult.error.release_short" || c.MinimumLast.String() != "2027-01-04" {
		t.Errorf("New Year's Day is off, the week-end follows: %v", err)
	}
	c.ShortReason = "防汛在即"
	if err := c.ReleasableAt(now); err != nil {
		t.Errorf("with a reason: %v", err)
	}
}
