package handlers

import "github.com/gofiber/fiber/v2"

// The forms that come back when their token is stale.
const (
	commentPath = "/consultations/:no/comments"
	bookingPath = "/open-days/:no/sessions/:id/bookings"
)

// publicRoutes is what everybody sees, without an account.
func (e *Env) publicRoutes() []Route {
	con, com, rec, day := consultations{e}, comments{e}, receipts{e}, openDays{e}
	routes := []Route{
		{fiber.MethodGet, "/", anyone, home{e}.show},
		{fiber.MethodGet, "/consultations", anyone, con.list},
		{fiber.MethodGet, "/consultations/:no", anyone, con.notice},
		{fiber.MethodGet, "/consultations/:no/draft", anyone, con.draft},
		{fiber.MethodGet, "/consultations/:no/draft/compare", anyone, con.compare},
		{fiber.MethodGet, "/consultations/:no/draft.docx", anyone, con.download},
		{fiber.MethodGet, "/consultations/:no/explanation", anyone, con.explanation},
		{fiber.MethodGet, "/consultations/:no/poster", anyone, con.poster},
		{fiber.MethodGet, "/consultations/:no/attachments/:id", anyone, con.attachment},
		{fiber.MethodGet, "/consultations/:no/comments", anyone, com.show},
		{fiber.MethodPost, commentPath, anyone, com.create},
		{fiber.MethodGet, "/consultations/:no/results", anyone, con.results},
		{fiber.MethodGet, "/consultations/:no/results.xlsx", anyone, con.resultsFile(asWorkbook)},
		{fiber.MethodGet, "/consultations/:no/results.csv", anyone, con.resultsFile(asTable)},
		{fiber.MethodGet, "/consultations/:no/results.docx", anyone, con.resultsFile(asDocument)},
		{fiber.MethodGet, "/consultations/:no/results/:sid", anyone, con.result},
		{fiber.MethodGet, "/receipts", anyone, rec.form},
		{fiber.MethodPost, "/receipts", anyone, rec.show},
		{fiber.MethodGet, "/open-days", anyone, day.list},
		{fiber.MethodGet, "/open-days/:no", anyone, day.show},
		{fiber.MethodPost, bookingPath, anyone, day.book},
		{fiber.MethodGet, "/bookings/:code", anyone, day.ticket},
		{fiber.MethodPost, "/bookings/:code/cancel", anyone, day.cancel},
		{fiber.MethodGet, "/privacy", anyone, notices{e}.current},
		{fiber.MethodGet, "/privacy/:version", anyone, notices{e}.version},
		{fiber.MethodGet, "/static/*", anyone, asset},
		{fiber.MethodGet, EmblemPath, anyone, e.emblem},
		{fiber.MethodGet, "/healthz", anyone, healthz},
		{fiber.MethodGet, "/readyz", anyone, e.readyz},
	}
	if e.Development {
		routes = append(routes, Route{fiber.MethodGet, "/storybook", anyone, e.storybook})
	}
	return routes
}
