package opendayview

import (
	"context"
	"strconv"
	"time"

	"nayan/internal/i18n"
	"nayan/internal/openday"
	"nayan/views/layout"
)

// ListPage is the list of released open days with their sessions, the soonest first.
type ListPage struct {
	layout.Page
	Now      time.Time
	Items    []openday.OpenDay
	PageNo   int // from 1
	LastPage int
}

func (p ListPage) framed(ctx context.Context) layout.Page {
	page := p.Page
	page.Nav, page.Title = layout.NavOpenDays, i18n.T(ctx, "nav.open_days")
	page.Crumbs = []layout.Link{{Text: page.Title}}
	return page
}

func (p ListPage) pageURL(page int) string {
	if page <= 1 {
		return "/open-days"
	}
	return "/open-days?page=" + strconv.Itoa(page)
}

// Next gives the session a visitor should look at first: the first bookable one,
// else the first that is not over, else the first. ok is false without sessions.
func Next(d openday.OpenDay, now time.Time) (s openday.Session, ok bool) {
	for _, s := range d.Sessions {
		if s.StateAt(now) == openday.Bookable {
			return s, true
		}
	}
	for _, s := range d.Sessions {
		if now.Before(s.EndsAt) {
			return s, true
		}
	}
	if len(d.Sessions) == 0 {
		return openday.Session{}, false
	}
	return d.Sessions[0], true
}

// window says when a session's booking opens or ends, whichever comes next.
func window(ctx context.Context, s sessionView) string {
	if s.state == openday.NotYet {
		return i18n.T(ctx, "openday.opens", i18n.Minute(ctx, s.BookingOpensAt))
	}
	return i18n.T(ctx, "openday.closes", Until(ctx, s.BookingClosesAt))
}

// Until writes the end of a window; midnight is the end of the day before it.
func Until(ctx context.Context, end time.Time) string {
	if i18n.Clock(end) == "00:00" {
		return i18n.Date(ctx, end.Add(-time.Minute)) + " 24:00"
	}
	return i18n.Minute(ctx, end)
}

// remaining adds up the places left in the sessions that can be booked at now.
func remaining(d openday.OpenDay, now time.Time) int {
	n := 0
	for _, s := range d.Sessions {
		if s.StateAt(now) == openday.Bookable {
			n += s.Remaining()
		}
	}
	return n
}
