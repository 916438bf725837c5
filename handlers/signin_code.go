package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/limit"
	"nayan/views/desk"
	"nayan/views/ui"
)

// codes are the second step of signing in: a code of the phone, or getting a
// phone that gives some.
type codes struct{ *Env }

// factorLimits hold back who tries codes at one account; the password is known by then.
func (e *Env) factorLimits(c *fiber.Ctx, m app.SignedIn) []limit.Check {
	return []limit.Check{e.atAccount(c, Desk, m.Email, "second-factor", e.Limits.SecondFactor)}
}

func (h codes) form(c *fiber.Ctx) error {
	return h.show(c, fiber.StatusOK, safeNext(homePath, c.Query("next")), nil)
}

func (h codes) show(c *fiber.Ctx, status int, next string, errors ui.Errors) error {
	out := desk.CodePage{Page: h.formPage(c, "", i18n.T(c.UserContext(), "desk.code.title")), Next: next, Errors: errors}
	if h.Demo {
		var err error
		if out.DemoCode, err = h.App.NextCode(c.UserContext(), member(c).ID); err != nil {
			return err
		}
	}
	return render(c, status, desk.Code(out))
}

func (h codes) give(c *fiber.Ctx) error {
	m, next := member(c), safeNext(homePath, c.FormValue("next"))
	if err := h.allow(c, h.factorLimits(c, m)...); err != nil {
		return err
	}
	opened, err := h.App.GiveCode(c.UserContext(), m, c.FormValue("code"), h.client(c))
	if fault.Is(err, fault.Invalid) {
		return h.show(c, fiber.StatusUnprocessableEntity, next, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	return h.enterDesk(c, opened, next)
}

// enrolForm begins a second factor for who may not come in without one.
func (h codes) enrolForm(c *fiber.Ctx) error {
	return h.enrolPage(c, fiber.StatusOK, desk.Enrolment{Secret: h.shown(h.App.BeginEnrolment(member(c), h.Site.Name)),
		Next: safeNext(homePath, c.Query("next"))})
}

func (h codes) enrolPage(c *fiber.Ctx, status int, enrolment desk.Enrolment) error {
	enrolment.Action = stagePages[member(c).Stage]
	return render(c, status, desk.Enrol(desk.EnrolPage{Page: h.formPage(c, "", i18n.T(c.UserContext(), "desk.enrol.title")), Form: enrolment}))
}

func (h codes) enrol(c *fiber.Ctx) error {
	next := safeNext(homePath, c.FormValue("next"))
	return h.confirm(c, next, func(status int, again app.Enrolment, errors ui.Errors) error {
		return h.enrolPage(c, status, desk.Enrolment{Secret: h.shown(again), Next: next, Errors: errors})
	})
}

// confirm takes the code that shows that the phone has the secret; it shows the
// recovery codes, or the form again.
func (e *Env) confirm(c *fiber.Ctx, next string, again func(int, app.Enrolment, ui.Errors) error) error {
	m, pending := member(c), c.FormValue("pending")
	if err := e.allow(c, e.factorLimits(c, m)...); err != nil {
		return err
	}
	codes, opened, err := e.App.Enrol(c.UserContext(), m, pending, c.FormValue("code"), e.client(c))
	if fault.Is(err, fault.Invalid) {
		same, bad := e.App.SameEnrolment(m, e.Site.Name, pending)
		if bad != nil {
			return bad
		}
		return again(fiber.StatusUnprocessableEntity, same, fault.Of(err).Fields)
	}
	if err != nil {
		return err
	}
	e.keepSession(c, opened)
	return e.showRecoveryCodes(c, codes, next)
}

// showRecoveryCodes shows them once. The page has no form: its session may be
// newer than the cookie that the browser sent.
func (e *Env) showRecoveryCodes(c *fiber.Ctx, codes []string, next string) error {
	return render(c, fiber.StatusOK, desk.RecoveryCodes(desk.RecoveryPage{
		Page: e.page("", i18n.T(c.UserContext(), "desk.recovery.title")), Codes: codes, Next: next}))
}

// shown is an enrolment for a view; in the demo with the code that a phone would show.
func (e *Env) shown(from app.Enrolment) desk.Secret {
	out := desk.Secret{Secret: from.Secret, URI: from.URI, Pending: from.Pending}
	if e.Demo {
		out.DemoCode = e.App.EnrolmentCode(from)
	}
	return out
}
