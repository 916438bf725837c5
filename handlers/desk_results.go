package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
)

// deskResults releases the answers together.
type deskResults struct{ *Env }

// missingShown bounds the list of what is missing; the number says the rest.
const missingShown = 20

func (h deskResults) show(c *fiber.Ctx) error {
	return h.page(c, fiber.StatusOK, nil, desk.WaiverForm{})
}

func (h deskResults) page(c *fiber.Ctx, status int, refused *fault.Error, form desk.WaiverForm) error {
	con, err := h.received(c)
	if err != nil {
		return err
	}
	out := desk.ResultsPage{Con: con}
	if out.Page, err = h.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), "desk.results.title")); err != nil {
		return err
	}
	if con.ResultsAt != nil {
		err = h.released(c, &out)
	} else {
		err = h.pending(c, &out)
	}
	if err == nil {
		err = h.figures(c, &out)
	}
	if err != nil {
		return err
	}
	out.Problem = refused
	out.Findings.Form = form
	return render(c, status, desk.Results(out))
}

// waive lets findings in the results stand.
func (h deskResults) waive(c *fiber.Ctx) error {
	form, id, err := h.waived(c, app.On{Scope: consult.OfResults})
	if err == nil {
		return done(c, consultationPath(id)+"/results", "waived")
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	form.Errors = fields
	return h.page(c, statusOf(err), refused, form)
}

// figures are those of the table that must add up, and what went out already.
func (h deskResults) figures(c *fiber.Ctx, out *desk.ResultsPage) (err error) {
	ctx, id := c.UserContext(), out.Con.ID
	if out.Footing, err = h.Repo.Footing(ctx, id); err != nil || out.Con.FirstResultsAt == nil {
		return err
	}
	list, err := h.Repo.Batches(ctx, id)
	if err != nil {
		return err
	}
	for _, b := range list {
		out.Release.Batches = append(out.Release.Batches, desk.Batch{No: b.Batch, At: b.ReleasedAt, LeftOpen: b.LeftOpen, Corrected: b.Corrected, Totals: b.Totals})
	}
	told, err := h.Repo.AuthorsTold(ctx, id)
	out.Release.Told, out.Release.NoContact, out.Release.Waiting = told.Told, told.NoContact, told.Waiting
	return err
}

// released shows the figures as they were published, with what was corrected since.
func (h deskResults) released(c *fiber.Ctx, out *desk.ResultsPage) error {
	published, err := h.Repo.ResultsByNo(c.UserContext(), out.Con.No, repo.ResultFilter{Page: 1, PerPage: 1})
	out.Totals = published.Totals
	return err
}

// pending shows the figures as they stand and what keeps them from being published.
func (h deskResults) pending(c *fiber.Ctx, out *desk.ResultsPage) (err error) {
	ctx, con := c.UserContext(), out.Con
	if out.Totals, err = h.Repo.TotalsNow(ctx, con.ID); err != nil {
		return err
	}
	if out.Missing, out.MissingTotal, err = h.Repo.Missing(ctx, con.ID, h.Now(), missingShown); err != nil {
		return err
	}
	if err := consult.CheckReleasable(con.State, con.Times, h.Now()); err != nil {
		out.Refused = fault.Of(err)
	}
	if out.ToCheck, err = h.Repo.ToCheck(ctx, con.ID, member(c).ID); err != nil {
		return err
	}
	out.Findings, err = h.findings(c, con, consult.OfResults)
	out.Findings.Editable = out.Can(account.Adjudicator)
	return err
}

func (h deskResults) release(c *fiber.Ctx) error {
	return h.publish(c, "results", h.App.ReleaseResults)
}

// releaseFirst makes public what is ready while the rest is worked on.
func (h deskResults) releaseFirst(c *fiber.Ctx) error {
	return h.publish(c, "first", h.App.ReleaseFirst)
}

func (h deskResults) publish(c *fiber.Ctx, word string, do func(ctx context.Context, by app.Actor, id int64) error) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	if err := do(c.UserContext(), member(c).Actor(), id); err != nil {
		if refused := refusal(err); refused != nil {
			return h.page(c, statusOf(err), refused, desk.WaiverForm{})
		}
		return err
	}
	return done(c, consultationPath(id)+"/results", word)
}
