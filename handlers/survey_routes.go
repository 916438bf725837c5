package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
)

// surveyRoutes are the questionnaires of consultations, for everybody and on the desk.
func (e *Env) surveyRoutes() []Route {
	ask, figures, edit, res := surveys{e}, surveyResults{e}, deskSurveys{e}, deskSurveyResults{e}
	phone := surveyPhones{ask}
	itsDrafter, itsStaff := only(account.Drafter).of(OfConsultation), staff.of(OfConsultation)
	reader := only(account.Adjudicator, account.Auditor).of(OfConsultation)
	return []Route{
		{fiber.MethodGet, surveyPath, anyone, ask.show},
		{fiber.MethodPost, surveyPath, anyone, ask.submit},
		{fiber.MethodGet, "/consultations/:no/survey/phone", anyone, phone.form},
		{fiber.MethodPost, "/consultations/:no/survey/phone", anyone, phone.request},
		{fiber.MethodGet, "/consultations/:no/survey/code", anyone, phone.code},
		{fiber.MethodPost, "/consultations/:no/survey/code", anyone, phone.enter},
		{fiber.MethodPost, "/consultations/:no/survey/code/again", anyone, phone.another},
		{fiber.MethodGet, "/consultations/:no/survey/results", anyone, figures.show},
		{fiber.MethodGet, "/consultations/:no/survey/results.csv", anyone, figures.download},
		{fiber.MethodGet, "/desk/consultations/:id/survey", itsDrafter, edit.form},
		{fiber.MethodPost, "/desk/consultations/:id/survey", itsDrafter, edit.save},
		{fiber.MethodPost, "/desk/consultations/:id/survey/remove", itsDrafter, edit.remove},
		{fiber.MethodGet, "/desk/consultations/:id/survey/preview", itsStaff, edit.preview},
		{fiber.MethodGet, "/desk/consultations/:id/survey/results", reader, res.show},
		{fiber.MethodGet, "/desk/consultations/:id/survey/answers.csv", reader, res.export},
	}
}
