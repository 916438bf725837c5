package handlers_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/consult"
)

// written is a form as a drafter fills it in.
func written() url.Values {
	return url.Values{"title": {"养犬情况问卷"}, "one_per": {"device"}, "action": {"save"},
		"questions.0.kind": {"single"}, "questions.0.title": {"您养犬吗"}, "questions.0.required": {"1"},
		"questions.0.options.0": {"养"}, "questions.0.options.1": {"不养"},
		"questions.1.kind": {"scale"}, "questions.1.title": {"是否满意"}, "questions.1.low": {"1"}, "questions.1.high": {"5"}}
}

func TestADrafterWritesASurveyByButtonsAlone(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafter := s.signedIn(account.Drafter)
	at := bare(drafter.post("/desk/consultations/new", "/desk/consultations", newConsultation(s.env.Now())))
	page := at + "/survey"
	drafter.get(at).holds("#survey", "问卷").holds("main", "编写问卷")
	press := func(form url.Values, action string) (answer, url.Values) {
		form.Set("action", action)
		got := drafter.post(page, page, form).want(http.StatusOK)
		return got, asTyped(got)
	}
	got, form := press(url.Values{"title": {"养犬情况问卷"}, "one_per": {"device"}}, "add.single")
	got.holds("[role=status]", "还没有保存")
	form.Set("questions.0.title", "您养犬吗")
	form.Set("questions.0.options.0", "养")
	form.Set("questions.0.options.1", "不养")
	_, form = press(form, "add.multiple")
	form.Set("questions.1.title", "在哪里遛犬")
	_, form = press(form, "option.add.1")
	for i, o := range []string{"公园", "小区", "河边"} {
		form.Set("questions.1.options."+itoa(int64(i)), o)
	}
	_, form = press(form, "option.up.1.2")
	if form.Get("questions.1.options.1") != "河边" {
		t.Errorf("the options are %v", form)
	}
	_, form = press(form, "up.1")
	got, form = press(form, "option.remove.0.2")
	if got.page().Find(".survey-question h2").First().Text() != "第 1 题（多选）" || form.Get("questions.0.options.1") != "河边" {
		t.Errorf("the first question is %v", form)
	}
	_, form = press(form, "add.text")
	_, form = press(form, "remove.2")
	if n := s.count(`SELECT count(*) FROM surveys WHERE consultation_id = (SELECT max(id) FROM consultations)`); n != 0 {
		t.Error("a button stored something")
	}
	form.Set("questions.1.title", "")
	form.Set("action", "save")
	rejected := drafter.post(page, page, form).want(http.StatusUnprocessableEntity)
	leadsToItsFields(rejected)
	if got := asTyped(rejected).Get("questions.0.title"); got != "在哪里遛犬" {
		t.Errorf("the rejected form holds %q", got)
	}
	form.Set("questions.1.title", "您养犬吗")
	drafter.post(page, page, form).leads(page + "?done=survey_saved")
	drafter.get(at).holds("#survey + *, .sheet", "在哪里遛犬").holds("main", "2题，约1分钟")
	drafter.get(page+"/preview").holds(".questions", "在哪里遛犬").holds(".note", "预览")
	if drafter.get(page+"/preview").page().Find(".questions[disabled]").Length() != 1 {
		t.Error("the preview can be filled in")
	}
}

// asTyped reads a form back as a browser would send it.
func asTyped(a answer) url.Values {
	a.t.Helper()
	out := url.Values{}
	for _, in := range a.page().Find("form#survey").Find("input, textarea, select").EachIter() {
		name, value := in.AttrOr("name", ""), in.AttrOr("value", "")
		kind := in.AttrOr("type", "")
		if _, on := in.Attr("checked"); (kind == "checkbox" || kind == "radio") && !on {
			continue
		}
		if in.Is("textarea") {
			value = in.Text()
		}
		out.Set(name, value)
	}
	out.Del("_csrf")
	return out
}

