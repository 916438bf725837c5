package handlers_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/oidc"
	"nayan/internal/oidctest"
)

// vouched is a site in front of a provider that says what a test wants.
type vouched struct {
	*site
	forger *oidctest.Forger
}

func withProvider(t *testing.T, build func(*testing.T, ...func(*handlers.Env)) *site, change ...func(*handlers.Env)) vouched {
	t.Helper()
	forger := oidctest.NewForger(t, time.Now)
	provider, err := oidc.New(oidc.Config{Issuer: forger.Issuer, ClientID: oidctest.ClientID, ClientSecret: oidctest.ClientSecret,
		Name: "省统一身份认证", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return vouched{build(t, append(change, func(e *handlers.Env) { e.Identity = provider })...), forger}
}

// leave sends the form that leads to the provider, and gives the address there.
func (v *visitor) leave(from, path string, form url.Values) string {
	v.t.Helper()
	a := v.post(from, path, form).want(http.StatusOK)
	address, found := strings.CutPrefix(a.header.Get("Refresh"), "0; url=")
	if link, _ := a.page().Find("main a.btn").Attr("href"); !found || link != address {
		v.t.Fatalf("the page leads to %q by itself and to %q by its link", address, link)
	}
	return address
}

func (v *visitor) leaveForAccount() string {
	v.t.Helper()
	return v.leave("/account/oidc", "/account/oidc", url.Values{"consent": {"1"}, "next": {"/account"}})
}

func (v *visitor) leaveForDesk() string {
	v.t.Helper()
	return v.leave("/desk/sign-in", "/desk/oidc", url.Values{})
}

// back is the browser on its way back from the provider.
func (s vouched) back(v *visitor, address, subject string, change func(*oidctest.Forgery)) answer {
	s.t.Helper()
	return v.get(strings.TrimPrefix(s.forger.LogIn(address, subject, change), "http://example.com"))
}

func (s vouched) count(query string, args ...any) (n int) {
	s.t.Helper()
	if err := s.env.Repo.DB().Get(&n, query, args...); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// verifiedAs vouches for an e-mail.
func verifiedAs(name, email string) func(*oidctest.Forgery) {
	return func(f *oidctest.Forgery) {
		f.Userinfo["name"], f.Userinfo["email"], f.Userinfo["email_verified"] = name, email, true
	}
}

func (a answer) tells(text string) answer {
	a.t.Helper()
	if got := a.page().Find("main").Text(); !strings.Contains(got, text) {
		a.t.Errorf("it does not say %q: %.500s", text, got)
	}
	return a
}

func TestWhoIsNewComesBackFromTheProviderWithAnAccount(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newSite)
	for range 2 {
		v := s.visitor()
		address := v.leave("/account/oidc", "/account/oidc", url.Values{"consent": {"1"}, "next": {"/account/identities"}})
		a := s.back(v, address, "u-1", verifiedAs("朱国强", "Zhu@Example.org")).want(http.StatusSeeOther)
		if got := a.header.Get("Location"); got != "/account/identities" {
			t.Errorf("it leads to %q", got)
		}
		v.get("/account/identities").want(http.StatusOK).tells("省统一身份认证")
	}
	if n := s.count(`SELECT count(*) FROM accounts`); n != 1 {
		t.Errorf("signing in twice makes %d accounts", n)
	}
	if n := s.count(`SELECT count(*) FROM account_consents`); n != 1 {
		t.Errorf("%d consents are recorded", n)
	}
	other := s.visitor()
	s.back(other, other.leaveForAccount(), "u-2", verifiedAs("王芳", "wang@example.org")).want(http.StatusSeeOther)
	if n := s.count(`SELECT count(*) FROM accounts`); n != 2 {
		t.Errorf("another person is taken for the first: %d accounts", n)
	}
}

func TestAnAccountIsNotOpenedBecauseItsEmailMatches(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newSite)
	s.person("zhu@example.org")
	v := s.visitor()
	a := s.back(v, v.leaveForAccount(), "u-1", verifiedAs("朱国强", "zhu@example.org")).want(http.StatusConflict).tells("已经有账号")
	if door, _ := a.page().Find("main a.btn").Attr("href"); door != "/account/sign-in?next=%2Faccount%2Fidentities" {
		t.Errorf("it leads on to %q", door)
	}
	v.get("/account").want(http.StatusSeeOther)
	if n := s.count(`SELECT count(*) FROM identities`) + s.count(`SELECT count(*) FROM account_sessions`); n != 1 {
		t.Errorf("something was opened or linked: %d rows", n)
	}
}

func TestAContactThatIsNotVerifiedIsNotTakenOver(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newSite)
	s.person("zhu@example.org")
	v := s.visitor()
	s.back(v, v.leaveForAccount(), "u-1", func(f *oidctest.Forgery) {
		f.Userinfo["email"], f.Userinfo["phone_number"] = "zhu@example.org", "19900001234"
	}).want(http.StatusSeeOther)
	if n := s.count(`SELECT count(*) FROM accounts WHERE email_index IS NULL AND phone_index IS NULL`); n != 1 {
		t.Errorf("%d accounts have no contact, want the new one", n)
	}
}

func TestAnAccountIsOnlyMadeWithConsent(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newSite)
	v := s.visitor()
	a := v.post("/account/oidc", "/account/oidc", url.Values{"next": {"/account/identities"}}).want(http.StatusUnprocessableEntity)
	if next, _ := a.page().Find("input[name=next]").Attr("value"); next != "/account/identities" || a.page().Find(".error-summary a[href='#provider-consent']").Length() != 1 {
		t.Errorf("the form does not come back: next=%q", next)
	}
}

