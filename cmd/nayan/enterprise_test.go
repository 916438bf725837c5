package main

import (
	"fmt"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/browser"
)

// enterprisePages are the pages of the sample's first enterprise for its manager.
var enterprisePages = []string{"/account/enterprises", "/account/enterprises/new", "/account/enterprises/1", "/account/enterprises/1/edit", "/account/enterprises/1/consultations",
	"/consultations/2026-0005/comments", "/consultations/2026-0005/draft"}

// holder starts a browser in which an account is signed in.
func (s *stand) holder(accountID int64, w browser.Window) *browser.Tab {
	s.t.Helper()
	token, err := s.env.App.OpenAccountSession(s.t.Context(), accountID, app.Client{Browser: "Chrome"})
	if err != nil {
		s.t.Fatal(err)
	}
	tab := s.open(w)
	browser.Eval[string](tab, fmt.Sprintf("document.cookie = 'nayan_account=%s; path=/'", token))
	return tab
}

// firstManager is the account that registered the sample's first enterprise.
func (s *stand) firstManager() int64 {
	s.t.Helper()
	people, err := s.env.App.Colleagues(s.t.Context(), 1)
	if err != nil || len(people) == 0 {
		s.t.Fatalf("nobody is in it: %v", err)
	}
	return people[0].AccountID
}

func TestEveryPageOfAnEnterpriseIsAccessible(t *testing.T) {
	s := newStand(t)
	for name, w := range windows {
		t.Run(name, func(t *testing.T) { s.inspect(s.holder(s.firstManager(), w), enterprisePages) })
	}
}

// Somebody signs up and registers an enterprise with a doubtful code; a colleague
// without an account follows the link in the mail, signs up on the way and joins;
// a clerk verifies the enterprise, and who registered it gets a mail.
func TestAnEnterpriseIsRegisteredJoinedAndVerified(t *testing.T) {
	s, sink := newStandWithMail(t)
	manager, member := s.open(browser.Phone), s.open(browser.Desk)
	manager.Go(s.url + "/account")
	signUp(t, manager, sink, "manager@example.com")
	s.registerDoubtful(manager)
	manager.Fill("#email", "member@example.com")
	manager.Click("form[action$='/invitations'] button[type=submit]")
	says(t, manager, "链接会发到 member@example.com")
	manager.Axe()
	manager.FitsWidth()
	link := sink.Wait(t, "member@example.com").Link(t)
	member.Go(link)
	signUp(t, member, sink, "member@example.com")
	if member.URL() != link {
		t.Errorf("signing up led to %s instead of the invitation", member.URL())
	}
	member.Axe()
	member.FitsWidth()
	member.Click("main form.actions button[type=submit]")
	says(t, member, "您已加入这家企业")
	member.Go(link)
	says(t, member, "重新发一个邀请链接")
	member.Axe()

	clerk := s.signIn(account.Clerk)
	clerk.Go(s.url + "/desk")
	clerk.Click(".work a[href*=enterprises]")
	clerk.Axe()
	clerk.Click("tbody tr:last-child a.title")
	says(t, clerk, "代码的校验位不符")
	clerk.Click("form[action$='/verify'] button[type=submit]")
	says(t, clerk, "已核验通过")
	if mail := sink.Wait(t, "manager@example.com"); !strings.Contains(mail.Subject, "企业已通过核验") {
		t.Errorf("who registered it is told %q", mail.Subject)
	}
	member.Go(s.url + "/account/enterprises")
	says(t, member, "已核验")
}

func (s *stand) registerDoubtful(tab *browser.Tab) {
	s.t.Helper()
	tab.Go(s.url + "/account/enterprises")
	tab.Click("main .empty a.btn")
	tab.Fill("#name", "云溪县测试商店")
	tab.Fill("#uscc", "91990124ma99110916")
	tab.Fill("#contact_name", "欧阳测试")
	tab.Click("main form.form button[type=submit]")
	says(s.t, tab, "请再核对一次代码")
	tab.Axe()
	tab.FitsWidth()
	tab.Press("#uscc_confirmed")
	tab.Click("main form.form button[type=submit]")
	says(s.t, tab, "登记已提交")
	if !strings.Contains(tab.Text("main"), "91990124MA99110916") {
		s.t.Error("the code is not shown as it is kept")
	}
}
