package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/limit"
	"nayan/internal/openday"
)

// apiOpenDays shows open days and takes bookings.
type apiOpenDays struct{ *Env }

type openDayJSON struct {
	No           string        `json:"no"`
	Theme        string        `json:"theme"`
	Unit         string        `json:"unit"`
	Place        string        `json:"place"`
	Audience     string        `json:"audience"`
	MeetingPoint string        `json:"meeting_point"`
	Sessions     []sessionJSON `json:"sessions"`
}

type sessionJSON struct {
	ID              idJSON `json:"id"`
	StartsAt        string `json:"starts_at"`
	EndsAt          string `json:"ends_at"`
	Capacity        int    `json:"capacity"`
	Remaining       int    `json:"remaining"`
	BookingOpensAt  string `json:"booking_opens_at"`
	BookingClosesAt string `json:"booking_closes_at"`
	Bookable        bool   `json:"bookable"`
}

func (h apiOpenDays) list(c *fiber.Ctx) error {
	page := pageNumber(c)
	days, total, err := h.Repo.OpenDays(c.UserContext(), h.Now(), page)
	if err != nil {
		return err
	}
	out := listJSON[openDayJSON]{Items: []openDayJSON{}, Total: total, Page: page}
	for _, d := range days {
		out.Items = append(out.Items, h.toJSON(d))
	}
	return c.JSON(out)
}

func (h apiOpenDays) show(c *fiber.Ctx) error {
	d, err := h.Repo.OpenDayByNo(c.UserContext(), c.Params("no"))
	if err != nil {
		return err
	}
	return c.JSON(h.toJSON(d))
}

func (h apiOpenDays) toJSON(d openday.OpenDay) openDayJSON {
	out := openDayJSON{No: d.No, Theme: d.Theme, Unit: d.UnitName, Place: d.Place, Audience: d.Audience,
		MeetingPoint: d.MeetingPoint, Sessions: []sessionJSON{}}
	for _, s := range d.Sessions {
		out.Sessions = append(out.Sessions, sessionJSON{ID: idJSON(s.ID), StartsAt: instant(s.StartsAt), EndsAt: instant(s.EndsAt),
			Capacity: s.Capacity, Remaining: s.Remaining(), BookingOpensAt: instant(s.BookingOpensAt),
			BookingClosesAt: instant(s.BookingClosesAt), Bookable: s.StateAt(h.Now()) == openday.Bookable})
	}
	return out
}

type bookingJSON struct {
	PartySize int    `json:"party_size"`
	Name      string `json:"name"`
	Phone     string `json:"phone"`
}

type ticketJSON struct {
	Code  string               `json:"code"`
	State openday.BookingState `json:"state"`
}

func (h apiOpenDays) book(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	var in bookingJSON
	if err := readJSON(c, &in); err != nil {
		return err
	}
	if err := h.allow(c, h.bookingLimits(c, in.Phone)...); err != nil {
		return err
	}
	code, state, err := h.App.Book(c.UserContext(), app.BookInput{SessionID: id, IdempotencyKey: c.Get(idempotencyHeader),
		Request: openday.Request{PartySize: in.PartySize, Name: in.Name, Phone: in.Phone}})
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Status(fiber.StatusCreated).JSON(ticketJSON{Code: code, State: state})
}

// bookingLimits are keyed by address and by phone, never by the session.
func (e *Env) bookingLimits(c *fiber.Ctx, phone string) []limit.Check {
	checks := []limit.Check{e.fromAddress(c, "booking", e.Limits.BookingAddress)}
	if phone := account.NormalPhone(phone); phone != "" {
		checks = append(checks, limit.Check{Name: "booking-phone", Rate: e.Limits.BookingPhone, Subject: phone})
	}
	return checks
}

func (h apiOpenDays) cancel(c *fiber.Ctx) error {
	if err := h.allow(c, h.fromAddress(c, "ticket", h.Limits.BookingAddress)); err != nil {
		return err
	}
	if err := h.App.CancelBooking(c.UserContext(), codeParam(c, "code")); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
