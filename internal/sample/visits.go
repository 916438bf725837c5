package sample

import (
	"context"
	"fmt"

	"nayan/internal/app"
	"nayan/internal/openday"
)

func (f *filler) openDays(ctx context.Context) error {
	for _, d := range f.county.OpenDays {
		f.say("sample: " + d.Theme)
		if err := f.openDay(ctx, d); err != nil {
			return fmt.Errorf("%s: %w", d.Key, err)
		}
	}
	return f.bookings(ctx)
}

func (f *filler) openDay(ctx context.Context, d OpenDay) error {
	at := f.base.At(d.ReleasedAt(f.now))
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
		_, _, err := f.base.At(b.MadeAt(days[b.Session], f.now)).Book(ctx, app.BookInput{SessionID: f.sessions[b.Session],
			Request: openday.Request{PartySize: b.PartySize, Name: b.Name, Phone: b.Phone}})
		if err != nil {
			return fmt.Errorf("booking in %s: %w", b.Session, err)
		}
	}
	return nil
}
