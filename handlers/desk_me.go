package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskMe is the page of who is signed in about their own account.
type deskMe struct{ *Env }

const mePath = "/desk/me"

func (h deskMe) show(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, func(*desk.MePage) {})
}

func (h deskMe) page(c *fiber.Ctx, status int, note func(*desk.MePage)) error {
	m, ctx := member(c), c.UserContext()
	p, err := h.deskPage(c, "", i18n.T(ctx, "desk.me.title"))
	if err != nil {
		return err
	}
	units, err := h.units(c)
	if err != nil {
		return err
	}
	out := desk.MePage{Page: p, Name: m.Name, Email: m.Email, Unit: unitName(units, m.UnitID), Grants: grantLines(ctx, units, m.Grants),
		SecondFactor: m.SecondFactor, NeedsSecondFactor: m.Grants.NeedSecondFactor(), Provider: h.provider()}
	if out.RecoveryLeft, err = h.Repo.RecoveryCodesLeft(ctx, m.ID); err != nil {
		return err
	}
	sessions, err := h.App.StaffSessions(ctx, m)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		out.Sessions = append(out.Sessions, desk.Session{ID: s.ID, Browser: s.Browser, Address: s.Address, SignedIn: s.Since,
			Seen: s.LastSeen, Current: s.This})
	}
	note(&out)
	return render(c, status, desk.Me(out))
}

// askPassword holds that who is signed in knows the password, as often as the
// door would let them try.
func (h deskMe) askPassword(c *fiber.Ctx) error {
	if err := h.allow(c, h.signInLimits(c, Desk, member(c).Email)...); err != nil {
		return err
	}
	return h.App.CheckOwnPassword(c.UserContext(), member(c), c.FormValue("old"))
}

// again shows the page with what is wrong in one of its forms.
func (h deskMe) again(c *fiber.Ctx, err error, form desk.MeForm) error {
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	return h.page(c, statusOf(err), func(p *desk.MePage) { p.Problem, p.Form, p.Errors = refused, form, fields })
}

func (h deskMe) password(c *fiber.Ctx) error {
	if err := h.allow(c, h.signInLimits(c, Desk, member(c).Email)...); err != nil {
		return err
	}
	if err := h.App.ChangePassword(c.UserContext(), member(c), c.FormValue("old"), typedPassword(c)); err != nil {
		return h.again(c, err, desk.PasswordForm)
	}
	return done(c, mePath, "password")
}

// enrolForm begins a new second factor for who gives the password.
func (h deskMe) enrolForm(c *fiber.Ctx) error {
	if err := h.askPassword(c); err != nil {
		return h.again(c, err, desk.FactorForm)
	}
	return h.enrolPage(c, fiber.StatusOK, h.App.BeginEnrolment(member(c), h.Site.Name), nil)
}

func (h deskMe) enrolPage(c *fiber.Ctx, status int, enrolment app.Enrolment, errors ui.Errors) error {
	p := h.formPage(c, "", i18n.T(c.UserContext(), "desk.enrol.title"))
	return render(c, status, desk.Enrol(desk.EnrolPage{Page: p, Form: desk.Enrolment{Secret: h.shown(enrolment),
		Action: mePath + "/second-factor/confirm", Next: mePath, Errors: errors, Own: true}}))
}

func (h deskMe) enrol(c *fiber.Ctx) error {
	return h.confirm(c, mePath, func(status int, again app.Enrolment, errors ui.Errors) error {
		return h.enrolPage(c, status, again, errors)
	})
}

func (h deskMe) recoveryCodes(c *fiber.Ctx) error {
	if err := h.allow(c, h.signInLimits(c, Desk, member(c).Email)...); err != nil {
		return err
	}
	codes, err := h.App.NewRecoveryCodes(c.UserContext(), member(c), c.FormValue("old"))
	if err != nil {
		return h.again(c, err, desk.RecoveryForm)
	}
	return h.showRecoveryCodes(c, codes, mePath)
}

func (h deskMe) endSession(c *fiber.Ctx) error {
	id, err := idParam(c, "sid")
	if err != nil {
		return err
	}
	err = h.App.EndOwnSession(c.UserContext(), member(c), id)
	if err != nil && !fault.Is(err, fault.Conflict) { // over already is what was asked for
		return err
	}
	return done(c, mePath, "session")
}

func (h deskMe) endOthers(c *fiber.Ctx) error {
	if err := h.App.EndOtherSessions(c.UserContext(), member(c)); err != nil {
		return err
	}
	return done(c, mePath, "sessions")
}
