package workday

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"nayan/internal/fault"
)

// Year is what the notices for one year say. They move days of the December
// before too: the holiday of New Year's Day 2019 began on 30 December 2018.
type Year struct {
	Number int
	Papers []string // addresses of the notices
	Days   []Day
}

// Day is one day that a notice names: off work, or worked although it would
// otherwise be off.
type Day struct {
	Date Date
	Name string // 春节
	Off  bool
}

// Off counts the days off, and makeUp those worked instead.
func (y Year) Off() (off, makeUp int) {
	for _, d := range y.Days {
		if d.Off {
			off++
		}
	}
	return off, len(y.Days) - off
}

// MaxFile is the largest file that is read: the years so far have 5 KB.
const MaxFile = 256 << 10

// The years that can be meant.
const (
	firstYear = 2000
	lastYear  = 2999
)

type fileYear struct {
	Schema string    `json:"$schema"`
	ID     string    `json:"$id"`
	Year   *int      `json:"year"`
	Papers []string  `json:"papers"`
	Days   []fileDay `json:"days"`
}

type fileDay struct {
	Name string `json:"name"`
	Date string `json:"date"`
	Off  *bool  `json:"isOffDay"`
}

// Parse reads a year in the format of holiday-cn. It takes nothing on trust: an
// unknown member, a day twice, or one too far from the year is an error, and so
// is an empty year, which is how the format says that the notice is not out yet.
// Errors: Invalid, of the field "file", with the place.
func Parse(data []byte) (Year, error) {
	if len(data) > MaxFile {
		return Year{}, wrong("workday.error.large", MaxFile>>10)
	}
	var f fileYear
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return Year{}, wrong("workday.error.json", line(data, offset(err, d)))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Year{}, wrong("workday.error.json", line(data, d.InputOffset()))
	}
	switch {
	case f.Year == nil || *f.Year < firstYear || *f.Year > lastYear:
		return Year{}, wrong("workday.error.year")
	case len(f.Days) == 0:
		return Year{}, wrong("workday.error.empty", *f.Year)
	case len(f.Papers) == 0:
		return Year{}, wrong("workday.error.papers")
	}
	return f.read()
}

// read checks the days one by one and says which is wrong.
func (f fileYear) read() (Year, error) {
	y := Year{Number: *f.Year, Papers: f.Papers}
	first, last := NewDate(y.Number-1, time.December, 1), NewDate(y.Number+1, time.January, 31)
	seen, within := map[Date]bool{}, false
	for i, day := range f.Days {
		date, err := ParseDate(day.Date)
		switch {
		case err != nil:
			return Year{}, wrong("workday.error.date", i+1)
		case strings.TrimSpace(day.Name) == "" || day.Off == nil:
			return Year{}, wrong("workday.error.member", i+1, day.Date)
		case date < first || date > last:
			return Year{}, wrong("workday.error.far", i+1, day.Date, y.Number)
		case seen[date]:
			return Year{}, wrong("workday.error.twice", i+1, day.Date)
		}
		seen[date], within = true, within || date.Year() == y.Number
		y.Days = append(y.Days, Day{Date: date, Name: day.Name, Off: *day.Off})
	}
	if !within {
		return Year{}, wrong("workday.error.empty", y.Number)
	}
	return y, nil
}

func wrong(key string, args ...any) error {
	var f fault.Fields
	f.Add("file", key, args...)
	return f.Err()
}

// offset is where reading broke off, as far as the error knows.
func offset(err error, d *json.Decoder) int64 {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return syntax.Offset
	case errors.As(err, &kind):
		return kind.Offset
	case errors.Is(err, io.ErrUnexpectedEOF):
		return math.MaxInt64 // the end of the file
	}
	return d.InputOffset()
}

// line is the number of the line in which a byte stands.
func line(data []byte, at int64) int {
	return 1 + bytes.Count(data[:min(max(at, 0), int64(len(data)))], []byte("\n"))
}

// NoYearError is the error of what depends on a year whose notice is not known.
type NoYearError struct{ Year int }

// Error implements the error interface.
func (e NoYearError) Error() string {
	return fmt.Sprintf("the days off of %d are not known: its notice has not been imported", e.Year)
}
