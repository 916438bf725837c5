package handlers_test

import (
	"net/http"
	"testing"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/repo"
	"nayan/repo/repotest"
)

// counting is the same site over a counter of statements.
func (s *site) counting() (*site, *repotest.Counter) {
	s.t.Helper()
	pool, counter := repotest.Counted(s.t, s.env.Repo.DB())
	env := *s.env
	env.Repo = repo.New(pool, false)
	env.App = &app.App{Repo: env.Repo, Keys: s.env.App.Keys, Now: s.env.App.Now, Passwords: s.env.App.Passwords}
	return &site{t: s.t, env: &env, web: handlers.New(&env), log: s.log}, counter
}

// However much a page shows, it takes a fixed number of statements.
func TestNoPageTakesMoreStatementsThanItsShare(t *testing.T) {
	t.Parallel()
	plain := newCounty(t)
	versioned, versionedAt := plain.versioned()
	s, counter := plain.counting()
	v, drafter, adjudicator := s.visitor(), s.signedIn(account.Drafter), s.signedIn(account.Adjudicator)
	auditor, everywhere := s.signedIn(account.Auditor), s.as(account.EveryUnit, account.Drafter)
	own := s.person("own@yunxi.example")
	receipt, _, _ := own.ownComment("2026-0004", nil)
	clerk, person, manager := s.signedIn(account.Clerk), s.person("a@example.org"), s.holder(s.firstMember())
	comment := itoa(s.partOf("comments", 3))
	administrator, approver := s.signedIn(account.Administrator), s.signedIn(account.Approver)
	follower, err := s.env.App.AddFollow(t.Context(), "follower@yunxi.example", "consultation:2026-0004")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []struct {
		by   *visitor
		path string
		most int64
	}{
		{v, "/", 7}, {v, "/consultations", 3}, {v, "/consultations?q=充电", 3},
		{v, "/consultations/2026-0004", 1}, {v, "/consultations/2026-0004/draft", 2}, {v, "/consultations/2026-0004/explanation", 1},
		{v, "/consultations/2026-0004/comments", 4}, {v, "/consultations/2026-0004/poster", 1},
		{v, "/consultations/2026-0001/results", 2}, {v, "/consultations/2026-0001/results?view=clauses", 3},
		{v, "/consultations/2026-0001/results?outcome=adopted", 2}, {v, "/consultations/2026-0001/results?q=一&clause=whole&identity=resident", 2},
		{v, "/consultations/2026-0001/results/1", 3}, {v, "/consultations/2026-0001/draft", 4},
		{v, "/consultations/2026-0001/results.csv", 5}, {v, "/consultations/2026-0001/results.docx", 6}, {adjudicator, "/desk/consultations/1/results/clauses", 7},
		{v, "/open-days", 2}, {v, "/open-days/2026-0001", 2}, {v, "/receipts", 0}, {v, "/privacy", 0},
		{v, "/api/v1/consultations", 2}, {v, "/api/v1/consultations/2026-0004/draft", 2}, {v, "/api/v1/consultations/2026-0001/results", 2},
		{v, "/consultations/" + versioned + "/draft", 3}, {v, "/consultations/" + versioned + "/draft?version=1", 3},
		{v, "/consultations/" + versioned + "/draft/compare?from=1&to=2", 5},
		{everywhere, versionedAt + "/versions", 7}, {everywhere, versionedAt + "/versions/3", 8},
		{drafter, "/desk", 7}, {drafter, "/desk/consultations", 4}, {drafter, "/desk/open-days", 4},
		{adjudicator, "/desk/consultations/3/comments", 8}, {adjudicator, "/desk/consultations/3/comments/" + comment, 8},
		{adjudicator, "/desk/moderation", 10}, {adjudicator, "/desk/consultations/3/suggestions", 12},
		{adjudicator, "/desk/consultations/3/suggestions?state=all&view=table&q=充电&clause=-1&channel=web&identity=resident&assignee=-1", 12},
		{adjudicator, "/desk/opinions", 4}, {adjudicator, "/desk", 12},
		{adjudicator, "/desk/consultations/3/suggestions/" + itoa(s.partOf("suggestions", 3)), 12}, {adjudicator, "/desk/consultations/3/suggestions/history", 5},
		{adjudicator, "/desk/consultations/3/suggestions/groups", 7}, {adjudicator, "/desk/consultations/3/suggestions/groups?view=themes", 6},
		{adjudicator, "/desk/consultations/3/suggestions/groups/1", 5},
		{adjudicator, "/desk/consultations/3/results", 9}, {adjudicator, "/desk/consultations/1/results", 8},
		{adjudicator, "/desk/consultations/1/results/corrections?line=1", 5}, {adjudicator, "/desk/consultations/3/comments?channel=web&standing=current", 8}, {drafter, "/desk/open-days/1/bookings", 5},
		{adjudicator, "/desk/consultations/3/suggestions/decide", 12}, {adjudicator, "/desk/consultations/3/suggestions/import", 5},
		{adjudicator, "/desk/consultations/3/suggestions.xlsx", 6}, {administrator, "/desk/settings/reasons", 4},
		{auditor, "/desk/audit", 4}, {auditor, "/desk/audit.csv", 7},
		{v, "/account/sign-in", 0}, {v, "/account/sign-in/password", 0}, {own, "/account", 3}, {own, "/account/comments", 2},
		{own, "/account/comments/" + receipt, 6}, {own, "/account/bookings", 2}, {own, "/account/inbox", 2}, {own, "/account/profile", 1},
		{own, "/account/security", 2}, {own, "/consultations/2026-0004", 1}, {own, "/consultations/2026-0004/comments", 6}, {manager, "/consultations/2026-0005/comments", 6}, {manager, "/consultations/2026-0005/draft", 5}, {own, "/open-days/2026-0001", 3},
		{clerk, "/desk", 9}, {clerk, "/desk/enterprises", 4}, {clerk, "/desk/enterprises/1", 6}, {clerk, "/desk/townships", 3},
		{person, "/account/enterprises", 2}, {person, "/account/enterprises/new", 2}, {manager, "/account/enterprises/1/consultations", 4}, {v, "/consultations/2026-0005", 1}, {manager, "/account/enterprises/1", 4},
		{clerk, "/desk/messages", 4}, {administrator, "/desk/messages", 5},
		{drafter, "/desk/me", 4}, {administrator, "/desk/staff", 3}, {administrator, "/desk/settings/wording", 3}, {administrator, "/desk/staff/1", 3}, {administrator, "/desk/staff/8/leave", 6},
		{v, "/follow", 1}, {v, "/follow?consultation=2026-0004", 2}, {own, "/follow?unit=1", 2}, {own, "/account/follows", 2},
		{v, "/feeds/consultations.atom", 1}, {v, "/feeds/consultations.atom?kind=plan&status=open", 1},
		{v, app.ManageFollowsPath(follower), 2}, {v, app.StopFollowsPath(follower, "2026-0004"), 2},
		{v, "/consultations/2026-0004/survey", 1}, {v, "/consultations/2026-0003/survey/results", 2}, {v, "/consultations/2026-0004/survey/results", 2},
		{own, "/consultations/2026-0004/survey", 5}, {v, "/consultations/2026-0003/survey/results.csv", 2},
		{drafter, "/desk/consultations/3/survey/preview", 4}, {adjudicator, "/desk/consultations/3/survey/results?question=5", 6},
		{adjudicator, "/desk/consultations/3/survey/answers.csv", 8},
		{clerk, "/desk/consultations/4/intake", 7}, {clerk, "/desk/consultations/4/intake/new", 5}, {clerk, "/desk/consultations/4/intake/import", 5},
		{v, "/consultations/2026-0002", 1}, {v, "/consultations/2026-0002/results", 1}, {v, "/api/v1/consultations/2026-0004", 1},
		{drafter, "/desk/consultations/new", 3}, {approver, "/desk/consultations/2", 7}, {approver, "/desk/consultations/2/delay", 3},
		{approver, "/desk/consultations/4/extend", 3}, {approver, "/desk/consultations/4/withdraw", 3},
		{drafter, "/desk/consultations/1/milestones", 5}, {auditor, "/desk/consultations/1/dossier.zip", 48}, {auditor, "/desk/consultations/1/dossier.zip?copy=public", 36}, {administrator, "/desk/settings/kinds", 3}, {administrator, "/desk/settings/kinds/plan", 3}, {administrator, "/desk/settings/holidays", 4},
		{auditor, "/desk/retention", 3}, {own, "/account/data", 3}, {own, "/account/data/erase", 3},
	} {
		got := counter.Of(func() { page.by.get(page.path).want(http.StatusOK) })
		if got > page.most {
			t.Errorf("%s takes %d statements, more than %d", page.path, got, page.most)
		}
	}
}
