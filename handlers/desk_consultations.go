package handlers

import (
	"context"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskConsultations lists consultations, shows one, and takes its steps.
type deskConsultations struct{ *Env }

// anyReason stands in where a step is only asked about: whether the person may
// take it, not what they would write.
const anyReason = "-"

func consultationPath(id int64) string { return "/desk/consultations/" + strconv.FormatInt(id, 10) }

func (h deskConsultations) list(c *fiber.Ctx) error {
	ctx := c.UserContext()
	state := consult.State(c.Query("state"))
	if !slices.Contains(consult.States, state) {
		state = ""
	}
	page := pageNumber(c)
	list, err := h.Repo.DeskConsultations(ctx, repo.DeskFilter{State: state, Page: page, PerPage: perPage, Now: h.Now(), Units: unitsOf(c)})
	if err != nil {
		return err
	}
	p, err := h.deskPage(c, desk.Consultations, i18n.T(ctx, "desk.consultations.title"))
	if err != nil {
		return err
	}
	out := desk.ConsultationsPage{Page: p, State: state, Count: map[consult.State]int{"": list.Counts.Of("")}, Total: list.Total,
		Last: lastPage(list.Total, perPage), At: page}
	for _, s := range consult.States {
		out.Count[s] = list.Counts.Of(s)
	}
	for _, item := range list.Items {
		out.Items = append(out.Items, item.Consultation)
	}
	return render(c, fiber.StatusOK, desk.ConsultationList(out))
}

func (h deskConsultations) show(c *fiber.Ctx) error {
	p, err := h.overview(c)
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, desk.Consultation(p))
}

// overview reads everything that the page about one consultation shows.
func (e *Env) overview(c *fiber.Ctx) (p desk.ConsultationPage, err error) {
	ctx, m := c.UserContext(), member(c)
	id, err := idParam(c, "id")
	if err != nil {
		return p, err
	}
	con, err := e.Repo.ConsultationByID(ctx, id)
	if err != nil {
		return p, err
	}
	if p.Page, err = e.deskPage(c, desk.Consultations, con.Title); err != nil {
		return p, err
	}
	p.Con, p.NoticeHTML, p.ExplanationHTML, p.Attachments = con.Consultation, con.NoticeHTML, con.ExplanationHTML, con.Attachments
	p.Changes = con.Changes
	p.Editable = mayEdit(m.Member, con.Consultation)
	if err := e.addressing(c, &p); err != nil {
		return p, err
	}
	if p.Survey, err = e.surveyOf(c, con.Consultation); err != nil {
		return p, err
	}
	if p.Draft, err = e.currentDraft(ctx, con.Consultation); err != nil {
		return p, err
	}
	if con.State == consult.Drafting {
		law, err := e.App.Statute(ctx, con.Kind)
		if err != nil {
			return p, err
		}
		p.Missing = fault.Of(con.Fields().ReadyToSubmit(con.Clauses, law)).Fields
	}
	if err := e.checks(c, &p, con); err != nil {
		return p, err
	}
	p.Choices = e.choices(m.Member, con.Consultation, p.ToMend())
	return p, e.history(ctx, &p)
}

// currentDraft gives the draft for the desk; the zero value when there is none.
func (e *Env) currentDraft(ctx context.Context, con consult.Consultation) (desk.Draft, error) {
	if con.DraftID == 0 {
		return desk.Draft{}, nil
	}
	d, err := e.Repo.DraftByID(ctx, con.ID)
	out := desk.Draft{FileName: d.FileName, Version: d.Version, Clauses: d.Clauses}
	for _, w := range d.Warnings {
		out.Warnings = append(out.Warnings, desk.Warning(w))
	}
	return out, err
}

// history fills in the steps taken and the names of who took them.
func (e *Env) history(ctx context.Context, p *desk.ConsultationPage) (err error) {
	if p.History, err = e.Repo.ReviewSteps(ctx, p.Con.ID); err != nil {
		return err
	}
	ids := []int64{p.Con.AuthorID}
	for _, s := range p.History {
		ids = append(ids, s.StaffID)
	}
	names, err := e.App.MemberNames(ctx, ids)
	for i := range p.History {
		p.History[i].StaffName = names[p.History[i].StaffID]
	}
	p.AuthorName = names[p.Con.AuthorID]
	return err
}

// mayEdit reports whether the member may change the consultation now.
func mayEdit(m app.Member, con consult.Consultation) bool {
	return m.Grants.In(con.UnitID, account.Drafter) && consult.Edit(con.State, m.ID, con.Hands()) == nil
}

// choices are the steps that the member's roles know from here, each with why
// the member cannot take it.
func (e *Env) choices(m app.Member, con consult.Consultation, toMend desk.ToMend) []desk.Choice {
	var list []desk.Choice
	for _, t := range consult.ActionsFrom(con.State, m.Grants.RolesIn(con.UnitID)) {
		_, err := consult.Step(t.Action, con.State, m.ID, con.Hands(), anyReason)
		switch {
		case err != nil:
		case t.Action == consult.Submit && toMend.Missing > 0:
			err = fault.New(fault.Conflict, "desk.next.to_do", toMend.Missing)
		case t.Action == consult.Approve && toMend.Findings > 0:
			err = fault.New(fault.Conflict, "check.error.open", toMend.Findings)
		case t.Action == consult.Release:
			err = con.ReleasableAt(e.Now())
		}
		choice := desk.Choice{Transition: t}
		if err != nil {
			choice.Refused = fault.Of(err)
		}
		list = append(list, choice)
	}
	return list
}

// step takes one step of the review. The route lets three roles in; the step
// needs one of them.
func (h deskConsultations) step(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	action, reason := consult.Action(c.FormValue("action")), c.FormValue("reason")
	if err := mayTake(action, rolesHere(c)); err != nil {
		return err
	}
	err = h.App.Step(c.UserContext(), member(c).Actor(), id, action, reason)
	if err == nil {
		return done(c, consultationPath(id), string(action))
	}
	return h.refuse(c, err, func(p *desk.ConsultationPage, fields ui.Errors) {
		p.Form = desk.StepForm{Action: action, Reason: reason, Errors: fields}
	})
}

// mayTake checks that an action exists and belongs to one of the roles.
func mayTake(action consult.Action, roles []account.Role) error {
	known := false
	for _, t := range consult.Transitions {
		if t.Action == action && slices.Contains(roles, t.Role) {
			return nil
		}
		known = known || t.Action == action
	}
	if !known {
		return fault.New(fault.Invalid, "error.invalid")
	}
	return fault.New(fault.Forbidden, "error.forbidden")
}

// refuse shows the overview again, with what was wrong.
func (e *Env) refuse(c *fiber.Ctx, err error, note func(*desk.ConsultationPage, ui.Errors)) error {
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	p, readErr := e.overview(c)
	if readErr != nil {
		return readErr
	}
	p.Problem = refused
	note(&p, fields)
	return render(c, statusOf(err), desk.Consultation(p))
}
