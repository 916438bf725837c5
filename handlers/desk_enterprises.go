package handlers

import (
	"context"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/i18n"
	"nayan/internal/message"
	"nayan/views/desk"
)

// deskEnterprises is where clerks verify enterprises.
type deskEnterprises struct{ *Env }

func (h deskEnterprises) list(c *fiber.Ctx) error {
	ctx := c.UserContext()
	q := app.EnterpriseQuery{State: account.EnterpriseState(c.Query("state")), Text: c.Query("q"), Page: pageNumber(c), PerPage: deskPerPage}
	if !q.State.Valid() {
		q.State = ""
	}
	list, err := h.App.Enterprises(ctx, q)
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.Enterprises, i18n.T(ctx, "desk.enterprises.title"))
	if err != nil {
		return err
	}
	out := desk.EnterprisesPage{Page: p, State: q.State, Items: list.Items, Count: map[account.EnterpriseState]int{"": list.Counts.Of("")},
		Last: lastPage(list.Counts.Of(q.State), deskPerPage), At: q.Page}
	out.Text = q.Text
	for _, s := range account.EnterpriseStates {
		out.Count[s] = list.Counts.Of(s)
	}
	return render(c, fiber.StatusOK, desk.EnterpriseList(out))
}

func (h deskEnterprises) show(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, func(*desk.EnterprisePage) {})
}

// page shows one registration. Whom to ask about it is for clerks only; an
// auditor sees what was decided, not on whom.
func (h deskEnterprises) page(c *fiber.Ctx, status int, note func(*desk.EnterprisePage)) error {
	ctx := c.UserContext()
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	e, err := h.App.Enterprise(ctx, id)
	if err != nil {
		return err
	}
	p := desk.EnterprisePage{Enterprise: e, Mail: h.App.Gateways.Has(message.Email)}
	if p.Page, err = h.deskPage(c, desk.Enterprises, e.Name); err != nil {
		return err
	}
	if !p.Can(account.Clerk) {
		p.Enterprise.Contact = account.EnterpriseContact{}
	}
	if p.Same, err = h.App.SameCode(ctx, e); err != nil {
		return err
	}
	people, err := h.App.Colleagues(ctx, id)
	if err != nil {
		return err
	}
	p.People, p.Traits.Values = len(people), e.Traits
	if p.Townships, err = h.Repo.Townships(ctx); err != nil {
		return err
	}
	note(&p)
	return render(c, status, desk.Enterprise(p))
}

// verify and reject act on the submission that the clerk saw, which the form carries.
func (h deskEnterprises) verify(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	err = h.App.VerifyEnterprise(c.UserContext(), member(c).Actor(), id, int(formID(c, "submission")))
	return h.decided(c, id, err, "enterprise_verified")
}

func (h deskEnterprises) reject(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	err = h.App.RejectEnterprise(c.UserContext(), member(c).Actor(), id, int(formID(c, "submission")), c.FormValue("reason"))
	return h.decided(c, id, err, "enterprise_rejected")
}

// decided comes back to the registration, or shows it again with what was wrong.
func (h deskEnterprises) decided(c *fiber.Ctx, id int64, err error, word string) error {
	if err == nil {
		return done(c, "/desk/enterprises/"+strconv.FormatInt(id, 10), word)
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	return h.page(c, statusOf(err), func(p *desk.EnterprisePage) {
		p.Problem, p.Form = refused, desk.RejectionForm{Reason: c.FormValue("reason"), Errors: fields}
	})
}

// workOnEnterprises says how many registrations wait, to whoever may decide on them.
func (h deskHome) workOnEnterprises(ctx context.Context, m app.Member) ([]desk.Work, error) {
	if !m.Grants.Has(account.Clerk) {
		return nil, nil
	}
	w, err := h.Repo.WaitingEnterprises(ctx)
	if err != nil || w.Count == 0 {
		return nil, err
	}
	return []desk.Work{{Kind: desk.WorkEnterprise, Title: i18n.T(ctx, "desk.work.enterprise.title", w.Count),
		Href: "/desk/enterprises?state=" + string(account.EnterprisePending), Detail: i18n.T(ctx, "desk.work.detail.enterprise", i18n.Date(ctx, *w.Since))}}, nil
}
