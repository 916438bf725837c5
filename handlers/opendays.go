package handlers

import (
	"crypto/rand"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/openday"
	"nayan/views/layout"
	opendayview "nayan/views/openday"
	"nayan/views/ui"
)

// openDays shows open days and takes bookings.
type openDays struct{ *Env }

func (h openDays) list(c *fiber.Ctx) error {
	page := pageNumber(c)
	days, total, err := h.Repo.OpenDays(c.UserContext(), h.Now(), page)
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, opendayview.List(opendayview.ListPage{Page: h.page(layout.NavOpenDays, ""), Now: h.Now(),
		Items: days, PageNo: page, LastPage: lastPage(total, perPage)}))
}

func (h openDays) show(c *fiber.Ctx) error {
	return h.showWith(c, fiber.StatusOK, opendayview.BookingForm{}, rand.Text())
}

func (h openDays) showWith(c *fiber.Ctx, status int, form opendayview.BookingForm, key string) error {
	d, err := h.Repo.OpenDayByNo(c.UserContext(), c.Params("no"))
	if err != nil {
		return err
	}
	who, err := h.signedInPerson(c)
	if err != nil {
		return err
	}
	return render(c, status, opendayview.Show(opendayview.ShowPage{Page: h.formPage(c, layout.NavOpenDays, ""), Now: h.Now(),
		OpenDay: d, Form: form, Prefilled: who.ID != 0, Known: openday.Request{Name: who.Name, Phone: who.Phone}, IdempotencyKey: key}))
}

// book admits a party and leads to its ticket. What is wrong is said at the
// form of that session, with what was typed.
func (h openDays) book(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	d, err := h.Repo.OpenDayByNo(c.UserContext(), c.Params("no"))
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(d.Sessions, func(s openday.Session) bool { return s.ID == id }) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	r := readBooking(c)
	err = h.allow(c, h.bookingLimits(c, r.Phone)...)
	if err != nil {
		return h.again(c, id, r, err)
	}
	who, err := h.signedInPerson(c)
	if err != nil {
		return err
	}
	code, _, err := h.App.Book(c.UserContext(), app.BookInput{SessionID: id, Request: r, AccountID: who.ID,
		IdempotencyKey: bookingKey(c.FormValue("idempotency_key"), r), ConsentVersion: c.FormValue(consentField)})
	if err != nil {
		return h.again(c, id, r, err)
	}
	return c.Redirect("/bookings/"+code+"?fresh=1", fiber.StatusSeeOther)
}

// again says at the form of a session what was wrong, with what was typed.
func (h openDays) again(c *fiber.Ctx, sessionID int64, r openday.Request, refused error) error {
	form := opendayview.BookingForm{SessionID: sessionID, Values: r}
	f := fault.Of(refused)
	switch f.Kind {
	case fault.Invalid:
		form.Errors = ui.Errors(f.Fields)
	case fault.RateLimited:
		form.Refused = i18n.T(c.UserContext(), "booking.error.wait", waitText(c.UserContext(), f.RetryAfter))
	case fault.Conflict, fault.Closed:
		form.Refused = i18n.T(c.UserContext(), f.Key, f.Args...)
	case fault.Forbidden:
		form.Refused = i18n.T(c.UserContext(), "comment.error.stale")
	default:
		return refused
	}
	sayWhenToReturn(c, f)
	return h.showWith(c, statusOf(refused), form, rand.Text())
}

func readBooking(c *fiber.Ctx) openday.Request {
	size, _ := strconv.Atoi(c.FormValue("party_size")) // 0, which the rules refuse
	return openday.Request{PartySize: size, Name: c.FormValue("name"), Phone: c.FormValue("phone")}
}

// bookingKey binds the form's key to what was typed, as contentKey does.
func bookingKey(key string, r openday.Request) string {
	if key == "" {
		return ""
	}
	return hashed(key, fmt.Sprint(r.PartySize), r.Name, r.Phone)
}

func (h openDays) ticket(c *fiber.Ctx) error {
	if err := h.allow(c, h.fromAddress(c, "ticket", h.Limits.BookingAddress)); err != nil {
		return err
	}
	return h.showTicket(c, fiber.StatusOK, "")
}

func (h openDays) showTicket(c *fiber.Ctx, status int, refused string) error {
	t, err := h.App.Ticket(c.UserContext(), codeParam(c, "code"))
	if err != nil {
		return err
	}
	return render(c, status, opendayview.Ticket(opendayview.TicketPage{Page: h.formPage(c, layout.NavOpenDays, ""), Now: h.Now(),
		Ticket: t, Fresh: c.Query("fresh") == "1", Refused: refused}))
}

func (h openDays) cancel(c *fiber.Ctx) error {
	if err := h.allow(c, h.fromAddress(c, "ticket", h.Limits.BookingAddress)); err != nil {
		return err
	}
	code := codeParam(c, "code")
	err := h.App.CancelBooking(c.UserContext(), code)
	switch f := fault.Of(err); {
	case err == nil:
		return c.Redirect("/bookings/"+url.PathEscape(code), fiber.StatusSeeOther)
	case f.Kind == fault.Conflict || f.Kind == fault.Closed:
		return h.showTicket(c, statusOf(err), i18n.T(c.UserContext(), f.Key, f.Args...))
	}
	return err
}
