package handlers

import (
	"crypto/hmac"
	"crypto/rand"
	"encoding/base64"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
)

// CSRF without server state: a random cookie and, in every form, the MAC of that
// cookie (OWASP: signed double submit). Another site can neither read the cookie
// nor make the MAC. Where the browser names the request's origin, that must be
// ours too.
const (
	csrfCookie = "nayan_csrf"
	csrfField  = "_csrf"
)

// csrfToken gives the token for a form on this page and makes the page
// uncacheable: a form belongs to one visitor.
func (e *Env) csrfToken(c *fiber.Ctx) string {
	c.Set(fiber.HeaderCacheControl, "no-store")
	id := c.Cookies(csrfCookie)
	if len(id) != csrfIDLength {
		id = e.newCSRFCookie(c)
	}
	return e.csrfMAC(id)
}

// newCSRFCookie starts a new cookie; sign-in does too, so that a token planted
// before it is worth nothing after.
func (e *Env) newCSRFCookie(c *fiber.Ctx) string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // never fails: crypto/rand aborts the program instead
	id := base64.RawURLEncoding.EncodeToString(raw)
	c.Cookie(&fiber.Cookie{Name: csrfCookie, Value: id, Path: "/", HTTPOnly: true, Secure: e.Secure(),
		SameSite: fiber.CookieSameSiteLaxMode})
	return id
}

const csrfIDLength = 22 // 16 bytes in unpadded base64

func (e *Env) csrfMAC(id string) string {
	return base64.RawURLEncoding.EncodeToString(e.App.Keys.MAC("csrf", id))
}

// checkCSRF refuses a form that did not come from one of our pages.
func (e *Env) checkCSRF(c *fiber.Ctx) error {
	refused := fault.New(fault.Forbidden, "error.csrf")
	if origin := c.Get(fiber.HeaderOrigin); origin != "" && !sameHost(origin, c.Hostname()) {
		return refused
	}
	id := c.Cookies(csrfCookie)
	if len(id) != csrfIDLength || !hmac.Equal([]byte(e.csrfMAC(id)), []byte(c.FormValue(csrfField))) {
		return refused
	}
	return nil
}

func sameHost(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Host == host
}
