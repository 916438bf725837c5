package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"
)

const (
	sessionCookie = "nayan_session" // of staff
	accountCookie = "nayan_account" // of residents and the people of enterprises
)

// Secure reports whether the public reaches us by HTTPS.
func (e *Env) Secure() bool { return strings.HasPrefix(e.Site.BaseURL, "https://") }

// cookieName puts __Host- in front where HTTPS allows it: no other host of the
// county's domain can then plant a cookie under our name (RFC 6265bis, 4.1.3.2).
func (e *Env) cookieName(name string) string {
	if e.Secure() {
		return "__Host-" + name
	}
	return name
}

// cookie is one that no script reads and no other site's form sends.
func (e *Env) cookie(name, value string) *fiber.Cookie {
	return &fiber.Cookie{Name: e.cookieName(name), Value: value, Path: "/", HTTPOnly: true, Secure: e.Secure(),
		SameSite: fiber.CookieSameSiteLaxMode}
}

// accountSession is the same for residents and the people of enterprises.
func (e *Env) accountSession(c *fiber.Ctx) string { return c.Cookies(e.cookieName(accountCookie)) }

// session gives the session token of staff that the browser sent, or "".
func (e *Env) session(c *fiber.Ctx) string { return c.Cookies(e.cookieName(sessionCookie)) }
