package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/openday"
	"nayan/views/desk"
)

// deskDoor is the list of who comes and the check-in.
type deskDoor struct{ *Env }

func (h deskDoor) list(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, func(*desk.BookingsPage) {})
}

func (h deskDoor) page(c *fiber.Ctx, status int, note func(*desk.BookingsPage)) error {
	d, err := h.openDay(c)
	if err != nil {
		return err
	}
	if d.State != openday.Released {
		return fault.New(fault.NotFound, "error.not_found")
	}
	bookings, err := h.App.Bookings(c.UserContext(), d.ID, 0)
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.OpenDays, i18n.T(c.UserContext(), "desk.open_day.bookings"))
	if err != nil {
		return err
	}
	out := desk.BookingsPage{Page: p, Day: d, Bookings: bookings}
	note(&out)
	return render(c, status, desk.Bookings(out))
}

// checkIn answers with the list itself, not with a redirect: the clerk at the
// door sees at once who came in, and the name stays out of the address. Sending
// the form again is refused, as the ticket is used.
func (h deskDoor) checkIn(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	code := c.FormValue("code")
	t, err := h.App.CheckIn(c.UserContext(), member(c).Actor(), id, code)
	if err == nil {
		return h.page(c, fiber.StatusOK, func(p *desk.BookingsPage) { p.Admitted = &t })
	}
	f := fault.Of(err)
	if f.Kind != fault.NotFound && f.Kind != fault.Conflict {
		return err
	}
	return h.page(c, statusOf(err), func(p *desk.BookingsPage) { p.Code, p.Refused = code, f })
}
