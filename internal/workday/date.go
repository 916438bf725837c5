package workday

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a day of the calendar, in no time zone: the number of days since 1 January 1970.
// The zero value is no date.
type Date int

const layout = "2006-01-02"

// NewDate gives the day; what overflows is carried on, as in [time.Date].
func NewDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// ParseDate reads 2026-10-01 and nothing else.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(layout, text)
	if err != nil {
		return 0, fmt.Errorf("%q is no day like %s", text, layout)
	}
	return DateOf(t), nil
}

// DateOf gives the day of an instant in its own location.
func DateOf(t time.Time) Date { return NewDate(t.Date()) }

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == 0 }

// In gives the first instant of the day in a zone.
func (d Date) In(zone *time.Location) time.Time {
	return time.Date(1970, time.January, 1+int(d), 0, 0, 0, 0, zone)
}

// Year gives the year of the day.
func (d Date) Year() int { return d.In(time.UTC).Year() }

// Month gives the month of the day.
func (d Date) Month() time.Month { return d.In(time.UTC).Month() }

// Day gives the day of the month.
func (d Date) Day() int { return d.In(time.UTC).Day() }

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return d.In(time.UTC).Weekday() }

// String writes 2026-10-01.
func (d Date) String() string { return d.In(time.UTC).Format(layout) }

// MarshalText writes 2026-10-01, and nothing where there is no date.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText is the opposite of MarshalText.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d = 0
	if len(text) > 0 {
		*d, err = ParseDate(string(text))
	}
	return err
}

// Scan implements sql.Scanner for a column of type date.
func (d *Date) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*d = 0
	case time.Time:
		*d = DateOf(v)
	default:
		return fmt.Errorf("workday: a date came as %T", value)
	}
	return nil
}

// Value implements driver.Valuer; no date is NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}
