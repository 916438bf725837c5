package handlers

import (
	"crypto/rand"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/survey"
	"nayan/repo"
	surveyview "nayan/views/survey"
)

// surveys asks the questionnaire that a consultation carries.
type surveys struct{ *Env }

const (
	surveyPath  = "/consultations/:no/survey"
	draftAction = "draft" // of the button that keeps what was typed for later
)

func surveyAt(no, path string) string { return "/consultations/" + no + "/survey" + path }

func (h surveys) show(c *fiber.Ctx) error {
	s, by, err := h.asked(c)
	if err != nil {
		return err
	}
	if s.CheckOpen(h.Now()) != nil {
		return h.closed(c, fiber.StatusOK, s, surveyview.ClosedPage{})
	}
	sent, found, err := h.App.SurveyAnswered(c.UserContext(), s, by)
	if err != nil {
		return err
	}
	if found {
		return h.closed(c, fiber.StatusOK, s, surveyview.ClosedPage{AnsweredAt: sent.At, Given: sent.Given})
	}
	p := surveyview.FormPage{Key: rand.Text(), Saved: c.Query("done") == draftAction, Back: c.Query("back") == "1"}
	draft, found, err := h.App.SurveyDraftOf(c.UserContext(), s.ID, by)
	if err != nil {
		return err
	}
	if found {
		p.Answers, p.SavedAt = draft.Answers, draft.SavedAt
		if draft.Key != "" {
			p.Key = draft.Key
		}
	}
	p.Saved, p.Back = p.Saved && found, p.Back && found
	return h.form(c, fiber.StatusOK, s, by, p)
}

// asked reads the survey and who is there.
func (h surveys) asked(c *fiber.Ctx) (s repo.Survey, by app.Respondent, err error) {
	if s, err = h.Repo.SurveyByNo(c.UserContext(), c.Params("no")); err != nil {
		return s, by, err
	}
	by, err = h.respondent(c)
	return s, by, err
}

// form shows the form as it stands; the browser gets the id by which it is known.
func (h surveys) form(c *fiber.Ctx, status int, s repo.Survey, by app.Respondent, p surveyview.FormPage) error {
	h.keepRespondent(c, by)
	p.Head, p.Asked, p.SignedIn = h.formHead(c, s.Consultation), s.Asked(), by.AccountID != 0
	return render(c, status, surveyview.Form(p))
}

// closed stands in the place of the form.
func (h surveys) closed(c *fiber.Ctx, status int, s repo.Survey, p surveyview.ClosedPage) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	p.Head, p.Title, p.Of = h.head(s.Consultation), s.SurveyTitle, len(s.Questions)
	return render(c, status, surveyview.Closed(p))
}

// submit takes the form: to keep it for later, or to send it. Who has to show
// first who they are goes on with what they typed kept.
func (h surveys) submit(c *fiber.Ctx) error {
	s, by, err := h.asked(c)
	if err != nil {
		return err
	}
	in := app.SurveyInput{ConsultationNo: s.No, Answers: readAnswers(c, s.Asked()), Key: c.FormValue("idempotency_key"), By: by}
	if err := h.allow(c, h.surveyLimit(c)); err != nil {
		return h.again(c, s, in, err)
	}
	if c.FormValue(actionField) == draftAction {
		return h.keepForLater(c, s, in, surveyAt(s.No, "?done="+draftAction))
	}
	switch {
	case s.OnePer == survey.Phone:
		return h.goOn(c, s, in, surveyAt(s.No, "/phone"))
	case s.OnePer == survey.Account && by.AccountID == 0:
		return h.goOn(c, s, in, signInToSurvey(s.No))
	}
	sent, err := h.App.SubmitSurvey(c.UserContext(), in)
	if err != nil {
		return h.again(c, s, in, err)
	}
	return h.done(c, s, sent)
}

// keepForLater stores what was typed and leads on.
func (h surveys) keepForLater(c *fiber.Ctx, s repo.Survey, in app.SurveyInput, to string) error {
	if in.By.Device == "" {
		in.By.Device = randomText()
	}
	h.keepRespondent(c, in.By)
	if err := h.App.SaveSurveyDraft(c.UserContext(), in); err != nil {
		return h.again(c, s, in, err)
	}
	return c.Redirect(to, fiber.StatusSeeOther)
}

// goOn leads somebody whose answers are right to where they show who they are.
func (h surveys) goOn(c *fiber.Ctx, s repo.Survey, in app.SurveyInput, to string) error {
	err := s.CheckOpen(h.Now())
	if asked := s.Asked(); err == nil {
		err = asked.Check(asked.Normalise(in.Answers))
	}
	if err != nil {
		return h.again(c, s, in, err)
	}
	return h.keepForLater(c, s, in, to)
}

// done acknowledges an answer that is durable.
func (h surveys) done(c *fiber.Ctx, s repo.Survey, sent app.SurveyReceipt) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	return render(c, fiber.StatusCreated, surveyview.Done(surveyview.DonePage{Head: h.head(s.Consultation), Title: s.SurveyTitle,
		At: sent.At, Given: sent.Given, Of: len(s.Questions)}))
}

// again shows a refused form with what was typed.
func (h surveys) again(c *fiber.Ctx, s repo.Survey, in app.SurveyInput, refused error) error {
	fields, shown := redisplay(c.UserContext(), refused)
	if !shown {
		return refused
	}
	status := statusOf(refused)
	if status >= fiber.StatusInternalServerError {
		h.logError(c, refused)
	}
	sayWhenToReturn(c, fault.Of(refused))
	filled := surveyview.Filled{Asked: s.Asked(), Answers: in.Answers, Errors: fields}
	if fault.Is(refused, fault.Closed) {
		return h.closed(c, status, s, surveyview.ClosedPage{Filled: filled})
	}
	return h.form(c, status, s, in.By, surveyview.FormPage{Filled: filled, Key: in.Key})
}

// stale gives a form whose token is no longer good back under a new one.
func (h surveys) stale(c *fiber.Ctx, refused error) error {
	s, by, err := h.asked(c)
	if err != nil {
		return refused
	}
	return h.again(c, s, app.SurveyInput{Answers: readAnswers(c, s.Asked()), Key: c.FormValue("idempotency_key"), By: by}, refused)
}

// readAnswers reads the fields as typed; what is no number is a choice that no
// question offers, so that the rules refuse it.
func readAnswers(c *fiber.Ctx, s survey.Survey) survey.Answers {
	out := make(survey.Answers, len(s.Questions))
	for i, q := range s.Questions {
		if q.Kind == survey.Text {
			out[i].Words = c.FormValue(survey.Field(i))
			continue
		}
		out[i].Words = c.FormValue(survey.OtherField(i))
		for _, raw := range c.Request().PostArgs().PeekMulti(survey.Field(i)) {
			choice, err := strconv.Atoi(string(raw))
			if err != nil {
				choice = -1
			}
			out[i].Choices = append(out[i].Choices, choice)
		}
	}
	return out
}
