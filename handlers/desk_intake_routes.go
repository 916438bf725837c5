package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
)

// deskIntakeRoutes are what came in on paper or by word (线下登记).
func (e *Env) deskIntakeRoutes() []Route {
	one, many := deskIntakes{e}, deskIntakeSheets{e}
	clerk := only(account.Clerk).of(OfConsultation)
	reader := only(account.Clerk, account.Adjudicator, account.Auditor).of(OfConsultation)
	const at = "/desk/consultations/:id/intake"
	return []Route{
		{fiber.MethodGet, at, reader, one.list},
		{fiber.MethodGet, at + "/new", clerk, one.blank},
		{fiber.MethodPost, at, clerk, one.record},
		{fiber.MethodPost, at + "/close", only(account.Clerk, account.Adjudicator).of(OfConsultation), one.end},
		{fiber.MethodPost, at + "/:cid/slip", clerk, one.slip},
		{fiber.MethodGet, at + "/:cid/files/:fid", reader, one.scan},
		{fiber.MethodGet, at + "/template.xlsx", clerk, many.template},
		{fiber.MethodGet, at + "/import", clerk, many.form},
		{fiber.MethodPost, at + "/import", clerk, unhurried(many.upload)},
		{fiber.MethodGet, at + "/batches/:bid", clerk, many.show},
		{fiber.MethodPost, at + "/batches/:bid/confirm", clerk, unhurried(many.confirm)},
		{fiber.MethodPost, at + "/batches/:bid/slips", clerk, many.slips},
		{fiber.MethodPost, at + "/batches/:bid/receipts", clerk, unhurried(many.receipts)},
	}
}
