package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/message"
	"nayan/internal/survey"
)

// openSurvey is the sample questionnaire that is open.
const openSurvey = "/consultations/2026-0004/survey"

// closedSurvey is the one that is closed.
const closedSurvey = "/consultations/2026-0003/survey"

// surveyRule makes the open questionnaire take one answer of something else: what
// keeps a released survey as it is, is off for a moment.
func (s *site) surveyRule(rule survey.OnePer) {
	s.t.Helper()
	for _, statement := range []string{`ALTER TABLE surveys DISABLE TRIGGER surveys_immutable`,
		`UPDATE surveys SET one_per = '` + string(rule) + `' WHERE consultation_id = 4`, `ALTER TABLE surveys ENABLE TRIGGER surveys_immutable`} {
		if _, err := s.env.Repo.DB().ExecContext(s.t.Context(), statement); err != nil {
			s.t.Fatal(err)
		}
	}
}

// filled answers the open questionnaire.
func filled() url.Values {
	return url.Values{"q1": {"2"}, "q2": {"1", "4"}, "q3": {"3"}, "q5": {"1", "2"}, "q6": {"希望多装插座"}}
}

// fill adds what the form carries unseen, as a browser does.
func (v *visitor) fill(form url.Values, action string) url.Values {
	v.t.Helper()
	_, hidden := formOf(v.get(openSurvey).want(http.StatusOK).page().Find("form.survey"))
	for name, values := range form {
		hidden[name] = values
	}
	if action != "" {
		hidden.Set("action", action)
	}
	return hidden
}

func (s *site) surveyAnswers() int {
	return s.count(`SELECT count(*) FROM survey_answers WHERE consultation_id = 4`)
}

func TestASurveyIsReachedFilledInAndAcknowledged(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, before := s.visitor(), s.surveyAnswers()
	for _, tab := range []string{"/consultations/2026-0004", "/consultations/2026-0004/comments"} {
		v.get(tab).holds(`a[href="`+openSurvey+`"]`, "参与问卷（6题，约2分钟）")
	}
	if n := v.get("/consultations/2026-0005").page().Find(`a[href*="survey"]`).Length(); n != 0 {
		t.Error("a consultation without a survey leads to one")
	}
	form := v.fill(filled(), "")
	done := v.postRaw(openSurvey, form).want(http.StatusCreated).holds(".slip", "5 题（共 6 题）").holds("h1", "已经提交")
	if got := s.surveyAnswers(); got != before+1 {
		t.Fatalf("%d answers were kept", got-before)
	}
	again := v.postRaw(openSurvey, form).want(http.StatusCreated)
	if at := func(a answer) string { return a.page().Find(".slip dd").First().Text() }; at(done) != at(again) || s.surveyAnswers() != before+1 {
		t.Error("a double click is not one answer")
	}
	form.Set("q1", "1")
	v.postRaw(openSurvey, form).want(http.StatusConflict).holds(".error-summary", "提交过")
	v.get(openSurvey).holds("h2", "您已经提交过这份问卷")
	if s.surveyAnswers() != before+1 {
		t.Error("a refused answer was kept")
	}
	v.get("/consultations/2026-0005/survey").want(http.StatusNotFound)
	v.get("/consultations/1999-0001/survey").want(http.StatusNotFound)
}

func TestARejectedSurveyKeepsEverything(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.visitor()
	form := v.fill(url.Values{"q1": {"4"}, "q2": {"1", "2", "3", "4"}, "q2_other": {"门口"}, "q3": {"5"}, "q5": {"3"}, "q6": {strings.Repeat("长", 301)}}, "")
	a := v.postRaw(openSurvey, form).want(http.StatusUnprocessableEntity)
	leadsToItsFields(a)
	page := a.page()
	for _, id := range []string{"q1-4", "q2", "q2-2", "q2-3", "q2-4", "q3-5", "q5-3"} {
		if _, on := page.Find("#" + id).Attr("checked"); !on {
			t.Errorf("%s came back unticked", id)
		}
	}
	if got, _ := page.Find("#q2_other").Attr("value"); got != "门口" {
		t.Errorf("the other came back as %q", got)
	}
	if got := page.Find("textarea#q6").Text(); got != strings.Repeat("长", 301) {
		t.Errorf("the text came back as %q", got)
	}
	for _, field := range []string{"#q1_other", "#q5", "#q6"} {
		if page.Find(".invalid:has("+field+")").Length() == 0 {
			t.Errorf("%s has no message beside it", field)
		}
	}
	if key, _ := page.Find("form.survey input[name=idempotency_key]").Attr("value"); key != form.Get("idempotency_key") {
		t.Error("the form came back under another key")
	}
	stale := v.postRaw(openSurvey, url.Values{"_csrf": {"old"}, "q6": {"写了很久"}}).want(http.StatusForbidden)
	if got := stale.page().Find("#q6").Text(); got != "写了很久" {
		t.Errorf("a stale form came back with %q", got)
	}
	nonsense := url.Values{"q1": {"x"}, "q3": {"99"}, "q5": {"-1", "1e9"}}
	v.postRaw(openSurvey, v.fill(nonsense, "")).want(http.StatusUnprocessableEntity)
}

func TestASurveyFromOneAddressWaitsAndKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) { e.Limits.Comment = once })
	v, other := s.visitor(), s.visitor()
	v.postRaw(openSurvey, v.fill(filled(), "")).want(http.StatusCreated)
	a := other.postRaw(openSurvey, other.fill(filled(), "")).want(http.StatusTooManyRequests)
	if a.header.Get("Retry-After") == "" || a.page().Find("#q6").Text() != "希望多装插座" {
		t.Error("who has to wait loses what was typed, or is not told how long")
	}
}

func TestADraftOutlivesTheBrowserAndGoesOnceSent(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.visitor()
	half := url.Values{"q1": {"3"}, "q2_other": {"门口"}, "q6": {"写到一半"}} // would be refused
	v.postRaw(openSurvey, v.fill(half, "draft")).leads(openSurvey + "?done=draft")
	v.get(openSurvey+"?done=draft").holds("[role=status]", "草稿已保存")
	later := s.visitor()
	later.cookies["nayan_survey"] = v.cookies["nayan_survey"] // what outlives a closed browser
	page := later.get(openSurvey).holds(".note", "草稿").page()
	if got := page.Find("#q6").Text(); got != "写到一半" {
		t.Errorf("the draft is restored with %q", got)
	}
	if _, on := page.Find("#q1-3").Attr("checked"); !on {
		t.Error("the choice is not restored")
	}
	if got := s.visitor().get(openSurvey).page().Find("#q6").Text(); got != "" {
		t.Errorf("another browser reads %q", got)
	}
	later.postRaw(openSurvey, later.fill(filled(), "")).want(http.StatusCreated)
	if n := s.count(`SELECT count(*) FROM survey_drafts`); n != 0 {
		t.Errorf("%d drafts are left", n)
	}
	if s.visitor().get(openSurvey+"?done=draft").page().Find("[role=status]").Length() != 0 {
		t.Error("a draft is said to be saved that is not")
	}
}

func TestASurveyOfAccountsAsksForTheSignInAndLosesNothing(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) { e.App.Gateways = message.Gateways{Email: true} })
	s.surveyRule(survey.Account)
	v := s.visitor()
	v.get(openSurvey).holds("form.survey", "下一步：登录")
	v.postRaw(openSurvey, v.fill(url.Values{}, "")).want(http.StatusUnprocessableEntity)
	door := v.postRaw(openSurvey, v.fill(filled(), "")).seeOther()
	if door != "/account/sign-in?next="+url.QueryEscape(openSurvey+"?back=1") {
		t.Fatalf("the form leads to %s", door)
	}
	next, _ := v.get(door).page().Find("form[action='/account/sign-in'] input[name=next]").Attr("value")
	v.post(door, "/account/sign-in", url.Values{"contact": {"zhu@example.org"}, "consent": {"1"}, "next": {next}}).want(http.StatusSeeOther)
	v.post("/account/code", "/account/code", url.Values{"code": {s.sentCode()}, "next": {next}}).leads(openSurvey + "?back=1")
	page := v.get(openSurvey+"?back=1").holds(".note", "您填写的内容都在").page()
	if got := page.Find("#q6").Text(); got != "希望多装插座" {
		t.Errorf("after signing in the form holds %q", got)
	}
	v.postRaw(openSurvey, v.fill(filled(), "")).want(http.StatusCreated)
	v.get(openSurvey).holds("h2", "您已经提交过这份问卷")
	other := s.visitor()
	other.cookies["nayan_account"] = v.cookies["nayan_account"]
	other.get(openSurvey).holds("h2", "您已经提交过这份问卷")
	for _, next := range []string{"//evil.example", "/consultations/2026-0004/survey//evil", "/consultations/x/survey", "/consultations/2026-0004/survey?back=1&x=//e"} {
		got, _ := v.get("/account/sign-in?again=1&next=" + url.QueryEscape(next)).page().Find("input[name=next]").Attr("value")
		if got != "/account" {
			t.Errorf("%s leads to %q after the sign-in", next, got)
		}
	}
}

