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
var enterprisePages = []string{"/account/enterprises", "/account/enterprises/new", "/account/enterprises/1", "/account/enterprises/1/edit"}

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

// An enterprise with a doubtful code is registered, a colleague joins by the link
// that the page shows, and a clerk verifies it.
func TestAnEnterpriseIsRegisteredJoinedAndVerified(t *testing.T) {
	s := newStand(t)
	at := map[string]browser.Window{"manager": browser.Phone, "member": browser.Desk}
	tabs := map[string]*browser.Tab{}
	for who, w := range at {
		id, err := s.env.App.AddAccount(t.Context(), app.AccountInput{Name: "欧阳测试", Email: who + "@example.com"})
		if err != nil {
			t.Fatal(err)
		}
		tabs[who] = s.holder(id, w)
	}
	manager, member := tabs["manager"], tabs["member"]
	s.registerDoubtful(manager)
	manager.Fill("#email", "member@example.com")
	manager.Click("form[action$='/invitations'] button[type=submit]")
	says(t, manager, "还没有开通邮件")
	manager.Axe()
	manager.FitsWidth()
	link := manager.Attribute("#link", "value")
	member.Go(link)
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
	member.Go(s.url + "/account/enterprises")
	says(t, member, "已核验")
}

func (s *stand) registerDoubtful(tab *browser.Tab) {
	s.t.Helper()
	tab.Go(s.url + "/account/enterprises")
	tab.Click("main .empty a.btn")
	tab.Fill("#name", "云溪县测试商店")
	tab.Fill("#uscc", "91990124ma99110916")
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
