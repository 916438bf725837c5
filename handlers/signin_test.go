package handlers_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/limit"
)

func TestSigningInLeadsNowhereButToTheDesk(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	for next, want := range map[string]string{
		"":                       "/desk",
		"/desk/open-days?page=2": "/desk/open-days?page=2",
		"/":                      "/desk",
		"//evil.example":         "/desk",
		"/\\evil.example":        "/desk",
		"https://evil.example":   "/desk",
		"/desk.evil.example":     "/desk",
		"/desk/\r\nSet-Cookie:":  "/desk",
	} {
		form := url.Values{"email": {s.email(account.Drafter)}, "password": {password}, "next": {next}}
		a := s.visitor().post("/desk/sign-in", "/desk/sign-in", form).want(http.StatusSeeOther)
		if got := a.header.Get("Location"); got != want {
			t.Errorf("next=%q leads to %q, want %q", next, got, want)
		}
	}
}

func TestOverHTTPSCookiesBelongToThisHostOnly(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) { e.Site.BaseURL = "https://minyi.example.gov.cn" })
	v := s.visitor()
	page := v.get("/desk/sign-in")
	token, _ := page.page().Find("input[name=_csrf]").Attr("value")
	a := v.postRaw("/desk/sign-in", url.Values{"_csrf": {token}, "email": {s.email(account.Drafter)}, "password": {password}}).want(http.StatusSeeOther)
	for _, set := range append(page.header.Values("Set-Cookie"), a.header.Values("Set-Cookie")...) {
		lower := strings.ToLower(set)
		for _, want := range []string{"__host-nayan_", "path=/", "; secure", "; httponly", "; samesite=lax"} {
			if !strings.Contains(lower, want) || strings.Contains(lower, "domain=") {
				t.Errorf("the cookie %q lacks %q", set, want)
			}
		}
	}
	if a.header.Get("Strict-Transport-Security") == "" {
		t.Error("the browser may come back without HTTPS")
	}
	v.get("/desk").want(http.StatusOK)
}

func TestATokenOfAnotherSessionIsRefused(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	mine, other := s.signedIn(account.Drafter), s.signedIn(account.Administrator)
	token, _ := other.get("/desk").page().Find("input[name=_csrf]").Attr("value")
	// A neighbouring host can plant the cookie that belongs to a token it has.
	planted := &visitor{site: s, cookies: maps.Clone(mine.cookies)}
	planted.cookies["nayan_csrf"] = other.cookies["nayan_csrf"]
	planted.postRaw("/desk/sign-out", url.Values{"_csrf": {token}}).want(http.StatusForbidden)
	mine.get("/desk").want(http.StatusOK)
}

func TestEachPageHasATokenOfItsOwn(t *testing.T) {
	t.Parallel()
	v := newSite(t).visitor()
	first, _ := v.get("/receipts").page().Find("input[name=_csrf]").Attr("value")
	second, _ := v.get("/receipts").page().Find("input[name=_csrf]").Attr("value")
	if first == second {
		t.Error("two pages carry the same token: a compressed page would tell it")
	}
	for _, token := range []string{first, second} {
		v.postRaw("/receipts", url.Values{"_csrf": {token}}).want(http.StatusNotFound)
	}
}

func TestSigningInAgainEndsTheEarlierSession(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.signedIn(account.Drafter)
	earlier := &visitor{site: s, cookies: maps.Clone(v.cookies)}
	v.post("/desk/sign-in", "/desk/sign-in", url.Values{"email": {s.email(account.Drafter)}, "password": {password}}).want(http.StatusSeeOther)
	v.get("/desk").want(http.StatusOK)
	earlier.get("/desk").want(http.StatusSeeOther)
}

func TestSigningOutEndsTheSessionOnTheServer(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.signedIn(account.Drafter)
	copied := &visitor{site: s, cookies: maps.Clone(v.cookies)}
	v.post("/desk", "/desk/sign-out", url.Values{}).want(http.StatusSeeOther)
	copied.get("/desk").want(http.StatusSeeOther)
}

func TestASessionEndsByItself(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newCounty(t)
	v := s.signedIn(account.Drafter)
	s.env.App.Now = func() time.Time { return now.Add(12*time.Hour + time.Minute) }
	v.get("/desk").want(http.StatusSeeOther)
}

