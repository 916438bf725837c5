package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/limit"
	"nayan/views/ui"
)

const (
	challengeCookie = "nayan_challenge" // of a one-time code that is under way
	shownCookie     = "nayan_demo_code" // the code itself, in a demonstration
)

// What one phone or mailbox is sent, whoever asks: its owner is not to be flooded,
// and 20 codes a day with five tries each leave one guess in ten thousand.
var (
	codesPerContact = limit.Rate{Count: 5, Period: 10 * time.Minute, Burst: 5}
	codesPerDay     = limit.Rate{Count: 20, Period: 24 * time.Hour, Burst: 20}
)

// enterAccount gives the browser a session that was just opened and goes on to
// next; what stood in the browser before is worth nothing after.
func (e *Env) enterAccount(c *fiber.Ctx, in app.Entered, next string) error {
	if err := e.App.SignOutAccount(c.UserContext(), e.accountSession(c)); err != nil {
		return err
	}
	e.newCSRFCookie(c)
	e.keep(c, accountCookie, in.Token, int(app.AccountSessionTTL.Seconds()))
	if in.Contact != "" {
		e.rememberDevice(c, Account, in.Contact)
	}
	return c.Redirect(next, fiber.StatusSeeOther)
}

// keep sets a cookie for so many seconds; forget takes it away.
func (e *Env) keep(c *fiber.Ctx, name, value string, seconds int) {
	cookie := e.cookie(name, value)
	cookie.MaxAge = seconds
	c.Cookie(cookie)
}

func (e *Env) forget(c *fiber.Ctx, names ...string) {
	for _, name := range names {
		e.keep(c, name, "", -1)
	}
}

// keepCode remembers in the browser which code it has asked for.
func (e *Env) keepCode(c *fiber.Ctx, code app.IssuedCode) {
	e.keep(c, challengeCookie, code.Token, int(app.CodeTTL.Seconds()))
	if code.Shown != "" {
		e.keep(c, shownCookie, code.Shown, int(app.CodeTTL.Seconds()))
	}
}

// challenge gives the token of the code that this browser has asked for, or "".
func (e *Env) challenge(c *fiber.Ctx) string { return c.Cookies(e.cookieName(challengeCookie)) }

// shownCode gives the code that a demonstration shows, or "". What a browser
// makes up is not shown anywhere else.
func (e *Env) shownCode(c *fiber.Ctx) string {
	if !e.App.ShowCodes {
		return ""
	}
	return account.ReadCode(c.Cookies(e.cookieName(shownCookie)))
}

// codeLimits hold back who has codes sent to many people, and what one is sent.
func (e *Env) codeLimits(c *fiber.Ctx, contact string) []limit.Check {
	to := plainContact(contact)
	return []limit.Check{e.fromAddress(c, "code", e.Limits.Code), e.atAccount(c, Account, to, "code", codesPerContact),
		e.atAccount(c, Account, to, "code-day", codesPerDay)}
}

// signedInPerson gives who is signed in on a page that is open to everybody; ID 0
// is nobody. Where no cookie came, nothing is asked of the database.
func (e *Env) signedInPerson(c *fiber.Ctx) (app.Person, error) {
	token := e.accountSession(c)
	if token == "" {
		return app.Person{}, nil
	}
	p, err := e.App.PersonBySession(c.UserContext(), token, 0)
	if fault.Is(err, fault.NotFound) {
		return app.Person{}, nil
	}
	return p, err
}

// accountFaults gives what a form of an account says of an error, beside its
// fields or above them; ok is false for one that has no place there.
func accountFaults(c *fiber.Ctx, err error) (errors ui.Errors, status int, ok bool) {
	f := fault.Of(err)
	switch status = statuses[f.Kind]; f.Kind {
	case fault.Invalid:
		return f.Fields, status, len(f.Fields) > 0
	case fault.Unauthenticated: // of a password: what was typed is at fault, not who asks
		return ui.Errors{{Name: "contact", Key: f.Key}}, fiber.StatusUnprocessableEntity, true
	case fault.RateLimited:
		sayWhenToReturn(c, f)
		return ui.Errors{{Key: "account.error.wait", Args: []any{waitText(c.UserContext(), f.RetryAfter)}}}, status, true
	case fault.Conflict, fault.Closed:
		return ui.Errors{{Key: f.Key, Args: f.Args}}, status, true
	}
	return nil, status, false
}
