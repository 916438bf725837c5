package handlers

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/survey"
	"nayan/views/desk"
	surveyview "nayan/views/survey"
)

// deskSurveys is where a drafter writes the questionnaire of a consultation.
type deskSurveys struct{ *Env }

// surveyOf reads the survey that a consultation carries, if it does.
func (e *Env) surveyOf(c *fiber.Ctx, con consult.Consultation) (survey.Survey, error) {
	if con.SurveyQuestions == 0 {
		return survey.Survey{}, nil
	}
	return e.readSurvey(c, con.ID)
}

// readSurvey reads the survey of a consultation; the zero value for none.
func (e *Env) readSurvey(c *fiber.Ctx, id int64) (survey.Survey, error) {
	s, err := e.Repo.SurveyByID(c.UserContext(), id)
	if fault.Is(err, fault.NotFound) {
		return survey.Survey{}, nil
	}
	return s.Asked(), err
}

func (h deskSurveys) form(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	s, err := h.readSurvey(c, id)
	if err != nil {
		return err
	}
	if s.OnePer == "" {
		s.OnePer = survey.Device
	}
	return h.page(c, fiber.StatusOK, id, func(p *desk.SurveyPage) { p.Form.Survey = s })
}

// page shows the form, to the author of what is being drafted alone.
func (h deskSurveys) page(c *fiber.Ctx, status int, id int64, note func(*desk.SurveyPage)) error {
	con, err := h.Repo.ConsultationByID(c.UserContext(), id)
	if err != nil {
		return err
	}
	if err := consult.Edit(con.State, member(c).ID, con.Hands()); err != nil {
		return err
	}
	p := desk.SurveyPage{Con: con.Consultation}
	if p.Page, err = h.surveyPage(c, "desk.survey.title"); err != nil {
		return err
	}
	note(&p)
	return render(c, status, desk.SurveyEdit(p))
}

// surveyPage begins a page of the desk with a questionnaire on it.
func (e *Env) surveyPage(c *fiber.Ctx, title string) (desk.Page, error) {
	p, err := e.deskPage(c, desk.Consultations, i18n.T(c.UserContext(), title))
	p.Styles = slices.Concat(desk.Styles, surveyview.Styles)
	return p, err
}

// save stores the survey. The buttons that add, move and remove change the form
// and store nothing.
func (h deskSurveys) save(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	s := readSurveyForm(c)
	if changed, at, ok := s.Change(c.FormValue(actionField)); ok {
		return h.page(c, fiber.StatusOK, id, func(p *desk.SurveyPage) {
			p.Form.Survey, p.Form.Changed, p.Form.At = changed, true, at
		})
	}
	err = h.App.SaveSurvey(c.UserContext(), member(c).Actor(), id, s)
	if err == nil {
		return done(c, consultationPath(id)+"/survey", "survey_saved")
	}
	fields, refused, ok := onForm(err)
	if !ok {
		return err
	}
	return h.page(c, statusOf(err), id, func(p *desk.SurveyPage) {
		p.Form.Survey, p.Form.Errors, p.Problem = s.Clean(), fields, refused
	})
}

func (h deskSurveys) remove(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	if err := h.App.RemoveSurvey(c.UserContext(), member(c).Actor(), id); err != nil {
		return err
	}
	return done(c, consultationPath(id), "survey_removed")
}

// preview shows the form as residents will see it.
func (h deskSurveys) preview(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	s, err := h.Repo.SurveyByID(c.UserContext(), id)
	if err != nil {
		return err
	}
	p := desk.SurveyPreviewPage{Con: s.Consultation, Asked: s.Asked(), Editable: mayEdit(member(c).Member, s.Consultation)}
	if p.Page, err = h.surveyPage(c, "desk.survey.preview"); err != nil {
		return err
	}
	return render(c, fiber.StatusOK, desk.SurveyPreview(p))
}

// mostRead bounds the questions and options that a form is read for; the rules
// refuse fewer than that.
const mostRead = 60

// readSurveyForm reads the form as typed.
func readSurveyForm(c *fiber.Ctx) survey.Survey {
	s := survey.Survey{Title: c.FormValue("title"), Intro: c.FormValue("intro"), OnePer: survey.OnePer(c.FormValue("one_per"))}
	for i := 0; i < mostRead && formHas(c, fmt.Sprintf("questions.%d.kind", i)); i++ {
		s.Questions = append(s.Questions, readQuestion(c, fmt.Sprintf("questions.%d.", i)))
	}
	return s
}

func readQuestion(c *fiber.Ctx, at string) survey.Question {
	q := survey.Question{Kind: survey.Kind(c.FormValue(at + "kind")), Title: c.FormValue(at + "title"), Required: c.FormValue(at+"required") == "1",
		Other: c.FormValue(at+"other") == "1", LowLabel: c.FormValue(at + "low_label"), HighLabel: c.FormValue(at + "high_label"),
		Least: formNumber(c, at+"least"), Most: formNumber(c, at+"most"), Low: formNumber(c, at+"low"), High: formNumber(c, at+"high"),
		MaxRunes: formNumber(c, at+"max_runes")}
	for j := 0; j < mostRead && formHas(c, fmt.Sprintf("%soptions.%d", at, j)); j++ {
		q.Options = append(q.Options, c.FormValue(fmt.Sprintf("%soptions.%d", at, j)))
	}
	return q
}

func formHas(c *fiber.Ctx, name string) bool { return c.Request().PostArgs().Has(name) }

// formNumber reads a number that may be left empty, which is 0; what is none is
// -1, for the rules to refuse.
func formNumber(c *fiber.Ctx, name string) int {
	text := c.FormValue(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return n
}
