package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/privacy"
	accountview "nayan/views/account"
)

// oidcs signs people in with the county's OpenID provider and links accounts to
// it. Without a provider none of its addresses exists.
type oidcs struct{ *Env }

// with lets a request through when there is a provider.
func (h oidcs) with(next fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if h.Identity == nil {
			return fault.New(fault.NotFound, "error.not_found")
		}
		return next(c)
	}
}

// provider is what people call the provider; "" when there is none.
func (e *Env) provider() string {
	if e.Identity == nil {
		return ""
	}
	return e.Identity.Name()
}

func (h oidcs) door(c *fiber.Ctx) error {
	return h.showDoor(c, fiber.StatusOK, accountview.ProviderForm{Next: nextInAccount(c.Query("next"))})
}

func (h oidcs) showDoor(c *fiber.Ctx, status int, f accountview.ProviderForm) error {
	p := accountview.ProviderPage{Page: h.formPage(c, "", ""), Form: f}
	p.Form.Provider, p.Form.CSRF = h.provider(), p.CSRF
	return render(c, status, accountview.ProviderDoor(p))
}

// forAccount starts signing a resident in. It may make an account, so there must
// be consent first (个人信息保护法 art. 13).
func (h oidcs) forAccount(c *fiber.Ctx) error {
	next := nextInAccount(c.FormValue("next"))
	if c.FormValue("consent") != "1" {
		return h.showDoor(c, fiber.StatusUnprocessableEntity, accountview.ProviderForm{Next: next,
			Errors: []fault.Field{{Name: "consent", Key: "oidc.error.consent"}}})
	}
	return h.leave(c, attempt{Purpose: forAccount, Next: next, Consent: privacy.NoticeVersion})
}

func (h oidcs) forDesk(c *fiber.Ctx) error {
	return h.leave(c, attempt{Purpose: forDesk, Next: safeNext("/desk", c.FormValue("next"))})
}

func (h oidcs) linkAccount(c *fiber.Ctx) error {
	if h.App.CheckFresh(person(c)) != nil {
		return signInAgain(c, accountIdentities)
	}
	return h.leave(c, attempt{Purpose: linkAccount, Who: person(c).ID})
}

func (h oidcs) linkStaff(c *fiber.Ctx) error {
	a := attempt{Purpose: linkStaff, Who: member(c).ID}
	// An identity stands in place of the password: it is not to be added by whoever
	// finds a browser signed in.
	if member(c).SignedInAt.Before(h.Now().Add(-app.FreshSession)) {
		return h.stop(c, a, fault.New(fault.Forbidden, "oidc.error.stale"))
	}
	return h.leave(c, a)
}

// leave sends the browser to the provider, by a page and not by a redirect: the
// policy form-action covers the redirects after a form too, and which hosts a
// provider's login passes through only the provider knows.
func (h oidcs) leave(c *fiber.Ctx, a attempt) error {
	if err := h.allow(c, h.fromAddress(c, "sign-in", h.Limits.SignIn)); err != nil {
		return err
	}
	begun, address, err := h.Identity.Begin(c.UserContext(), h.callbackURL())
	if err != nil {
		return h.stop(c, a, err)
	}
	a.Attempt = begun
	if err := h.remember(c, a); err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set("Refresh", "0; url="+address)
	p := h.page("", i18n.T(c.UserContext(), "oidc.leaving", h.provider()))
	return render(c, fiber.StatusOK, accountview.Leaving(accountview.LeavingPage{Page: p, Provider: h.provider(), Address: address}))
}

// callbackURL is what the provider has on record as our address.
func (h oidcs) callbackURL() string { return h.Site.BaseURL + "/oidc/callback" }
