package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
)

// enterAccount lets somebody in with a new session of their account; what stood
// in the browser before is worth nothing after.
func (e *Env) enterAccount(c *fiber.Ctx, token, next string) error {
	if err := e.App.SignOutAccount(c.UserContext(), e.accountSession(c)); err != nil {
		return err
	}
	e.newCSRFCookie(c)
	cookie := e.cookie(accountCookie, token)
	cookie.MaxAge = int(app.AccountSessionTTL.Seconds())
	c.Cookie(cookie)
	return c.Redirect(next, fiber.StatusSeeOther)
}
