// Package openday holds the rules of government open days (政府开放日): sessions,
// capacity and bookings. It is pure; time is always an argument.
package openday

import "time"

// State is where an open day stands on the desk.
type State string

// The states.
const (
	Drafting State = "drafting"
	Released State = "released"
)

// OpenDay is one activity with one or more sessions.
type OpenDay struct {
	ID           int64     `db:"id"`
	No           string    `db:"no"` // 2026-0001; empty until released
	State        State     `db:"state"`
	UnitID       int64     `db:"unit_id"`
	UnitName     string    `db:"unit_name"`
	Theme        string    `db:"theme"`
	Place        string    `db:"place"`
	Audience     string    `db:"audience"` // who may come
	MeetingPoint string    `db:"meeting_point"`
	Bring        string    `db:"bring"`    // 携带证件
	Cautions     string    `db:"cautions"` // 注意事项
	Contact      string    `db:"contact"`
	ContentMD    string    `db:"content_md"`
	ContentHTML  string    `db:"content_html"` // sanitised on write
	AuthorID     int64     `db:"author_id"`
	Sessions     []Session `db:"-"`
}

// Session is a bookable time slot with a capacity in visitors.
type Session struct {
	ID              int64     `db:"id"`
	OpenDayID       int64     `db:"open_day_id"`
	StartsAt        time.Time `db:"starts_at"`
	EndsAt          time.Time `db:"ends_at"`
	Capacity        int       `db:"capacity"`
	Taken           int       `db:"taken"`
	BookingOpensAt  time.Time `db:"booking_opens_at"`
	BookingClosesAt time.Time `db:"booking_closes_at"` // the first instant refused
}

// Remaining is the number of visitors that still fit.
func (s Session) Remaining() int { return max(0, s.Capacity-s.Taken) }

// SessionState says what a visitor can do with a session at a moment.
type SessionState string

// The session states.
const (
	NotYet   SessionState = "not_yet"  // booking has not opened
	Bookable SessionState = "bookable" // 可预约
	Full     SessionState = "full"     // 已约满
	Ended    SessionState = "ended"    // booking is over
)

// StateAt derives the state of a session.
func (s Session) StateAt(now time.Time) SessionState {
	switch {
	case now.Before(s.BookingOpensAt):
		return NotYet
	case !now.Before(s.BookingClosesAt):
		return Ended
	case s.Remaining() == 0:
		return Full
	default:
		return Bookable
	}
}

// BookingState is where a booking stands.
type BookingState string

// The booking states.
const (
	Confirmed BookingState = "confirmed"
	Cancelled BookingState = "cancelled"
	CheckedIn BookingState = "checked_in"
)

// MaxParty is the largest party one booking may bring.
const MaxParty = 4

// Request is a booking as somebody asks for it.
type Request struct {
	PartySize int
	Name      string
	Phone     string
}

// Ticket is what the visitor keeps; Code opens its page.
type Ticket struct {
	Code       string
	State      BookingState `db:"state"`
	PartySize  int          `db:"party_size"`
	PublicName string       `db:"public_name"` // masked
	OpenDayNo  string       `db:"open_day_no"`
	Theme      string       `db:"theme"`
	Place      string       `db:"place"`
	Meeting    string       `db:"meeting_point"`
	Bring      string       `db:"bring"`
	Cautions   string       `db:"cautions"`
	Contact    string       `db:"contact"`
	StartsAt   time.Time    `db:"starts_at"`
	EndsAt     time.Time    `db:"ends_at"`
}

// CancellableAt reports whether the visitor may still cancel: until the session starts.
func (t Ticket) CancellableAt(now time.Time) bool {
	return t.CheckCancel(now) == nil
}

// Booking is one line of the desk's list. Name and phone are opened for staff only.
type Booking struct {
	ID          int64        `db:"id"`
	SessionID   int64        `db:"session_id"`
	PartySize   int          `db:"party_size"`
	State       BookingState `db:"state"`
	Name, Phone string       `db:"-"`
	CreatedAt   time.Time    `db:"created_at"`
	CheckedInAt *time.Time   `db:"checked_in_at"`
}
