package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/internal/workday"
)

func TestAShortPeriodIsTakenWithAReasonThatStandsOnTheNotice(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafter, reviewer, approver := s.signedIn(account.Drafter), s.signedIn(account.Reviewer), s.signedIn(account.Approver)
	form := newConsultation(s.env.Now())
	form.Set("closes_at", dayFrom(s.env.Now(), 10))
	form.Set("results_days", "12")
	back := drafter.post("/desk/consultations/new", "/desk/consultations", form).want(http.StatusUnprocessableEntity)
	back.holds(".field:has(#closes_at) .field-error", "不少于 30 日").holds(".field:has(#closes_at) .field-error", "《重大行政决策程序暂行条例》第十五条")
	if back.page().Find("#short_reason").Length() != 1 || back.page().Find("#results_days").AttrOr("value", "") != "12" {
		t.Error("the reason is not asked for, or what was typed is gone")
	}
	if drafter.get("/desk/consultations/new").page().Find("#short_reason").Length() != 0 {
		t.Error("the reason is asked for before it is needed")
	}
	form.Set("short_reason", "汛期将至，需要尽快实施。")
	form.Set("contact", "")
	back = drafter.post("/desk/consultations/new", "/desk/consultations", form).want(http.StatusUnprocessableEntity)
	back.holds("#short_reason", "汛期将至")
	form.Set("contact", "法规股")
	at := bare(drafter.post("/desk/consultations/new", "/desk/consultations", form))
	drafter.postRaw(at+"/draft/confirm", hiddenFields(drafter.upload(at+"/draft", at+"/draft", "办法.docx", sampleDraft(t)))).seeOther()
	drafter.post(at, at+"/legality", lawful()).seeOther()
	drafter.get(at+"/edit").holds("#short_reason", "汛期将至")
	drafter.step(at, consult.Submit, "").seeOther()
	reviewer.get(at).holds(".texts", "汛期将至")
	reviewer.step(at, consult.ReviewPass, "").seeOther()
	approver.step(at, consult.Approve, "").seeOther()
	approver.step(at, consult.Release, "").seeOther()
	public := approver.get(at).page().Find(".states a").AttrOr("href", "")
	notice := s.visitor().get(public).want(http.StatusOK)
	notice.holds("section:has(#short-reason)", "汛期将至").holds(".facts", "不少于 30 日").holds(".facts", "《重大行政决策程序暂行条例》第十五条")
	notice.holds(".facts", "截止后 12 个工作日内")
}

func TestANumberOfDaysThatIsNoneIsRefusedBesideItsField(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafter := s.signedIn(account.Drafter)
	for _, typed := range []string{"0", "x", "999", "-3"} {
		form := newConsultation(s.env.Now())
		form.Set("results_days", typed)
		back := drafter.post("/desk/consultations/new", "/desk/consultations", form).want(http.StatusUnprocessableEntity)
		back.holds(".field:has(#results_days) .field-error", "1 到 250")
		if got := back.page().Find("#results_days").AttrOr("value", ""); got != typed {
			t.Errorf("%q came back as %q", typed, got)
		}
	}
}

func TestAnExtensionShowsAtOnceWithItsReasonAndItsHistory(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	approver := s.signedIn(account.Approver)
	at, con := s.callIn(consult.Open)
	form := url.Values{"closes_at": {con.LastDay().String()}, "reason": {"群众希望多看几天"}}
	back := approver.post(at+"/extend", at+"/extend", form).want(http.StatusUnprocessableEntity)
	back.holds(".error-summary", "只能延长").holds(".field:has(#closes_at) .field-error", "应当晚于").holds("#reason", "群众希望多看几天")
	if got := back.page().Find("#closes_at").AttrOr("value", ""); got != con.LastDay().String() {
		t.Errorf("the day came back as %q", got)
	}
	form.Set("closes_at", "明天")
	approver.post(at+"/extend", at+"/extend", form).want(http.StatusUnprocessableEntity).holds(".field:has(#closes_at) .field-error", "年-月-日")
	later := con.LastDay() + 10
	form.Set("closes_at", later.String())
	done := approver.get(approver.post(at+"/extend", at+"/extend", form).seeOther()).want(http.StatusOK)
	done.holds("[role=status]", "已延长").holds("section:has(#changes)", "群众希望多看几天")
	v := s.visitor()
	notice := v.get("/consultations/" + con.No).want(http.StatusOK)
	notice.holds(".facts", i18n.Date(t.Context(), later.In(i18n.Zone))).holds("#changes", "群众希望多看几天")
	notice.holds("#changes", "由"+i18n.Date(t.Context(), con.LastSecond())+"延长到"+i18n.Date(t.Context(), later.In(i18n.Zone)))
}

