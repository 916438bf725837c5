package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/desk"
)

// deskDecideMany answers many suggestions alike: all that a filter leaves, or those
// that were picked. It is shown what is going to happen before it does.
type deskDecideMany struct{ *Env }

// form asks for the answer to all that a filter leaves.
func (h deskDecideMany) form(c *fiber.Ctx) error {
	filter := suggestionFilter(c)
	f := wanted(filter)
	return h.page(c, fiber.StatusOK, app.Selection{Filter: &f}, desk.ManyForm{Filter: filter, All: true}, nil)
}

// page shows the form or, once the answer is whole, what it would do.
func (h deskDecideMany) page(c *fiber.Ctx, status int, chosen app.Selection, form desk.ManyForm, refused *fault.Error) error {
	con, err := h.received(c)
	if err != nil {
		return err
	}
	out := desk.ManyPage{Con: con, Form: form}
	plan, err := h.App.PlanMany(c.UserContext(), con.ID, manyOf(chosen, form))
	if f := refusal(err); f != nil {
		refused, err = f, nil
	}
	if err != nil {
		return err
	}
	out.Open, out.Decided, out.First, out.Warnings = plan.Open, plan.Decided, plan.First, plan.Warnings
	if out.Templates, err = h.Repo.ReasonTemplates(c.UserContext()); err != nil {
		return err
	}
	if out.Page, err = h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "desk.many.title")); err != nil {
		return err
	}
	out.Problem = refused
	return render(c, status, desk.DecideMany(out))
}

func manyOf(chosen app.Selection, f desk.ManyForm) app.Many {
	return app.Many{Selection: chosen, Overwrite: f.Overwrite, Seen: app.Figures{Open: f.SeenOpen, Decided: f.SeenDecided},
		Decision: consult.Decision{Outcome: consult.Outcome(f.Outcome), Reason: f.Reason, Override: f.Override}}
}

// decide goes on: from what was picked to the form, from the form to what it would
// do, from there to the list.
func (h deskDecideMany) decide(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	chosen := chosenIn(c)
	form := desk.ManyForm{Filter: suggestionFilter(c), All: chosen.Filter != nil, IDs: chosen.IDs, Outcome: c.FormValue("outcome"),
		Reason: c.FormValue("reason"), Override: c.FormValue("override"), Overwrite: c.FormValue("overwrite") == "1"}
	form.SeenOpen, _ = strconv.Atoi(c.FormValue("seen_open"))
	form.SeenDecided, _ = strconv.Atoi(c.FormValue("seen_decided"))
	switch c.FormValue("step") {
	case "look":
		return h.look(c, id, chosen, form)
	case "save":
		return h.save(c, id, chosen, form)
	}
	return h.page(c, fiber.StatusOK, chosen, form, nil)
}

// look holds the answer against the rules; what is left is to confirm it.
func (h deskDecideMany) look(c *fiber.Ctx, id int64, chosen app.Selection, form desk.ManyForm) error {
	plan, err := h.App.PlanMany(c.UserContext(), id, manyOf(chosen, form))
	if err == nil {
		if err = plan.Decision.Validate(); err == nil {
			_, err = plan.Decision.Standing(plan.Warnings)
		}
	}
	if err == nil {
		form.Whole = true
		return h.page(c, fiber.StatusOK, chosen, form, nil)
	}
	return h.again(c, chosen, form, err)
}

func (h deskDecideMany) save(c *fiber.Ctx, id int64, chosen app.Selection, form desk.ManyForm) error {
	_, err := h.App.DecideMany(c.UserContext(), member(c).Actor(), id, manyOf(chosen, form))
	if err == nil {
		return deskSuggestions(h).toList(c, id, form.Filter, "decided_many")
	}
	return h.again(c, chosen, form, err)
}

func (h deskDecideMany) again(c *fiber.Ctx, chosen app.Selection, form desk.ManyForm, err error) error {
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	form.Errors = fields
	return h.page(c, statusOf(err), chosen, form, refused)
}
