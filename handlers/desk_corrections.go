package handlers

import (
	"context"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/desk"
)

// deskCorrections changes what was released, in the open.
type deskCorrections struct{ *Env }

// deskCorrectionsShown bounds the list; the public page has the rest.
const deskCorrectionsShown = 50

// list shows what was corrected, and a form for the line that ?line= or ?suggestion= names.
func (h deskCorrections) list(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, desk.CorrectionForm{}, nil)
}

func (h deskCorrections) page(c *fiber.Ctx, status int, form desk.CorrectionForm, refused *fault.Error) (err error) {
	p := desk.CorrectionsPage{Form: form, Me: member(c).ID}
	if p.Con, err = h.received(c); err != nil {
		return err
	}
	if p.List, err = h.Repo.Corrections(c.UserContext(), p.Con.ID, deskCorrectionsShown); err != nil {
		return err
	}
	if p.Page, err = h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "desk.corrections.title")); err != nil {
		return err
	}
	if err := h.choose(c, &p); err != nil {
		return err
	}
	p.Problem = refused
	return render(c, status, desk.Corrections(p))
}

// choose finds the line to be corrected.
func (h deskCorrections) choose(c *fiber.Ctx, p *desk.CorrectionsPage) error {
	line, _ := strconv.Atoi(c.Query("line"))
	suggestion, _ := strconv.ParseInt(c.Query("suggestion"), 10, 64)
	if p.Form.Suggestion != 0 {
		line, suggestion = 0, p.Form.Suggestion
	}
	if line == 0 && suggestion == 0 || !p.Can(account.Adjudicator) {
		p.Asked = c.Query("line")
		return nil
	}
	row, err := h.Repo.Line(c.UserContext(), p.Con.ID, line, suggestion)
	if fault.Is(err, fault.NotFound) {
		p.Asked = c.Query("line")
		return nil
	}
	if err != nil {
		return err
	}
	if p.Form.Suggestion == 0 {
		p.Form = desk.CorrectionForm{Suggestion: row.SuggestionID, Outcome: string(row.Outcome), Reason: row.Reason}
	}
	p.Line = &row
	return nil
}

// propose asks for another answer; nothing public changes yet.
func (h deskCorrections) propose(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	form := desk.CorrectionForm{Suggestion: formID(c, "suggestion"), Outcome: c.FormValue("outcome"), Reason: c.FormValue("reason"), Why: c.FormValue("why")}
	_, err = h.App.ProposeCorrection(c.UserContext(), member(c).Actor(), id, consult.NewCorrection{SuggestionID: form.Suggestion,
		Decision: consult.Decision{Outcome: consult.Outcome(form.Outcome), Reason: form.Reason}, Why: form.Why})
	if err == nil {
		return done(c, consultationPath(id)+"/results/corrections", "proposed")
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	form.Errors = fields
	return h.page(c, statusOf(err), form, refused)
}

// settle puts a proposal in force, as the second person, or gives it up.
func (h deskCorrections) settle(word string, do func(ctx context.Context, by app.Actor, id, correction int64) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, correction, err := partParams(c, "kid")
		if err != nil {
			return err
		}
		if err := do(c.UserContext(), member(c).Actor(), id, correction); err != nil {
			if refused := refusal(err); refused != nil {
				return h.page(c, statusOf(err), desk.CorrectionForm{}, refused)
			}
			return err
		}
		return done(c, consultationPath(id)+"/results/corrections", word)
	}
}
