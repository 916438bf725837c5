package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
)

// enterpriseRoutes are the pages of enterprises for their own people, and for
// the clerks who verify them.
func (e *Env) enterpriseRoutes() []Route {
	own, inv, desk := enterprises{e}, invitations{e}, deskEnterprises{e}
	manager, anyMember := within(account.Manager), within(account.Manager, account.Agent)
	clerk, reader := only(account.Clerk), only(account.Clerk, account.Auditor)
	return []Route{
		{fiber.MethodGet, "/account/enterprises", ownAccount, own.list},
		{fiber.MethodPost, "/account/enterprises", ownAccount, own.register},
		{fiber.MethodGet, "/account/enterprises/new", ownAccount, own.blank},
		{fiber.MethodGet, "/account/enterprises/:eid", anyMember, own.show},
		{fiber.MethodGet, "/account/enterprises/:eid/edit", manager, own.edit},
		{fiber.MethodPost, "/account/enterprises/:eid/edit", manager, own.update},
		{fiber.MethodPost, "/account/enterprises/:eid/leave", anyMember, own.leave},
		{fiber.MethodPost, "/account/enterprises/:eid/members/:mid/role", manager, own.setRole},
		{fiber.MethodPost, "/account/enterprises/:eid/members/:mid/remove", manager, own.removeMember},
		{fiber.MethodPost, "/account/enterprises/:eid/invitations", manager, inv.invite},
		{fiber.MethodPost, "/account/enterprises/:eid/invitations/:iid/revoke", manager, inv.revoke},
		{fiber.MethodGet, "/account/invitations/:token", ownAccount, inv.show},
		{fiber.MethodPost, "/account/invitations/:token", ownAccount, inv.join},
		{fiber.MethodGet, "/desk/enterprises", reader, desk.list},
		{fiber.MethodGet, "/desk/enterprises/:id", reader, desk.show},
		{fiber.MethodPost, "/desk/enterprises/:id/verify", clerk, desk.verify},
		{fiber.MethodPost, "/desk/enterprises/:id/reject", clerk, desk.reject},
	}
}
