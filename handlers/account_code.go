package handlers

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	accountview "nayan/views/account"
	"nayan/views/ui"
)

// codePath leads to where the code is typed, and keeps where to go on to.
func codePath(next string, again bool) string {
	query := url.Values{}
	if next != accountHomePath {
		query.Set("next", next)
	}
	if again {
		query.Set("again", "1")
	}
	if len(query) == 0 {
		return "/account/code"
	}
	return "/account/code?" + query.Encode()
}

// code asks for the code that was sent.
func (h accountSignIns) code(c *fiber.Ctx) error {
	return h.showCode(c, fiber.StatusOK, nextInAccount(c.Query("next")), nil)
}

func (h accountSignIns) showCode(c *fiber.Ctx, status int, next string, errors ui.Errors) error {
	sent, err := h.App.CodeSent(c.UserContext(), h.challenge(c))
	if err != nil {
		return h.codeOver(c, next, err)
	}
	return render(c, status, accountview.Code(accountview.CodePage{Page: h.formPage(c, "", ""), Next: next, Contact: sent.Contact.String(),
		Shown: h.shownCode(c), Again: c.Query("again") == "1", Errors: errors}))
}

// enter takes the code; with the right one there is an account from now on.
func (h accountSignIns) enter(c *fiber.Ctx) error {
	next := nextInAccount(c.FormValue("next"))
	in, err := h.App.SignInByCode(c.UserContext(), h.challenge(c), c.FormValue("code"), h.client(c))
	if err == nil {
		h.forget(c, challengeCookie, shownCookie)
		return h.enterAccount(c, in, next)
	}
	if errors, status, ok := accountFaults(c, err); ok && fault.Is(err, fault.Invalid) {
		return h.showCode(c, status, next, errors)
	}
	return h.codeOver(c, next, err)
}

// again sends another code to the same contact.
func (h accountSignIns) again(c *fiber.Ctx) error {
	next := nextInAccount(c.FormValue("next"))
	sent, err := h.App.CodeSent(c.UserContext(), h.challenge(c))
	if err != nil {
		return h.codeOver(c, next, err)
	}
	if err = h.allow(c, h.codeLimits(c, sent.Contact.String())...); err == nil {
		code, failed := h.App.RequestCodeAgain(c.UserContext(), h.challenge(c))
		if failed == nil {
			h.keepCode(c, code)
			return c.Redirect(codePath(next, true), fiber.StatusSeeOther)
		}
		err = failed
	}
	errors, status, ok := accountFaults(c, err)
	if !ok {
		return err
	}
	return h.showCode(c, status, next, errors)
}
