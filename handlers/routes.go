package handlers

import (
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
	return append(e.publicRoutes(), append(e.apiRoutes(), e.deskRoutes()...)...)
}
