package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/consult"
)

// published is a form that says that a decision was published today.
func (s *site) published() url.Values {
	return url.Values{"kind": {string(consult.DecisionPublished)}, "on_day": {dayFrom(s.env.Now(), 0)}, "note": {"云政规〔2026〕7号"},
		"url": {"https://www.yunxi.example/7"}}
}

// ofProgress are the deeds about what became of a decision.
func ofProgress(s *site) []deed {
	at, _ := s.due(3)
	at += "/milestones"
	return []deed{
		{"/desk/consultations/:id/milestones", "milestone.note", account.Drafter, true, false, func(v *visitor) answer {
			return v.post(at, at, s.published())
		}},
		{"/desk/consultations/:id/milestones/:mid/withdraw", "milestone.withdraw", account.Drafter, false, false, func(v *visitor) answer {
			action, values := formOf(v.get(at).page().Find("li form"))
			values.Set("reason", "文号写错")
			return v.postRaw(action, values)
		}},
	}
}

func TestWhatBecameOfADecisionIsOnItsPage(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, drafter := s.visitor(), s.signedIn(account.Drafter)
	at, con := s.due(3)
	at += "/milestones"
	public := "/consultations/" + con.No
	if v.get(public).page().Find("#progress").Length() != 0 {
		t.Error("a timeline of nothing")
	}
	form := s.published()
	form.Set("url", "http://www.yunxi.example/7")
	form.Set("kind", string(consult.DecisionEffective))
	back := drafter.post(at, at, form).want(http.StatusUnprocessableEntity)
	back.holds(".error-summary", "https://").holds(".field:has(#kind) .field-error", "先记录公布").holds("#note", "云政规〔2026〕7号")
	if got := back.page().Find("#url").AttrOr("value", ""); got != "http://www.yunxi.example/7" {
		t.Errorf("the address came back as %q", got)
	}
	form.Set("on_day", "昨天")
	drafter.post(at, at, form).want(http.StatusUnprocessableEntity).holds(".field:has(#on_day) .field-error", "年-月-日")
	drafter.get(drafter.post(at, at, s.published()).seeOther()).holds("[role=status]", "已经记录").holds("#milestones ~ ol", "云政规〔2026〕7号")
	for _, tab := range []string{"", "/results"} {
		page := v.get(public+tab).holds("#progress", "云政规〔2026〕7号").holds("#progress b", "公布").page()
		if href := page.Find("#progress a").AttrOr("href", ""); href != "https://www.yunxi.example/7" {
			t.Errorf("%s leads to %q", tab, href)
		}
	}
	if feed := v.get("/feeds/consultations.atom").body; !strings.Contains(feed, "决策进展："+con.Title) {
		t.Error("the feed says nothing")
	}
	s.takenBack(drafter, at, public)
}

// takenBack withdraws the milestone, on the desk and in public.
func (s *site) takenBack(drafter *visitor, at, public string) {
	s.t.Helper()
	v := s.visitor()
	said := func() (list []any) {
		var api map[string]any
		if err := json.Unmarshal([]byte(v.get("/api/v1"+public).body), &api); err != nil {
			s.t.Fatal(err)
		}
		list, _ = api["milestones"].([]any)
		return list
	}
	if list := said(); len(list) != 1 || list[0].(map[string]any)["note"] != "云政规〔2026〕7号" {
		s.t.Errorf("the API says %v", list)
	}
	action, values := formOf(drafter.get(at).page().Find("li form"))
	back := drafter.postRaw(action, values).want(http.StatusUnprocessableEntity)
	back.holds("li .field-error", "填写原因")
	if _, open := back.page().Find("li details").Attr("open"); !open {
		s.t.Error("what was refused is folded away")
	}
	values.Set("reason", "文号写错")
	drafter.get(drafter.postRaw(action, values).seeOther()).holds("[role=status]", "已经撤下").holds("#milestones ~ ol", "文号写错")
	v.get(public).holds("#progress", "撤下").holds("#progress", "文号写错")
	if strings.Contains(v.get(public).page().Find("#progress").Text(), "云政规〔2026〕7号") || len(said()) != 0 {
		s.t.Error("what was withdrawn still stands")
	}
}

func TestMilestonesAreNotedByDraftersOnceTheCallIsOver(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	open, _ := s.callIn(consult.Open)
	drafter := s.signedIn(account.Drafter)
	drafter.get(open+"/milestones").want(http.StatusOK).holds("main", "征集截止以后")
	drafter.post(open, open+"/milestones", s.published()).want(http.StatusConflict).holds("#problem", "征集截止以后")
	late, _ := s.due(3)
	approver := s.signedIn(account.Approver)
	if approver.get(late+"/milestones").want(http.StatusOK).page().Find("main form").Length() != 0 {
		t.Error("an approver is offered a form")
	}
	approver.post(late, late+"/milestones", s.published()).want(http.StatusForbidden)
	approver.get(late).holds(".tabs", "决策进展")
}