func TestAWithdrawalIsToldEverywhereAndEndsTheCall(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	approver, own := s.signedIn(account.Approver), s.person("own@yunxi.example")
	at, con := s.callIn(consult.Open)
	receipt, _, _ := own.ownComment(con.No, nil)
	approver.post(at+"/withdraw", at+"/withdraw", url.Values{"reason": {" "}}).want(http.StatusUnprocessableEntity).
		holds(".field:has(#reason) .field-error", "填写原因")
	approver.get(approver.post(at+"/withdraw", at+"/withdraw", url.Values{"reason": {"上位法即将修订"}}).seeOther()).holds("[role=status]", "已撤回")

	v := s.visitor()
	v.get("/consultations/"+con.No).holds(".masthead .pill", "已撤回").holds(".masthead .note", "上位法即将修订").holds("#changes", "撤回意见征集")
	for tab, words := range map[string]string{"/draft": "变更记录", "/comments": "变更记录", "/explanation": "变更记录", "/results": "上位法即将修订"} {
		v.get("/consultations/"+con.No+tab).want(http.StatusOK).holds(".masthead .note", "撤回").holds(".masthead .note", words)
	}
	if v.get("/consultations/"+con.No+"/comments").page().Find("form.form").Length() != 0 {
		t.Error("a form for what is taken no more")
	}
	var api map[string]any
	if err := json.Unmarshal([]byte(v.get("/api/v1/consultations/"+con.No).body), &api); err != nil || api["status"] != "withdrawn" || api["withdrawn_at"] == nil {
		t.Errorf("the API says %v: %v", api["status"], err)
	}
	if got := v.json(http.MethodPost, "/api/v1/consultations/"+con.No+"/comments", `{"points":[{"body":"迟了"}]}`); got.status != http.StatusGone {
		t.Errorf("a comment on it: status %d", got.status)
	}
	own.get("/account/comments").holds(".own-rows", "已撤回")
	own.get("/account/comments/"+receipt).holds(".status", "不再答复")
	if strings.Contains(v.get("/").body, con.Title) {
		t.Error("the front page still calls for opinions")
	}
	rows := v.get("/consultations").page().Find(".rows li")
	if last := rows.Last().Text(); !strings.Contains(last, con.Title) || !strings.Contains(last, "已撤回") {
		t.Errorf("the list ends with %q", last)
	}
	adjudicator := s.signedIn(account.Adjudicator)
	adjudicator.get(at+"/results").holds("main", "已于")
	adjudicator.post(at, at+"/results", url.Values{}).want(http.StatusConflict)
	approver.get(at+"/withdraw").want(http.StatusConflict).holds("#problem", "撤回")
	approver.get(at + "/extend").want(http.StatusConflict)
	if approver.get(at+"/withdraw").page().Find("main form.form").Length() != 0 {
		t.Error("a form that can only be refused")
	}
}

