package handlers

import (
	"errors"
	"log/slog"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/oidc"
	accountview "nayan/views/account"
)

// callback is where the provider sends the browser back.
func (h oidcs) callback(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	if err := h.allow(c, h.fromAddress(c, "oidc-callback", h.Limits.SignIn)); err != nil {
		return err
	}
	a, err := h.recall(c)
	if err != nil {
		return h.stop(c, a, err)
	}
	id, err := h.identify(c, a)
	if err == nil {
		err = h.admit(c, a, id)
	}
	if err != nil {
		return h.stop(c, a, err)
	}
	return nil
}

// identify finds out who came back.
func (h oidcs) identify(c *fiber.Ctx, a attempt) (app.Identity, error) {
	if !h.Identity.IsIssuer(c.Query("iss")) {
		return app.Identity{}, fault.New(fault.Invalid, "oidc.error.unverified")
	}
	if said := c.Query("error"); said != "" {
		return app.Identity{}, answered(said)
	}
	id, err := h.Identity.Finish(c.UserContext(), a.Attempt, c.Query("code"), h.callbackURL())
	return verified(id), err
}

// answered puts the provider's refusal into our words (RFC 6749, 4.1.2.1;
// OpenID Connect Core 1.0, 3.1.2.6).
func answered(code string) error {
	switch code {
	case "access_denied", "login_required", "consent_required", "interaction_required", "account_selection_required":
		return fault.New(fault.Invalid, "oidc.error.cancelled")
	}
	// How the county is registered may be wrong; the code itself anybody can write.
	return &fault.Error{Kind: fault.Unavailable, Key: "oidc.error.unavailable", Err: errors.New("the provider refused the request")}
}

// verified leaves out the contacts that the provider has not verified.
func verified(id oidc.Identity) app.Identity {
	out := app.Identity{Issuer: id.Issuer, Subject: id.Subject, Name: id.Name}
	if id.EmailVerified {
		out.Email = id.Email
	}
	if id.PhoneVerified {
		out.Phone = id.Phone
	}
	return out
}

// admit does what the attempt was for.
func (h oidcs) admit(c *fiber.Ctx, a attempt, id app.Identity) error {
	ctx := c.UserContext()
	switch a.Purpose {
	case forAccount:
		in, err := h.App.SignInByIdentity(ctx, id, a.Consent, h.client(c))
		if err != nil {
			return err
		}
		return h.enterAccount(c, in, a.Next)
	case forDesk:
		opened, err := h.App.SignInStaffByIdentity(ctx, id, h.client(c))
		if err != nil {
			return err
		}
		return h.enterDesk(c, opened, a.Next)
	case linkAccount:
		p, err := h.App.PersonBySession(ctx, h.accountSession(c), 0)
		if err != nil || p.ID != a.Who {
			return notThem(err)
		}
		return linked(c, accountIdentities, h.App.LinkAccountIdentity(ctx, p.ID, id))
	case linkStaff:
		m, err := h.App.MemberBySession(ctx, h.session(c), app.Object{})
		if err != nil || m.ID != a.Who || m.Stage != account.Complete {
			return notThem(err)
		}
		return linked(c, deskIdentities, h.App.LinkStaffIdentity(ctx, m.Actor(), id))
	}
	return errLost()
}

// notThem refuses to link an identity to anybody but who asked for it.
func notThem(err error) error {
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	return fault.New(fault.Conflict, "oidc.error.not_you")
}

func linked(c *fiber.Ctx, page string, err error) error {
	if err != nil {
		return err
	}
	return done(c, page, "identity_linked")
}

// stop says why nothing came of an attempt, where that is ours to say.
func (h oidcs) stop(c *fiber.Ctx, a attempt, err error) error {
	f := fault.Of(err)
	if !strings.HasPrefix(f.Key, "oidc.error.") {
		return err
	}
	if f.Err != nil { // the provider's doing: who runs this has to know
		h.Log.Warn("signing in with the provider failed", slog.String("request_id", requestID(c)), slog.String("error", err.Error()))
	}
	sayWhenToReturn(c, f)
	c.Set(fiber.HeaderCacheControl, "no-store")
	title := "oidc.stopped"
	if a.links() {
		title = "oidc.stopped.link"
	}
	p := h.page("", i18n.T(c.UserContext(), title))
	p.Faulty = true
	return render(c, statusOf(err), accountview.Stopped(accountview.StoppedPage{Page: p, Problem: f.Key, Door: a.after(f)}))
}

// after is where to go on once an attempt has come to nothing.
func (a attempt) after(f *fault.Error) string {
	switch {
	case f.Key == "oidc.error.stale":
		return signInPath + "?next=" + url.QueryEscape(deskIdentities)
	case a.links():
	case f.Key == "oidc.error.contact_taken":
		a.Next = accountIdentities
	case f.Kind == fault.Forbidden:
		a.Next = deskIdentities
	}
	return a.start()
}
