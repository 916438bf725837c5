package sample

import (
	"fmt"
	"strings"
	"time"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/internal/openday"
)

// The hours at which the county's offices act.
const (
	releaseHour = Clock(8*time.Hour + 30*time.Minute)
	openingHour = Clock(9 * time.Hour)
	resultsHour = Clock(16 * time.Hour)
)

// ReleasedAt gives the instant a consultation loaded at now was released.
func (c Consultation) ReleasedAt(now time.Time) time.Time {
	return instant(now, c.ReleasedInDays, releaseHour)
}

// Times gives the instants of a consultation loaded at now. It opens at 09:00
// and takes comments through 23:59:59 of the last day: ClosesAt is the midnight
// after, the first instant refused.
func (c Consultation) Times(now time.Time) consult.Times {
	t := consult.Times{
		OpensAt:  instant(now, c.OpensInDays, openingHour),
		ClosesAt: instant(now, c.ClosesInDays+1, 0),
	}
	if c.ResultsInDays != nil {
		at := instant(now, *c.ResultsInDays, resultsHour)
		t.ResultsAt = &at
	}
	return t
}

// Announced gives the instants as they were before an extension.
func (c Consultation) Announced(now time.Time) consult.Times {
	if c.Extended != nil {
		c.ClosesInDays = c.Extended.FromDays
	}
	return c.Times(now)
}

// NoticeAt gives the notice body in Markdown with its dates.
func (c Consultation) NoticeAt(now time.Time) string {
	t := c.Announced(now)
	return strings.NewReplacer(
		"{{opens}}", date(t.OpensAt),
		"{{closes}}", date(t.LastSecond()),
		"{{released}}", date(c.ReleasedAt(now)),
	).Replace(c.Notice.String())
}

// SentAt gives the instant a comment on con reached the office.
func (m Comment) SentAt(con Consultation, now time.Time) time.Time {
	return instant(now, con.OpensInDays+m.Day, m.Time)
}

// ReleasedAt gives the instant an open day loaded at now was released.
func (o OpenDay) ReleasedAt(now time.Time) time.Time {
	return instant(now, o.ReleasedInDays, releaseHour)
}

// SessionAt gives one of the open day's sessions with its instants. Booking
// opens at 09:00 of the day of release and closes when the session's day begins.
func (o OpenDay) SessionAt(s Session, now time.Time) openday.Session {
	day := s.InDays
	for time.Weekday(s.Weekday) != instant(now, day, 0).Weekday() {
		day++
	}
	return openday.Session{
		StartsAt:        instant(now, day, s.Starts),
		EndsAt:          instant(now, day, s.Ends),
		Capacity:        s.Capacity,
		BookingOpensAt:  instant(now, o.ReleasedInDays, openingHour),
		BookingClosesAt: instant(now, day, 0),
	}
}

// MadeAt gives the instant a booking on the open day was made.
func (b Booking) MadeAt(o OpenDay, now time.Time) time.Time {
	return instant(now, o.ReleasedInDays+b.Day, b.Time)
}

// instant is a time of day some days from the county's day at now.
func instant(now time.Time, days int, c Clock) time.Time {
	y, m, d := now.In(i18n.Zone).Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, i18n.Zone).Add(time.Duration(c))
}

func date(t time.Time) string { return t.In(i18n.Zone).Format("2006年1月2日") }

// UnmarshalText reads "09:30".
func (c *Clock) UnmarshalText(text []byte) error {
	t, err := time.Parse("15:04", string(text))
	if err != nil {
		return err
	}
	*c = Clock(time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute)
	return nil
}

// UnmarshalText reads "Saturday".
func (w *Weekday) UnmarshalText(text []byte) error {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if d.String() == string(text) {
			*w = Weekday(d)
			return nil
		}
	}
	return fmt.Errorf("no weekday %q", text)
}
