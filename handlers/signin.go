package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/desk"
)

// signIns signs staff in and out.
type signIns struct{ *Env }

func (h signIns) form(c *fiber.Ctx) error {
	return h.show(c, fiber.StatusOK, desk.SignInForm{Next: safeNext(c.Query("next"))})
}

func (h signIns) show(c *fiber.Ctx, status int, form desk.SignInForm) error {
	p := h.formPage(c, "", i18n.T(c.UserContext(), "desk.sign_in.title"))
	return render(c, status, desk.SignIn(desk.SignInPage{Page: p, Form: form}))
}

// signIn opens a session under a new cookie; what stood in the browser before
// is worth nothing after.
func (h signIns) signIn(c *fiber.Ctx) error {
	if err := h.allow(c, h.fromAddress(c, "sign-in", h.Limits.SignIn)); err != nil {
		return err
	}
	form := desk.SignInForm{Email: c.FormValue("email"), Next: safeNext(c.FormValue("next"))}
	token, err := h.App.SignIn(c.UserContext(), form.Email, c.FormValue("password"))
	if fault.Is(err, fault.Unauthenticated) {
		form.Errors = []fault.Field{{Name: "email", Key: fault.Of(err).Key}}
		return h.show(c, fiber.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	h.newCSRFCookie(c)
	c.Cookie(&fiber.Cookie{Name: sessionCookie, Value: token, Path: "/", HTTPOnly: true, Secure: h.Secure(),
		SameSite: fiber.CookieSameSiteLaxMode, MaxAge: int(app.SessionTTL.Seconds())})
	return c.Redirect(form.Next, fiber.StatusSeeOther)
}

func (h signIns) signOut(c *fiber.Ctx) error {
	if err := h.App.SignOut(c.UserContext(), c.Cookies(sessionCookie)); err != nil {
		return err
	}
	c.Cookie(&fiber.Cookie{Name: sessionCookie, Path: "/", HTTPOnly: true, Secure: h.Secure(),
		SameSite: fiber.CookieSameSiteLaxMode, MaxAge: -1})
	return c.Redirect("/desk/sign-in", fiber.StatusSeeOther)
}
