package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskInvitations is where a link leads by which a password is chosen.
type deskInvitations struct{ *Env }

func (h deskInvitations) form(c *fiber.Ctx) error { return h.show(c, fiber.StatusOK, nil) }

func (h deskInvitations) show(c *fiber.Ctx, status int, errors ui.Errors) error {
	m, err := h.App.Invited(c.UserContext(), c.Params("token"))
	if err != nil {
		return err
	}
	p := desk.InvitationPage{Page: h.formPage(c, "", i18n.T(c.UserContext(), "desk.invitation.title")), Path: c.Path(),
		Name: m.Name, Email: m.Email, Reset: m.HasPassword, Errors: errors}
	return render(c, status, desk.Invitation(p))
}

func (h deskInvitations) choose(c *fiber.Ctx) error {
	if err := h.allow(c, h.fromAddress(c, "invitation", h.Limits.SignIn)); err != nil {
		return err
	}
	opened, err := h.App.ChoosePassword(c.UserContext(), c.Params("token"), typedPassword(c), h.client(c))
	if f := fault.Of(err); err != nil && f.Kind == fault.Invalid {
		return h.show(c, fiber.StatusUnprocessableEntity, f.Fields)
	}
	if err != nil {
		return err
	}
	return h.enterDesk(c, opened, homePath)
}

// typedPassword reads a new password, which every form asks for twice.
func typedPassword(c *fiber.Ctx) app.NewPassword {
	return app.NewPassword{Password: c.FormValue("password"), Again: c.FormValue("again")}
}
