package handlers

import "github.com/gofiber/fiber/v2"

// accountRoutes are the pages of residents and of the people of enterprises.
func (e *Env) accountRoutes() []Route {
	in, own, who, sec := accountSignIns{e}, ownThings{e}, profiles{e}, accountSecurity{e}
	data := accountData{e}
	return []Route{
		{fiber.MethodGet, "/account/sign-in", anyone, in.form},
		{fiber.MethodPost, "/account/sign-in", anyone, in.request},
		{fiber.MethodGet, "/account/code", anyone, in.code},
		{fiber.MethodPost, "/account/code", anyone, in.enter},
		{fiber.MethodPost, "/account/code/again", anyone, in.again},
		{fiber.MethodGet, "/account/sign-in/password", anyone, in.passwordForm},
		{fiber.MethodPost, "/account/sign-in/password", anyone, in.password},
		{fiber.MethodPost, "/account/sign-out", anyone, in.signOut},
		{fiber.MethodGet, "/account", ownAccount, accountHome{e}.show},
		{fiber.MethodGet, "/account/comments", ownAccount, own.comments},
		{fiber.MethodPost, "/account/comments/claim", ownAccount, own.claim},
		{fiber.MethodGet, "/account/comments/:no", ownAccount, own.comment},
		{fiber.MethodGet, "/account/bookings", ownAccount, own.bookings},
		{fiber.MethodGet, "/account/inbox", ownAccount, own.inbox},
		{fiber.MethodGet, "/account/profile", ownAccount, who.show},
		{fiber.MethodPost, "/account/profile", ownAccount, who.rename},
		{fiber.MethodPost, "/account/profile/contact", ownAccount, who.contact},
		{fiber.MethodGet, "/account/profile/code", ownAccount, who.code},
		{fiber.MethodPost, "/account/profile/code", ownAccount, who.enter},
		{fiber.MethodPost, "/account/profile/code/again", ownAccount, who.again},
		{fiber.MethodGet, "/account/security", ownAccount, sec.show},
		{fiber.MethodPost, "/account/security/password", ownAccount, sec.password},
		{fiber.MethodPost, "/account/security/sessions/end-others", ownAccount, sec.endOthers},
		{fiber.MethodPost, "/account/security/sessions/:id/end", ownAccount, sec.endOne},
		{fiber.MethodGet, "/account/data", ownAccount, data.show},
		{fiber.MethodPost, "/account/data/download", ownAccount, data.download},
		{fiber.MethodGet, "/account/data/erase", ownAccount, data.eraseForm},
		{fiber.MethodPost, "/account/data/erase", ownAccount, data.erase},
	}
}
