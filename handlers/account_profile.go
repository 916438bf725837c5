package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	accountview "nayan/views/account"
	"nayan/views/ui"
)

// profiles lets people correct what the platform knows of them.
type profiles struct{ *Env }

const profilePath = "/account/profile"

func (h profiles) show(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, func(*accountview.ProfilePage) {})
}

func (h profiles) page(c *fiber.Ctx, status int, note func(*accountview.ProfilePage)) error {
	who := person(c)
	p := accountview.ProfilePage{Page: h.accountPage(c, accountview.Profile, "account.profile.title"), FullName: who.Name,
		Email: who.Email, Phone: who.Phone, Reach: h.App.Reach()}
	note(&p)
	return render(c, status, accountview.EditProfile(p))
}

func (h profiles) rename(c *fiber.Ctx) error {
	name := c.FormValue("name")
	err := h.App.Rename(c.UserContext(), person(c), name)
	if err == nil {
		return done(c, profilePath, "name")
	}
	errors, status, ok := accountFaults(c, err)
	if !ok {
		return err
	}
	return h.page(c, status, func(p *accountview.ProfilePage) { p.FullName, p.NameErrors = name, errors })
}

// contact sends a code to a new phone or mailbox, to show that it is theirs.
func (h profiles) contact(c *fiber.Ctx) error {
	contact := c.FormValue("contact")
	err := h.allow(c, h.codeLimits(c, contact)...)
	if err == nil {
		code, failed := h.App.RequestContactCode(c.UserContext(), person(c), contact)
		if failed == nil {
			h.keepCode(c, code)
			return c.Redirect(profilePath+"/code", fiber.StatusSeeOther)
		}
		err = failed
	}
	if fault.Is(err, fault.Forbidden) {
		return signInAgain(c, profilePath)
	}
	return h.refused(c, contact, err)
}

// refused shows the page again with what was wrong about a new contact.
func (h profiles) refused(c *fiber.Ctx, contact string, err error) error {
	errors, status, ok := accountFaults(c, err)
	if !ok {
		return err
	}
	return h.page(c, status, func(p *accountview.ProfilePage) { p.New, p.ContactErrors = contact, errors })
}

func (h profiles) code(c *fiber.Ctx) error { return h.showCode(c, fiber.StatusOK, nil) }

func (h profiles) showCode(c *fiber.Ctx, status int, errors ui.Errors) error {
	sent, err := h.App.ContactCodeSent(c.UserContext(), person(c), h.challenge(c))
	if err != nil {
		return h.refused(c, "", err)
	}
	p := h.accountPage(c, accountview.Profile, "account.profile.title")
	return render(c, status, accountview.ContactCode(accountview.ContactCodePage{Page: p, Code: accountview.CodePage{Page: p.Page,
		Contact: sent.Contact.String(), Shown: h.shownCode(c), Again: c.Query("again") == "1", Errors: errors}}))
}

func (h profiles) enter(c *fiber.Ctx) error {
	err := h.App.ChangeContact(c.UserContext(), person(c), h.challenge(c), c.FormValue("code"))
	if err == nil {
		h.forget(c, challengeCookie, shownCookie)
		return done(c, profilePath, "contact")
	}
	if errors, status, ok := accountFaults(c, err); ok && fault.Is(err, fault.Invalid) {
		return h.showCode(c, status, errors)
	}
	return h.refused(c, "", err)
}

// again sends another code to the same new contact.
func (h profiles) again(c *fiber.Ctx) error {
	sent, err := h.App.ContactCodeSent(c.UserContext(), person(c), h.challenge(c))
	if err != nil {
		return h.refused(c, "", err)
	}
	if err = h.allow(c, h.codeLimits(c, sent.Contact.String())...); err == nil {
		code, failed := h.App.RequestContactCodeAgain(c.UserContext(), person(c), h.challenge(c))
		if failed == nil {
			h.keepCode(c, code)
			return c.Redirect(profilePath+"/code?again=1", fiber.StatusSeeOther)
		}
		err = failed
	}
	errors, status, ok := accountFaults(c, err)
	if !ok {
		return err
	}
	return h.showCode(c, status, errors)
}
