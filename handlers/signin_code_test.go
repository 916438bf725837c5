package handlers_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/pquerna/otp/totp"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/sample"
)

// clock lets a test say what time it is.
func (s *site) clock(now *time.Time) {
	s.env.Now = func() time.Time { return *now }
	s.env.App.Now = s.env.Now
}

func codeAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// password signs a visitor in as far as the password does, and says where that leads.
func (v *visitor) password(email, next string) string {
	v.t.Helper()
	return v.post("/desk/sign-in", "/desk/sign-in", url.Values{"email": {email}, "password": {password}, "next": {next}}).seeOther()
}

// code gives a code at the second step.
func (v *visitor) code(code string) answer {
	v.t.Helper()
	return v.post("/desk/sign-in/code", "/desk/sign-in/code", url.Values{"code": {code}, "next": {"/desk/consultations"}})
}

func TestAnApproverComesInWithPasswordAndCodeAndACodeIsGoodOnce(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newCounty(t)
	s.clock(&now)
	email := s.email(account.Approver)
	v := s.visitor()
	if to := v.password(email, "/desk/consultations"); to != "/desk/sign-in/code?next=%2Fdesk%2Fconsultations" {
		t.Fatalf("the password leads to %s", to)
	}
	halfway := &visitor{site: s, cookies: maps.Clone(v.cookies)}
	if to := v.get("/desk/open-days").seeOther(); to != "/desk/sign-in/code?next=%2Fdesk%2Fopen-days" {
		t.Errorf("half-way in, the desk leads to %s", to)
	}
	v.code("000000").want(http.StatusUnprocessableEntity).holds(".field.invalid", "验证码不对")
	v.code(codeAt(t, sample.TOTPSecret, now.Add(-2*time.Minute))).want(http.StatusUnprocessableEntity)
	code := codeAt(t, sample.TOTPSecret, now)
	if to := v.code(code[:3] + " " + code[3:]).seeOther(); to != "/desk/consultations" {
		t.Errorf("the code leads to %s", to)
	}
	v.get("/desk").want(http.StatusOK)
	if v.cookies["nayan_session"] == halfway.cookies["nayan_session"] {
		t.Error("the session keeps its token when it becomes complete")
	}
	halfway.get("/desk/sign-in/code").seeOther()
	if to := v.get("/desk/sign-in/code").seeOther(); to != "/desk" {
		t.Errorf("who is in is led to %s", to)
	}
	again := s.visitor()
	again.password(email, "")
	again.code(code).want(http.StatusUnprocessableEntity)
	now = now.Add(30 * time.Second)
	again.code(codeAt(t, sample.TOTPSecret, now)).seeOther()
	again.get("/desk").want(http.StatusOK)
}

func TestHalfwayInLastsTenMinutesAndIsCountedPerAccount(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newCounty(t, func(e *handlers.Env) { e.Limits.SecondFactor = twice })
	s.clock(&now)
	v := s.visitor()
	v.password(s.email(account.Approver), "")
	for range 2 {
		v.code("000000").want(http.StatusUnprocessableEntity)
	}
	v.code("000000").want(http.StatusTooManyRequests)
	other := s.visitor()
	other.password(s.email(account.Approver), "")
	other.code("000000").want(http.StatusTooManyRequests)
	now = now.Add(10*time.Minute + time.Second)
	if to := v.get("/desk/sign-in/code").seeOther(); to != "/desk/sign-in" {
		t.Errorf("after ten minutes the page leads to %s", to)
	}
}

func TestOnlyTheDemoShowsTheCode(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for _, demo := range []bool{false, true} {
		s := newCounty(t, func(e *handlers.Env) { e.Demo = demo })
		s.clock(&now)
		v := s.visitor()
		v.password(s.email(account.Approver), "")
		shown := strings.Contains(v.get("/desk/sign-in/code").body, codeAt(t, sample.TOTPSecret, now))
		if shown != demo {
			t.Errorf("demo %v: the code is shown: %v", demo, shown)
		}
		if notes := v.get("/desk/sign-in/code").page().Find(".door .note").Length(); (notes > 0) != demo {
			t.Errorf("demo %v: %d notes", demo, notes)
		}
	}
}

