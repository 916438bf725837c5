package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/fault"
	accountview "nayan/views/account"
	"nayan/views/ui"
)

// accountSecurity is about how people get in, and where they are.
type accountSecurity struct{ *Env }

const securityPath = "/account/security"

func (h accountSecurity) show(c *fiber.Ctx) error { return h.page(c, fiber.StatusOK, nil) }

func (h accountSecurity) page(c *fiber.Ctx, status int, errors ui.Errors) error {
	list, err := h.App.AccountSessions(c.UserContext(), person(c))
	if err != nil {
		return err
	}
	p := accountview.SecurityPage{Page: h.accountPage(c, accountview.Security, "account.security.title"),
		HasPassword: person(c).HasPassword, MinPassword: account.MinPassword, Errors: errors, Provider: h.provider()}
	for _, s := range list {
		p.Sessions = append(p.Sessions, accountview.Session(s))
	}
	return render(c, status, accountview.EditSecurity(p))
}

// password asks for the old one as often as signing in may try one.
func (h accountSecurity) password(c *fiber.Ctx) error {
	err := h.allow(c, h.signInLimits(c, Account, strconv.FormatInt(person(c).ID, 10))...)
	if err == nil {
		err = h.App.SetAccountPassword(c.UserContext(), person(c), c.FormValue("old"), c.FormValue("password"))
	}
	if err == nil {
		return done(c, securityPath, "password")
	}
	if fault.Is(err, fault.Forbidden) {
		return signInAgain(c, securityPath)
	}
	errors, status, ok := accountFaults(c, err)
	if !ok {
		return err
	}
	return h.page(c, status, errors)
}

func (h accountSecurity) endOne(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	if err := h.App.EndAccountSession(c.UserContext(), person(c), id); err != nil {
		return err
	}
	return done(c, securityPath, "session")
}

func (h accountSecurity) endOthers(c *fiber.Ctx) error {
	if err := h.App.EndOtherAccountSessions(c.UserContext(), person(c)); err != nil {
		return err
	}
	return done(c, securityPath, "sessions")
}
