package handlers

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
)

// Where signing in to the desk begins, goes on and ends.
const (
	homePath   = "/desk"
	signInPath = "/desk/sign-in"
)

// stagePages are the pages of the stages of signing in.
var stagePages = map[account.Stage]string{account.SecondFactor: signInPath + "/code", account.Enrol: signInPath + "/enrol"}

// goOn leads to what is still to be done to be signed in, and then to next.
func goOn(c *fiber.Ctx, stage account.Stage, next string) error {
	if page, ok := stagePages[stage]; ok {
		return c.Redirect(page+"?next="+url.QueryEscape(next), fiber.StatusSeeOther)
	}
	return c.Redirect(next, fiber.StatusSeeOther)
}

// nextHere is this page, to come back to; of a form it is the desk.
func nextHere(c *fiber.Ctx) string {
	if c.Method() != fiber.MethodGet {
		return homePath
	}
	return safeNext(homePath, c.OriginalURL())
}

// signInURL leads to the sign-in page of the realm and back to where the visitor was.
func signInURL(c *fiber.Ctx) string {
	door := signInPath
	if onAccount(c.Path()) {
		door = "/account/sign-in"
	}
	if c.Method() != fiber.MethodGet {
		return door
	}
	return door + "?next=" + url.QueryEscape(c.OriginalURL())
}

// safeNext keeps a redirect after sign-in within a realm: "/desk" or "/account".
func safeNext(home, next string) string {
	inside := next == home || strings.HasPrefix(next, home+"/") || strings.HasPrefix(next, home+"?")
	if !inside || strings.ContainsAny(next, "\\\r\n") {
		return home
	}
	return next
}
