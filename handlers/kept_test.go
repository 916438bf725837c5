package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/consult"
	"nayan/internal/limit"
	"nayan/repo"
)

var once = limit.Rate{Count: 1, Period: time.Hour, Burst: 1}

func TestWhoHasToWaitKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) { e.Limits.Comment, e.Limits.BookingPhone = once, once })
	v, path := s.visitor(), "/consultations/"+s.firstOpen()+"/comments"
	form := url.Values{"points[0].body": {"楼道里不能充电"}, "name": {"朱国强"}, "idempotency_key": {"one"}}
	v.post(path, path, form).want(http.StatusCreated)
	form.Set("points[0].body", "另一条意见")
	a := v.post(path, path, form).want(http.StatusTooManyRequests)
	if got := a.page().Find("textarea").First().Text(); got != "另一条意见" {
		t.Errorf("the opinion came back as %q", got)
	}
	for name, want := range map[string]string{"name": "朱国强", "idempotency_key": "one"} {
		if got, _ := a.page().Find("input[name=" + name + "]").Attr("value"); got != want {
			t.Errorf("%s came back as %q, want %q", name, got, want)
		}
	}
	if a.header.Get("Retry-After") == "" || a.page().Find(".error-summary").Length() == 0 {
		t.Error("the form does not say when to come back")
	}
}

func TestABookingThatHasToWaitKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) { e.Limits.BookingAddress = once })
	v := s.visitor()
	page := "/open-days/2026-0001"
	path, _ := v.get(page).page().Find("form[action*='/bookings']").First().Attr("action")
	form := url.Values{"party_size": {"2"}, "name": {"测试甲"}, "phone": {"19900020001"}}
	v.post(page, path, form).want(http.StatusSeeOther)
	form.Set("phone", "19900020002")
	a := v.post(page, path, form).want(http.StatusTooManyRequests)
	if got := a.page().Find("input[name=phone][value='19900020002']").Length(); got != 1 || a.header.Get("Retry-After") == "" {
		t.Errorf("the phone came back %d times, Retry-After %q", got, a.header.Get("Retry-After"))
	}
}

func TestMorePointsThanTheFormOffersAreRefusedAndNoneIsDropped(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, no := s.visitor(), s.firstOpen()
	before, path := commentCount(s, no), "/consultations/"+no+"/comments"
	form := url.Values{}
	for i := range 11 {
		form.Set("points["+strconv.Itoa(i)+"].body", "意见"+strconv.Itoa(i))
	}
	a := v.post(path, path, form).want(http.StatusUnprocessableEntity)
	if n := a.page().Find("textarea[name$='.body']").Length(); n != 11 {
		t.Errorf("%d points came back, want 11", n)
	}
	if n := commentCount(s, no); n != before {
		t.Errorf("%d comments were stored", n-before)
	}
	leadsToItsFields(a)
}

func TestAShutOrUnknownCallSaysSoBeforeAnyField(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.visitor()
	for no, status := range map[string]int{s.firstIn(consult.Closed): http.StatusGone, s.firstIn(consult.Scheduled): http.StatusGone,
		"1999-0001": http.StatusNotFound} {
		v.json(http.MethodPost, "/api/v1/consultations/"+no+"/comments", `{"body":""}`).want(status)
		v.post("/receipts", "/consultations/"+no+"/comments", url.Values{"points[0].body": {""}}).want(status)
	}
}

func TestWhileAPartIsDownTheAnswerSaysWhenToComeBack(t *testing.T) {
	t.Parallel()
	db, err := repo.Open("postgres://nobody@127.0.0.1:1/none?sslmode=disable", 1) // nothing listens there
	if err != nil {
		t.Fatal(err)
	}
	v := newSite(t, func(e *handlers.Env) {
		e.Repo = repo.New(db, true)
		e.App.Repo = e.Repo
	}).visitor()
	page := v.get("/consultations").want(http.StatusServiceUnavailable)
	problem := v.get("/api/v1/consultations").want(http.StatusServiceUnavailable)
	for _, a := range []answer{page, problem} {
		if a.header.Get("Retry-After") == "" {
			t.Errorf("no Retry-After with %s", a.header.Get("Content-Type"))
		}
	}
	if !strings.HasPrefix(problem.header.Get("Content-Type"), "application/problem+json") {
		t.Errorf("the API answers with %s", problem.header.Get("Content-Type"))
	}
}

// leadsToItsFields fails for a link of the error summary to what is not there.
func leadsToItsFields(a answer) {
	a.t.Helper()
	page := a.page()
	if page.Find(".error-summary li").Length() == 0 {
		a.t.Error("the form does not say what is wrong")
	}
	for _, link := range page.Find(".error-summary a").EachIter() {
		href, _ := link.Attr("href")
		id := strings.TrimPrefix(href, "#")
		if page.Find(`[id="`+id+`"]`).Length() == 0 {
			a.t.Errorf("the summary leads to %s, which is not there", href)
		}
	}
}

func TestAFormWithAStaleTokenComesBackWithWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, no := s.visitor(), s.firstOpen()
	before := commentCount(s, no)
	a := v.postRaw("/consultations/"+no+"/comments", url.Values{"_csrf": {"old"}, "points[0].body": {"写了很久的意见"}}).want(http.StatusForbidden)
	if got := a.page().Find("textarea").First().Text(); got != "写了很久的意见" {
		t.Errorf("the opinion came back as %q", got)
	}
	if n := commentCount(s, no); n != before {
		t.Errorf("%d comments were taken", n-before)
	}
	path, _ := v.get("/open-days/2026-0001").page().Find("form[action*='/bookings']").First().Attr("action")
	b := v.postRaw(path, url.Values{"_csrf": {"old"}, "party_size": {"2"}, "name": {"测试甲"}, "phone": {"19900020001"}}).want(http.StatusForbidden)
	if b.page().Find("input[name=phone][value='19900020001']").Length() != 1 {
		t.Error("the phone did not come back")
	}
	// The form that came back is good.
	token, _ := a.page().Find("input[name=_csrf]").First().Attr("value")
	v.postRaw("/consultations/"+no+"/comments", url.Values{"_csrf": {token}, "points[0].body": {"写了很久的意见"}}).want(http.StatusCreated)
}

func TestACommentMetByTheClosingIsGivenBackToCopy(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	c, err := s.env.Repo.ConsultationByNo(t.Context(), s.firstOpen())
	if err != nil {
		t.Fatal(err)
	}
	moved := *s.env
	moved.App, moved.Now = s.env.App.At(c.ClosesAt), func() time.Time { return c.ClosesAt }
	late := (&site{t: t, env: &moved, web: handlers.New(&moved), log: s.log}).visitor()
	a := late.post("/receipts", "/consultations/"+c.No+"/comments", url.Values{"points[0].body": {"差一点赶上"}}).want(http.StatusGone)
	if got := a.page().Find("blockquote").Text(); got != "差一点赶上" {
		t.Errorf("the opinion came back as %q", got)
	}
	if got := a.page().Find(".error-summary").Text(); !strings.Contains(got, "23:59:59") {
		t.Errorf("the closing time is not said: %q", got)
	}
}
