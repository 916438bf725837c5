package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/message"
	accountview "nayan/views/account"
)

// invitations ask people into enterprises and let them in.
type invitations struct{ *Env }

// invite makes a link. It is in the answer to the form and nowhere else: an
// address to come back to would have to carry the token, or the page keep it.
func (h invitations) invite(c *fiber.Ctx) error {
	id, err := idParam(c, "eid")
	if err != nil {
		return err
	}
	form := accountview.InviteForm{Role: account.MemberRole(c.FormValue("role")), Email: c.FormValue("email")}
	token, err := h.App.InviteMember(c.UserContext(), app.EnterpriseInvite{By: person(c).ID, EnterpriseID: id,
		Role: form.Role, Email: form.Email})
	if err != nil {
		fields, refused, ok := onForm(err)
		if !ok {
			return err
		}
		form.Errors = fields
		return enterprises(h).page(c, statusOf(err), func(p *accountview.EnterprisePage) { p.Invite, p.Problem = form, refused })
	}
	return enterprises(h).page(c, fiber.StatusCreated, func(p *accountview.EnterprisePage) {
		p.Fresh = &accountview.FreshInvitation{Link: h.Site.BaseURL + app.InvitationPath(token), Email: form.Email,
			Held: !h.App.Gateways.Has(message.Email), ExpiresAt: h.Now().AddDate(0, 0, account.InvitationDays)}
	})
}

func (h invitations) revoke(c *fiber.Ctx) error {
	enterprise, err := idParam(c, "eid")
	if err != nil {
		return err
	}
	invitation, err := idParam(c, "iid")
	if err != nil {
		return err
	}
	if err := h.App.RevokeInvitation(c.UserContext(), person(c).ID, enterprise, invitation); err != nil {
		return enterprises(h).refuse(c, err)
	}
	return done(c, enterprisePath(enterprise), "invitation_revoked")
}

// show asks whether to join; who is in already is not asked again.
func (h invitations) show(c *fiber.Ctx) error {
	i, err := h.App.Invitation(c.UserContext(), c.Params("token"))
	if err != nil && !fault.Is(err, fault.Closed) {
		return err
	}
	return h.page(c, i, err, nil)
}

func (h invitations) join(c *fiber.Ctx) error {
	id, err := h.App.JoinEnterprise(c.UserContext(), person(c).ID, c.Params("token"))
	switch {
	case err == nil:
		return done(c, enterprisePath(id), "enterprise_joined")
	case fault.Is(err, fault.Closed):
		return h.page(c, account.Invitation{}, err, nil)
	case fault.Is(err, fault.Conflict):
		i, gone := h.App.Invitation(c.UserContext(), c.Params("token"))
		if gone != nil {
			return gone
		}
		return h.page(c, i, nil, fault.Of(err))
	}
	return err
}

// page shows an invitation, or why it is good no more.
func (h invitations) page(c *fiber.Ctx, i account.Invitation, gone error, refused *fault.Error) error {
	p := accountview.InvitationPage{Page: h.accountPage(c, accountview.Enterprises, "enterprise.join.title"), Invitation: i,
		Action: app.InvitationPath(c.Params("token"))}
	p.Problem = refused
	switch {
	case gone != nil:
		p.Page = h.accountPage(c, accountview.Enterprises, "enterprise.gone.title")
		p.Gone = fault.Of(gone)
		return render(c, statusOf(gone), accountview.Invitation(p))
	case refused != nil:
		return render(c, statusOf(refused), accountview.Invitation(p))
	}
	return render(c, fiber.StatusOK, accountview.Invitation(p))
}
