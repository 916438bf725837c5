package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"
)

// Route is one line of the URL table.
type Route struct {
	Method string
	Path   string
	Access Access
	Handle fiber.Handler
}

// Routes is the whole URL table. Names and addresses are a public contract.
func (e *Env) Routes() []Route {
	return slices.Concat(e.publicRoutes(), e.apiRoutes(), e.accountRoutes(), e.enterpriseRoutes(), e.enterpriseTrackRoutes(), e.deskRoutes(), e.oidcRoutes(), e.followRoutes(), e.surveyRoutes())
}