// enrolled adds an approver without a second factor and leads them through its page.
func enrolled(t *testing.T, s *site, now *time.Time) (v *visitor, secret string, codes []string) {
	t.Helper()
	admin := s.signedIn(account.Administrator)
	page := memberPage(s.member(account.Approver).ID)
	admin.post(page, page+"/second-factor/reset", url.Values{}).seeOther()
	v = s.visitor()
	if to := v.password(s.email(account.Approver), ""); !strings.HasPrefix(to, "/desk/sign-in/enrol") {
		t.Fatalf("without a second factor the password leads to %s", to)
	}
	form := v.get("/desk/sign-in/enrol").want(http.StatusOK).page()
	action, values := formOf(form.Find("main form"))
	secret = strings.ReplaceAll(form.Find("#secret").Text(), " ", "")
	values.Set("code", "000000")
	back := v.postRaw(action, values).want(http.StatusUnprocessableEntity).page()
	if again := strings.ReplaceAll(back.Find("#secret").Text(), " ", ""); again != secret {
		t.Errorf("a wrong code changes the secret from %s to %s", secret, again)
	}
	action, values = formOf(back.Find("main form"))
	values.Set("code", codeAt(t, secret, *now))
	shown := v.postRaw(action, values).want(http.StatusOK).page()
	shown.Find(".codes .code").Each(func(_ int, c *goquery.Selection) { codes = append(codes, c.Text()) })
	if len(codes) != 10 {
		t.Fatalf("%d recovery codes", len(codes))
	}
	v.get("/desk").want(http.StatusOK)
	return v, secret, codes
}

func TestWhoNeedsASecondFactorGetsOneBeforeTheDesk(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newCounty(t)
	s.clock(&now)
	_, secret, codes := enrolled(t, s, &now)
	email := s.email(account.Approver)
	v := s.visitor()
	v.password(email, "")
	v.code(codeAt(t, secret, now)).want(http.StatusUnprocessableEntity) // used at the enrolment
	v.code(strings.ToLower(codes[3])).seeOther()
	v.get("/desk").want(http.StatusOK)
	v.get("/desk/me").holds("main", "还有 9 个没有用过的恢复码")
	again := s.visitor()
	again.password(email, "")
	again.code(codes[3]).want(http.StatusUnprocessableEntity)
	again.code(codes[4]).seeOther()
}

func TestNobodyHalfwayInReplacesASecondFactor(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newCounty(t)
	s.clock(&now)
	id := s.member(account.Approver).ID
	v := s.signedInAs(id, account.Enrol)
	action, values := formOf(v.get("/desk/sign-in/enrol").page().Find("main form"))
	values.Set("code", codeAt(t, strings.ReplaceAll(v.get("/desk/sign-in/enrol").page().Find("#secret").Text(), " ", ""), now))
	v.postRaw(action, values).want(http.StatusUnprocessableEntity) // of another page's secret
	page := v.get("/desk/sign-in/enrol").page()
	action, values = formOf(page.Find("main form"))
	values.Set("code", codeAt(t, strings.ReplaceAll(page.Find("#secret").Text(), " ", ""), now))
	v.postRaw(action, values).want(http.StatusConflict)
	other := s.signedInAs(s.member(account.Administrator).ID, account.Enrol)
	values.Set("_csrf", "")
	pending := values.Get("pending")
	other.post("/desk/sign-in/enrol", "/desk/sign-in/enrol", url.Values{"pending": {pending}, "code": {values.Get("code")}}).want(http.StatusConflict)
}

func TestRefusedSignInsOfAKnownAccountAreAudited(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	m := s.member(account.Drafter)
	for _, email := range []string{m.Email, "nobody@yunxi.example"} {
		s.visitor().post("/desk/sign-in", "/desk/sign-in", url.Values{"email": {email}, "password": {"wrong"}}).want(http.StatusUnprocessableEntity)
	}
	actions, err := s.env.Repo.AuditedActions(t.Context(), "staff", itoa(m.ID))
	if err != nil || actions[len(actions)-1] != "staff.sign_in_refused" {
		t.Errorf("the audit says %v, %v", actions, err)
	}
	if unknown, _ := s.env.Repo.AuditedActions(t.Context(), "staff", "0"); len(unknown) > 0 {
		t.Errorf("an unknown account leaves %v", unknown)
	}
}

func TestOfManyWhoGiveTheSameCodeAtOnceOneComesIn(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newCounty(t)
	s.clock(&now)
	id, code := s.member(account.Approver).ID, codeAt(t, sample.TOTPSecret, now)
	var wait sync.WaitGroup
	statuses := make([]int, 6)
	for i := range statuses {
		v := s.signedInAs(id, account.SecondFactor)
		token, _ := v.get("/desk/sign-in/code").page().Find("input[name=_csrf]").First().Attr("value")
		wait.Go(func() {
			statuses[i] = v.postRaw("/desk/sign-in/code", url.Values{"_csrf": {token}, "code": {code}}).status
		})
	}
	wait.Wait()
	slices.Sort(statuses)
	if statuses[0] != http.StatusSeeOther || statuses[1] != http.StatusUnprocessableEntity {
		t.Errorf("the answers are %v", statuses)
	}
}
