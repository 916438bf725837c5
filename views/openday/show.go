package opendayview

import (
	"context"
	"slices"
	"strconv"
	"time"

	"nayan/internal/i18n"
	"nayan/internal/openday"
	"nayan/views/layout"
	"nayan/views/ui"
)

// BookingForm is the booking form with what was typed so far. SessionID says for
// which session it was sent; 0 when none was.
type BookingForm struct {
	SessionID int64
	Values    openday.Request
	Errors    ui.Errors // party_size, name, phone
	Refused   string    // translated: why the session was not booked, as when it filled up meanwhile
}

// ShowPage is one open day. IdempotencyKey is made once a page; each session's
// form adds its id, because it is another booking.
type ShowPage struct {
	layout.Page
	Now            time.Time
	OpenDay        openday.OpenDay
	IdempotencyKey string
	Form           BookingForm
	Known          openday.Request // name and phone that an empty form begins with
	Prefilled      bool            // Known is of who is signed in
}

func (p ShowPage) framed(ctx context.Context) layout.Page {
	page := p.Page
	page.Nav, page.Title = layout.NavOpenDays, p.OpenDay.Theme
	page.Faulty = len(p.Form.Errors) > 0 || p.Form.Refused != ""
	page.Crumbs = []layout.Link{
		{Href: "/open-days", Text: i18n.T(ctx, "nav.open_days")},
		{Text: p.OpenDay.No},
	}
	return page
}

func (p ShowPage) facts(ctx context.Context) []ui.Fact {
	d := p.OpenDay
	all := []ui.Fact{
		{Label: i18n.T(ctx, "openday.unit"), Value: d.UnitName},
		{Label: i18n.T(ctx, "openday.place"), Value: d.Place},
		{Label: i18n.T(ctx, "openday.audience"), Value: d.Audience},
		{Label: i18n.T(ctx, "openday.meeting_point"), Value: d.MeetingPoint},
		{Label: i18n.T(ctx, "openday.bring"), Value: d.Bring},
		{Label: i18n.T(ctx, "openday.contact"), Value: d.Contact},
	}
	return slices.DeleteFunc(all, func(f ui.Fact) bool { return f.Value == "" })
}

// sessionView is one session with its form.
type sessionView struct {
	openday.Session
	page  ShowPage
	state openday.SessionState
}

func (p ShowPage) sessions() []sessionView {
	out := make([]sessionView, len(p.OpenDay.Sessions))
	for i, s := range p.OpenDay.Sessions {
		out[i] = sessionView{s, p, s.StateAt(p.Now)}
	}
	return out
}

// bookable counts the sessions that can be booked now.
func (p ShowPage) bookable() int {
	n := 0
	for _, s := range p.OpenDay.Sessions {
		if s.StateAt(p.Now) == openday.Bookable {
			n++
		}
	}
	return n
}

func (s sessionView) id() string { return strconv.FormatInt(s.ID, 10) }

// prefix keeps the ids of several forms on one page apart.
func (s sessionView) prefix() string { return "s" + s.id() + "-" }

func (s sessionView) action() string {
	return "/open-days/" + s.page.OpenDay.No + "/sessions/" + s.id() + "/bookings"
}

func (s sessionView) idempotencyKey() string {
	if s.page.IdempotencyKey == "" {
		return ""
	}
	return s.page.IdempotencyKey + "-" + s.id()
}

// form gives what was typed for this session, or an empty form for one visitor.
func (s sessionView) form() BookingForm {
	if s.page.Form.SessionID == s.ID {
		return s.page.Form
	}
	known := s.page.Known
	known.PartySize = 1
	return BookingForm{Values: known}
}

// unfolded reports whether the form is shown without asking: it was sent for this
// session, or there is no other choice.
func (s sessionView) unfolded() bool {
	return s.page.Form.SessionID == s.ID || (s.page.Form.SessionID == 0 && s.page.bookable() == 1)
}

// field builds one field of the session's form.
func (s sessionView) field(ctx context.Context, name, value string) ui.Field {
	return ui.Field{
		ID: s.prefix() + name, Name: name, Value: value, Required: true,
		Label: i18n.T(ctx, "booking."+name), Error: s.form().Errors.Message(ctx, name),
	}
}

func (s sessionView) partyField(ctx context.Context) ui.Field {
	return s.field(ctx, "party_size", strconv.Itoa(s.form().Values.PartySize))
}

func (s sessionView) nameField(ctx context.Context) ui.Field {
	field := s.field(ctx, "name", s.form().Values.Name)
	field.Autocomplete = "name"
	return field
}

func (s sessionView) phoneField(ctx context.Context) ui.Field {
	field := s.field(ctx, "phone", s.form().Values.Phone)
	field.Type, field.Autocomplete, field.Hint = "tel", "tel", i18n.T(ctx, "booking.phone.hint")
	return field
}

// parties are the sizes that still fit: a party is admitted whole or not at all.
func (s sessionView) parties(ctx context.Context) []ui.Option {
	var out []ui.Option
	for n := 1; n <= min(openday.MaxParty, s.Remaining()); n++ {
		out = append(out, ui.Option{Value: strconv.Itoa(n), Label: i18n.T(ctx, "unit.persons", n)})
	}
	return out
}

// Tone is the ground that a session's state has wherever it is shown.
func Tone(s openday.SessionState) string {
	switch s {
	case openday.Bookable:
		return "blue"
	case openday.Full:
		return "amber"
	}
	return "grey"
}

// Span writes when a session takes place: day, weekday and hours.
func Span(ctx context.Context, starts, ends time.Time) string {
	return i18n.T(ctx, "openday.span", i18n.Date(ctx, starts), i18n.Weekday(ctx, starts), i18n.Clock(starts), i18n.Clock(ends))
}