func TestASurveyOfPhonesSendsACodeAndKeepsNoNumber(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) { e.App.Gateways = message.Gateways{SMS: true} })
	s.surveyRule(survey.Phone)
	v, before := s.visitor(), s.surveyAnswers()
	v.get(openSurvey + "/phone").leads(openSurvey)
	phone := v.postRaw(openSurvey, v.fill(filled(), "")).seeOther()
	v.get(phone).holds("h1", "验证手机号").holds("main", "个人信息处理说明")
	v.post(phone, phone, url.Values{"contact": {"zhu@example.org"}}).want(http.StatusUnprocessableEntity).holds(".field-error", "手机号")
	v.post(phone, phone, url.Values{"contact": {"139 8765 0009"}}).leads(openSurvey + "/code")
	code := s.sentCode()
	v.post(openSurvey+"/code", openSurvey+"/code", url.Values{"code": {wrong(code)}}).want(http.StatusUnprocessableEntity)
	v.post(openSurvey+"/code", openSurvey+"/code", url.Values{"code": {code}}).want(http.StatusCreated).holds(".slip", "5 题")
	token, _ := v.get("/receipts").page().Find("input[name=_csrf]").Attr("value")
	v.postRaw(openSurvey+"/code", url.Values{"_csrf": {token}, "code": {code}}).want(http.StatusCreated) // a second click
	if got := s.surveyAnswers(); got != before+1 {
		t.Errorf("%d answers were kept", got-before)
	}
	for _, table := range s.tables() {
		if strings.Contains(s.dump(table), "13987650009") {
			t.Errorf("%s holds the number", table)
		}
	}
	again := s.visitor()
	again.postRaw(openSurvey, again.fill(filled(), "")).seeOther()
	again.post(phone, phone, url.Values{"contact": {"13987650009"}}).want(http.StatusSeeOther)
	refused := again.post(openSurvey+"/code", openSurvey+"/code", url.Values{"code": {s.sentCode()}}).want(http.StatusConflict).holds(".error-summary", "提交过")
	if got := refused.page().Find("#q6").Text(); got != "希望多装插座" {
		t.Errorf("the refused form holds %q", got)
	}
}

func TestManyVisitorsAtOnceAreEachCountedOnce(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	before := s.surveyAnswers()
	v := s.visitor()
	form := v.fill(filled(), "")
	var created, refused atomic.Int64
	var all sync.WaitGroup
	for i := range 12 {
		twin := s.visitor()
		for name, value := range v.cookies {
			twin.cookies[name] = value
		}
		mine := url.Values{}
		for name, values := range form {
			mine[name] = values
		}
		if i%2 == 1 {
			mine.Set("q1", "1")
		}
		all.Go(func() {
			switch a := twin.postRaw(openSurvey, mine); a.status {
			case http.StatusCreated:
				created.Add(1)
			case http.StatusConflict:
				refused.Add(1)
			default:
				t.Errorf("status %d", a.status)
			}
		})
	}
	all.Wait()
	if s.surveyAnswers() != before+1 || created.Load() != 6 || refused.Load() != 6 {
		t.Errorf("%d kept, %d acknowledged, %d refused", s.surveyAnswers()-before, created.Load(), refused.Load())
	}
}

func TestASurveyMetByTheClosingGivesTheWordsBack(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	con, err := s.env.Repo.ConsultationByNo(t.Context(), "2026-0004")
	if err != nil {
		t.Fatal(err)
	}
	moved := *s.env
	moved.App, moved.Now = s.env.App.At(con.ClosesAt), func() time.Time { return con.ClosesAt }
	late := (&site{t: t, env: &moved, web: handlers.New(&moved), log: s.log}).visitor()
	a := late.post("/receipts", openSurvey, filled()).want(http.StatusGone).holds(".error-summary", "23:59:59")
	if got := a.page().Find("blockquote").Text(); got != "希望多装插座" {
		t.Errorf("the words came back as %q", got)
	}
	late.get(openSurvey).want(http.StatusOK).holds(".note", "不再接收")
	if got := s.surveyAnswers(); got != 36 {
		t.Errorf("%d answers", got)
	}
}

