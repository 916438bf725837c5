package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/i18n"
	"nayan/internal/privacy"
	"nayan/views/desk"
)

// deskRetention shows how long what is kept, and what was deleted.
type deskRetention struct{ *Env }

func (h deskRetention) show(c *fiber.Ctx) error {
	ctx := c.UserContext()
	p, err := h.deskPage(c, desk.RetentionLog, i18n.T(ctx, "desk.retention.title"))
	if err != nil {
		return err
	}
	page := desk.RetentionPage{Page: p, PageNo: pageNumber(c), Last: 1}
	for _, r := range privacy.Rules {
		page.Rules = append(page.Rules, desk.RetentionRule{What: i18n.T(ctx, "retention.kind."+string(r.Kind)), Kept: periodText(ctx, r),
			Fate: i18n.T(ctx, "retention.fate."+string(r.Kind)), Law: i18n.T(ctx, "retention.law."+string(r.Kind))})
	}
	reports, err := h.Repo.RetentionReports(ctx, page.PageNo, perPage)
	if err != nil {
		return err
	}
	for _, r := range reports {
		page.Last = lastPage(r.Total, perPage)
		out := desk.RetentionReport{At: r.At, Before: r.Before, Deleted: r.Deleted}
		if r.Kind != app.RetentionRun {
			out.What = i18n.T(ctx, "retention.kind."+r.Kind)
		}
		page.Reports = append(page.Reports, out)
	}
	return render(c, fiber.StatusOK, desk.Retention(page))
}
