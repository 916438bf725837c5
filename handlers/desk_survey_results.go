package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
)

// deskSurveyResults shows staff every figure and every word.
type deskSurveyResults struct{ *Env }

// answered reads the survey of a consultation that can have received something.
func (h deskSurveyResults) answered(c *fiber.Ctx) (s repo.Survey, err error) {
	id, err := idParam(c, "id")
	if err != nil {
		return s, err
	}
	s, err = h.Repo.SurveyByID(c.UserContext(), id)
	if err == nil && !s.Public() {
		return s, fault.New(fault.NotFound, "error.not_found")
	}
	return s, err
}

func (h deskSurveyResults) show(c *fiber.Ctx) error {
	ctx := c.UserContext()
	s, err := h.answered(c)
	if err != nil {
		return err
	}
	counts, err := h.Repo.SurveyCounts(ctx, s.ID)
	if err != nil {
		return err
	}
	p := desk.SurveyResultsPage{Con: s.Consultation, Asked: s.Asked(), Figures: s.Asked().Figures(counts)}
	if p.Page, err = h.surveyPage(c, "desk.survey.results"); err != nil {
		return err
	}
	if err := h.words(c, &p); err != nil {
		return err
	}
	return render(c, fiber.StatusOK, desk.SurveyResults(p))
}

// words fills in what was written to the question that is asked for, and one line
// more is read to know whether there is another page.
func (h deskSurveyResults) words(c *fiber.Ctx, p *desk.SurveyResultsPage) error {
	question := c.QueryInt("question")
	if question < 1 || question > len(p.Asked.Questions) || !p.Asked.Questions[question-1].HasTexts() {
		return nil
	}
	p.Question, p.After = question, int64(max(0, c.QueryInt("after")))
	list, err := h.Repo.SurveyTexts(c.UserContext(), p.Con.ID, question, p.After, deskPerPage+1)
	if len(list) > deskPerPage {
		list = list[:deskPerPage]
		p.Next = list[len(list)-1].AnswerID
	}
	for _, t := range list {
		p.Texts = append(p.Texts, desk.SurveyText{No: t.AnswerID, At: t.ReceivedAt, Body: t.Body})
	}
	return err
}

// export sends every answer as a table for a spreadsheet. It begins by leaving an
// entry in the record.
func (h deskSurveyResults) export(c *fiber.Ctx) error {
	ctx := c.UserContext()
	s, err := h.answered(c)
	if err != nil {
		return err
	}
	counts, err := h.Repo.SurveyCounts(ctx, s.ID)
	if err != nil {
		return err
	}
	if err := h.App.ExportSurvey(ctx, member(c).Actor(), s.ID, s.Asked().Figures(counts).Answers); err != nil {
		return err
	}
	x := &surveyExport{repo: h.Repo, survey: s}
	return h.stream(c, i18n.T(ctx, "survey.file.answers", s.No), desk.SurveyColumns(ctx, s.Asked()), x.next)
}

// surveyExport reads the answers to a survey, batch by batch.
type surveyExport struct {
	repo   *repo.Repo
	survey repo.Survey
	after  int64
}

func (x *surveyExport) next(ctx context.Context) (records [][]string, last bool, err error) {
	list, err := x.repo.SurveyAnswers(ctx, x.survey.ID, x.after, exportBatch)
	if err != nil {
		return nil, false, err
	}
	for _, a := range list {
		records = append(records, desk.SurveyRecord(ctx, x.survey.Asked(), desk.SurveyAnswer{No: a.ID, At: a.ReceivedAt, Choices: a.Choices, Words: a.Texts}))
		x.after = a.ID
	}
	return records, len(list) < exportBatch, nil
}
