package main

import (
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/browser"
)

// publicPages are all pages that anybody can open.
var publicPages = []string{"/", "/consultations", "/consultations?status=closed", "/consultations?q=没有这样的词", "/consultations/2026-0002",
	"/consultations/2026-0004", "/consultations/2026-0004/draft", "/consultations/2026-0004/explanation",
	"/consultations/2026-0004/comments", "/consultations/2026-0004/results", "/consultations/2026-0004/poster",
	"/consultations/2026-0001", "/consultations/2026-0001/results", "/consultations/2026-0001/results?view=clauses", "/consultations/2026-0001/results?outcome=adopted&q=%E5%9E%83%E5%9C%BE", "/consultations/2026-0001/results?q=%E6%B2%A1%E6%9C%89",
	"/consultations/2026-0001/results/2", "/consultations/2026-0001/results/9", "/consultations/2026-0001/draft", "/consultations/2026-0001/draft?version=1", "/consultations/2026-0001/draft/compare", "/consultations/2026-0002/results",
	"/consultations/2026-0006/comments", "/consultations/2026-0005", "/consultations/2026-0005/comments", "/open-days", "/open-days/2026-0001", "/open-days/2026-0002", "/receipts",
	"/consultations/2026-0003/draft", "/consultations/2026-0003/draft?version=1", "/consultations/2026-0003/draft/compare?from=1&to=2",
	"/consultations/2026-0003/draft/compare?from=1&to=2&all=1", "/privacy", "/desk/sign-in", "/account/sign-in", "/account/sign-in/password", "/account/code", "/follow",
	"/follow?consultation=2026-0004", "/follow?done=sent", "/follow/requests/none", "/followers/none", "/no-such-page"}

// ownPages are pages of an account, for who it belongs to.
var ownPages = []string{"/account", "/account/comments", "/account/bookings", "/account/inbox", "/account/follows", "/follow?unit=1", "/account/profile", "/account/profile/code",
	"/account/security", "/account/data", "/account/data/erase", "/consultations/2026-0004/comments", "/open-days/2026-0001"}

// deskPages are pages of the desk by who opens them.
var deskPages = map[account.Role][]string{
	account.Drafter: {"/desk", "/desk/consultations", "/desk/consultations?state=released", "/desk/consultations/new",
		"/desk/consultations/1", "/desk/consultations/1/milestones", "/desk/open-days", "/desk/open-days/new", "/desk/open-days/1", "/desk/open-days/1/bookings"},
	account.Reviewer: {"/desk", "/desk/me", "/desk/consultations/7", "/desk/consultations/3/versions", "/desk/consultations/3/versions/2"},
	account.Approver: {"/desk", "/desk/consultations", "/desk/consultations/7", "/desk/consultations/2", "/desk/consultations/2/delay", "/desk/consultations/4/extend",
		"/desk/consultations/4/withdraw", "/desk/consultations/1/withdraw"},
	account.Adjudicator: {
		"/desk",
		"/desk/moderation",
		"/desk/moderation?after=999999",
		"/desk/consultations/5/comments",
		"/desk/consultations/3/comments",
		"/desk/consultations/4/comments?visibility=pending",
		"/desk/consultations/3/suggestions",
		"/desk/consultations/3/suggestions/history",
		"/desk/consultations/3/suggestions/decide?state=all",
		"/desk/consultations/3/suggestions/import",
		"/desk/consultations/3/results",
		"/desk/consultations/1/results",
		"/desk/consultations/1/results/clauses",
		"/desk/consultations/1/results/clauses?list=all&edit=2",
		"/desk/consultations/3/suggestions?state=all&view=table&clause=-1",
		"/desk/consultations/3/suggestions?n=999999",
		"/desk/opinions",
		"/desk/opinions?state=answered",
		"/desk/consultations/3/suggestions/groups",
		"/desk/consultations/3/suggestions/groups?view=themes",
		"/desk/consultations/3/suggestions/groups/1",
		"/desk/consultations/1/results/corrections",
		"/desk/consultations/1/results/corrections?line=1",
		"/desk/consultations/3/comments?standing=current",
	},
	account.Administrator: {"/desk", "/desk/staff", "/desk/staff/1", "/desk/staff/5", "/desk/staff/8/leave", "/desk/staff/9/leave", "/desk/me", "/desk/messages", "/desk/retention",
		"/desk/settings/kinds", "/desk/settings/kinds/normative_document", "/desk/settings/holidays", "/desk/settings/wording", "/desk/settings/reasons"},
	account.Auditor: {"/desk", "/desk/audit", "/desk/audit?kind=comment", "/desk/audit?action=unit.add&to=2020-01-01", "/desk/audit?id=12", "/desk/retention",
		"/desk/consultations/3", "/desk/consultations/3/comments", "/desk/consultations/3/suggestions?state=all", "/desk/consultations/3/results", "/desk/enterprises", "/desk/enterprises/2"},
	account.Clerk: {"/desk", "/desk/messages", "/desk/messages?state=uncertain", "/desk/enterprises", "/desk/enterprises?state=rejected", "/desk/enterprises/1", "/desk/enterprises/2", "/desk/townships",
		"/desk/consultations/4/intake", "/desk/consultations/3/intake", "/desk/consultations/4/intake/new", "/desk/consultations/4/intake/import"},
}

