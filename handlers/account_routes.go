package handlers

import "github.com/gofiber/fiber/v2"

// accountRoutes are the pages of residents and of the people of enterprises.
func (e *Env) accountRoutes() []Route {
	return []Route{
		{fiber.MethodGet, "/account", ownAccount, accountHome{e}.show},
	}
}
