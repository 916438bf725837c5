package openday

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"nayan/internal/fault"
)

// Bounds of the desk's form, in characters unless said otherwise.
const (
	maxTheme    = 100
	maxLine     = 500
	maxContent  = 20000
	maxSessions = 60     // sessions
	maxCapacity = 100000 // visitors; the migration's CHECK says the same
)

// Fields are what a drafter fills in for an open day. Content is Markdown; it
// is rendered and sanitised when it is stored.
type Fields struct {
	UnitID       int64           `json:"unit_id"`
	Theme        string          `json:"theme"`
	Place        string          `json:"place"`
	Audience     string          `json:"audience"`
	MeetingPoint string          `json:"meeting_point"`
	Bring        string          `json:"bring"`
	Cautions     string          `json:"cautions"`
	Contact      string          `json:"contact"`
	Content      string          `json:"content"`
	Sessions     []SessionFields `json:"sessions"`
}

// SessionFields are one row of the form's list of sessions.
type SessionFields struct {
	StartsAt        time.Time `json:"starts_at"`
	EndsAt          time.Time `json:"ends_at"`
	Capacity        int       `json:"capacity"` // visitors
	BookingOpensAt  time.Time `json:"booking_opens_at"`
	BookingClosesAt time.Time `json:"booking_closes_at"` // the first instant refused
}

// Fields gives the open day as its form shows it.
func (d OpenDay) Fields() Fields {
	f := Fields{UnitID: d.UnitID, Theme: d.Theme, Place: d.Place, Audience: d.Audience, MeetingPoint: d.MeetingPoint,
		Bring: d.Bring, Cautions: d.Cautions, Contact: d.Contact, Content: d.ContentMD}
	for _, s := range d.Sessions {
		f.Sessions = append(f.Sessions, SessionFields{StartsAt: s.StartsAt, EndsAt: s.EndsAt, Capacity: s.Capacity,
			BookingOpensAt: s.BookingOpensAt, BookingClosesAt: s.BookingClosesAt})
	}
	return f
}

// Trimmed gives the fields without white space around the texts.
func (f Fields) Trimmed() Fields {
	for _, text := range []*string{&f.Theme, &f.Place, &f.Audience, &f.MeetingPoint, &f.Bring, &f.Cautions, &f.Contact, &f.Content} {
		*text = strings.TrimSpace(*text)
	}
	return f
}

// Validate checks trimmed fields. Sessions may still be missing while drafting;
// CheckRelease asks for them. Errors: Invalid with fields named as in the form,
// those of a session as "sessions.0.starts_at".
func (f Fields) Validate() error {
	var list fault.Fields
	required(&list, "theme", f.Theme, maxTheme)
	required(&list, "place", f.Place, maxLine)
	required(&list, "audience", f.Audience, maxLine)
	bounded(&list, "meeting_point", f.MeetingPoint, maxLine)
	bounded(&list, "bring", f.Bring, maxLine)
	bounded(&list, "cautions", f.Cautions, maxLine)
	required(&list, "contact", f.Contact, maxLine)
	bounded(&list, "content", f.Content, maxContent)
	list.Check(f.UnitID > 0, "unit_id", "openday.error.unit_required")
	list.Check(len(f.Sessions) <= maxSessions, "sessions", "openday.error.too_many_sessions", maxSessions)
	for i, s := range f.Sessions {
		s.check(&list, fmt.Sprintf("sessions.%d.", i))
	}
	return list.Err()
}

func required(list *fault.Fields, name, text string, limit int) {
	list.Check(text != "", name, "openday.error.required")
	bounded(list, name, text, limit)
}

func bounded(list *fault.Fields, name, text string, limit int) {
	list.Check(utf8.RuneCountInString(text) <= limit, name, "openday.error.too_long", limit)
	list.Check(utf8.ValidString(text) && !strings.ContainsRune(text, 0), name, "openday.error.text")
}

// check repeats the CHECKs of the sessions table, so that the form can say them.
func (s SessionFields) check(list *fault.Fields, prefix string) {
	if s.timesGiven(list, prefix) {
		list.Check(s.EndsAt.After(s.StartsAt), prefix+"ends_at", "openday.error.ends_before_start")
		list.Check(s.BookingClosesAt.After(s.BookingOpensAt), prefix+"booking_closes_at", "openday.error.window_empty")
		list.Check(!s.BookingClosesAt.After(s.StartsAt), prefix+"booking_closes_at", "openday.error.window_after_start")
	}
	list.Check(s.Capacity >= 1 && s.Capacity <= maxCapacity, prefix+"capacity", "openday.error.capacity", maxCapacity)
}

func (s SessionFields) timesGiven(list *fault.Fields, prefix string) bool {
	given := true
	need := func(name string, t time.Time) {
		list.Check(!t.IsZero(), prefix+name, "openday.error.time_required")
		given = given && !t.IsZero()
	}
	need("starts_at", s.StartsAt)
	need("ends_at", s.EndsAt)
	need("booking_opens_at", s.BookingOpensAt)
	need("booking_closes_at", s.BookingClosesAt)
	return given
}
