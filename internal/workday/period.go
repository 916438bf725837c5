package workday

import (
	"errors"
	"slices"
)

// Unit says what a period is counted in.
type Unit string

// The units.
const (
	CalendarDays Unit = "calendar_days" // 日
	WorkingDays  Unit = "working_days"  // 工作日
)

// Valid reports whether u is one of Units.
func (u Unit) Valid() bool { return slices.Contains(Units, u) }

// Units lists every unit in the order forms show them.
var Units = []Unit{CalendarDays, WorkingDays}

// Period is a number of days; 0 is none at all.
type Period struct {
	Days int
	In   Unit
}

// End is the last day of a period, which lasts until 24:00 of it. Awaits is 0, or
// the year without which it cannot be told: then Day is the earliest it can be.
type End struct {
	Day    Date
	Awaits int
}

// End counts a period from a day, which is not counted itself; a last day that
// is off moves on to the next that is not (民法典 art. 201, 203).
func (c Calendar) End(from Date, p Period) End {
	if p.Days <= 0 {
		return End{Day: from}
	}
	if p.In == WorkingDays {
		return c.lastWorkday(from, p.Days)
	}
	day, err := c.OnWorkday(from + Date(p.Days))
	return End{Day: day, Awaits: missing(err)}
}

// lastWorkday takes days of which nothing is known for working days: the
// earliest end there can be.
func (c Calendar) lastWorkday(from Date, n int) (e End) {
	for e.Day = from; n > 0; {
		e.Day++
		works, err := c.IsWorkday(e.Day)
		if err != nil && e.Awaits == 0 {
			e.Awaits = missing(err)
		}
		if works || err != nil {
			n--
		}
	}
	return e
}

// missing gives the year of a NoYearError, and 0 for no error.
func missing(err error) int {
	var e NoYearError
	if errors.As(err, &e) {
		return e.Year
	}
	return 0
}
