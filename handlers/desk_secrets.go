package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/i18n"
	"nayan/views/desk"
)

// secrets shows what a comment says in confidence. It is a POST, so that neither a
// link nor a browser that looks ahead opens it: each look is on record.
func (h deskComments) secrets(c *fiber.Ctx) error {
	_, comment, err := partParams(c, "cid")
	if err != nil {
		return err
	}
	con, err := h.received(c)
	if err != nil {
		return err
	}
	read, err := h.App.ReadSecrets(c.UserContext(), member(c).Actor(), con.ID, comment)
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "desk.secrets.title"))
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, desk.Secrets(desk.SecretsPage{Page: p, Con: con, Comment: read.Comment, Points: read.Opened}))
}
