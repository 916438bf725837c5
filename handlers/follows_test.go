package handlers_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/follow"
	"nayan/internal/limit"
	"nayan/internal/message"
)

// askToFollow sends the form.
func (v *visitor) askToFollow(email, subject string) answer {
	v.t.Helper()
	return v.post(followForm, followForm, url.Values{"email": {email}, "subject": {subject}, "consent_version": {"2026-12"}})
}

const followForm = "/follow"

func TestOnlyTheButtonBehindTheLinkConfirms(t *testing.T) {
	t.Parallel()
	s := newCounty(t, withMail)
	no := s.firstOpen()
	v := s.visitor()
	v.get("/follow?consultation="+no).want(http.StatusOK).says("option[selected]", "征求意见")
	v.askToFollow("follower@example.org", "consultation:"+no).leads("/follow?done=sent")
	v.get("/follow?done=sent").says("[role=status]", "邮件已经发出")
	link := s.lastValues(message.FollowConfirm).Path
	before := s.count(`SELECT count(*) FROM follows`)
	for range 3 { // programs that look at mail
		v.get(link).want(http.StatusOK)
		v.do(httptest.NewRequest(http.MethodHead, link, nil)).want(http.StatusOK)
	}
	if s.count(`SELECT count(*) FROM follows`) != before {
		t.Fatal("a look at the link confirmed it")
	}
	manage := v.post(link, link, url.Values{}).want(http.StatusSeeOther).header.Get("Location")
	page := v.get(manage).want(http.StatusOK)
	page.says("[role=status]", "已经生效")
	page.says("main", "f***@example.org")
	if s.count(`SELECT count(*) FROM follows`) != before+1 {
		t.Error("the button did not confirm")
	}
	v.get(link).want(http.StatusGone).says("main", "已经用过")
}

// Whoever types another's address sees the same, byte for byte.
func TestTheAnswerDoesNotTellWhoFollows(t *testing.T) {
	t.Parallel()
	s := newCounty(t, withMail)
	if _, err := s.env.App.AddFollow(t.Context(), "known@example.org", "all"); err != nil {
		t.Fatal(err)
	}
	known, unknown := s.visitor().askToFollow("known@example.org", "all"), s.visitor().askToFollow("unknown@example.org", "all")
	if known.status != unknown.status || known.header.Get("Location") != unknown.header.Get("Location") || known.body != unknown.body {
		t.Errorf("%d %q, %d %q", known.status, known.header.Get("Location"), unknown.status, unknown.header.Get("Location"))
	}
	if link := s.lastValues(message.FollowKnown).Path; !strings.HasPrefix(link, "/followers/") {
		t.Errorf("the mail leads to %q", link)
	}
}

func TestAFormWithMistakesKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newCounty(t, withMail)
	got := s.visitor().askToFollow("zhu at example", "unit:2").want(http.StatusUnprocessableEntity)
	got.says(".field.invalid:has(#email)", "请填写邮箱")
	if doc := got.page(); doc.Find("#email").AttrOr("value", "") != "zhu at example" || doc.Find("option[selected]").AttrOr("value", "") != "unit:2" {
		t.Error("what was typed is gone")
	}
	s.visitor().askToFollow("zhu@example.org", "unit:999").want(http.StatusUnprocessableEntity).says(".field.invalid:has(#subject)", "请从列表里选择")
}

func TestNobodyIsFloodedWithRequestsToConfirm(t *testing.T) {
	t.Parallel()
	s := newCounty(t, withMail)
	for i := range 5 {
		s.visitor().askToFollow("flooded@example.org", []string{"all", "unit:1", "unit:2", "unit:3", "kind:plan"}[i]).want(http.StatusSeeOther)
	}
	s.visitor().askToFollow("flooded@example.org", "kind:other").want(http.StatusTooManyRequests)
	s.visitor().askToFollow("other@example.org", "kind:other").want(http.StatusSeeOther)
	one := newCounty(t, withMail, func(e *handlers.Env) { e.Limits.Code = limit.Rate{Count: 1, Period: time.Hour, Burst: 1} }).visitor()
	one.askToFollow("a@example.org", "all").want(http.StatusSeeOther)
	one.askToFollow("b@example.org", "all").want(http.StatusTooManyRequests)
}

