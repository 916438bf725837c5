package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
)

// deskRoutes is where officials work. A route that several roles share checks
// in its handler only which of them the chosen step needs.
func (e *Env) deskRoutes() []Route {
	routes := append(e.deskDoorRoutes(), e.deskConsultationRoutes()...)
	return append(append(routes, e.deskAnswerRoutes()...), e.deskOpenDayRoutes()...)
}

// deskDoorRoutes are signing in and out, the dashboard, and who else may sign in.
func (e *Env) deskDoorRoutes() []Route {
	sign, people := signIns{e}, deskStaff{e}
	administrator := only(consult.Administrator)
	return []Route{
		{fiber.MethodGet, "/desk/sign-in", anyone, sign.form},
		{fiber.MethodPost, "/desk/sign-in", anyone, sign.signIn},
		{fiber.MethodPost, "/desk/sign-out", staff, sign.signOut},
		{fiber.MethodGet, "/desk", staff, deskHome{e}.show},
		{fiber.MethodGet, "/desk/staff", administrator, people.list},
		{fiber.MethodPost, "/desk/staff", administrator, people.add},
		{fiber.MethodPost, "/desk/staff/:id/disabled", administrator, people.disable},
		{fiber.MethodPost, "/desk/units", administrator, people.addUnit},
	}
}

// deskConsultationRoutes are a consultation from its first line to its release.
func (e *Env) deskConsultationRoutes() []Route {
	con, edit, draft, file := deskConsultations{e}, deskEdits{e}, deskDrafts{e}, deskFiles{e}
	drafter := only(consult.Drafter)
	return []Route{
		{fiber.MethodGet, "/desk/consultations", staff, con.list},
		{fiber.MethodPost, "/desk/consultations", drafter, edit.create},
		{fiber.MethodGet, "/desk/consultations/new", drafter, edit.blank},
		{fiber.MethodGet, "/desk/consultations/:id", staff, con.show},
		{fiber.MethodPost, "/desk/consultations/:id/steps", only(consult.Drafter, consult.Reviewer, consult.Approver), con.step},
		{fiber.MethodGet, "/desk/consultations/:id/edit", drafter, edit.form},
		{fiber.MethodPost, "/desk/consultations/:id/edit", drafter, edit.update},
		{fiber.MethodGet, "/desk/consultations/:id/draft", drafter, draft.form},
		{fiber.MethodPost, "/desk/consultations/:id/draft", drafter, draft.preview},
		{fiber.MethodPost, "/desk/consultations/:id/draft/confirm", drafter, draft.confirm},
		{fiber.MethodPost, "/desk/consultations/:id/attachments", drafter, file.add},
		{fiber.MethodGet, "/desk/consultations/:id/attachments/:aid", staff, file.download},
		{fiber.MethodPost, "/desk/consultations/:id/attachments/:aid/delete", drafter, file.remove},
	}
}

// deskAnswerRoutes are what came in and what becomes of it.
func (e *Env) deskAnswerRoutes() []Route {
	com, sug, res := deskComments{e}, deskSuggestions{e}, deskResults{e}
	adjudicator := only(consult.Adjudicator)
	return []Route{
		{fiber.MethodGet, "/desk/consultations/:id/comments", adjudicator, com.list},
		{fiber.MethodPost, "/desk/consultations/:id/comments/:cid/visibility", adjudicator, com.moderate},
		{fiber.MethodGet, "/desk/consultations/:id/suggestions", adjudicator, sug.list},
		{fiber.MethodPost, "/desk/consultations/:id/suggestions/:sid", adjudicator, sug.decide},
		{fiber.MethodGet, "/desk/consultations/:id/results", adjudicator, res.show},
		{fiber.MethodPost, "/desk/consultations/:id/results", adjudicator, res.release},
	}
}

// deskOpenDayRoutes are an open day from its first line to the door.
func (e *Env) deskOpenDayRoutes() []Route {
	day, edit, door := deskOpenDays{e}, deskOpenDayEdits{e}, deskDoor{e}
	drafter, atDoor := only(consult.Drafter), only(consult.Drafter, consult.Adjudicator, consult.Administrator)
	return []Route{
		{fiber.MethodGet, "/desk/open-days", staff, day.list},
		{fiber.MethodPost, "/desk/open-days", drafter, edit.create},
		{fiber.MethodGet, "/desk/open-days/new", drafter, edit.blank},
		{fiber.MethodGet, "/desk/open-days/:id", staff, day.show},
		{fiber.MethodPost, "/desk/open-days/:id/release", only(consult.Approver), day.release},
		{fiber.MethodGet, "/desk/open-days/:id/edit", drafter, edit.form},
		{fiber.MethodPost, "/desk/open-days/:id/edit", drafter, edit.update},
		{fiber.MethodGet, "/desk/open-days/:id/bookings", atDoor, door.list},
		{fiber.MethodPost, "/desk/open-days/:id/check-in", atDoor, door.checkIn},
	}
}