func TestReviewersSeeTheSurveyAndNobodyElseEditsIt(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafter, reviewer := s.signedIn(account.Drafter), s.signedIn(account.Reviewer)
	at := drafted(t, drafter)
	drafter.post(at+"/survey", at+"/survey", written()).want(http.StatusSeeOther)
	other := s.as(account.EveryUnit, account.Drafter)
	other.get(at + "/survey").want(http.StatusForbidden)
	drafter.step(at, consult.Submit, "").seeOther()
	reviewer.get(at).holds("main", "您养犬吗").holds("main", "每台设备一份")
	reviewer.get(at+"/survey/preview").holds(".questions", "是否满意")
	reviewer.get(at + "/survey").want(http.StatusForbidden)
	drafter.get(at + "/survey").want(http.StatusConflict)
	drafter.post("/desk/consultations/new", at+"/survey", written()).want(http.StatusConflict)
	drafter.post("/desk/consultations/new", at+"/survey/remove", url.Values{}).want(http.StatusConflict)
	reviewer.get(at + "/survey/results").want(http.StatusForbidden)
	s.signedIn(account.Adjudicator).get(at + "/survey/results").want(http.StatusNotFound) // not public yet
}

func TestStaffReadEveryFigureEveryWordAndExportThem(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	const at = "/desk/consultations/3/survey"
	for _, role := range []account.Role{account.Adjudicator, account.Auditor} {
		v := s.signedIn(role)
		v.get(at+"/results").holds(".lead", "58 份").holds(".bars", "其他")
		page := v.get(at + "/results?question=2").want(http.StatusOK)
		if n := page.page().Find("#texts .item").Length(); n != s.surveyTexts(t, 2) {
			t.Errorf("%d texts are listed", n)
		}
		page.holds("#texts", "社区服务站")
	}
	v := s.signedIn(account.Adjudicator)
	got := v.get(at + "/answers.csv").want(http.StatusOK)
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.body, "\ufeff"))).ReadAll()
	if err != nil || len(records) != 59 || len(records[0]) != 7 || !strings.HasPrefix(got.body, "\ufeff") {
		t.Fatalf("%d records: %v", len(records), err)
	}
	if !slices.ContainsFunc(records, func(r []string) bool { return strings.Contains(r[3], "其他：社区服务站") }) {
		t.Errorf("the words of 其他 are not in the export: %v", records[:3])
	}
	if n := s.count(`SELECT count(*) FROM audit_entries WHERE action = 'survey.export' AND object_id = '3'`); n != 1 {
		t.Errorf("%d exports are on record", n)
	}
	drafter := s.signedIn(account.Drafter)
	drafter.get(at + "/results").want(http.StatusForbidden)
	drafter.get(at + "/answers.csv").want(http.StatusForbidden)
}

func TestTheListOfWordsGoesOnFromWhereItWas(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	if _, err := s.env.Repo.DB().ExecContext(t.Context(), `WITH a AS (INSERT INTO survey_answers (consultation_id, received_at, choices, given)
		SELECT 3, now(), '[]', 1 FROM generate_series(1, 120) RETURNING id) INSERT INTO survey_texts SELECT 3, 5, id, 'w' || id FROM a`); err != nil {
		t.Fatal(err)
	}
	v, seen := s.signedIn(account.Adjudicator), map[string]bool{}
	for path := "/desk/consultations/3/survey/results?question=5"; path != ""; {
		page := v.get(path).want(http.StatusOK).page()
		for _, item := range page.Find("#texts .item .meta").EachIter() {
			if seen[item.Text()] {
				t.Errorf("%s is listed twice", item.Text())
			}
			seen[item.Text()] = true
		}
		path, _ = page.Find(`#texts a[rel=next]`).Attr("href")
		path, _, _ = strings.Cut(path, "#")
	}
	if len(seen) != s.surveyTexts(t, 5) || len(seen) < 120 {
		t.Errorf("%d texts of %d were seen", len(seen), s.surveyTexts(t, 5))
	}
}
