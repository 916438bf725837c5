package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/wording"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskWordings is the list of the wording check.
type deskWordings struct{ *Env }

const wordingsPath = "/desk/settings/wording"

func (h deskWordings) show(c *fiber.Ctx) error { return h.page(c, fiber.StatusOK, nil, nil) }

func (h deskWordings) page(c *fiber.Ctx, status int, fields ui.Errors, refused *fault.Error) error {
	ctx := c.UserContext()
	p, err := h.deskPage(c, desk.Settings, i18n.T(ctx, "desk.wordings.title"))
	if err != nil {
		return err
	}
	p.Problem = refused
	own, err := h.Repo.WordingRules(ctx)
	if err != nil {
		return err
	}
	return render(c, status, desk.Wordings(desk.WordingsPage{Page: p, Own: own, Default: wording.Default(), Errors: fields}))
}

// add imports a list.
func (h deskWordings) add(c *fiber.Ctx) error {
	err := h.read(c)
	if err == nil {
		return done(c, wordingsPath, "wordings")
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	return h.page(c, statusOf(err), fields, refused)
}

func (h deskWordings) read(c *fiber.Ctx) error {
	file, err := formFile(c, "list")
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // read only: nothing is lost
	_, err = h.App.ImportWordings(c.UserContext(), member(c).Actor(), file)
	return err
}

// remove takes one wording off the list.
func (h deskWordings) remove(c *fiber.Ctx) error {
	if err := h.App.RemoveWording(c.UserContext(), member(c).Actor(), c.FormValue("wrong")); err != nil {
		return err
	}
	return done(c, wordingsPath, "wording_removed")
}
