package sample

import (
	"context"
	"fmt"
	"time"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/openday"
)

// opinions submits, moderates, decides and releases what the files say about one call.
func (f *filler) opinions(ctx context.Context, c Consultation) error {
	adjudicator, err := f.withRole(consult.Adjudicator)
	if err != nil {
		return err
	}
	for _, m := range f.county.Comments {
		if m.Consultation != c.Key {
			continue
		}
		if err := f.opinion(ctx, c, m, adjudicator); err != nil {
			return fmt.Errorf("%s: %w", m.Key, err)
		}
	}
	times := c.Times(f.now)
	if times.ResultsAt == nil {
		return nil
	}
	return f.at(*times.ResultsAt).ReleaseResults(ctx, adjudicator, f.calls[c.Key].id)
}

func (f *filler) withRole(role consult.Role) (app.Actor, error) {
	for _, m := range f.county.Staff {
		for _, r := range m.Roles {
			if r == role {
				return f.staff[m.Key], nil
			}
		}
	}
	return app.Actor{}, fmt.Errorf("nobody is %s", role)
}

func (f *filler) opinion(ctx context.Context, c Consultation, m Comment, adjudicator app.Actor) error {
	at, call := f.at(m.SentAt(c, f.now)), f.calls[c.Key]
	submission, err := m.submission(call)
	if err != nil {
		return err
	}
	receipt, err := at.SubmitComment(ctx, app.SubmitInput{ConsultationNo: call.no, Channel: "web", Submission: submission})
	if err != nil {
		return err
	}
	_, id, err := f.base.Repo.ReceiptOwner(ctx, app.PlainReceiptNo(receipt.No))
	if err != nil {
		return err
	}
	if m.Visibility != consult.Pending {
		later := f.at(m.SentAt(c, f.now).Add(2 * time.Hour))
		if err := later.Moderate(ctx, adjudicator, call.id, id, m.Visibility, m.HiddenReason); err != nil {
			return err
		}
	}
	return f.decide(ctx, call, id, m.Points, adjudicator)
}

func (m Comment) submission(c call) (consult.Submission, error) {
	s := consult.Submission{Identity: m.Identity, Name: m.Name, Phone: m.Phone, Email: m.Email,
		Organisation: m.Organisation, USCC: m.USCC}
	for i, p := range m.Points {
		point := consult.Point{Position: i + 1, Body: p.Body}
		for _, label := range p.Clauses {
			id, known := c.clauses[label]
			if !known {
				return s, fmt.Errorf("no clause %s", label)
			}
			point.ClauseIDs = append(point.ClauseIDs, id)
		}
		s.Points = append(s.Points, point)
	}
	return s, nil
}

// decide answers the suggestions that the points became, one each and in order.
func (f *filler) decide(ctx context.Context, c call, commentID int64, points []Point, adjudicator app.Actor) error {
	ids, err := f.base.Repo.SuggestionsOfComment(ctx, c.id, commentID)
	if err != nil {
		return err
	}
	at := f.at(f.now)
	if c.times.ResultsAt != nil {
		at = f.at(c.times.ResultsAt.Add(-time.Hour))
	}
	for i, p := range points {
		if p.Decision == nil {
			continue
		}
		if err := at.Decide(ctx, adjudicator, c.id, ids[i], *p.Decision); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) openDay(ctx context.Context, d OpenDay) error {
	at := f.at(d.ReleasedAt(f.now))
	fields := openday.Fields{UnitID: f.units[d.Unit], Theme: d.Theme, Place: d.Place, Audience: d.Audience,
		MeetingPoint: d.MeetingPoint, Bring: d.Bring, Cautions: d.Cautions, Contact: d.Contact, Content: d.Content.String()}
	for _, s := range d.Sessions {
		t := d.SessionAt(s, f.now)
		fields.Sessions = append(fields.Sessions, openday.SessionFields{StartsAt: t.StartsAt, EndsAt: t.EndsAt,
			Capacity: t.Capacity, BookingOpensAt: t.BookingOpensAt, BookingClosesAt: t.BookingClosesAt})
	}
	id, err := at.CreateOpenDay(ctx, f.staff[d.Author], fields)
	if err != nil {
		return err
	}
	if err := at.ReleaseOpenDay(ctx, f.staff[d.ReleasedBy], id); err != nil {
		return err
	}
	return f.rememberSessions(ctx, d, id)
}

// rememberSessions finds the ids that storing gave, by start.
func (f *filler) rememberSessions(ctx context.Context, d OpenDay, id int64) error {
	stored, err := f.base.Repo.OpenDayByID(ctx, id)
	if err != nil {
		return err
	}
	for _, s := range d.Sessions {
		for _, got := range stored.Sessions {
			if got.StartsAt.Equal(d.SessionAt(s, f.now).StartsAt) {
				f.sessions[s.Key] = got.ID
			}
		}
	}
	return nil
}

// bookings books every party at the moment it is said to have booked.
func (f *filler) bookings(ctx context.Context) error {
	days := map[string]OpenDay{}
	for _, d := range f.county.OpenDays {
		for _, s := range d.Sessions {
			days[s.Key] = d
		}
	}
	for _, b := range f.county.Bookings {
		_, _, err := f.at(b.MadeAt(days[b.Session], f.now)).Book(ctx, app.BookInput{SessionID: f.sessions[b.Session],
			Request: openday.Request{PartySize: b.PartySize, Name: b.Name, Phone: b.Phone}})
		if err != nil {
			return fmt.Errorf("booking in %s: %w", b.Session, err)
		}
	}
	return nil
}
