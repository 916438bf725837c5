package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/desk"
)

// deskMilestones notes what became of a decision.
type deskMilestones struct{ *Env }

func (h deskMilestones) show(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, desk.MilestonesPage{}, nil)
}

func (h deskMilestones) page(c *fiber.Ctx, status int, out desk.MilestonesPage, refused *fault.Error) (err error) {
	ctx := c.UserContext()
	if out.Con, err = h.received(c); err != nil {
		return err
	}
	if out.Milestones, err = h.Repo.Milestones(ctx, out.Con.ID); err != nil {
		return err
	}
	var ids []int64
	for _, m := range out.Milestones {
		ids = append(ids, m.NotedBy, m.WithdrawnBy)
	}
	if out.Names, err = h.App.MemberNames(ctx, ids); err != nil {
		return err
	}
	if out.Page, err = h.deskPage(c, desk.Consultations, i18n.T(ctx, "milestone.title")); err != nil {
		return err
	}
	out.Problem = refused
	return render(c, status, desk.Milestones(out))
}

// note takes a new milestone.
func (h deskMilestones) note(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	form := desk.MilestoneForm{Kind: c.FormValue("kind"), On: c.FormValue("on_day"), Note: c.FormValue("note"), URL: c.FormValue("url")}
	on, err := readDay("on_day", form.On)
	if err == nil {
		_, err = h.App.NoteMilestone(c.UserContext(), member(c).Actor(), id,
			consult.Milestone{Kind: consult.MilestoneKind(form.Kind), On: on, Note: form.Note, URL: form.URL})
	}
	if err == nil {
		return done(c, consultationPath(id)+"/milestones", "milestone")
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	form.Errors = fields
	return h.page(c, statusOf(err), desk.MilestonesPage{Form: form}, refused)
}

// withdraw takes back what was noted wrongly.
func (h deskMilestones) withdraw(c *fiber.Ctx) error {
	id, milestone, err := partParams(c, "mid")
	if err != nil {
		return err
	}
	form := desk.MilestoneWithdrawal{ID: milestone, Reason: c.FormValue("reason")}
	err = h.App.WithdrawMilestone(c.UserContext(), member(c).Actor(), id, milestone, form.Reason)
	if err == nil {
		return done(c, consultationPath(id)+"/milestones", "milestone_withdrawn")
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	form.Errors = ofItem(fields, milestone)
	return h.page(c, statusOf(err), desk.MilestonesPage{Withdrawal: form}, refused)
}
