package handlers

import (
	"crypto/hmac"
	"crypto/rand"
	"encoding/base64"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
)

// CSRF without server state: a random cookie and, in every form, a MAC over that
// cookie and the session (OWASP: signed double submit, bound to the sessions).
// Another site can neither read the cookie nor make the MAC, and a cookie planted
// from a neighbouring host fits nobody who is signed in. Where the browser names
// the request's origin, that must be ours too, for the API as well.
const (
	csrfCookie = "nayan_csrf"
	csrfField  = "_csrf"

	csrfIDLength   = 22 // 16 bytes in unpadded base64
	csrfSaltLength = 22
)

// csrfToken gives the token for a form on this page and makes the page
// uncacheable: a form belongs to one visitor. Each page has a token of its own,
// so that the length of compressed pages tells nothing of it (BREACH).
func (e *Env) csrfToken(c *fiber.Ctx) string {
	c.Set(fiber.HeaderCacheControl, "no-store")
	id := c.Cookies(e.cookieName(csrfCookie))
	if len(id) != csrfIDLength {
		id = e.newCSRFCookie(c)
	}
	salt := randomText()
	return salt + e.csrfMAC(c, id, salt)
}

// newCSRFCookie starts a new cookie; sign-in does too, so that a token planted
// before it is worth nothing after.
func (e *Env) newCSRFCookie(c *fiber.Ctx) string {
	id := randomText()
	c.Cookie(e.cookie(csrfCookie, id))
	return id
}

// randomText is 128 random bits in unpadded base64.
func randomText() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // never fails: crypto/rand aborts the program instead
	return base64.RawURLEncoding.EncodeToString(raw)
}

func (e *Env) csrfMAC(c *fiber.Ctx, id, salt string) string {
	return base64.RawURLEncoding.EncodeToString(e.App.Keys.MAC("csrf", id, e.session(c), e.accountSession(c), salt))
}

// checkCSRF refuses a form that did not come from one of our pages.
func (e *Env) checkCSRF(c *fiber.Ctx) error {
	id, token := c.Cookies(e.cookieName(csrfCookie)), c.FormValue(csrfField)
	if len(id) != csrfIDLength || len(token) < csrfSaltLength ||
		!hmac.Equal([]byte(e.csrfMAC(c, id, token[:csrfSaltLength])), []byte(token[csrfSaltLength:])) {
		return fault.New(fault.Forbidden, staleKey)
	}
	return nil
}

// staleKey says that a form's token is no longer good, as when the browser forgot
// its cookies while somebody was writing.
const staleKey = "error.csrf"

// stale answers a form whose token is no longer good. Nothing is taken from it,
// but the forms that people take minutes to fill in come back under a new
// token with what was typed.
func (e *Env) stale(c *fiber.Ctx, refused error) error {
	switch c.Route().Path {
	case commentPath:
		return comments{e}.stale(c, refused)
	case surveyPath:
		return surveys{e}.stale(c, refused)
	case bookingPath:
		id, err := idParam(c, "id")
		if err == nil && (openDays{e}).again(c, id, readBooking(c), refused) == nil {
			return nil
		}
	}
	return refused
}

// checkOrigin refuses what a browser sends from another site's page. The API acts
// for nobody, but without this any page could make its visitors send comments,
// each from an address of their own. Programs name no origin.
func (e *Env) checkOrigin(c *fiber.Ctx) error {
	origin := c.Get(fiber.HeaderOrigin)
	if origin == "" || hostOf(origin) == string(c.Context().Host()) || hostOf(origin) == hostOf(e.Site.BaseURL) {
		return nil
	}
	return fault.New(fault.Forbidden, "error.csrf")
}

// hostOf gives host and port of an origin; "?" for "null" and what is none.
func hostOf(origin string) string {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" {
		return "?"
	}
	return u.Host
}
