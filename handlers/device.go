package handlers

import (
	"crypto/hmac"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/limit"
)

// Device cookies (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"):
// a browser that has once signed in to an account is known to it from then on. Its
// attempts are counted by themselves, so that whoever uses up the attempts at an
// account from everywhere else does not keep its owner out.
//
// A cookie holds the few accounts that were last used in this browser, each as a
// random id and a MAC over realm, account and id: it names nobody, and one made
// for another account, or up, is worth nothing.
const (
	deviceCookie = "nayan_device_" // and the realm
	deviceIDs    = 5               // accounts that share a browser, at most
	deviceDays   = 365

	deviceIDLength = 22 // 16 bytes in unpadded base64
)

// addressesPerAccount is how many addresses it takes to use up the attempts at
// one account: from one alone, nobody can lock a colleague out.
const addressesPerAccount = 4

// signInLimits hold back who tries many passwords from one address, and who tries
// one account from many (NIST SP 800-63B, 3.2.2). account is what signs in: an
// e-mail or a phone.
func (e *Env) signInLimits(c *fiber.Ctx, realm Realm, account string) []limit.Check {
	rate := e.Limits.SignIn
	rate.Count, rate.Burst = rate.Count*addressesPerAccount, rate.Burst*addressesPerAccount
	return []limit.Check{e.fromAddress(c, "sign-in-"+string(realm), e.Limits.SignIn), e.atAccount(c, realm, account, "sign-in", rate)}
}

// atAccount is a limit on one account, or on the browser that it knows.
func (e *Env) atAccount(c *fiber.Ctx, realm Realm, account, name string, rate limit.Rate) limit.Check {
	if id := e.knownDevice(c, realm, account); id != "" {
		return limit.Check{Name: name + "-device", Rate: rate, Subject: id}
	}
	return limit.Check{Name: name + "-account", Rate: rate, Subject: string(realm) + " " + plainAccount(account)}
}

// rememberDevice makes this browser known to the account that was signed in to.
func (e *Env) rememberDevice(c *fiber.Ctx, realm Realm, account string) {
	if e.knownDevice(c, realm, account) != "" {
		return
	}
	id := randomText()
	entries := append([]string{id + e.deviceMAC(realm, account, id)}, e.deviceEntries(c, realm)...)
	cookie := e.cookie(deviceCookie+string(realm), strings.Join(entries[:min(len(entries), deviceIDs)], "."))
	cookie.MaxAge = deviceDays * 24 * 60 * 60
	c.Cookie(cookie)
}

// knownDevice gives the id under which the account knows this browser, or "".
func (e *Env) knownDevice(c *fiber.Ctx, realm Realm, account string) string {
	entries := e.deviceEntries(c, realm)
	i := slices.IndexFunc(entries, func(entry string) bool {
		return len(entry) > deviceIDLength &&
			hmac.Equal([]byte(entry[deviceIDLength:]), []byte(e.deviceMAC(realm, account, entry[:deviceIDLength])))
	})
	if i < 0 {
		return ""
	}
	return entries[i][:deviceIDLength]
}

func (e *Env) deviceEntries(c *fiber.Ctx, realm Realm) []string {
	entries := strings.Split(c.Cookies(e.cookieName(deviceCookie+string(realm))), ".")
	return entries[:min(len(entries), deviceIDs)]
}

func (e *Env) deviceMAC(realm Realm, account, id string) string {
	return base64.RawURLEncoding.EncodeToString(e.App.Keys.MAC("device", string(realm), plainAccount(account), id))
}

// plainAccount writes what signs in the same way however it was typed.
func plainAccount(account string) string { return strings.ToLower(strings.TrimSpace(account)) }
