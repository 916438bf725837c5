package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nayan/internal/account"
)

func TestChangingThePasswordAsksForTheOldOneAndEndsTheOtherSessions(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	id := s.member(account.Drafter).ID
	v, elsewhere := s.signedInAs(id, account.Complete), s.signedInAs(id, account.Complete)
	const another = "湖边的早晨有雾也有风声"
	form := url.Values{"old": {"wrong"}, "password": {another}, "again": {another}}
	v.post("/desk/me", "/desk/me/password", form).want(http.StatusUnprocessableEntity).holds(".field.invalid", "现在的密码不对")
	form.Set("old", password)
	form.Set("again", "else")
	v.post("/desk/me", "/desk/me/password", form).want(http.StatusUnprocessableEntity).holds(".field.invalid", "不一样")
	form.Set("again", another)
	v.post("/desk/me", "/desk/me/password", form).seeOther()
	v.get("/desk/me?done=password").want(http.StatusOK).holds(".note", "密码已经修改")
	elsewhere.get("/desk").want(http.StatusSeeOther)
	s.visitor().post("/desk/sign-in", "/desk/sign-in", url.Values{"email": {s.email(account.Drafter)}, "password": {another}}).seeOther()
}

func TestOnesSessionsAreListedAndEnded(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	id := s.member(account.Drafter).ID
	v, second, third := s.signedInAs(id, account.Complete), s.signedInAs(id, account.Complete), s.signedInAs(id, account.Complete)
	s.signedInAs(id, account.SecondFactor) // not in yet, so not listed
	stranger := s.signedIn(account.Host)
	page := v.get("/desk/me").want(http.StatusOK).page()
	if rows := page.Find("tbody tr").Length(); rows != 3 {
		t.Errorf("%d sessions are listed, want 3", rows)
	}
	if own := page.Find("tbody tr:contains('本次登录')"); own.Length() != 1 || own.Find("form").Length() != 0 {
		t.Error("this session is not marked, or may be ended")
	}
	action, values := formOf(page.Find("tbody form").Last())
	stranger.post("/desk/me", action, url.Values{}).seeOther() // somebody else's: nothing happens
	second.get("/desk").want(http.StatusOK)
	v.postRaw(action, values).seeOther()
	if open := second.get("/desk").status == http.StatusOK; open == (third.get("/desk").status == http.StatusOK) {
		t.Error("not exactly one of the two sessions ended")
	}
	v.post("/desk/me", "/desk/me/sessions/end", url.Values{}).seeOther()
	second.get("/desk").want(http.StatusSeeOther)
	third.get("/desk").want(http.StatusSeeOther)
	v.get("/desk").want(http.StatusOK)
}

func TestANewSecondFactorAsksForThePasswordAndReplacesTheOldOne(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newCounty(t)
	s.clock(&now)
	v, old, codes := enrolled(t, s, &now)
	v.post("/desk/me", "/desk/me/second-factor", url.Values{"old": {"wrong"}}).want(http.StatusUnprocessableEntity)
	page := v.post("/desk/me", "/desk/me/second-factor", url.Values{"old": {password}}).want(http.StatusOK).page()
	secret := strings.ReplaceAll(page.Find("#secret").Text(), " ", "")
	action, values := formOf(page.Find("main form"))
	values.Set("code", codeAt(t, secret, now))
	v.postRaw(action, values).want(http.StatusOK)
	v.get("/desk/me").want(http.StatusOK)
	now = now.Add(time.Minute)
	again := s.visitor()
	again.password(s.email(account.Approver), "")
	again.code(codeAt(t, old, now)).want(http.StatusUnprocessableEntity)
	again.code(codes[0]).want(http.StatusUnprocessableEntity)
	again.code(codeAt(t, secret, now)).seeOther()
}

func TestNewRecoveryCodesReplaceTheOldOnes(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newCounty(t)
	s.clock(&now)
	v, _, codes := enrolled(t, s, &now)
	v.post("/desk/me", "/desk/me/recovery-codes", url.Values{"old": {"wrong"}}).want(http.StatusUnprocessableEntity)
	fresh := v.post("/desk/me", "/desk/me/recovery-codes", url.Values{"old": {password}}).want(http.StatusOK).page().Find(".codes .code").First().Text()
	again := s.visitor()
	again.password(s.email(account.Approver), "")
	again.code(codes[0]).want(http.StatusUnprocessableEntity)
	again.code(fresh).seeOther()
	s.signedIn(account.Drafter).post("/desk/me", "/desk/me/recovery-codes", url.Values{"old": {password}}).want(http.StatusConflict)
}