func TestResultsShowNoSmallCountAndNoWords(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.visitor()
	page := v.get(closedSurvey+"/results").want(http.StatusOK).holds(".lead", "58 份").holds(".bars", "未单独公布").holds("main", "占作答人数")
	csv := v.get(closedSurvey + "/results.csv").want(http.StatusOK)
	if !strings.HasPrefix(csv.body, "\ufeff题号,") || !strings.HasPrefix(csv.header.Get("Content-Type"), "text/csv") {
		t.Errorf("the table begins with %.40q as %s", csv.body, csv.header.Get("Content-Type"))
	}
	for _, place := range []answer{page, csv} {
		for _, words := range []string{"社区服务站", "修门禁", "没有公开过。", "问了两年"} {
			if strings.Contains(place.body, words) {
				t.Errorf("%q is public", words)
			}
		}
	}
	for _, cell := range page.page().Find(".bars tr:not(.rest) td.num:nth-child(2)").EachIter() {
		if n := cell.Text(); len(n) == 1 && n >= "1" && n <= "4" {
			t.Errorf("a count of %s is public", n)
		}
	}
	// While open: as of the last ten answers, since the consultation shows what comes in.
	v.get(openSurvey+"/results").want(http.StatusOK).holds(".lead", "30 份").holds("main", "每新增 10 份")
	s.quiet("2026-0004")
	v.get(openSurvey+"/results").want(http.StatusOK).holds(".empty", "还没有公布")
	v.get(openSurvey + "/results.csv").want(http.StatusNotFound)
	if v.get("/consultations/2026-0004").page().Find(`a[href$="survey/results"]`).Length() != 0 {
		t.Error("results that are not shown are led to")
	}
}

// quiet makes a consultation show nothing of what comes in until it closes.
func (s *site) quiet(no string) {
	s.t.Helper()
	if _, err := s.env.Repo.DB().ExecContext(s.t.Context(), `UPDATE consultations SET publish_while_open = false WHERE no = $1`, no); err != nil {
		s.t.Fatal(err)
	}
}

func TestFewAnswersAreNotDetailedInPublic(t *testing.T) {
	t.Parallel()
	s, k := newPlace(t)
	at := s.newSurvey(k, survey.Survey{Title: "小问卷", OnePer: survey.Device, Questions: []survey.Question{
		{Kind: survey.Single, Title: "=cmd", Required: true, Options: []string{"+1", "-2"}}}})
	for i := range 9 {
		s.reply(at, i, 1)
	}
	k.pass(40 * 24 * time.Hour)
	v := s.visitor()
	v.get("/consultations/"+at+"/survey/results").holds(".empty", "答卷不足10份，暂不公布明细")
	if csv := v.get("/consultations/" + at + "/survey/results.csv"); strings.Contains(csv.body, ",9,") {
		t.Error("the table tells how many")
	}
	k.pass(-40 * 24 * time.Hour)
	s.reply(at, 9, 1)
	k.pass(40 * 24 * time.Hour)
	v.get("/consultations/"+at+"/survey/results").holds(".bars", "10")
	if csv := v.get("/consultations/" + at + "/survey/results.csv").body; !strings.Contains(csv, ",'=cmd,") || !strings.Contains(csv, ",'+1,10,100.0%,10,") {
		t.Errorf("a spreadsheet takes cells for formulas: %s", csv)
	}
}

// reply answers the survey of a call from a browser of its own.
func (s *site) reply(no string, device, choice int) {
	s.t.Helper()
	_, err := s.env.App.SubmitSurvey(s.t.Context(), app.SurveyInput{ConsultationNo: no, Answers: survey.Answers{{Choices: []int{choice}}},
		By: app.Respondent{Device: itoa(int64(device))}})
	if err != nil {
		s.t.Fatal(err)
	}
}

func TestASurveyThatHasNotBegunSaysWhen(t *testing.T) {
	t.Parallel()
	s, k := newPlace(t)
	at := s.newSurvey(k, survey.Survey{Title: "小问卷", OnePer: survey.Device, Questions: []survey.Question{{Kind: survey.Text, Title: "说说", MaxRunes: 10}}})
	k.pass(-25 * time.Hour)
	v := s.visitor()
	v.get("/consultations/"+at+"/survey").want(http.StatusOK).holds(".note", "开放")
	v.post("/receipts", "/consultations/"+at+"/survey", url.Values{"q1": {"早了"}}).want(http.StatusGone).holds("blockquote", "早了")
	if phase := s.phase(at); phase != consult.Scheduled {
		t.Fatalf("the call is %s", phase)
	}
}

func (s *site) phase(no string) consult.Phase {
	s.t.Helper()
	con, err := s.env.Repo.ConsultationByNo(s.t.Context(), no)
	if err != nil {
		s.t.Fatal(err)
	}
	return con.PhaseAt(s.env.Now())
}
