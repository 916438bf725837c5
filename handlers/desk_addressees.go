package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/views/desk"
)

// deskAddressees is where a drafter says whom an enterprise consultation addresses.
type deskAddressees struct{ *Env }

func (h deskAddressees) form(c *fiber.Ctx) error { return h.page(c, fiber.StatusOK, nil, nil) }

// page shows the form as it was typed, or for nil as it was saved.
func (h deskAddressees) page(c *fiber.Ctx, status int, typed *desk.AddressingForm, refused *fault.Error) error {
	ctx := c.UserContext()
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	con, err := h.Repo.ConsultationByID(ctx, id)
	if err != nil {
		return err
	}
	if err := consult.Edit(con.State, member(c).ID, con.Hands()); err != nil {
		return err
	}
	if con.Audience != consult.Enterprises {
		return fault.New(fault.Conflict, "addressing.error.public")
	}
	saved, err := h.Repo.Addressed(ctx, id)
	if err != nil {
		return err
	}
	p, _, err := h.editPage(c, desk.Consultations, "addressing.title", refused)
	if err != nil {
		return err
	}
	out := desk.AddressingPage{Page: p, Con: con.Consultation, Count: saved.Count, Form: desk.WriteAddressing(saved.Addressing.Addressing)}
	if typed != nil {
		out.Form = *typed
	}
	if out.Townships, err = h.Repo.Townships(ctx); err != nil {
		return err
	}
	return render(c, status, desk.AddressingEdit(out))
}

// save comes back to the form, which counts whom it addresses now.
func (h deskAddressees) save(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	in := app.AddressingInput{Industries: formWords[account.Industry](c, "industry"), Sizes: formWords[account.Size](c, "size"),
		Townships: formIDs(c, "township"), List: c.FormValue("list")}
	if err := h.App.SetAddressing(c.UserContext(), member(c).Actor(), id, in); err != nil {
		fields, refused, ok := onForm(err)
		if !ok {
			return err
		}
		typed := desk.AddressingForm{Industries: in.Industries, Sizes: in.Sizes, Townships: in.Townships, List: in.List, Errors: fields}
		return h.page(c, statusOf(err), &typed, refused)
	}
	return done(c, consultationPath(id)+"/addressees", "addressed")
}

// formWords reads a repeated field of words.
func formWords[T ~string](c *fiber.Ctx, name string) (out []T) {
	for _, raw := range c.Request().PostArgs().PeekMulti(name) {
		out = append(out, T(raw))
	}
	return out
}

// addressing fills in whom a consultation for enterprises addresses.
func (e *Env) addressing(c *fiber.Ctx, p *desk.ConsultationPage) error {
	if p.Con.Audience != consult.Enterprises {
		return nil
	}
	a, err := e.Repo.Addressed(c.UserContext(), p.Con.ID)
	p.Addressing, p.Addressed = a.Addressing.Addressing, a.Count
	return err
}
