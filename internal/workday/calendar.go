package workday

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"time"
)

//go:embed holidays/*.json
var holidays embed.FS

// Calendar knows the days off of some years. It is immutable.
type Calendar struct {
	years map[int]Year
	named map[Date]bool // days that a notice names: off or not
}

// Embedded is the calendar of the years that came with the program.
var Embedded = sync.OnceValue(func() Calendar {
	names, err := fs.Glob(holidays, "holidays/*.json")
	if err != nil {
		panic(err)
	}
	var years []Year
	for _, name := range names {
		data, err := holidays.ReadFile(name)
		if err != nil {
			panic(err)
		}
		y, err := Parse(data)
		if err != nil {
			panic(fmt.Sprintf("%s: %v", name, err))
		}
		years = append(years, y)
	}
	return Calendar{}.With(years...)
})

// With gives a calendar that knows more years; one it knew is replaced. Where
// the notices of two years name the same day, the later one holds: it was issued
// last, and says what becomes of the December before.
func (c Calendar) With(years ...Year) Calendar {
	out := Calendar{years: maps.Clone(c.years), named: map[Date]bool{}}
	if out.years == nil {
		out.years = map[int]Year{}
	}
	for _, y := range years {
		out.years[y.Number] = y
	}
	for _, number := range out.Known() {
		for _, d := range out.years[number].Days {
			out.named[d.Date] = d.Off
		}
	}
	return out
}

// Known lists the years of the calendar, the first one first.
func (c Calendar) Known() []int { return slices.Sorted(maps.Keys(c.years)) }

// Year gives what is known of a year.
func (c Calendar) Year(number int) (y Year, ok bool) {
	y, ok = c.years[number]
	return y, ok
}

// IsWorkday reports whether a day is worked. Error: NoYearError.
func (c Calendar) IsWorkday(d Date) (bool, error) {
	if off, named := c.named[d]; named {
		return !off, nil
	}
	if _, known := c.years[d.Year()]; !known {
		return false, NoYearError{d.Year()}
	}
	w := d.Weekday()
	return w != time.Saturday && w != time.Sunday, nil
}

// Add gives the n-th working day after d, which is not counted itself; with 0 it
// is d as it stands. Errors: NoYearError; an n below 0 is refused.
func (c Calendar) Add(d Date, n int) (Date, error) {
	if n < 0 {
		return 0, fmt.Errorf("%d working days: they are counted forward", n)
	}
	for n > 0 {
		d++
		works, err := c.IsWorkday(d)
		if err != nil {
			return 0, err
		}
		if works {
			n--
		}
	}
	return d, nil
}

// OnWorkday gives d, or the first working day after it: a period whose last day
// is an off-day ends on the day after the off-days (民法典 art. 203).
// Error: NoYearError.
func (c Calendar) OnWorkday(d Date) (Date, error) {
	for {
		works, err := c.IsWorkday(d)
		if err != nil || works {
			return d, err
		}
		d++
	}
}
