package oidc_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nayan/internal/fault"
	"nayan/internal/oidc"
	"nayan/internal/oidctest"
)

const redirect = "https://minyi.example.gov.cn/oidc/callback"

// bench is a provider of ours in front of a forger.
type bench struct {
	t      *testing.T
	forger *oidctest.Forger
	ours   *oidc.Provider
	now    time.Time
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, now: time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)}
	now := func() time.Time { return b.now }
	b.forger = oidctest.NewForger(t, now)
	ours, err := oidc.New(oidc.Config{Issuer: b.forger.Issuer, ClientID: oidctest.ClientID, ClientSecret: oidctest.ClientSecret,
		Scopes: []string{"profile", "email"}, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	b.ours = ours
	return b
}

// signIn goes to the provider and back.
func (b *bench) signIn(spoil func(*oidctest.Forgery)) (oidc.Identity, error) {
	b.t.Helper()
	attempt, address, err := b.ours.Begin(b.t.Context(), redirect)
	if err != nil {
		b.t.Fatal(err)
	}
	back, err := url.Parse(b.forger.LogIn(address, "u-1", spoil))
	if err != nil {
		b.t.Fatal(err)
	}
	if back.Query().Get("state") != attempt.State {
		b.t.Fatal("the state is not passed on")
	}
	return b.ours.Finish(b.t.Context(), attempt, back.Query().Get("code"), redirect)
}

func TestWhatTheProviderVouchesForIsTakenOver(t *testing.T) {
	t.Parallel()
	id, err := newBench(t).signIn(func(f *oidctest.Forgery) {
		f.Userinfo = oidctest.Claims{"sub": "u-1", "name": "朱国强", "email": "zhu@example.org", "email_verified": "true",
			"phone_number": "+86 19900001234", "phone_number_verified": false}
	})
	if err != nil {
		t.Fatal(err)
	}
	if id.Subject != "u-1" || id.Name != "朱国强" || id.Email != "zhu@example.org" || !id.EmailVerified || id.Phone == "" || id.PhoneVerified {
		t.Errorf("it is %+v", id)
	}
}

func TestThatOneAddressIsVerifiedSaysNothingOfAnother(t *testing.T) {
	t.Parallel()
	id, err := newBench(t).signIn(func(f *oidctest.Forgery) {
		f.Claims["email"], f.Claims["email_verified"] = "mine@example.org", true
		f.Userinfo["email"] = "yours@example.org"
	})
	if err != nil || id.Email != "yours@example.org" || id.EmailVerified {
		t.Errorf("it is %+v, %v", id, err)
	}
}

func TestATokenThatIsNotWhatItShouldBeIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for name, spoil := range map[string]func(*oidctest.Forgery){
		"another issuer":            func(f *oidctest.Forgery) { f.Claims["iss"] = "https://evil.example" },
		"another audience":          func(f *oidctest.Forgery) { f.Claims["aud"] = "somebody-else" },
		"issued to another party":   func(f *oidctest.Forgery) { f.Claims["azp"] = "somebody-else" },
		"the nonce of another":      func(f *oidctest.Forgery) { f.Claims["nonce"] = "other" },
		"no nonce":                  func(f *oidctest.Forgery) { delete(f.Claims, "nonce") },
		"expired":                   func(f *oidctest.Forgery) { f.Claims["exp"] = b.now.Add(-time.Second).Unix() },
		"no subject":                func(f *oidctest.Forgery) { f.Claims["sub"] = "" },
		"another access token":      func(f *oidctest.Forgery) { f.Claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA" },
		"userinfo of somebody else": func(f *oidctest.Forgery) { f.Userinfo["sub"] = "u-2" },
		"algorithm none":            func(f *oidctest.Forgery) { f.Algorithm = "none" },
		"algorithm HS256":           func(f *oidctest.Forgery) { f.Algorithm = "HS256" },
		"no token at all":           func(f *oidctest.Forgery) { f.Token = "x" },
	} {
		id, err := b.signIn(spoil)
		if !fault.Is(err, fault.Invalid) || id != (oidc.Identity{}) {
			t.Errorf("%s: %+v, %v", name, id, err)
		}
	}
	if _, err := b.signIn(nil); err != nil {
		t.Errorf("an honest token is refused: %v", err)
	}
}

func TestACodeIsWorthNothingInAnotherBrowser(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, address, err := b.ours.Begin(t.Context(), redirect)
	if err != nil {
		t.Fatal(err)
	}
	stolen, _ := url.Parse(b.forger.LogIn(address, "u-1", nil))
	theirs, _, err := b.ours.Begin(t.Context(), redirect)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.ours.Finish(t.Context(), theirs, stolen.Query().Get("code"), redirect); !fault.Is(err, fault.Invalid) {
		t.Errorf("another verifier: %v", err)
	}
}

func TestAProviderThatIsDownIsAskedAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var calls atomic.Int32
	b.forger.Break("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		http.Error(w, "no", http.StatusBadGateway)
	})
	for range 3 {
		if _, _, err := b.ours.Begin(t.Context(), redirect); !fault.Is(err, fault.Unavailable) {
			t.Fatalf("Begin: %v", err)
		}
	}
	if n := calls.Load(); n != 1 {
		t.Errorf("it was asked %d times at once", n)
	}
	b.forger.Break("/.well-known/openid-configuration", nil)
	b.now = b.now.Add(time.Minute)
	if _, err := b.signIn(nil); err != nil {
		t.Errorf("it is back and not used: %v", err)
	}
}

