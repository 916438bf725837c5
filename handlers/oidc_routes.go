package handlers

import "github.com/gofiber/fiber/v2"

// oidcRoutes are signing in with the county's OpenID provider; without one, none
// of them is there.
func (e *Env) oidcRoutes() []Route {
	o := oidcs{e}
	return []Route{
		{fiber.MethodGet, "/oidc/callback", anyone, o.with(o.callback)},
		{fiber.MethodGet, "/account/oidc", anyone, o.with(o.door)},
		{fiber.MethodPost, "/account/oidc", anyone, o.with(o.forAccount)},
		{fiber.MethodGet, accountIdentities, ownAccount, o.with(o.ofAccount)},
		{fiber.MethodPost, "/account/security/identities", ownAccount, o.with(o.linkAccount)},
		{fiber.MethodPost, "/account/security/identities/:iid/delete", ownAccount, o.with(o.unlinkAccount)},
		{fiber.MethodPost, "/desk/oidc", anyone, o.with(o.forDesk)},
		{fiber.MethodGet, deskIdentities, staff, o.with(o.ofStaff)},
		{fiber.MethodPost, deskIdentities, staff, o.with(o.linkStaff)},
		{fiber.MethodPost, deskIdentities + "/:iid/delete", staff, o.with(o.unlinkStaff)},
	}
}
