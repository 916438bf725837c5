package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
)

// enterpriseTrackRoutes are what enterprises are asked in, whom a consultation
// addresses, and what is said in confidence.
func (e *Env) enterpriseTrackRoutes() []Route {
	own, address, towns, kept := enterprises{e}, deskAddressees{e}, deskTownships{e}, deskEnterprises{e}
	itsDrafter, clerk := only(account.Drafter).of(OfConsultation), only(account.Clerk)
	return []Route{
		{fiber.MethodGet, "/account/enterprises/:eid/consultations", within(account.Manager, account.Agent), own.calls},
		{fiber.MethodGet, "/desk/consultations/:id/addressees", itsDrafter, address.form},
		{fiber.MethodPost, "/desk/consultations/:id/addressees", itsDrafter, address.save},
		{fiber.MethodPost, "/desk/consultations/:id/comments/:cid/secrets", only(account.Adjudicator).of(OfConsultation), deskComments{e}.secrets},
		{fiber.MethodPost, "/desk/enterprises/:id/traits", clerk, kept.correct},
		{fiber.MethodGet, "/desk/townships", only(account.Clerk, account.Auditor), towns.list},
		{fiber.MethodPost, "/desk/townships", clerk, towns.add},
		{fiber.MethodPost, "/desk/townships/:id/delete", clerk, towns.remove},
	}
}