// inspect looks at pages as a person does who needs them to be accessible: axe
// finds nothing, nothing scrolls sideways, no string is missing.
func (s *stand) inspect(tab *browser.Tab, pages []string) {
	s.t.Helper()
	for _, page := range pages {
		tab.Go(s.url + page)
		tab.Axe()
		tab.FitsWidth()
		if text := tab.Text("body"); strings.Contains(text, "%!") {
			s.t.Errorf("%s shows a message with a missing value", page)
		}
	}
}

var windows = map[string]browser.Window{"390 px": browser.Phone, "1280 px": browser.Desk, "320 px": {Width: 320, Height: 700}}

func TestEveryPublicPageIsAccessible(t *testing.T) {
	s := newStand(t)
	for name, w := range windows {
		t.Run(name, func(t *testing.T) { s.inspect(s.open(w), publicPages) })
	}
}

func TestEveryDeskPageIsAccessible(t *testing.T) {
	s := newStand(t)
	for role, pages := range deskPages {
		t.Run(string(role), func(t *testing.T) {
			for _, w := range windows {
				tab := s.signInAt(role, w)
				s.inspect(tab, pages)
			}
		})
	}
}

func TestEveryPageOfAnAccountIsAccessible(t *testing.T) {
	s := newStand(t)
	for name, w := range windows {
		t.Run(name, func(t *testing.T) {
			tab := s.resident(w)
			s.inspect(tab, ownPages)
			tab.Go(s.url + "/account/comments")
			tab.Click(".own-rows a")
			tab.Axe()
			tab.FitsWidth()
		})
	}
}

// What is printed has the content and not the navigation.
func TestPagesForPaperPrint(t *testing.T) {
	s := newStand(t)
	tab := s.open(browser.Desk)
	for _, page := range []string{"/consultations/2026-0004", "/consultations/2026-0004/poster", "/consultations/2026-0001/results",
		"/consultations/2026-0001/results?view=clauses", "/consultations/2026-0001/results/2"} {
		tab.Go(s.url + page)
		if pdf := tab.Print(); len(pdf) < 10_000 || !strings.HasPrefix(string(pdf), "%PDF-") {
			t.Errorf("%s prints as %d bytes", page, len(pdf))
		}
		if shown := tab.InPrint("nav.main, nav.tabs, form.search, form.filter, .view-links, button"); shown != "" {
			t.Errorf("%s prints %s", page, shown)
		}
	}
}
