package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
	accountview "nayan/views/account"
	"nayan/views/ui"
)

// eraseForm says what goes and what stays, and asks.
func (h accountData) eraseForm(c *fiber.Ctx) error {
	return h.showErase(c, fiber.StatusOK, "", nil, nil)
}

func (h accountData) showErase(c *fiber.Ctx, status int, typed string, errors ui.Errors, refused *fault.Error) error {
	ctx, p := c.UserContext(), person(c)
	held, err := h.Repo.Holdings(ctx, p.ID, h.Now())
	if err != nil {
		return err
	}
	stale := false
	if !p.HasPassword {
		proof, err := h.Repo.ErasureProof(ctx, p.ID, p.SessionID)
		if err != nil {
			return err
		}
		stale = proof.SignedInAt.Before(h.Now().Add(-app.FreshSession))
	}
	page := h.accountPage(c, accountview.Data, "account.erase.title")
	page.Problem = refused
	return render(c, status, accountview.Erase(accountview.ErasePage{Page: page, Word: app.EraseWord, Typed: typed, HasPassword: p.HasPassword,
		Stale: stale, Minutes: int(app.FreshSession.Minutes()), Comments: held.Comments, Bookings: held.Bookings, Ahead: held.Ahead,
		Enterprises: held.Enterprises, Errors: errors}))
}

// erase does it, and shows what was done: there is nobody left to lead anywhere.
func (h accountData) erase(c *fiber.Ctx) error {
	// Whoever found a browser signed in shall not guess the password.
	if err := h.allow(c, h.signInLimits(c, Account, strconv.FormatInt(person(c).ID, 10))...); err != nil {
		return err
	}
	in := app.EraseInput{Confirm: c.FormValue("confirm"), Password: c.FormValue("password")}
	e, err := h.App.EraseAccount(c.UserContext(), person(c), in)
	if err != nil {
		fields, refused, ok := onForm(err)
		if !ok {
			return err
		}
		return h.showErase(c, statusOf(err), in.Confirm, fields, refused)
	}
	cookie := h.cookie(accountCookie, "")
	cookie.MaxAge = -1
	c.Cookie(cookie)
	return render(c, fiber.StatusOK, accountview.Erased(accountview.ErasedPage{Page: h.page("", ""), Comments: int(e.Comments),
		Bookings: int(e.Bookings), Cancelled: int(e.Cancelled), Enterprises: e.Enterprises, Told: e.Told}))
}
