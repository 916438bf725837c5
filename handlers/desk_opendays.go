package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/openday"
	"nayan/views/desk"
)

// deskOpenDays lists open days, shows one, and releases it.
type deskOpenDays struct{ *Env }

func openDayPath(id int64) string { return "/desk/open-days/" + strconv.FormatInt(id, 10) }

func (h deskOpenDays) list(c *fiber.Ctx) error {
	page := pageNumber(c)
	days, total, err := h.Repo.DeskOpenDays(c.UserContext(), unitsOf(c), page)
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.OpenDays, i18n.T(c.UserContext(), "desk.open_days.title"))
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, desk.OpenDayList(desk.OpenDaysPage{Page: p, Items: days, Total: total,
		Last: lastPage(total, perPage), At: page}))
}

func (h deskOpenDays) show(c *fiber.Ctx) error { return h.page(c, fiber.StatusOK, nil) }

func (h deskOpenDays) page(c *fiber.Ctx, status int, refused *fault.Error) error {
	d, err := h.openDay(c)
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.OpenDays, d.Theme)
	if err != nil {
		return err
	}
	p.Problem = refused
	m := member(c)
	out := desk.OpenDayPage{Page: p, Day: d, Editable: openday.CheckEdit(d, m.ID) == nil}
	if err := openday.CheckRelease(d, m.ID, h.Now()); err != nil {
		out.Refused = fault.Of(err)
	}
	return render(c, status, desk.OpenDay(out))
}

// openDay reads the open day of the address.
func (e *Env) openDay(c *fiber.Ctx) (openday.OpenDay, error) {
	id, err := idParam(c, "id")
	if err != nil {
		return openday.OpenDay{}, err
	}
	return e.Repo.OpenDayByID(c.UserContext(), id)
}

func (h deskOpenDays) release(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	if err := h.App.ReleaseOpenDay(c.UserContext(), member(c).Actor(), id); err != nil {
		if refused := refusal(err); refused != nil {
			return h.page(c, statusOf(err), refused)
		}
		return err
	}
	return done(c, openDayPath(id), "open_day")
}
