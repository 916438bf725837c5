package handlers_test

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestANameIsCorrected(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	v := s.person("own@yunxi.example")
	rename := func(name string) answer {
		return v.post("/account/profile", "/account/profile", url.Values{"name": {name}})
	}
	rename("  欧阳　小芳 ").leads("/account/profile?done=name")
	v.get("/account/profile?done=name").says(".own-nav .who", "欧阳 小芳").says("[role=status]", "已保存")
	long := strings.Repeat("长", 51)
	if got := rename(long).want(http.StatusUnprocessableEntity).page().Find("#name").AttrOr("value", ""); got != long {
		t.Errorf("the form has %q", got)
	}
	rename("").leads("/account/profile?done=name")
	if v.get("/account").page().Find(".own-nav .who").Length() != 0 {
		t.Error("the name is still there")
	}
}

// changeTo asks for the code that changes a contact.
func (v *visitor) changeTo(contact string) answer {
	v.t.Helper()
	return v.post("/account/profile", "/account/profile/contact", url.Values{"contact": {contact}})
}

func TestANewContactTakesEffectWithTheCodeThatWasSentThere(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	v := s.person("own@yunxi.example")
	v.changeTo("own@yunxi.example").want(http.StatusUnprocessableEntity).says("#contact-error", "不需要更改")
	v.changeTo("1990000").want(http.StatusUnprocessableEntity)
	v.changeTo("New@Yunxi.example").leads("/account/profile/code")
	v.get("/account/profile").says(".slip", "own@yunxi.example")
	enter := func(code string) answer {
		return v.post("/account/profile/code", "/account/profile/code", url.Values{"code": {code}})
	}
	enter(wrong(s.sentCode())).want(http.StatusUnprocessableEntity)
	enter(s.sentCode()).leads("/account/profile?done=contact")
	v.get("/account/profile").says(".slip", "new@yunxi.example")
	v.changeTo("19900001234").leads("/account/profile/code")
	enter(s.sentCode()).leads("/account/profile?done=contact")
	v.get("/account/profile").says(".slip", "19900001234").says(".slip", "new@yunxi.example")
	s.enter("19900001234")
	s.enter("new@yunxi.example")
	if n := s.count(`SELECT count(*) FROM accounts`); n != 1 {
		t.Errorf("%d accounts", n)
	}
}

func TestAContactOfAnotherAccountIsRefusedWithoutSayingWhose(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	v := s.person("own@yunxi.example")
	s.person("other@yunxi.example")
	v.changeTo("other@yunxi.example").leads("/account/profile/code") // nothing is told before the code
	a := v.post("/account/profile/code", "/account/profile/code", url.Values{"code": {s.sentCode()}}).want(http.StatusConflict)
	a.says(".error-summary", "已用于另一个账号").says(".slip", "own@yunxi.example")
}

func TestACodeForANewContactIsOfNoUseToAnybodyElse(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	v, other := s.person("own@yunxi.example"), s.person("other@yunxi.example")
	v.changeTo("new@yunxi.example").leads("/account/profile/code")
	other.cookies["nayan_challenge"] = v.cookies["nayan_challenge"]
	other.get("/account/profile/code").want(http.StatusGone)
	other.post("/account/profile", "/account/profile/code", url.Values{"code": {s.sentCode()}}).want(http.StatusGone)
	stranger := s.visitor()
	stranger.cookies["nayan_challenge"] = v.cookies["nayan_challenge"]
	stranger.get("/account/code").want(http.StatusGone)
	stranger.post("/account/sign-in", "/account/code", url.Values{"code": {s.sentCode()}}).want(http.StatusGone)
}

