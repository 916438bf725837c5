package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/message"
	"nayan/internal/text"
	accountview "nayan/views/account"
)

// enterprises are the pages of an enterprise's own people.
type enterprises struct{ *Env }

func enterprisePath(id int64) string { return "/account/enterprises/" + strconv.FormatInt(id, 10) }

func (h enterprises) list(c *fiber.Ctx) error {
	list, err := h.App.EnterprisesOf(c.UserContext(), person(c).ID)
	if err != nil {
		return err
	}
	p := accountview.EnterprisesPage{Page: h.accountPage(c, accountview.Enterprises, "enterprise.list.title")}
	for _, e := range list {
		p.Items = append(p.Items, accountview.EnterpriseItem{ID: e.ID, Name: e.Name, State: e.State, Role: e.Role, SubmittedAt: e.SubmittedAt})
	}
	return render(c, fiber.StatusOK, accountview.EnterpriseList(p))
}

// blank asks for a registration; whom to ask about it is most likely who fills it in.
func (h enterprises) blank(c *fiber.Ctx) error {
	p := person(c)
	contact := account.EnterpriseContact{Name: p.Name, Phone: p.Phone, Email: p.Email}
	return h.form(c, fiber.StatusOK, accountview.EnterpriseFormPage{Form: accountview.EnterpriseForm{Values: account.Registration{Contact: contact}}})
}

func (h enterprises) form(c *fiber.Ctx, status int, p accountview.EnterpriseFormPage) error {
	title := "enterprise.new.title"
	if p.ID != 0 {
		title = "enterprise.edit.title"
	}
	frame := h.accountPage(c, accountview.Enterprises, title)
	frame.Problem = p.Problem
	p.Page = frame
	var err error
	if p.Townships, err = h.Repo.Townships(c.UserContext()); err != nil {
		return err
	}
	return render(c, status, accountview.EnterpriseEdit(p))
}

func (h enterprises) register(c *fiber.Ctx) error {
	in, confirmed := readRegistration(c)
	id, err := h.App.RegisterEnterprise(c.UserContext(), person(c).ID, in, confirmed)
	if err != nil {
		return h.again(c, accountview.EnterpriseFormPage{}, in, err)
	}
	return done(c, enterprisePath(id), "enterprise_registered")
}

// readRegistration reads the form. A doubtful code counts as confirmed only if it
// is still the one that was asked about.
func readRegistration(c *fiber.Ctx) (in account.Registration, confirmed bool) {
	in = account.Registration{Name: c.FormValue("name"), USCC: c.FormValue("uscc"), Traits: readTraits(c), Contact: account.EnterpriseContact{
		Name: c.FormValue("contact_name"), Phone: c.FormValue("contact_phone"), Email: c.FormValue("contact_email")}}
	return in, c.FormValue("uscc_confirmed") == "1" && text.Code(c.FormValue("uscc_doubted")) == text.Code(in.USCC)
}

// again shows a rejected registration with what was typed. A code that is only
// doubtful is no mistake: the form asks once more.
func (h enterprises) again(c *fiber.Ctx, p accountview.EnterpriseFormPage, in account.Registration, err error) error {
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	p.Form, p.Problem = accountview.EnterpriseForm{Values: in, Errors: fields}, refused
	if p.Form.Errors.Message(c.UserContext(), "uscc_confirmed") != "" {
		p.Form.Doubted, p.Form.Errors = text.Code(in.USCC), nil
	}
	return h.form(c, statusOf(err), p)
}

func (h enterprises) edit(c *fiber.Ctx) error {
	e, err := h.enterprise(c)
	if err != nil {
		return err
	}
	return h.form(c, fiber.StatusOK, accountview.EnterpriseFormPage{ID: e.ID, State: e.State, Form: accountview.EnterpriseForm{Values: e.Registration}})
}

// enterprise reads the one that the address names; the guard has let its people in.
func (e *Env) enterprise(c *fiber.Ctx) (account.Enterprise, error) {
	id, err := idParam(c, "eid")
	if err != nil {
		return account.Enterprise{}, err
	}
	return e.App.Enterprise(c.UserContext(), id)
}

func (h enterprises) update(c *fiber.Ctx) error {
	e, err := h.enterprise(c)
	if err != nil {
		return err
	}
	in, confirmed := readRegistration(c)
	if !e.State.Correctable() {
		in.Name, in.USCC = e.Name, e.USCC
	}
	if err := h.App.EditEnterprise(c.UserContext(), person(c).ID, e.ID, in, confirmed); err != nil {
		return h.again(c, accountview.EnterpriseFormPage{ID: e.ID, State: e.State}, in, err)
	}
	if e.State == account.EnterpriseRejected {
		return done(c, enterprisePath(e.ID), "enterprise_resubmitted")
	}
	return done(c, enterprisePath(e.ID), "enterprise_saved")
}

func (h enterprises) show(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, func(*accountview.EnterprisePage) {})
}

// page shows one enterprise, with what note adds to it.
func (h enterprises) page(c *fiber.Ctx, status int, note func(*accountview.EnterprisePage)) error {
	ctx := c.UserContext()
	e, err := h.enterprise(c)
	if err != nil {
		return err
	}
	who := person(c)
	p := accountview.EnterprisePage{Page: h.accountPage(c, accountview.Enterprises, "enterprise.list.title"), Enterprise: e,
		Role: who.Role, Self: who.ID, Invite: accountview.InviteForm{Role: account.Agent}, Mail: h.App.Gateways.Has(message.Email)}
	p.Title = e.Name
	if p.Colleagues, err = h.App.Colleagues(ctx, e.ID); err != nil {
		return err
	}
	if who.Role == account.Manager {
		if p.Invitations, err = h.App.Invitations(ctx, e.ID); err != nil {
			return err
		}
	}
	note(&p)
	return render(c, status, accountview.Enterprise(p))
}

// refuse shows the enterprise again, with why something was not done.
func (h enterprises) refuse(c *fiber.Ctx, err error) error {
	refused := refusal(err)
	if refused == nil {
		return err
	}
	return h.page(c, statusOf(err), func(p *accountview.EnterprisePage) { p.Problem = refused })
}

func (h enterprises) leave(c *fiber.Ctx) error {
	id, err := idParam(c, "eid")
	if err != nil {
		return err
	}
	if err := h.App.LeaveEnterprise(c.UserContext(), person(c).ID, id); err != nil {
		return h.refuse(c, err)
	}
	return done(c, "/account/enterprises", "enterprise_left")
}

// memberOf reads the enterprise and the member that the address names.
func memberOf(c *fiber.Ctx) (enterprise, member int64, err error) {
	if enterprise, err = idParam(c, "eid"); err != nil {
		return 0, 0, err
	}
	member, err = idParam(c, "mid")
	return enterprise, member, err
}

func (h enterprises) setRole(c *fiber.Ctx) error {
	enterprise, member, err := memberOf(c)
	if err != nil {
		return err
	}
	role := account.MemberRole(c.FormValue("role"))
	if err := h.App.SetMemberRole(c.UserContext(), person(c).ID, enterprise, member, role); err != nil {
		return h.refuse(c, err)
	}
	return done(c, enterprisePath(enterprise), "enterprise_role")
}

func (h enterprises) removeMember(c *fiber.Ctx) error {
	enterprise, member, err := memberOf(c)
	if err != nil {
		return err
	}
	if err := h.App.RemoveMember(c.UserContext(), person(c).ID, enterprise, member); err != nil {
		return h.refuse(c, err)
	}
	return done(c, enterprisePath(enterprise), "enterprise_removed")
}