// follower follows the first open call and everything; it gives their token.
func (s *site) follower(email string) (token, no string) {
	s.t.Helper()
	no = s.firstOpen()
	for _, subject := range []string{"consultation:" + no, "all", "kind:plan"} {
		var err error
		if token, err = s.env.App.AddFollow(s.t.Context(), email, subject); err != nil {
			s.t.Fatal(err)
		}
	}
	return token, no
}

// followed counts what the address of these tests follows.
func (s *site) followed() int {
	return s.count(`SELECT count(*) FROM follows w JOIN followers f ON f.id = w.follower_id WHERE f.email_index = $1`,
		s.env.App.Keys.Index("account.email", "follower@example.org"))
}

// RFC 8058: no cookie, no token, no redirect; both encodings.
func TestAMailProgramStopsTheNewsWithOnePost(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"application/x-www-form-urlencoded", "multipart/form-data"} {
		s := newCounty(t)
		token, no := s.follower("follower@example.org")
		at := app.StopFollowsPath(token, no)
		body, header := strings.NewReader("List-Unsubscribe=One-Click"), kind
		if strings.HasPrefix(kind, "multipart") {
			var b bytes.Buffer
			w := multipart.NewWriter(&b)
			if err := w.WriteField("List-Unsubscribe", "One-Click"); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			body, header = strings.NewReader(b.String()), w.FormDataContentType()
		}
		for range 2 { // the second time there is nothing left to stop
			req := httptest.NewRequest(http.MethodPost, at, body)
			req.Header.Set("Content-Type", header)
			s.visitor().do(req).want(http.StatusOK)
			body = strings.NewReader("List-Unsubscribe=One-Click")
			header = "application/x-www-form-urlencoded"
		}
		if n := s.followed(); n != 1 {
			t.Errorf("%s: %d follows are left, want the one of plans", kind, n)
		}
	}
}

