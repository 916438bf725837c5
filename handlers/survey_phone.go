package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/survey"
	"nayan/repo"
	accountview "nayan/views/account"
	surveyview "nayan/views/survey"
	"nayan/views/ui"
)

// surveyPhones shows, where a survey takes one answer of a phone, that it is one's
// own: between filling in, which is kept, and sending.
type surveyPhones struct{ surveys }

// waiting reads the survey and the answers that wait to be sent; without any the
// form comes first.
func (h surveyPhones) waiting(c *fiber.Ctx) (s repo.Survey, in app.SurveyInput, ready bool, err error) {
	s, by, err := h.asked(c)
	if err != nil {
		return s, in, false, err
	}
	draft, found, err := h.App.SurveyDraftOf(c.UserContext(), s.ID, by)
	in = app.SurveyInput{ConsultationNo: s.No, Answers: draft.Answers, Key: draft.Key, By: by}
	return s, in, found && s.OnePer == survey.Phone, err
}

func (h surveyPhones) form(c *fiber.Ctx) error { return h.showForm(c, fiber.StatusOK, "", nil) }

func (h surveyPhones) showForm(c *fiber.Ctx, status int, typed string, errors ui.Errors) error {
	s, _, ready, err := h.waiting(c)
	if err != nil {
		return err
	}
	if !ready {
		return c.Redirect(surveyAt(c.Params("no"), ""), fiber.StatusSeeOther)
	}
	return render(c, status, surveyview.Phone(surveyview.PhonePage{Head: h.formHead(c, s.Consultation), Title: s.SurveyTitle, Typed: typed, Errors: errors}))
}

// request sends a code to the phone.
func (h surveyPhones) request(c *fiber.Ctx) error {
	phone := c.FormValue("contact")
	err := h.allow(c, h.codeLimits(c, phone)...)
	if err == nil {
		code, failed := h.App.RequestSurveyCode(c.UserContext(), c.Params("no"), phone, c.FormValue(consentField))
		if failed == nil {
			h.keepCode(c, code)
			return c.Redirect(surveyAt(c.Params("no"), "/code"), fiber.StatusSeeOther)
		}
		err = failed
	}
	errors, status, ok := accountFaults(c, err)
	if !ok {
		return err
	}
	return h.showForm(c, status, phone, errors)
}

func (h surveyPhones) code(c *fiber.Ctx) error { return h.showCode(c, fiber.StatusOK, nil) }

func (h surveyPhones) showCode(c *fiber.Ctx, status int, errors ui.Errors) error {
	s, _, ready, err := h.waiting(c)
	if err != nil {
		return err
	}
	sent, err := h.App.SurveyCodeSent(c.UserContext(), h.challenge(c))
	if !ready || fault.Is(err, fault.Closed) {
		return h.overAt(c, s.No, err)
	}
	if err != nil {
		return err
	}
	head := h.formHead(c, s.Consultation)
	return render(c, status, surveyview.Code(surveyview.CodePage{Head: head, Title: s.SurveyTitle, Code: accountview.CodePage{Page: head.Page,
		Contact: sent.Contact.String(), Shown: h.shownCode(c), Again: c.Query("again") == "1", Errors: errors}}))
}

// overAt begins anew where there is no code to be typed.
func (h surveyPhones) overAt(c *fiber.Ctx, no string, err error) error {
	errors, status, ok := accountFaults(c, err)
	if !ok {
		return c.Redirect(surveyAt(no, "/phone"), fiber.StatusSeeOther)
	}
	return h.showForm(c, status, "", errors)
}

// enter takes the code, and with it the answers that waited.
func (h surveyPhones) enter(c *fiber.Ctx) error {
	s, in, ready, err := h.waiting(c)
	if err != nil {
		return err
	}
	if !ready { // a second click finds nothing that waits
		if sent, found := h.App.SurveySentWith(c.UserContext(), s.No, h.challenge(c)); found {
			return h.done(c, s, sent)
		}
		return c.Redirect(surveyAt(s.No, ""), fiber.StatusSeeOther)
	}
	sent, err := h.App.SubmitSurveyByPhone(c.UserContext(), in, h.challenge(c), c.FormValue("code"))
	if err == nil {
		h.forget(c, shownCookie) // the other one recognises a second click
		return h.done(c, s, sent)
	}
	return h.refused(c, s, in, err)
}

// refused tells what is wrong with the code from what is wrong with the answers.
func (h surveyPhones) refused(c *fiber.Ctx, s repo.Survey, in app.SurveyInput, err error) error {
	f := fault.Of(err)
	switch {
	case f.Kind == fault.Invalid && len(f.Fields) > 0 && f.Fields[0].Name == "code":
		return h.showCode(c, statusOf(err), f.Fields)
	case f.Kind == fault.Closed && s.CheckOpen(h.Now()) == nil: // the code, not the survey
		return h.overAt(c, s.No, err)
	}
	return h.again(c, s, in, err)
}

// another sends another code to the same phone.
func (h surveyPhones) another(c *fiber.Ctx) error {
	sent, err := h.App.SurveyCodeSent(c.UserContext(), h.challenge(c))
	if err != nil {
		return h.overAt(c, c.Params("no"), err)
	}
	if err = h.allow(c, h.codeLimits(c, sent.Contact.String())...); err == nil {
		code, failed := h.App.RequestSurveyCodeAgain(c.UserContext(), h.challenge(c))
		if failed == nil {
			h.keepCode(c, code)
			return c.Redirect(surveyAt(c.Params("no"), "/code?again=1"), fiber.StatusSeeOther)
		}
		err = failed
	}
	errors, status, ok := accountFaults(c, err)
	if !ok {
		return err
	}
	return h.showCode(c, status, errors)
}
