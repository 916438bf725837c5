package consult

import (
	"time"

	"nayan/internal/fault"
	"nayan/internal/workday"
)

// Terms are the periods that a consultation was published under. They are kept
// with it, so that what an administrator sets later never rewrites a notice.
type Terms struct {
	Minimum
	// MinimumLast is the last day that the minimum reaches to. Where MinimumAwaits
	// names a year, that year's days off are not known and it is the earliest there can be.
	MinimumLast   workday.Date `db:"minimum_last_on"`
	MinimumAwaits int          `db:"minimum_awaits"`
	ShortReason   string       `db:"short_reason"`
	ResultsDays   int          `db:"results_days"`
	// ResultsDueOn is the day by which the results are promised; none where
	// ResultsDueAwaits names the year without which it cannot be told.
	ResultsDueOn     workday.Date `db:"results_due_on"`
	ResultsDueAwaits int          `db:"results_due_awaits"`
	ResultsDelayedTo workday.Date `db:"results_delayed_to"` // by the last note of delay
}

// Counted works out the days that the periods end on. The first day of a period
// is not counted: for the results that is the last day of the call.
func (t Terms) Counted(times Times, cal workday.Calendar) Terms {
	t.MinimumLast, t.MinimumAwaits = 0, 0
	if t.MinimumDays > 0 {
		end := cal.End(DayOf(times.OpensAt), workday.Period{Days: t.MinimumDays, In: t.MinimumIn})
		t.MinimumLast, t.MinimumAwaits = end.Day, end.Awaits
	}
	due := cal.End(times.LastDay(), workday.Period{Days: t.ResultsDays, In: workday.WorkingDays})
	t.ResultsDueOn, t.ResultsDueAwaits = due.Day, due.Awaits
	if due.Awaits != 0 {
		t.ResultsDueOn = 0
	}
	return t
}

// ShortOf reports whether a call that closes then is shorter than the minimum,
// whatever the days off of a year will be that is not known yet. The last day
// counts to 24:00 (民法典 art. 203).
func (t Terms) ShortOf(closes time.Time) bool {
	return t.MinimumDays > 0 && closes.Before((t.MinimumLast + 1).In(Zone))
}

// shortKey names what is said of a period that is too short.
func (t Terms) shortKey() string {
	key := "consult.error.period_short." + string(t.MinimumIn)
	if t.MinimumAwaits != 0 {
		key += ".awaits"
	}
	return key
}

// Promised is the day by which the results are to be public, a delay included.
func (t Terms) Promised() workday.Date {
	if !t.ResultsDelayedTo.IsZero() {
		return t.ResultsDelayedTo
	}
	return t.ResultsDueOn
}

// DayOf gives the county's day of an instant.
func DayOf(t time.Time) workday.Date { return workday.DateOf(t.In(Zone)) }

// LastDay is the day of the last second that still counts.
func (t Times) LastDay() workday.Date { return DayOf(t.LastSecond()) }

// Short reports whether the call is shorter than its minimum.
func (c Consultation) Short() bool { return c.ShortOf(c.ClosesAt) }

// PastDue reports whether the day first promised for the results is over at now,
// and they are not there. A note of delay explains that; it does not undo it.
func (c Consultation) PastDue(now time.Time) bool {
	return c.PhaseAt(now) == Closed && !c.ResultsDueOn.IsZero() && DayOf(now) > c.ResultsDueOn
}

// Overdue counts the days since the results were promised last; 0 while they are
// not due, or out.
func (c Consultation) Overdue(now time.Time) int {
	if !c.PastDue(now) {
		return 0
	}
	return max(0, int(DayOf(now)-c.Promised()))
}

// ReleasableAt is [Times.ReleasableAt], and checks that the period is still long
// enough: days off may have become known since it was reviewed. Errors: Conflict.
func (c Consultation) ReleasableAt(now time.Time) error {
	if err := c.Times.ReleasableAt(now); err != nil {
		return err
	}
	if c.Short() && c.ShortReason == "" {
		last := c.MinimumLast
		return fault.New(fault.Conflict, "consult.error.release_short", last.Year(), int(last.Month()), last.Day())
	}
	return nil
}
