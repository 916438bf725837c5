package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/repo"
	homeview "nayan/views/home"
	"nayan/views/layout"
)

// home is the front page.
type home struct{ *Env }

const (
	homeCalls    = 6 // open calls shown
	homeAnswers  = 3 // latest results shown
	homeOpenDays = 3
)

func (h home) show(c *fiber.Ctx) error {
	ctx, now := c.UserContext(), h.Now()
	open, err := h.Repo.Consultations(ctx, repo.Filter{Phase: consult.Open, Page: 1, PerPage: homeCalls, Now: now})
	if err != nil {
		return err
	}
	answered, err := h.Repo.Consultations(ctx, repo.Filter{Phase: consult.Answered, Page: 1, PerPage: homeAnswers, Now: now})
	if err != nil {
		return err
	}
	days, _, err := h.Repo.OpenDays(ctx, now, 1)
	if err != nil {
		return err
	}
	local := now.In(i18n.Zone)
	f, err := h.Repo.HomeFigures(ctx, time.Date(local.Year(), 1, 1, 0, 0, 0, 0, i18n.Zone), now)
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, homeview.Show(homeview.Page{Page: h.page(layout.NavHome, ""), Now: now,
		Open: open.Items, Answered: answered.Items, OpenDays: days[:min(len(days), homeOpenDays)],
		Total: open.Counts.Of(consult.Unreleased), Figures: homeview.Figures{Year: local.Year(), AsOf: now,
			Consultations: f.Consultations, Comments: f.Comments, Answered: f.Suggestions, Adopted: f.Adopted + f.PartlyAdopted,
			OpenDays: f.OpenDaysAnnounced}}))
}
