package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
)

// deskRecordRoutes are what is left when all is decided: what became of the
// decision, and the record of how it was made.
func (e *Env) deskRecordRoutes() []Route {
	progress := deskMilestones{e}
	drafter := only(account.Drafter).of(OfConsultation)
	return []Route{
		{fiber.MethodGet, "/desk/consultations/:id/milestones", staff.of(OfConsultation), progress.show},
		{fiber.MethodPost, "/desk/consultations/:id/milestones", drafter, progress.note},
		{fiber.MethodPost, "/desk/consultations/:id/milestones/:mid/withdraw", drafter, progress.withdraw},
		{fiber.MethodGet, "/desk/consultations/:id/dossier.zip", only(account.Adjudicator, account.Approver, account.Auditor).of(OfConsultation), deskDossier{e}.send},
	}
}