func TestASessionUnusedForTwoHoursEnds(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newCounty(t)
	s.clock(&now)
	v := s.signedIn(account.Drafter)
	for range 3 { // each page is a use
		now = now.Add(app.SessionIdle - time.Minute)
		v.get("/desk").want(http.StatusOK)
	}
	now = now.Add(app.SessionIdle + time.Minute)
	v.get("/desk").want(http.StatusSeeOther)
}

func TestOneAccountIsNotTriedFromManyAddresses(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) {
		e.Limits.SignIn = twice
		e.TrustedProxies = limit.TrustedProxies{netip.MustParsePrefix("0.0.0.0/32")} // fiber's Test speaks from there
	})
	v := s.visitor()
	token, _ := v.get("/desk/sign-in").page().Find("input[name=_csrf]").Attr("value")
	try := func(address, email string) int {
		form := url.Values{"_csrf": {token}, "email": {email}, "password": {"wrong"}}
		req := httptest.NewRequest(http.MethodPost, "/desk/sign-in", strings.NewReader(form.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("X-Forwarded-For", address)
		return v.do(req).status
	}
	for i := range 8 {
		if got := try("203.0.113."+strconv.Itoa(i), "Someone@example.org"); got != http.StatusUnprocessableEntity {
			t.Fatalf("attempt %d: status %d", i+1, got)
		}
	}
	if got := try("203.0.113.99", " someone@example.org"); got != http.StatusTooManyRequests {
		t.Errorf("the ninth address: status %d", got)
	}
	if got := try("203.0.113.99", "colleague@example.org"); got != http.StatusUnprocessableEntity {
		t.Errorf("a colleague is held back too: status %d", got)
	}
}

// What an attacker uses up from everywhere else is not the owner's (OWASP, device cookies).
func TestWhoeverUsesUpTheAttemptsDoesNotKeepTheOwnersBrowserOut(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) {
		e.Limits.SignIn = twice
		e.TrustedProxies = limit.TrustedProxies{netip.MustParsePrefix("0.0.0.0/32")} // fiber's Test speaks from there
	})
	email := s.email(account.Drafter)
	owner, attacker, stranger := s.visitor(), s.visitor(), s.visitor()
	try := func(v *visitor, address, email, password string) int {
		token, _ := v.get("/desk/sign-in").page().Find("input[name=_csrf]").Attr("value")
		form := url.Values{"_csrf": {token}, "email": {email}, "password": {password}}
		req := httptest.NewRequest(http.MethodPost, "/desk/sign-in", strings.NewReader(form.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("X-Forwarded-For", address)
		return v.do(req).status
	}
	if got := try(owner, "198.51.100.1", email, password); got != http.StatusSeeOther {
		t.Fatalf("the owner's first sign-in: status %d", got)
	}
	known := owner.cookies["nayan_device_desk"]
	if known == "" || strings.Contains(known, "yunxi") {
		t.Fatalf("the browser keeps %q", known)
	}
	last := 0
	for i := range 9 {
		last = try(attacker, "203.0.113."+strconv.Itoa(i), email, "wrong")
	}
	if last != http.StatusTooManyRequests {
		t.Fatalf("the attacker still tries: status %d", last)
	}
	if got := try(stranger, "198.51.100.2", email, password); got != http.StatusTooManyRequests {
		t.Errorf("an unknown browser: status %d", got)
	}
	stranger.cookies["nayan_device_desk"] = "AAAAAAAAAAAAAAAAAAAAAA" + known[22:]
	if got := try(stranger, "198.51.100.3", email, password); got != http.StatusTooManyRequests {
		t.Errorf("a browser with a made-up cookie: status %d", got)
	}
	if got := try(owner, "198.51.100.4", " "+strings.ToUpper(email), password); got != http.StatusSeeOther {
		t.Errorf("the owner is kept out: status %d", got)
	}
	other := s.email(account.Host)
	for i := range 9 {
		last = try(attacker, "203.0.113."+strconv.Itoa(100+i), other, "wrong")
	}
	stranger.cookies["nayan_device_desk"] = known
	if got := try(stranger, "198.51.100.5", other, password); last != http.StatusTooManyRequests || got != http.StatusTooManyRequests {
		t.Errorf("a browser known to another account: status %d after %d", got, last)
	}
}
