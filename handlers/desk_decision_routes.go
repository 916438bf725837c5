package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
)

// deskDecisionRoutes are how suggestions are decided and looked at by a second
// person, one by one, by filter and by the table. The words after suggestions/ come
// before the ids.
func (e *Env) deskDecisionRoutes() []Route {
	sug, many, table := deskSuggestions{e}, deskDecideMany{e}, deskDecisionSheets{e}
	adjudicator := only(account.Adjudicator).of(OfConsultation)
	checker := only(account.Adjudicator, account.Reviewer).of(OfConsultation)
	const at = "/desk/consultations/:id/suggestions"
	return []Route{
		{fiber.MethodPost, at + "/check", checker, sug.check},
		{fiber.MethodGet, at + "/decide", adjudicator, many.form},
		{fiber.MethodPost, at + "/decide", adjudicator, unhurried(many.decide)},
		{fiber.MethodGet, at + ".xlsx", adjudicator, unhurried(table.export)},
		{fiber.MethodGet, at + "/import", adjudicator, table.form},
		{fiber.MethodPost, at + "/import", adjudicator, unhurried(table.upload)},
		{fiber.MethodGet, at + "/import/:bid", adjudicator, table.show},
		{fiber.MethodPost, at + "/import/:bid", adjudicator, unhurried(table.confirm)},
		{fiber.MethodPost, at + "/:sid/back", checker, sug.back},
	}
}

// deskReasonRoutes are the templates of reasons.
func (e *Env) deskReasonRoutes() []Route {
	reasons := deskReasons{e}
	return []Route{
		{fiber.MethodGet, reasonsPath, only(account.Administrator), reasons.show},
		{fiber.MethodPost, reasonsPath, only(account.Administrator).of(OfEveryUnit), reasons.set},
	}
}
