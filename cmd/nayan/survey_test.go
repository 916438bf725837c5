package main

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"nayan/internal/account"
	"nayan/internal/browser"
)

// A questionnaire from the drafter's buttons to what residents read of it: one
// resident has a script and a phone, the other neither.
func TestASurveyGoesFromTheDrafterToItsResults(t *testing.T) {
	s := newStand(t)
	s.writeSurvey()
	for name, w := range map[string]browser.Window{"phone": browser.Phone, "no script": {Width: 1280, Height: 900, NoScript: true}} {
		t.Run(name, func(*testing.T) { s.answerSurvey(w) })
	}
	s.pass(40 * 24 * time.Hour)
	tab := s.open(browser.Phone)
	tab.Go(s.url + "/consultations/2026-0004")
	tab.Click(".survey-link a")
	says(t, tab, "共收到答卷 38 份。")
	says(t, tab, "未单独公布")
	tab.Axe()
	tab.FitsWidth()
}

func TestEveryPageOfASurveyIsAccessible(t *testing.T) {
	s := newStand(t)
	for name, w := range windows {
		t.Run(name, func(*testing.T) {
			s.inspect(s.open(w), []string{"/consultations/2026-0004/survey", "/consultations/2026-0003/survey", "/consultations/2026-0003/survey/results",
				"/consultations/2026-0004/survey/results"})
			s.inspect(s.signInAt(account.Adjudicator, w), []string{"/desk/consultations/3/survey/results?question=2", "/desk/consultations/3/survey/preview"})
		})
	}
}

// writeSurvey adds a questionnaire to a call of the drafter's own, by its buttons.
func (s *stand) writeSurvey() {
	s.t.Helper()
	tab := s.signInAt(account.Drafter, browser.Window{Width: 1280, Height: 900, NoScript: true})
	page := s.draftedOnly(tab)
	tab.Go(s.url + page + "/survey")
	tab.Fill("#title", "公共自行车问卷")
	tab.Click(`button[value="add.single"]`)
	tab.Fill(`[id="questions.0.title"]`, "您常骑公共自行车吗")
	tab.Fill(`[id="questions.0.options.0"]`, "经常")
	tab.Fill(`[id="questions.0.options.1"]`, "经常")
	tab.Click(`button[value="add.scale"]`)
	tab.Click(`button[value="up.1"]`)
	tab.Fill(`[id="questions.0.title"]`, "您满意吗")
	tab.Click(`button[value="save"]:not(.visually-hidden)`)
	says(s.t, tab, "有 1 处需要修改")
	tab.FitsWidth()
	tab.Fill(`[id="questions.1.options.1"]`, "不骑")
	tab.Click(`button[value="save"]:not(.visually-hidden)`)
	says(s.t, tab, "问卷已保存")
	tab.Go(s.url + page + "/survey/preview")
	says(s.t, tab, "1. 您满意吗")
	tab.Go(s.url + page)
	says(s.t, tab, "您常骑公共自行车吗")
	for _, w := range []browser.Window{browser.Phone, browser.Desk} {
		s.inspect(s.signInAt(account.Drafter, w), []string{page, page + "/survey", page + "/survey/preview"})
	}
}

// draftedOnly fills in the form of a call and goes no further.
func (s *stand) draftedOnly(tab *browser.Tab) (page string) {
	s.t.Helper()
	tab.Go(s.url + "/desk/consultations/new")
	tab.Fill("#title", "关于公开征求《云溪县公共自行车管理办法（征求意见稿）》意见的公告")
	tab.Set("#kind", "other")
	tab.Fill("#contact", "县城市管理局 0000-5550188")
	today := s.env.Now()
	tab.Set("#opens_at", today.AddDate(0, 0, 1).Format("2006-01-02"))
	tab.Set("#closes_at", today.AddDate(0, 0, 30).Format("2006-01-02"))
	tab.Fill("#notice", "现向社会公开征求意见。")
	tab.Click("main form button[type=submit]")
	at, err := url.Parse(tab.URL())
	if err != nil {
		s.t.Fatal(err)
	}
	return at.Path
}

// answerSurvey fills in the open questionnaire: half, kept for later, refused once,
// and then sent.
func (s *stand) answerSurvey(w browser.Window) {
	s.t.Helper()
	tab := s.open(w)
	look := func() {
		if !w.NoScript { // axe is one
			tab.Axe()
		}
		tab.FitsWidth()
	}
	tab.Go(s.url + "/consultations/2026-0004/comments")
	tab.Click(".survey-link a")
	look()
	tab.Press("label:has(#q1-2)")
	tab.Fill("#q6", "希望多装插座")
	tab.Click(`button[value="draft"]`)
	says(s.t, tab, "草稿已保存")
	tab.Go(s.url + "/")
	tab.Go(s.url + "/consultations/2026-0004/survey")
	says(s.t, tab, "已填入您在")
	if got := browser.Eval[string](tab, `document.querySelector("#q6").value`); got != "希望多装插座" {
		s.t.Errorf("the draft comes back as %q", got)
	}
	tab.Press("label:has(#q5)")
	tab.Click(`form.survey .actions button:not([name])`)
	says(s.t, tab, "第 2 题必须作答")
	look()
	tab.Press("label:has(#q2-2)")
	tab.Press("label:has(#q5-3)")
	tab.Click(`form.survey .actions button:not([name])`)
	says(s.t, tab, "您的问卷已经提交")
	if got := tab.Text(".slip"); !strings.Contains(got, "4 题（共 6 题）") {
		s.t.Errorf("the slip says %q", got)
	}
	look()
	tab.Go(s.url + "/consultations/2026-0004/survey")
	says(s.t, tab, "您已经提交过这份问卷")
	look()
}
