package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskTownships is where clerks keep the list of townships.
type deskTownships struct{ *Env }

const townshipsPath = "/desk/townships"

func (h deskTownships) list(c *fiber.Ctx) error { return h.page(c, fiber.StatusOK, "", nil, nil) }

func (h deskTownships) page(c *fiber.Ctx, status int, name string, errors ui.Errors, refused *fault.Error) error {
	p, err := h.deskPage(c, desk.Enterprises, i18n.T(c.UserContext(), "township.title"))
	if err != nil {
		return err
	}
	p.Problem = refused
	out := desk.TownshipsPage{Page: p, Name: name, Errors: errors}
	if out.Items, err = h.Repo.Townships(c.UserContext()); err != nil {
		return err
	}
	return render(c, status, desk.Townships(out))
}

func (h deskTownships) add(c *fiber.Ctx) error {
	_, err := h.App.AddTownship(c.UserContext(), member(c).Actor(), c.FormValue("township"))
	return h.changed(c, "township_added", err)
}

func (h deskTownships) remove(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	return h.changed(c, "township_removed", h.App.RemoveTownship(c.UserContext(), member(c).Actor(), id))
}

// changed comes back to the list, or shows it again with what was wrong.
func (h deskTownships) changed(c *fiber.Ctx, word string, err error) error {
	if err == nil {
		return done(c, townshipsPath, word)
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	return h.page(c, statusOf(err), c.FormValue("township"), fields, refused)
}

// correct puts right what an enterprise said of itself.
func (h deskEnterprises) correct(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	traits := readTraits(c)
	err = h.App.CorrectTraits(c.UserContext(), member(c).Actor(), id, traits)
	if err == nil {
		return done(c, "/desk/enterprises/"+strconv.FormatInt(id, 10), "enterprise_corrected")
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	return h.page(c, statusOf(err), func(p *desk.EnterprisePage) {
		p.Problem, p.Traits = refused, desk.TraitsForm{Values: traits, Errors: fields}
	})
}

// readTraits reads what an enterprise is; what is no number stays as a township
// that there is none of.
func readTraits(c *fiber.Ctx) account.Traits {
	t := account.Traits{Industry: account.Industry(c.FormValue("industry")), Size: account.Size(c.FormValue("size"))}
	if raw := c.FormValue("township_id"); raw != "" {
		id, err := strconv.ParseInt(raw, 10, 64)
		if err != nil {
			id = -1
		}
		t.TownshipID = id
	}
	return t
}