func TestABrowserThatIsNotTheOneThatLeftIsNotSignedIn(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newSite)
	v := s.visitor()
	callback := func(address string) string {
		return strings.TrimPrefix(s.forger.LogIn(address, "u-1", nil), "http://example.com")
	}
	address := v.leaveForAccount()
	s.visitor().get(callback(address)).want(http.StatusUnprocessableEntity).tells("已经过期") // no cookie

	other := s.visitor()
	other.leaveForAccount()
	other.get(callback(address)).want(http.StatusUnprocessableEntity) // the state of another attempt

	forged := s.visitor()
	forged.cookies["nayan_oidc"] = "AAAA"
	forged.get(callback(address)).want(http.StatusUnprocessableEntity)

	v = s.visitor()
	good := callback(v.leaveForAccount())
	copied := &visitor{site: s.site, cookies: maps.Clone(v.cookies)}
	v.get(good).want(http.StatusSeeOther)
	v.get(good).want(http.StatusUnprocessableEntity)      // the browser has forgotten the attempt
	copied.get(good).want(http.StatusUnprocessableEntity) // and the provider the code
	if n := s.count(`SELECT count(*) FROM account_sessions`); n != 1 {
		t.Errorf("%d sessions are open, want the honest one", n)
	}
}

func TestAnAttemptIsGoodForTenMinutes(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newSite)
	v := s.visitor()
	address := v.leaveForAccount()
	s.env.Now = func() time.Time { return time.Now().Add(10*time.Minute + time.Second) }
	s.back(v, address, "u-1", nil).want(http.StatusUnprocessableEntity).tells("10 分钟")
}

func TestATokenThatIsNotWhatItShouldBeSignsNobodyIn(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newSite)
	for name, spoil := range map[string]func(*oidctest.Forgery){
		"nonce":     func(f *oidctest.Forgery) { f.Claims["nonce"] = "other" },
		"audience":  func(f *oidctest.Forgery) { f.Claims["aud"] = "somebody-else" },
		"expired":   func(f *oidctest.Forgery) { f.Claims["exp"] = time.Now().Add(-time.Minute).Unix() },
		"issuer":    func(f *oidctest.Forgery) { f.Claims["iss"] = "https://evil.example" },
		"algorithm": func(f *oidctest.Forgery) { f.Algorithm = "none" },
	} {
		v := s.visitor()
		s.back(v, v.leaveForAccount(), "u-private", spoil).want(http.StatusUnprocessableEntity).tells("没有通过核对")
		if a := v.get("/account"); a.status != http.StatusSeeOther {
			t.Errorf("%s: signed in", name)
		}
	}
	if n := s.count(`SELECT count(*) FROM accounts`); n != 0 {
		t.Errorf("%d accounts were made", n)
	}
	if log := s.log.String(); !strings.Contains(log, "nonce") || strings.Contains(log, "u-private") || strings.Contains(log, "code-") {
		t.Errorf("the log says: %s", log)
	}
}

func TestWhatTheProviderRefusesIsSaidPolitely(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newSite)
	for code, want := range map[string]int{"access_denied": http.StatusUnprocessableEntity, "server_error": http.StatusServiceUnavailable,
		"invalid_scope": http.StatusServiceUnavailable} {
		v := s.visitor()
		u, err := url.Parse(v.leaveForAccount())
		if err != nil {
			t.Fatal(err)
		}
		v.get("/oidc/callback?" + url.Values{"error": {code}, "state": {u.Query().Get("state")}, "error_description": {"<b>x"}}.Encode()).want(want)
		v.get("/oidc/callback?error=" + code).want(http.StatusUnprocessableEntity) // without the state, nobody's word
	}
	v := s.visitor()
	back := s.forger.LogIn(v.leaveForAccount(), "u-1", nil) + "&iss=" + url.QueryEscape("https://evil.example")
	v.get(strings.TrimPrefix(back, "http://example.com")).want(http.StatusUnprocessableEntity)
}

func TestWhileTheProviderIsDownTheRestGoesOn(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newCounty)
	s.forger.Stop()
	v := s.visitor()
	for _, door := range []string{"/account/oidc", "/desk/oidc"} {
		a := v.post("/account/oidc", door, url.Values{"consent": {"1"}}).want(http.StatusServiceUnavailable).tells("没有回应")
		if a.header.Get("Retry-After") == "" {
			t.Error("it does not say when to come back")
		}
	}
	s.signedIn(account.Drafter).get("/desk/me/identities").want(http.StatusOK)
	if !strings.Contains(s.log.String(), "connection refused") {
		t.Errorf("the log does not say why: %s", s.log)
	}
}

func TestWithoutAProviderNothingOfItIsThere(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, drafter := s.person("zhu@example.org"), s.signedIn(account.Drafter)
	v.get("/oidc/callback").want(http.StatusNotFound)
	v.get("/account/oidc").want(http.StatusNotFound)
	v.get("/account/identities").want(http.StatusNotFound)
	v.post("/account", "/account/security/identities", url.Values{}).want(http.StatusNotFound)
	drafter.get("/desk/me/identities").want(http.StatusNotFound)
	if v.get("/desk/sign-in").page().Find("form[action='/desk/oidc']").Length() != 0 {
		t.Error("the desk's door has a button that leads nowhere")
	}
}

func TestThePagesOfIdentitiesTakeFewStatements(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newCounty)
	person, drafter := s.person("zhu@example.org"), s.signedIn(account.Drafter)
	counted, counter := s.counting()
	for path, v := range map[string]*visitor{"/account/identities": person, "/desk/me/identities": drafter} {
		v.site = counted
		if got := counter.Of(func() { v.get(path).want(http.StatusOK) }); got > 3 {
			t.Errorf("%s takes %d statements", path, got)
		}
	}
}
