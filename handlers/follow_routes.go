package handlers

import "github.com/gofiber/fiber/v2"

// followRoutes are following by mail, with and without an account, and the feed.
func (e *Env) followRoutes() []Route {
	all, own := follows{e}, accountFollows{e}
	return []Route{
		{fiber.MethodGet, followPath, anyone, all.form},
		{fiber.MethodPost, followPath, anyone, all.request},
		{fiber.MethodGet, "/follow/requests/:token", anyone, all.confirmForm},
		{fiber.MethodPost, "/follow/requests/:token", anyone, all.confirm},
		{fiber.MethodGet, "/followers/:token", anyone, all.manage},
		{fiber.MethodPost, "/followers/:token/follows/:id/stop", anyone, all.stopOne},
		{fiber.MethodPost, "/followers/:token/stop", anyone, all.stopAll},
		{fiber.MethodGet, stopAboutPath, anyone, all.stopForm},
		{fiber.MethodPost, stopAboutPath, anyone, all.stopAbout},
		{fiber.MethodGet, ownFollowsPath, ownAccount, own.show},
		{fiber.MethodPost, ownFollowsPath, ownAccount, own.begin},
		{fiber.MethodPost, ownFollowsPath + "/:id/stop", ownAccount, own.stopOne},
		{fiber.MethodPost, ownFollowsPath + "/stop", ownAccount, own.stopAll},
		{fiber.MethodGet, "/feeds/consultations.atom", anyone, feeds{e}.consultations},
	}
}
