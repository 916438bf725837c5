package handlers

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/fault"
	"nayan/internal/oidc"
)

// purpose is what somebody went to the provider for.
type purpose string

const (
	forAccount  purpose = "account"
	forDesk     purpose = "desk"
	linkAccount purpose = "link-account"
	linkStaff   purpose = "link-desk"
)

// attempt is one way to the provider and back. It travels in the browser's own
// cookie, sealed: nothing is kept here of who does not come back.
type attempt struct {
	oidc.Attempt
	Purpose purpose   `json:"purpose"`
	Who     int64     `json:"who,omitempty"` // the account, or the member of staff, to link
	Next    string    `json:"next,omitempty"`
	Consent string    `json:"consent,omitempty"` // the version of the text agreed to
	Until   time.Time `json:"until"`
}

const (
	oidcCookie  = "nayan_oidc"
	attemptTime = 10 * time.Minute
	sealAttempt = "oidc.attempt"
)

// links reports whether the attempt is of somebody who is signed in.
func (a attempt) links() bool { return a.Purpose == linkAccount || a.Purpose == linkStaff }

// start is the page from which the attempt can be made again.
func (a attempt) start() string {
	switch a.Purpose {
	case forDesk:
		return "/desk/sign-in?next=" + url.QueryEscape(a.Next)
	case linkAccount:
		return accountIdentities
	case linkStaff:
		return deskIdentities
	}
	return "/account/sign-in?next=" + url.QueryEscape(a.Next)
}

// remember puts the attempt into the browser; an earlier one is forgotten.
func (h oidcs) remember(c *fiber.Ctx, a attempt) error {
	a.Until = h.Now().Add(attemptTime)
	data, err := json.Marshal(a)
	if err != nil {
		return err
	}
	h.keep(c, oidcCookie, base64.RawURLEncoding.EncodeToString(h.App.Keys.Seal(sealAttempt, string(data))), int(attemptTime.Seconds()))
	return nil
}

// recall gives the attempt that the browser came back with and makes it forget it:
// each is good once.
func (h oidcs) recall(c *fiber.Ctx) (a attempt, err error) {
	sealed, err := base64.RawURLEncoding.DecodeString(c.Cookies(h.cookieName(oidcCookie)))
	if err != nil {
		return attempt{}, errLost()
	}
	h.forget(c, oidcCookie)
	data, err := h.App.Keys.Open(sealAttempt, sealed)
	if err != nil || json.Unmarshal([]byte(data), &a) != nil || !h.Now().Before(a.Until) {
		return a, errLost()
	}
	if subtle.ConstantTimeCompare([]byte(c.Query("state")), []byte(a.State)) != 1 {
		return a, errLost()
	}
	return a, nil
}

func errLost() error { return fault.New(fault.Invalid, "oidc.error.lost") }
