package sample

import (
	"errors"
	"fmt"
	"slices"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/openday"
)

var visibilities = []consult.Visibility{consult.Pending, consult.Published, consult.Hidden}

// checker collects the mistakes of the files, and the objects by key.
type checker struct {
	units         map[string]Unit
	staff         map[string]Member
	consultations map[string]Consultation
	problems      []error
}

func (c County) check() error {
	k := &checker{}
	k.units = index(k, c.Units, func(u Unit) string { return u.Key })
	k.staff = index(k, c.Staff, func(m Member) string { return m.Key })
	k.consultations = index(k, c.Consultations, func(con Consultation) string { return con.Key })
	index(k, c.Comments, func(m Comment) string { return m.Key })
	for _, m := range c.Staff {
		k.member(m)
	}
	for _, con := range c.Consultations {
		k.consultation(con)
	}
	for _, m := range c.Comments {
		k.comment(m)
	}
	for _, i := range c.Intakes {
		k.intake(i)
	}
	k.openDays(c.OpenDays, c.Bookings)
	k.residents(c.Residents, c.Comments)
	k.enterprises(c)
	k.followers(c.Followers)
	k.surveys(c.Surveys)
	return errors.Join(k.problems...)
}

// index maps objects by key; a key used twice is a mistake.
func index[T any](k *checker, all []T, key func(T) string) map[string]T {
	m := make(map[string]T, len(all))
	for _, v := range all {
		_, twice := m[key(v)]
		k.must(!twice && key(v) != "", "%s: key used twice or empty", key(v))
		m[key(v)] = v
	}
	return m
}

func (k *checker) must(ok bool, format string, args ...any) {
	if !ok {
		k.problems = append(k.problems, fmt.Errorf(format, args...))
	}
}

func (k *checker) unit(owner, unit string) {
	_, ok := k.units[unit]
	k.must(ok, "%s: no unit %q", owner, unit)
}

// hand checks that a member holds the role for the unit of what they do.
func (k *checker) hand(owner, unit, key string, role account.Role) {
	m, ok := k.staff[key]
	k.must(ok && slices.Contains(m.Roles, role), "%s: %q is no %s", owner, key, role)
	k.must(!ok || m.Everywhere || m.Unit == unit, "%s: %q is no %s for %q", owner, key, role, unit)
}

func (k *checker) member(m Member) {
	k.unit(m.Key, m.Unit)
	k.must(len(m.Roles) > 0, "%s: no role", m.Key)
	for _, r := range m.Roles {
		k.must(slices.Contains(account.Roles, r), "%s: no role %q", m.Key, r)
	}
}

func (k *checker) consultation(c Consultation) {
	k.unit(c.Key, c.Unit)
	k.must(c.Kind.Valid() && c.Audience.Valid(), "%s: kind %q, audience %q", c.Key, c.Kind, c.Audience)
	k.must(slices.Contains(consult.States, c.State), "%s: state %q", c.Key, c.State)
	k.must(c.ReleasedInDays <= c.OpensInDays && c.OpensInDays < c.ClosesInDays, "%s: days out of order", c.Key)
	x := c.Extended
	k.must(x == nil || c.State == consult.Released && x.Reason != "" && c.OpensInDays < x.InDays && x.InDays <= x.FromDays &&
		x.FromDays < c.ClosesInDays, "%s: extended too late, or by nothing", c.Key)
	k.must(c.ResultsInDays == nil || *c.ResultsInDays > c.ClosesInDays, "%s: results before closing", c.Key)
	k.hand(c.Key, c.Unit, c.Author, account.Drafter)
	if c.State != consult.Released {
		k.must(c.Reviewer == "" && c.Approver == "", "%s: hands ahead of the state", c.Key)
		return
	}
	k.hand(c.Key, c.Unit, c.Reviewer, account.Reviewer)
	k.hand(c.Key, c.Unit, c.Approver, account.Approver)
	k.must(c.Next == nil || c.Next.InDays > c.OpensInDays && c.Next.InDays < 0 && c.Next.Reason != "", "%s: next version", c.Key)
	for _, m := range c.Milestones {
		k.must(c.ResultsInDays != nil && m.Noted > *c.ResultsInDays && m.Noted < 0, "%s: %s was noted too early", c.Key, m.Kind)
	}
	k.must(c.Author != c.Reviewer && c.Author != c.Approver && c.Reviewer != c.Approver, "%s: hands not separate", c.Key)
}

func (k *checker) comment(m Comment) {
	con, ok := k.consultations[m.Consultation]
	k.must(ok && con.State == consult.Released, "%s: no released consultation %q", m.Key, m.Consultation)
	day := con.OpensInDays + m.Day
	k.must(m.Day >= 0 && day <= con.ClosesInDays && day < 0, "%s: sent outside the period or in the future", m.Key)
	k.must(m.Day > 0 || m.Time >= openingHour, "%s: sent before the opening", m.Key)
	k.must(slices.Contains(visibilities, m.Visibility), "%s: visibility %q", m.Key, m.Visibility)
	k.must(m.Identity == consult.Resident || m.Identity == consult.Enterprise, "%s: identity %q", m.Key, m.Identity)
	k.must((m.Visibility == consult.Hidden) == (m.HiddenCode != ""), "%s: hidden without a reason, or a reason without hiding", m.Key)
	k.must(len(m.Points) > 0, "%s: no point", m.Key)
	for _, p := range m.Points {
		k.point(m.Key, con, p)
	}
}

func (k *checker) point(owner string, con Consultation, p Point) {
	k.must(p.Body != "", "%s: an empty point", owner)
	d := p.Decision
	k.must(d == nil || d.Outcome.Valid() && d.Reason != "", "%s: a decision without outcome or reason", owner)
	k.must(d == nil || con.ClosesInDays < 0, "%s: decided before the closing", owner)
	k.must(d != nil || con.ResultsInDays == nil, "%s: results released with an undecided point", owner)
}

func (k *checker) openDays(days []OpenDay, bookings []Booking) {
	seats := map[string]int{}
	opened := map[string]int{}
	for _, o := range days {
		k.unit(o.Key, o.Unit)
		k.hand(o.Key, o.Unit, o.Author, account.Drafter)
		k.hand(o.Key, o.Unit, o.ReleasedBy, account.Approver)
		for _, s := range o.Sessions {
			k.must(s.InDays > 0 && s.Starts < s.Ends && s.Capacity > 0, "%s: hours or capacity", s.Key)
			seats[s.Key], opened[s.Key] = s.Capacity, o.ReleasedInDays
		}
	}
	for _, b := range bookings {
		_, ok := seats[b.Session]
		k.must(ok, "a booking names no session %q", b.Session)
		k.must(b.PartySize >= 1 && b.PartySize <= openday.MaxParty, "%s: a party of %d", b.Session, b.PartySize)
		k.must(b.Day >= 0 && opened[b.Session]+b.Day < 0, "%s: booked before the opening or in the future", b.Session)
		k.must(b.Day > 0 || b.Time >= openingHour, "%s: booked before the opening hour", b.Session)
		seats[b.Session] -= b.PartySize
		k.must(seats[b.Session] >= 0, "%s: oversold", b.Session)
	}
}
