package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/desk"
)

// signIns signs staff in and out.
type signIns struct{ *Env }

func (h signIns) form(c *fiber.Ctx) error {
	return h.show(c, fiber.StatusOK, desk.SignInForm{Next: safeNext(homePath, c.Query("next"))})
}

func (h signIns) show(c *fiber.Ctx, status int, form desk.SignInForm) error {
	p := h.formPage(c, "", i18n.T(c.UserContext(), "desk.sign_in.title"))
	return render(c, status, desk.SignIn(desk.SignInPage{Page: p, Form: form, Provider: h.provider()}))
}

// signIn takes the password.
func (h signIns) signIn(c *fiber.Ctx) error {
	form := desk.SignInForm{Email: c.FormValue("email"), Next: safeNext(homePath, c.FormValue("next"))}
	if err := h.allow(c, h.signInLimits(c, Desk, form.Email)...); err != nil {
		return err
	}
	opened, err := h.App.SignIn(c.UserContext(), form.Email, c.FormValue("password"), h.client(c))
	if fault.Is(err, fault.Unauthenticated) {
		form.Errors = []fault.Field{{Name: "email", Key: fault.Of(err).Key}}
		return h.show(c, fiber.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return h.enterDesk(c, opened, form.Next)
}

// enterDesk gives the browser a session that was just opened and goes on to next;
// what stood in the browser before is worth nothing after.
func (e *Env) enterDesk(c *fiber.Ctx, opened app.Opened, next string) error {
	if err := e.App.SignOut(c.UserContext(), e.session(c)); err != nil {
		return err
	}
	e.keepSession(c, opened)
	return goOn(c, opened.Stage, next)
}

// keepSession puts a new session into the browser in place of an old one. A
// complete one makes the browser known to the account.
func (e *Env) keepSession(c *fiber.Ctx, opened app.Opened) {
	e.newCSRFCookie(c)
	cookie := e.cookie(sessionCookie, opened.Token)
	cookie.MaxAge = int(app.StageTTL.Seconds())
	if opened.Stage == account.Complete {
		cookie.MaxAge = int(app.SessionTTL.Seconds())
		e.rememberDevice(c, Desk, opened.Email)
	}
	c.Cookie(cookie)
}

func (h signIns) signOut(c *fiber.Ctx) error {
	if err := h.App.SignOut(c.UserContext(), h.session(c)); err != nil {
		return err
	}
	cookie := h.cookie(sessionCookie, "")
	cookie.MaxAge = -1
	c.Cookie(cookie)
	return c.Redirect(signInPath, fiber.StatusSeeOther)
}