func TestAPasswordIsSetAndChangedAndOtherSessionsEnd(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	v, elsewhere := s.enter("own@yunxi.example"), s.enter("own@yunxi.example")
	set := func(old, word string) answer {
		return v.post("/account/security", "/account/security/password", url.Values{"old": {old}, "password": {word}})
	}
	set("", "short").want(http.StatusUnprocessableEntity).says("#password-error", "10")
	set("", "long enough 2026").leads("/account/security?done=password")
	elsewhere.get("/account").want(http.StatusSeeOther)
	v.get("/account").want(http.StatusOK)
	set("wrong", "another one 2026").want(http.StatusUnprocessableEntity).says("#old-error", "不对")
	set("long enough 2026", "another one 2026").leads("/account/security?done=password")
	signIn := func(word string) answer {
		return s.visitor().post("/account/sign-in/password", "/account/sign-in/password", url.Values{"contact": {"own@yunxi.example"}, "password": {word}})
	}
	signIn("long enough 2026").want(http.StatusUnprocessableEntity)
	signIn("another one 2026").leads("/account")
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	v, second, third := s.enter("own@yunxi.example"), s.enter("own@yunxi.example"), s.enter("own@yunxi.example")
	other := s.enter("other@yunxi.example")
	page := v.get("/account/security").want(http.StatusOK).page()
	if rows, here := page.Find("tbody tr").Length(), page.Find("tbody .tag").Length(); rows != 3 || here != 1 {
		t.Fatalf("%d sessions, %d of them this one", rows, here)
	}
	end := page.Find("tbody form").First().AttrOr("action", "")
	v.post("/account/security", end, url.Values{}).leads("/account/security?done=session")
	if n := v.get("/account/security").page().Find("tbody tr").Length(); n != 2 {
		t.Errorf("%d sessions are left", n)
	}
	theirs := s.count(`SELECT max(id) FROM account_sessions`)
	v.post("/account/security", "/account/security/sessions/"+strconv.Itoa(theirs)+"/end", url.Values{}).want(http.StatusSeeOther)
	other.get("/account").want(http.StatusOK)
	v.post("/account/security", "/account/security/sessions/end-others", url.Values{}).leads("/account/security?done=sessions")
	for _, gone := range []*visitor{second, third} {
		(&visitor{site: s, cookies: maps.Clone(gone.cookies)}).get("/account").want(http.StatusSeeOther)
	}
	v.get("/account").want(http.StatusOK)
	other.get("/account").want(http.StatusOK)
}

// Else whoever finds a browser signed in gives the account a password or a phone of
// their own, and then has all that is asked for to erase it.
func TestWhoSignedInLongAgoSignsInAgainBeforeAnAccountIsEnteredInAnotherWay(t *testing.T) {
	t.Parallel()
	s, k := newPlace(t)
	v := s.person("own@yunxi.example")
	k.pass(16 * time.Minute)
	set := func(old, word string) answer {
		return v.post("/account/security", "/account/security/password", url.Values{"old": {old}, "password": {word}})
	}
	set("", "long enough 2026").leads("/account/sign-in?again=1&next=%2Faccount%2Fsecurity")
	v.changeTo("19900001234").leads("/account/sign-in?again=1&next=%2Faccount%2Fprofile")
	if n := s.count(`SELECT (SELECT count(*) FROM challenges) + (SELECT count(*) FROM accounts WHERE password_hash <> '')`); n != 0 {
		t.Errorf("%d changes were made or begun", n)
	}

	link := v.get("/account/data/erase").page().Find("main a[href^='/account/sign-in']").AttrOr("href", "")
	v.get(link).want(http.StatusOK).says(".note", "重新登录一次")
	v.post(link, "/account/sign-in", url.Values{"contact": {"own@yunxi.example"}, "consent": {"1"}, "next": {"/account/data/erase"}}).
		leads("/account/code?next=%2Faccount%2Fdata%2Ferase")
	v.post("/account/code", "/account/code", url.Values{"code": {s.sentCode()}, "next": {"/account/data/erase"}}).leads("/account/data/erase")
	if v.get("/account/data/erase").page().Find("#confirm").Length() != 1 {
		t.Error("after signing in again the account cannot be erased")
	}
	set("", "long enough 2026").leads("/account/security?done=password")
	k.pass(16 * time.Minute)
	set("long enough 2026", "another one 2026").leads("/account/security?done=password") // who knows the old one is the owner
	v.get("/account/sign-in").leads("/account")
}
