package handlers

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	accountview "nayan/views/account"
	"nayan/views/desk"
	"nayan/views/ui"
)

// The pages on which identities are linked and unlinked.
const (
	accountIdentities = "/account/identities"
	deskIdentities    = "/desk/me/identities"
)

func (h oidcs) ofAccount(c *fiber.Ctx) error { return h.accountLinks(c, fiber.StatusOK, nil) }

func (h oidcs) accountLinks(c *fiber.Ctx, status int, refused *fault.Error) error {
	list, err := h.Repo.IdentitiesOfAccount(c.UserContext(), person(c).ID)
	if err != nil {
		return err
	}
	p := accountview.IdentitiesPage{Page: h.accountPage(c, accountview.Security, "oidc.links.title"),
		Provider: h.provider(), Identities: h.named(list)}
	p.Problem = refused
	return render(c, status, accountview.Identities(p))
}

func (h oidcs) ofStaff(c *fiber.Ctx) error {
	list, err := h.Repo.IdentitiesOfStaff(c.UserContext(), member(c).ID)
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, "", i18n.T(c.UserContext(), "oidc.links.title"))
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, desk.Identities(desk.IdentitiesPage{Page: p, Provider: h.provider(), Identities: h.named(list)}))
}

// named gives each identity the provider's name, or the host of one that was
// configured before.
func (h oidcs) named(list []repo.Identity) []ui.Identity {
	out := make([]ui.Identity, len(list))
	for i, x := range list {
		out[i] = ui.Identity{ID: x.ID, Provider: h.provider(), Since: x.CreatedAt}
		if u, err := url.Parse(x.Issuer); err == nil && !h.Identity.IsIssuer(x.Issuer) {
			out[i].Provider = u.Host
		}
	}
	return out
}

func (h oidcs) unlinkAccount(c *fiber.Ctx) error {
	id, err := idParam(c, "iid")
	if err != nil {
		return err
	}
	err = h.App.UnlinkAccountIdentity(c.UserContext(), person(c).ID, id)
	if refused := refusal(err); err != nil && refused != nil {
		return h.accountLinks(c, statusOf(err), refused)
	}
	if err != nil {
		return err
	}
	return done(c, accountIdentities, "identity_unlinked")
}

func (h oidcs) unlinkStaff(c *fiber.Ctx) error {
	id, err := idParam(c, "iid")
	if err != nil {
		return err
	}
	if err := h.App.UnlinkStaffIdentity(c.UserContext(), member(c).Actor(), id); err != nil {
		return err
	}
	return done(c, deskIdentities, "identity_unlinked")
}
