package storybook

import (
	"context"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	accountview "nayan/views/account"
	"nayan/views/desk"
	"nayan/views/ui"
)

// identities are the pages around the county's OpenID provider.
func (d deskFixtures) identities() []Story {
	const provider = "OpenID"
	ctx := context.Background()
	page := d.page()
	page.Title = i18n.T(ctx, "oidc.title", provider)
	form := accountview.ProviderForm{Provider: provider, CSRF: page.CSRF, Next: "/account"}
	rejected := form
	rejected.Errors = []fault.Field{{Name: "consent", Key: "oidc.error.consent"}}
	stopped := func(title, problem, door string) accountview.StoppedPage {
		p := d.page()
		p.Title = i18n.T(ctx, title)
		return accountview.StoppedPage{Page: p, Problem: problem, Door: door}
	}
	own := accountview.Page{Page: d.page(), Section: accountview.Security, Name: d.Member}
	own.Title = i18n.T(ctx, "oidc.links.title")
	refused := own
	refused.Problem = fault.New(fault.Conflict, "oidc.error.last_way")
	linked := []ui.Identity{{ID: 7, Provider: provider, Since: d.Now.Add(-48 * time.Hour)}}
	seat := d.seat("oidc.links.title", "", account.Reviewer)
	return []Story{
		{"account/oidc", accountview.ProviderDoor(accountview.ProviderPage{Page: page, Form: form})},
		{"account/oidc/rejected", accountview.ProviderDoor(accountview.ProviderPage{Page: page, Form: rejected})},
		{"oidc/leaving", accountview.Leaving(accountview.LeavingPage{Page: page, Provider: provider, Address: "https://id.example/authorize?state=x"})},
		{"oidc/cancelled", accountview.Stopped(stopped("oidc.stopped", "oidc.error.cancelled", "/account/sign-in"))},
		{"oidc/lost", accountview.Stopped(stopped("oidc.stopped", "oidc.error.lost", "/account/sign-in"))},
		{"oidc/unverified", accountview.Stopped(stopped("oidc.stopped", "oidc.error.unverified", "/account/sign-in"))},
		{"oidc/unavailable", accountview.Stopped(stopped("oidc.stopped", "oidc.error.unavailable", "/account/sign-in"))},
		{"oidc/contact-taken", accountview.Stopped(stopped("oidc.stopped", "oidc.error.contact_taken", "/account/sign-in"))},
		{"oidc/staff-unknown", accountview.Stopped(stopped("oidc.stopped", "oidc.error.staff_unknown", "/desk/sign-in"))},
		{"oidc/identity-taken", accountview.Stopped(stopped("oidc.stopped.link", "oidc.error.identity_taken", "/desk/me/identities"))},
		{"account/identities", accountview.Identities(accountview.IdentitiesPage{Page: own, Provider: provider, Identities: linked})},
		{"account/identities/none", accountview.Identities(accountview.IdentitiesPage{Page: own, Provider: provider})},
		{"account/identities/refused", accountview.Identities(accountview.IdentitiesPage{Page: refused, Provider: provider, Identities: linked})},
		{"desk/me/identities", desk.Identities(desk.IdentitiesPage{Page: seat, Provider: provider, Identities: linked})},
		{"desk/sign-in/provider", desk.SignIn(desk.SignInPage{Page: d.door(), Provider: provider})},
	}
}
