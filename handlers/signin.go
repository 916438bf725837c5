package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/limit"
	"nayan/views/desk"
)

// signIns signs staff in and out.
type signIns struct{ *Env }

func (h signIns) form(c *fiber.Ctx) error {
	return h.show(c, fiber.StatusOK, desk.SignInForm{Next: safeNext("/desk", c.Query("next"))})
}

func (h signIns) show(c *fiber.Ctx, status int, form desk.SignInForm) error {
	p := h.formPage(c, "", i18n.T(c.UserContext(), "desk.sign_in.title"))
	return render(c, status, desk.SignIn(desk.SignInPage{Page: p, Form: form}))
}

// signIn opens a session under a new cookie; what stood in the browser before
// is worth nothing after.
func (h signIns) signIn(c *fiber.Ctx) error {
	form := desk.SignInForm{Email: c.FormValue("email"), Next: safeNext("/desk", c.FormValue("next"))}
	if err := h.allow(c, h.signInLimits(c, form.Email)...); err != nil {
		return err
	}
	token, err := h.App.SignIn(c.UserContext(), form.Email, c.FormValue("password"), h.client(c))
	if fault.Is(err, fault.Unauthenticated) {
		form.Errors = []fault.Field{{Name: "email", Key: fault.Of(err).Key}}
		return h.show(c, fiber.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	if err := h.App.SignOut(c.UserContext(), h.session(c)); err != nil {
		return err
	}
	h.newCSRFCookie(c)
	cookie := h.cookie(sessionCookie, token)
	cookie.MaxAge = int(app.SessionTTL.Seconds())
	c.Cookie(cookie)
	return c.Redirect(form.Next, fiber.StatusSeeOther)
}

// addressesPerAccount is how many addresses it takes to use up the attempts at
// one account: from one alone, nobody can lock a colleague out.
const addressesPerAccount = 4

// signInLimits hold back who tries many passwords from one address, and who tries
// one account from many (NIST SP 800-63B, 3.2.2).
func (h signIns) signInLimits(c *fiber.Ctx, email string) []limit.Check {
	account := h.Limits.SignIn
	account.Count, account.Burst = account.Count*addressesPerAccount, account.Burst*addressesPerAccount
	return []limit.Check{h.fromAddress(c, "sign-in", h.Limits.SignIn),
		{Name: "sign-in-account", Rate: account, Subject: strings.ToLower(strings.TrimSpace(email))}}
}

func (h signIns) signOut(c *fiber.Ctx) error {
	if err := h.App.SignOut(c.UserContext(), h.session(c)); err != nil {
		return err
	}
	cookie := h.cookie(sessionCookie, "")
	cookie.MaxAge = -1
	c.Cookie(cookie)
	return c.Redirect("/desk/sign-in", fiber.StatusSeeOther)
}