func TestLateResultsSaySoThemselvesAndComeFirstOnTheDesk(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	s.exec(`UPDATE consultations SET results_due_on = NULL, results_due_awaits = 2027`)
	at, con := s.due(4)
	v, approver, adjudicator := s.visitor(), s.signedIn(account.Approver), s.signedIn(account.Adjudicator)
	public := "/consultations/" + con.No
	v.get(public).holds(".masthead .note.red", "已超过 4 天").holds(".masthead .note.red", con.UnitName)
	for _, who := range []*visitor{approver, adjudicator} {
		if first := who.get("/desk").page().Find(".work").First(); !strings.Contains(first.Text(), con.Title) || first.Find(".late").Text() != "已超期 4 天" {
			t.Errorf("the desk begins with %q", first.Text())
		}
		first := who.get("/desk/consultations").page().Find("tbody tr").First()
		if !strings.Contains(first.Text(), con.Title) || first.Find(".tag.red").Text() != "已超期 4 天" {
			t.Errorf("the list begins with %q", first.Text())
		}
	}
	form := url.Values{"results_on": {dayFrom(s.env.Now(), 0)}, "reason": {"意见较多，正在论证"}}
	approver.post(at+"/delay", at+"/delay", form).want(http.StatusUnprocessableEntity).
		holds(".field:has(#results_on) .field-error", "应当晚于").holds("#reason", "正在论证")
	form.Set("results_on", dayFrom(s.env.Now(), 10))
	approver.post(at+"/delay", at+"/delay", form).seeOther()
	v.get(public).holds(".masthead .note.amber", "正在论证").holds("#changes", "延期到").holds(".facts", i18n.Date(t.Context(), s.env.Now().AddDate(0, 0, 10)))
	v.get(public+"/results").holds(".masthead .note.amber", "正在论证")
	v.get(public+"/draft").holds(".masthead .note.amber", "现延期到")
	if first := approver.get("/desk/consultations").page().Find("tbody tr").First(); !strings.Contains(first.Text(), con.Title) || !strings.Contains(first.Text(), "已延期到") {
		t.Errorf("with its delay told the list begins with %q", first.Text())
	}
	form.Set("results_on", dayFrom(s.env.Now(), 20))
	approver.post(at+"/delay", at+"/delay", form).seeOther() // once more
	if n := v.get(public).page().Find("#changes li").Length(); n < 2 {
		t.Errorf("%d changes are on record", n)
	}
	var api map[string]any
	if err := json.Unmarshal([]byte(v.get("/api/v1"+public).body), &api); err != nil || api["results_due_on"] != dayFrom(s.env.Now(), 20) {
		t.Errorf("the API promises %v: %v", api["results_due_on"], err)
	}
}

func TestAnAdministratorChangesWhatHoldsForAKind(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, drafter := s.signedIn(account.Administrator), s.signedIn(account.Drafter)
	v.get("/desk").holds("nav", "业务设置")
	v.get("/desk/settings/kinds").holds("tbody tr:nth-child(2)", "已停用").holds("tbody tr:nth-child(4)", "不少于 7 个工作日")
	if drafter.get("/desk/consultations/new").page().Find(`#kind option[value="rule"]`).Length() != 0 {
		t.Error("a county is offered to make rules")
	}
	form := newConsultation(s.env.Now())
	form.Set("kind", "rule")
	drafter.post("/desk/consultations/new", "/desk/consultations", form).want(http.StatusUnprocessableEntity).holds(".field:has(#kind) .field-error", "没有启用")

	const page = "/desk/settings/kinds/rule"
	set := url.Values{"enabled": {"1"}, "minimum": {"40"}, "minimum_in": {"calendar_days"}, "source": {""}, "results_days": {"x"}}
	back := v.post(page, page, set).want(http.StatusUnprocessableEntity)
	back.holds(".field:has(#source) .field-error", "依据").holds(".field:has(#results_days) .field-error", "250")
	for name, want := range map[string]string{"minimum": "40", "results_days": "x"} {
		if got := back.page().Find("#"+name).AttrOr("value", ""); got != want {
			t.Errorf("%s came back as %q", name, got)
		}
	}
	set.Set("source", "《规章制定程序条例》第十五条")
	set.Set("results_days", "30")
	v.get(v.post(page, page, set).seeOther()).holds("[role=status]", "已保存").holds("tbody tr:nth-child(2)", "不少于 40 日")
	drafter.get("/desk/consultations/new").holds(".note", "规章：不少于 40 日（《规章制定程序条例》第十五条）")
	form.Set("closes_at", dayFrom(s.env.Now(), 35))
	drafter.post("/desk/consultations/new", "/desk/consultations", form).want(http.StatusUnprocessableEntity).holds(".field:has(#closes_at) .field-error", "不少于 40 日")
	if s.visitor().get("/consultations").page().Find(`#kind option[value="rule"]`).Length() != 1 {
		t.Error("the public list cannot be narrowed to what is switched on")
	}
	v.get("/desk/settings/kinds/none").want(http.StatusNotFound)
	v.postRaw("/desk/settings/kinds/none", url.Values{"_csrf": {v.get(page).page().Find("input[name=_csrf]").AttrOr("value", "")}}).want(http.StatusNotFound)
	of := s.as(housing, account.Administrator)
	if of.get("/desk/settings/kinds").want(http.StatusOK).page().Find("tbody a").Length() != 0 {
		t.Error("who administers one unit is offered what they cannot change")
	}
}

