package handlers

import (
	"net/url"
	"regexp"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/fault"
	accountview "nayan/views/account"
)

// accountSignIns signs residents and the people of enterprises in and out.
type accountSignIns struct{ *Env }

const accountHomePath = "/account"

// surveyNext is a questionnaire that asked for the sign-in, to go back to.
var surveyNext = regexp.MustCompile(`^/consultations/[0-9]{4}-[0-9]{4,9}/survey(\?back=1)?$`)

func nextInAccount(next string) string {
	if surveyNext.MatchString(next) {
		return next
	}
	return safeNext(accountHomePath, next)
}

// signInAgain leads who has been signed in for long to the door once more, and
// then back.
func signInAgain(c *fiber.Ctx, next string) error {
	return c.Redirect("/account/sign-in?again=1&next="+url.QueryEscape(next), fiber.StatusSeeOther)
}

// form leads on who is signed in already, unless they are asked to sign in again.
func (h accountSignIns) form(c *fiber.Ctx) error {
	next := nextInAccount(c.Query("next"))
	p, err := h.signedInPerson(c)
	if err != nil {
		return err
	}
	again := p.ID != 0 && c.Query("again") == "1"
	if p.ID != 0 && !again {
		return c.Redirect(next, fiber.StatusSeeOther)
	}
	return h.show(c, fiber.StatusOK, accountview.SignInPage{Next: next, Again: again})
}

func (h accountSignIns) show(c *fiber.Ctx, status int, p accountview.SignInPage) error {
	p.Page, p.Reach, p.Provider = h.formPage(c, "", ""), h.App.Reach(), h.provider()
	return render(c, status, accountview.SignIn(p))
}

// request sends a code. It never tells whether there is an account.
func (h accountSignIns) request(c *fiber.Ctx) error {
	p := accountview.SignInPage{Next: nextInAccount(c.FormValue("next")), Contact: c.FormValue("contact"), Consent: c.FormValue("consent") == "1"}
	err := h.allow(c, h.codeLimits(c, p.Contact)...)
	if err == nil {
		code, failed := h.App.RequestCode(c.UserContext(), p.Contact, p.Consent)
		if failed == nil {
			h.keepCode(c, code)
			return c.Redirect(codePath(p.Next, false), fiber.StatusSeeOther)
		}
		err = failed
	}
	errors, status, ok := accountFaults(c, err)
	if !ok {
		return err
	}
	p.Errors = errors
	return h.show(c, status, p)
}

// password signs in without a code.
func (h accountSignIns) passwordForm(c *fiber.Ctx) error {
	return h.showPassword(c, fiber.StatusOK, accountview.PasswordPage{Next: nextInAccount(c.Query("next"))})
}

func (h accountSignIns) showPassword(c *fiber.Ctx, status int, p accountview.PasswordPage) error {
	p.Page, p.Reach = h.formPage(c, "", ""), h.App.Reach()
	return render(c, status, accountview.Password(p))
}

func (h accountSignIns) password(c *fiber.Ctx) error {
	p := accountview.PasswordPage{Next: nextInAccount(c.FormValue("next")), Contact: c.FormValue("contact")}
	err := h.allow(c, h.signInLimits(c, Account, plainContact(p.Contact))...)
	if err == nil {
		in, failed := h.App.SignInByPassword(c.UserContext(), p.Contact, c.FormValue("password"), h.client(c))
		if failed == nil {
			return h.enterAccount(c, in, p.Next)
		}
		err = failed
	}
	errors, status, ok := accountFaults(c, err)
	if !ok {
		return err
	}
	p.Errors = errors
	return h.showPassword(c, status, p)
}

func (h accountSignIns) signOut(c *fiber.Ctx) error {
	if err := h.App.SignOutAccount(c.UserContext(), h.accountSession(c)); err != nil {
		return err
	}
	h.forget(c, accountCookie)
	return c.Redirect("/account/sign-in", fiber.StatusSeeOther)
}

// plainContact writes a contact in the one spelling under which it is counted.
func plainContact(typed string) string {
	if to, ok := account.ReadContact(typed); ok {
		return to.String()
	}
	return typed
}

// codeOver begins anew where there is no code to be typed.
func (h accountSignIns) codeOver(c *fiber.Ctx, next string, err error) error {
	errors, status, ok := accountFaults(c, err)
	if !ok || !fault.Is(err, fault.Closed) {
		return err
	}
	return h.show(c, status, accountview.SignInPage{Next: next, Errors: errors})
}
