package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/i18n"
	accountview "nayan/views/account"
)

// accountPage begins the frame of a page of the account for who is signed in;
// title is a catalogue key.
func (e *Env) accountPage(c *fiber.Ctx, section accountview.Section, title string) accountview.Page {
	p := person(c)
	return accountview.Page{Page: e.formPage(c, "", i18n.T(c.UserContext(), title)), Section: section, Name: p.Name,
		Unread: p.Unread, Done: c.Query("done")}
}
