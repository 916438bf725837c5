package main

import (
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/browser"
	"nayan/internal/oidctest"
)

// newVouchedStand is a stand with an OpenID provider that came up after it.
func newVouchedStand(t *testing.T) *stand {
	t.Helper()
	provider := oidctest.Listen(t)
	t.Setenv("NAYAN_OIDC_ISSUER", provider.Issuer)
	t.Setenv("NAYAN_OIDC_CLIENT_ID", oidctest.ClientID)
	t.Setenv("NAYAN_OIDC_CLIENT_SECRET", oidctest.ClientSecret)
	t.Setenv("NAYAN_OIDC_NAME", "省统一身份认证")
	s := newStand(t)
	provider.Serve(s.url + "/oidc/callback")
	return s
}

// logIn is what a person does on the provider's own page.
func logIn(t *testing.T, tab *browser.Tab, user string) {
	t.Helper()
	tab.Fill("#username", user)
	if !strings.HasPrefix(tab.URL(), "http://localhost:") {
		t.Fatalf("the password is typed at %s", tab.URL())
	}
	tab.Fill("#password", oidctest.Password)
	tab.Click("button[type=submit]")
}

// byProvider signs a resident in.
func (s *stand) byProvider(tab *browser.Tab, user string) {
	s.t.Helper()
	tab.Go(s.url + "/account/sign-in")
	tab.Click("a[href='/account/oidc']")
	tab.Press("#provider-consent")
	tab.Click("form[action='/account/oidc'] button[type=submit]")
	logIn(s.t, tab, user)
}

// accounts counts them.
func (s *stand) accounts() (n int) {
	s.t.Helper()
	if err := s.env.Repo.DB().Get(&n, `SELECT count(*) FROM accounts`); err != nil {
		s.t.Fatal(err)
	}
	return n
}

func TestAResidentSignsInWithTheProvincesIdentity(t *testing.T) {
	s := newVouchedStand(t)
	before := s.accounts()
	tab := s.open(browser.Phone)
	s.byProvider(tab, oidctest.Resident)
	if tab.URL() != s.url+"/account" {
		t.Fatalf("the way back ends at %s", tab.URL())
	}
	if got := tab.Text(".own-nav .who"); got != "朱国强" {
		t.Errorf("the account is called %q", got)
	}
	tab.Click("form[action='/account/sign-out'] button")

	again := s.open(browser.Desk)
	s.byProvider(again, oidctest.Resident)
	if got := s.accounts() - before; got != 1 {
		t.Errorf("signing in twice makes %d accounts", got)
	}
	// Another account links another person's identity.
	again.Go(s.url + "/account/identities")
	again.Click("form[action='/account/security/identities'] button[type=submit]")
	logIn(t, again, oidctest.Official)
	says(t, again, "已绑定")
	third := s.open(browser.Window{Width: 390, Height: 844, NoScript: true})
	s.byProvider(third, oidctest.Official)
	if got := third.Text(".own-nav .who"); got != "朱国强" || s.accounts()-before != 1 {
		t.Errorf("the linked identity opens the account of %q", got)
	}
}

func TestStaffSignInWithTheProvincesIdentity(t *testing.T) {
	s := newVouchedStand(t)
	stranger := s.open(browser.Desk)
	stranger.Go(s.url + "/desk/sign-in")
	stranger.Click("form[action='/desk/oidc'] button[type=submit]")
	logIn(t, stranger, oidctest.Official)
	says(t, stranger, "没有绑定工作台账号")
	stranger.Axe()

	drafter := s.signIn(account.Drafter)
	drafter.Go(s.url + "/desk/me/identities")
	drafter.Axe()
	drafter.Click("form[action='/desk/me/identities'] button[type=submit]")
	logIn(t, drafter, oidctest.Official)
	says(t, drafter, "已绑定")
	drafter.Axe()

	phone := s.open(browser.Phone)
	phone.Go(s.url + "/desk/sign-in?next=/desk/open-days")
	phone.FitsWidth()
	phone.Axe()
	phone.Click("form[action='/desk/oidc'] button[type=submit]")
	logIn(t, phone, oidctest.Official)
	if phone.URL() != s.url+"/desk/open-days" {
		t.Errorf("the way back ends at %s", phone.URL())
	}
}

func TestEveryPageOfIdentitiesIsAccessible(t *testing.T) {
	s := newVouchedStand(t)
	drafter := s.signIn(account.Drafter)
	drafter.Go(s.url + "/desk/me/identities")
	drafter.Click("form[action='/desk/me/identities'] button[type=submit]")
	logIn(t, drafter, oidctest.Official)
	for name, w := range windows {
		t.Run(name, func(t *testing.T) {
			tab := s.open(w)
			s.inspect(tab, []string{"/account/sign-in", "/account/oidc", "/desk/sign-in", "/oidc/callback"})
			s.byProvider(tab, oidctest.Resident)
			s.inspect(tab, []string{"/account/security", "/account/identities"})
			clerk := s.signInAt(account.Drafter, w)
			s.inspect(clerk, []string{"/desk/me/identities"})
		})
	}
}
