package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskReasons is what the reasons of decisions can begin with, in the whole county.
type deskReasons struct{ *Env }

const reasonsPath = "/desk/settings/reasons"

func (h deskReasons) show(c *fiber.Ctx) error { return h.page(c, fiber.StatusOK, "", nil, nil) }

// page shows all templates; those of one outcome as they were typed, when they were refused.
func (h deskReasons) page(c *fiber.Ctx, status int, refused consult.Outcome, typed []string, fields ui.Errors) error {
	p, err := h.deskPage(c, desk.Settings, i18n.T(c.UserContext(), "desk.settings.title"))
	if err != nil {
		return err
	}
	all, err := h.Repo.ReasonTemplates(c.UserContext())
	if err != nil {
		return err
	}
	if refused != "" {
		all[refused] = typed
	}
	return render(c, status, desk.ReasonTemplates(desk.ReasonTemplatesPage{Page: p, All: all, County: member(c).Grants.Everywhere(account.Administrator),
		Refused: refused, Errors: fields}))
}

// set puts the templates of one outcome in the place of those before.
func (h deskReasons) set(c *fiber.Ctx) error {
	outcome := consult.Outcome(c.FormValue("outcome"))
	var typed []string
	for _, raw := range c.Request().PostArgs().PeekMulti("text") {
		typed = append(typed, string(raw))
	}
	typed = consult.CleanTemplates(typed)
	err := h.App.SetReasonTemplates(c.UserContext(), member(c).Actor(), outcome, typed)
	if err == nil {
		return done(c, reasonsPath, "reasons")
	}
	fields, _, ok := onForm(err)
	if !ok {
		return err
	}
	if !outcome.Valid() {
		outcome = "" // of no form on the page
	}
	return h.page(c, statusOf(err), outcome, typed, fields)
}
