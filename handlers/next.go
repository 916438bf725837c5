package handlers

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// signInURL leads to the sign-in page of the realm and back to where the visitor was.
func signInURL(c *fiber.Ctx) string {
	door := "/desk/sign-in"
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