// fixed stops the site's clock in the days before the notice for 2027.
func fixed(e *handlers.Env) {
	now := time.Date(2026, 11, 27, 10, 0, 0, 0, i18n.Zone)
	e.Now = func() time.Time { return now }
	e.App.Now = e.Now
}

func TestWhatAwaitsTheNextYearSaysSoUntilItIsImported(t *testing.T) {
	t.Parallel()
	s := newCounty(t, fixed)
	v, drafter, administrator := s.visitor(), s.signedIn(account.Drafter), s.signedIn(account.Administrator)
	form := newConsultation(s.env.Now())
	form.Set("opens_at", "2026-12-03")
	form.Set("closes_at", "2027-01-02") // long enough only if no day of it is off
	at := bare(drafter.post("/desk/consultations/new", "/desk/consultations", form))
	drafter.get(at).holds(".texts .note", "待2027年放假安排").holds(".facts", "待2027年放假安排公布后核对")
	drafter.get(at+"/edit").holds(".note.amber", "2027年")

	_, con := s.callIn(consult.Open)
	s.exec(`UPDATE consultations SET results_due_on = NULL, results_due_awaits = 2027 WHERE id = $1`, con.ID)
	public := "/consultations/" + con.No
	v.get(public).holds(".facts", "待2027年放假安排公布后确定").holds(".steps", "待2027年放假安排公布后确定")

	const page = "/desk/settings/holidays"
	administrator.get(page).holds(".hint", "还缺2027年").holds("tbody tr:first-child", "2026")
	administrator.upload(page, page, "2027.json", []byte(`{"year": 2027, "papers": [], "days": []}`)).want(http.StatusUnprocessableEntity).
		holds(".field:has(#file) .field-error", "2027 年的放假安排还是空的")
	administrator.upload(page, page, "2027.json", []byte("{\n\n")).want(http.StatusUnprocessableEntity).holds(".field-error", "第 3 行")
	administrator.postRaw(page, url.Values{"_csrf": {administrator.get(page).page().Find("input[name=_csrf]").AttrOr("value", "")}}).want(http.StatusUnprocessableEntity)
	administrator.get(administrator.upload(page, page, "2027.json", holidayFile(2027)).seeOther()).holds("[role=status]", "已导入").
		holds("tbody tr:first-child", "2027").holds("tbody tr:first-child", "导入").holds(".hint", "还缺2028年")
	year, err := workday.Parse(holidayFile(2027))
	if err != nil {
		t.Fatal(err)
	}
	due := workday.Embedded().With(year).End(con.LastDay(), workday.Period{Days: con.ResultsDays, In: workday.WorkingDays})
	v.get(public).holds(".facts", i18n.Date(t.Context(), due.Day.In(i18n.Zone))+"前")
	drafter.get(at).holds(".checklist", "2027 年 1 月 4 日")
	drafter.step(at, consult.Submit, "").want(http.StatusUnprocessableEntity)
}
