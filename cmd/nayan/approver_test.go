package main

import (
	"net/url"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/browser"
)

const approverPassword = "湖边的早晨有雾也有风声"

// An approver from the invitation to the desk, and back in by each way there is.
func TestAnInvitedApproverComesInWithASecondFactor(t *testing.T) {
	s := newStand(t)
	link := s.invite("fang@yunxi.example", "方书琴", account.Approver)

	tab := s.open(browser.Phone)
	tab.Go(link)
	look(tab)
	tab.Fill("#password", "password123")
	tab.Fill("#again", "password123")
	tab.Click("main form button[type=submit]")
	says(t, tab, "太常见")
	look(tab)
	tab.Fill("#password", approverPassword)
	tab.Fill("#again", approverPassword)
	tab.Click("main form button[type=submit]")
	says(t, tab, "启用动态验证码")
	look(tab)
	secret := strings.ReplaceAll(tab.Text("#secret"), " ", "")
	used := s.code(secret)
	s.giveCode(tab, secret)
	says(t, tab, "请保存恢复码")
	look(tab)
	codes := strings.Fields(tab.Text(".codes"))
	tab.Click("main a.btn")
	says(t, tab, "方书琴")

	tab.Click(".side button[type=submit]")
	s.passwordOf(tab, "fang@yunxi.example")
	says(t, tab, "输入动态验证码")
	look(tab)
	tab.Fill("#code", used)
	tab.Click("main form button[type=submit]")
	says(t, tab, "验证码不对")
	look(tab)
	s.giveCode(tab, secret)
	says(t, tab, "方书琴")

	tab.Click(".side button[type=submit]")
	s.passwordOf(tab, "fang@yunxi.example")
	tab.Fill("#code", strings.ToLower(codes[0]))
	tab.Click("main form button[type=submit]")
	tab.Go(s.url + "/desk/me")
	says(t, tab, "还有 9 个")
	look(tab)
	tab.Click(".side button[type=submit]")
	s.passwordOf(tab, "fang@yunxi.example")
	tab.Fill("#code", codes[0])
	tab.Click("main form button[type=submit]")
	says(t, tab, "验证码不对")
}

// look checks a page that a walk comes by.
func look(tab *browser.Tab) {
	tab.Axe()
	tab.FitsWidth()
}

// invite lets the administrator ask somebody in, and gives the link.
func (s *stand) invite(email, name string, role account.Role) string {
	s.t.Helper()
	admin := s.signIn(account.Administrator)
	admin.Go(s.url + "/desk/staff")
	admin.Fill("#name", name)
	admin.Fill("#email", email)
	admin.Set("#unit_id", "1")
	admin.Set("#grant_unit", "0")
	admin.Press("input[name=roles][value=" + string(role) + "]")
	admin.Click("form[action='/desk/staff'] button[type=submit]")
	look(admin)
	link := admin.Attribute("#link", "value")
	if at, err := url.Parse(link); err != nil || !strings.HasPrefix(at.Path, "/desk/invitations/") {
		s.t.Fatalf("no link but %q on %s: %s", link, admin.URL(), admin.Text("main"))
	}
	return link
}

// passwordOf gives the password at the door.
func (s *stand) passwordOf(tab *browser.Tab, email string) {
	s.t.Helper()
	tab.Go(s.url + "/desk/sign-in")
	tab.Fill("#email", email)
	tab.Fill("#password", approverPassword)
	tab.Click("main form button[type=submit]")
}