func TestAnAnswerHasABoundAndStaysOutOfErrors(t *testing.T) {
	t.Parallel()
	const private = "朱国强19900001234"
	for path, length := range map[string]int{"/token": 1, "/userinfo": 1, "/keys": 1, "/token?": 100_000, "/userinfo?": 100_000, "/keys?": 100_000} {
		b, path := newBench(t), strings.TrimSuffix(path, "?")
		b.forger.Break(path, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"error":"` + private + `","keys":"` + strings.Repeat(private, length)))
		})
		if _, err := b.signIn(nil); err == nil || strings.Contains(err.Error(), private) {
			t.Errorf("%s: %.300v", path, err)
		}
	}
}

func TestNobodyIsSentElsewhere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.forger.Break("/.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	})
	if _, _, err := b.ours.Begin(t.Context(), redirect); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a redirect is followed: %v", err)
	}
}

func TestNoAddressOfTheProviderIsReachedInClear(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"} {
		b := newBench(t)
		b.forger.Break("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
			said := map[string]string{"issuer": b.forger.Issuer, "authorization_endpoint": b.forger.Issuer, "token_endpoint": b.forger.Issuer,
				"jwks_uri": b.forger.Issuer, "userinfo_endpoint": b.forger.Issuer}
			said[name] = "http://id.example.org/"
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(said)
		})
		if _, _, err := b.ours.Begin(t.Context(), redirect); !fault.Is(err, fault.Unavailable) {
			t.Errorf("%s may be read on the way: %v", name, err)
		}
	}
}

func TestTheProviderMustBeReachedByHTTPS(t *testing.T) {
	t.Parallel()
	for issuer, want := range map[string]bool{
		"https://id.example.gov.cn": true, "http://localhost:9998": true, "http://127.0.0.1:1/realm": true,
		"http://id.example.gov.cn": false, "http://localhost.evil.example": false, "id.example.gov.cn": false, "": false, "https://": false,
	} {
		_, err := oidc.New(oidc.Config{Issuer: issuer, ClientID: "x", ClientSecret: "y", Now: time.Now})
		if (err == nil) != want {
			t.Errorf("New(%q): %v", issuer, err)
		}
	}
	if _, err := oidc.New(oidc.Config{Issuer: "https://id.example.gov.cn", ClientID: "x", Now: time.Now}); err == nil {
		t.Error("a client without a secret is taken")
	}
}

func TestAnAttemptCarriesWhatProtectsIt(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	attempt, address, err := b.ours.Begin(t.Context(), redirect)
	if err != nil {
		t.Fatal(err)
	}
	u, _ := url.Parse(address)
	q := u.Query()
	for name, want := range map[string]string{"response_type": "code", "client_id": oidctest.ClientID, "redirect_uri": redirect,
		"scope": "openid profile email", "state": attempt.State, "nonce": attempt.Nonce, "code_challenge_method": "S256"} {
		if q.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, q.Get(name), want)
		}
	}
	if strings.Contains(address, attempt.Verifier) || len(attempt.State) < 22 || q.Get("code_challenge") == "" {
		t.Errorf("the address is %s", address)
	}
}

func TestAResponseOfAnotherIssuerIsNotOurs(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if !b.ours.IsIssuer("") || !b.ours.IsIssuer(b.forger.Issuer) || b.ours.IsIssuer("https://evil.example") {
		t.Error("IsIssuer is wrong")
	}
}