func TestOnlyWhatAMailProgramSendsIsTakenWithoutAToken(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	token, no := s.follower("follower@example.org")
	form := url.Values{"List-Unsubscribe": {"One-Click"}}
	for _, at := range []string{app.ManageFollowsPath(token) + "/stop", "/follow", "/receipts", "/consultations/" + no + "/comments"} {
		if got := s.visitor().postRaw(at, form); got.status != http.StatusForbidden && got.page().Find(`[role=alert]`).Length() == 0 {
			t.Errorf("%s: status %d", at, got.status)
		}
	}
	s.visitor().postRaw(app.StopFollowsPath(token, no), url.Values{}).want(http.StatusForbidden)
	req := httptest.NewRequest(http.MethodPost, app.StopFollowsPath(token, no), strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", "https://evil.example")
	s.visitor().do(req).want(http.StatusForbidden)
	if n := s.followed(); n != 3 {
		t.Errorf("%d follows are left", n)
	}
}

func TestAPersonStopsWithAButtonOnePieceOrEverything(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	token, no := s.follower("follower@example.org")
	v, manage := s.visitor(), app.ManageFollowsPath(token)
	at := app.StopFollowsPath(token, no)
	v.get(at).want(http.StatusOK) // a look stops nothing
	if s.followed() != 3 {
		t.Fatal("a look at the link stopped something")
	}
	v.post(at, at, url.Values{}).leads(manage + "?done=stopped")
	page := v.get(manage).want(http.StatusOK).page()
	if n := page.Find(".own-rows li").Length(); n != 1 {
		t.Fatalf("%d are listed", n)
	}
	one, _ := page.Find(".own-rows form").Attr("action")
	v.post(manage, one, url.Values{}).leads("/follow?done=stopped_all")
	v.get(manage).want(http.StatusNotFound).says("main", "没有关注")
	v.get(at).want(http.StatusNotFound)
	token, _ = s.follower("follower@example.org")
	manage = app.ManageFollowsPath(token)
	v.post(manage, manage+"/stop", url.Values{}).leads("/follow?done=stopped_all")
	if s.followed() != 0 || s.count(`SELECT count(*) FROM followers WHERE email_index = $1`, s.env.App.Keys.Index("account.email", "follower@example.org")) != 0 {
		t.Error("something is left")
	}
}

func TestWhoIsSignedInFollowsWithOneClick(t *testing.T) {
	t.Parallel()
	s := newCounty(t, withMail)
	v, no := s.person("signed-in@example.org"), s.firstOpen()
	form := v.get("/follow?consultation=" + no).want(http.StatusOK).page().Find("form#own")
	action, values := formOf(form)
	if form.Find("input[name=email]").Length() != 0 {
		t.Error("a proven address is asked for")
	}
	values.Set("subject", form.Find("option[selected]").AttrOr("value", ""))
	v.postRaw(action, values).leads("/account/follows?done=followed")
	page := v.get("/account/follows?done=followed").want(http.StatusOK)
	page.says(".own-rows", "征求意见")
	if s.count(`SELECT count(*) FROM follow_requests`) != 0 {
		t.Error("there is something to confirm")
	}
	stop, _ := page.page().Find(".own-rows form").Attr("action")
	v.post("/account/follows", stop, url.Values{}).leads("/account/follows?done=unfollowed")
	v.get("/account/follows").says("main", "还没有关注")
	v.get("/account/data").want(http.StatusOK).says("main", "关注")
}

func TestWithoutAGatewayTheFormSaysSoAndOffersTheFeed(t *testing.T) {
	t.Parallel()
	doc := newCounty(t).visitor().get("/follow?unit=2").want(http.StatusOK).page()
	if doc.Find("main form").Length() != 0 || doc.Find(`a[href="/feeds/consultations.atom?unit=2"]`).Length() != 1 {
		t.Error("it offers what it cannot do")
	}
}

func TestADemonstrationShowsTheLinkInsteadOfMailingIt(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) { e.App.ShowCodes = true })
	v := s.visitor()
	v.askToFollow("demo@example.org", "all").leads("/follow?done=sent")
	link, _ := v.get("/follow?done=sent").page().Find("main .note a").Attr("href")
	v.post(link, link, url.Values{}).want(http.StatusSeeOther)
	other := newCounty(t, withMail).visitor()
	other.cookies["nayan_demo_link"] = "/followers/x"
	if n := other.get("/follow?done=sent").page().Find(`main a[href="/followers/x"]`).Length(); n != 0 {
		t.Error("elsewhere what a browser makes up is shown")
	}
}

func TestPagesLeadToFollowingWhatTheyShow(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, no := s.visitor(), s.firstOpen()
	for page, want := range map[string]string{"/consultations": "/follow", "/consultations?unit=2&kind=plan": "/follow?unit=2", "/consultations?kind=plan": "/follow?kind=plan",
		"/consultations/" + no: "/follow?consultation=" + no} {
		if n := v.get(page).page().Find(`main a[href="` + want + `"]`).Length(); n != 1 {
			t.Errorf("%s has %d links to %s", page, n, want)
		}
	}
	for query, want := range map[string]string{"?unit=2": "unit:2", "?kind=plan": "kind:plan", "": ""} {
		if got := newCounty(t, withMail).visitor().get("/follow"+query).page().Find("option[selected]").AttrOr("value", ""); got != want {
			t.Errorf("/follow%s chooses %q", query, got)
		}
	}
}

// follow.Events are told by the use cases; nothing else writes these words.
func TestTheDeskNamesEveryMailToFollowers(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	for _, e := range follow.Events {
		s.message(message.Failed, message.Email, e.Template(), message.ProblemBusy)
	}
	text := s.signedIn(account.Clerk).get("/desk/messages").want(http.StatusOK).page().Find("table.messages").Text()
	if strings.Contains(text, "desk.messages.template") || strings.Count(text, "关注：") != len(follow.Events) {
		t.Errorf("the desk says %s", text)
	}
}
