package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	surveyview "nayan/views/survey"
)

// surveyResults shows everybody what came in, once it may be seen.
type surveyResults struct{ *Env }

func (h surveyResults) show(c *fiber.Ctx) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, surveyview.Results(p))
}

// page reads the figures: while the survey goes on as they last moved, and once
// it is closed all of them.
func (h surveyResults) page(c *fiber.Ctx) (p surveyview.ResultsPage, err error) {
	ctx, now := c.UserContext(), h.Now()
	s, err := h.Repo.SurveyByNo(ctx, c.Params("no"))
	if err != nil {
		return p, err
	}
	p = surveyview.ResultsPage{Head: h.head(s.Consultation), Asked: s.Asked(), AsOf: s.LastSecond(), Shown: s.ShowsCommentsAt(now),
		InSteps: s.PhaseAt(now) == consult.Open}
	if !p.Shown {
		return p, nil
	}
	var figures repo.SurveyFigures
	if p.InSteps {
		figures, err = h.Repo.SurveyFigures(ctx, s.ID)
	} else {
		figures.Counts, err = h.Repo.SurveyCounts(ctx, s.ID)
		figures.AsOf = p.AsOf
	}
	if err != nil && !fault.Is(err, fault.NotFound) {
		return p, err
	}
	p.Figures, p.AsOf = p.Asked.PublicFigures(figures.Counts), figures.AsOf
	return p, nil
}

// download gives the same figures as a table.
func (h surveyResults) download(c *fiber.Ctx) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	if !p.Shown {
		return fault.New(fault.NotFound, "error.not_found")
	}
	ctx := c.UserContext()
	table := newTable(surveyview.Columns(ctx))
	for _, record := range surveyview.Records(ctx, p.Asked, p.Figures) {
		table.write(record)
	}
	attach(c, i18n.T(ctx, "survey.file", p.Consultation.No), csvType)
	return c.Send(table.Bytes())
}
