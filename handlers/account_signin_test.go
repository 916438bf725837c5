package handlers_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/app"
	"nayan/internal/limit"
	"nayan/internal/message"
)

func containsText(got, want string) bool { return strings.Contains(got, want) }

func TestWhoHasNoAccountGetsOneByTypingTheCode(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	v := s.visitor()
	v.get("/account/inbox").leads("/account/sign-in?next=%2Faccount%2Finbox")
	next, _ := v.get("/account/sign-in?next=%2Faccount%2Finbox").page().Find("input[name=next]").Attr("value")
	asked := v.post("/account/sign-in", "/account/sign-in", url.Values{"contact": {"１９９ 0000 1234"}, "consent": {"1"}, "next": {next}})
	asked.leads("/account/code?next=%2Faccount%2Finbox")
	if n := s.count(`SELECT count(*) FROM accounts`); n != 0 {
		t.Fatalf("%d accounts before the code", n)
	}
	page := v.get("/account/code?next=%2Faccount%2Finbox").want(http.StatusOK).says("main", "19900001234")
	if strings.Contains(page.body, s.sentCode()) {
		t.Error("the page shows the code")
	}
	v.post("/account/code", "/account/code", url.Values{"code": {" " + s.sentCode()[:3] + " " + s.sentCode()[3:]}, "next": {next}}).leads("/account/inbox")
	v.get("/account/inbox").want(http.StatusOK)
	if n := s.count(`SELECT count(*) FROM account_consents WHERE version <> ''`); n != 1 {
		t.Errorf("%d consents are recorded", n)
	}
	if n := s.count(`SELECT count(*) FROM messages WHERE cause ~ '^code:' AND channel = 'sms' AND state = 'queued' AND not_after IS NOT NULL`); n != 1 {
		t.Errorf("%d messages wait", n)
	}
	s.enter("+86 199-0000-1234")
	if n := s.count(`SELECT count(*) FROM accounts`); n != 1 {
		t.Errorf("%d accounts for one phone", n)
	}
}

func TestNothingTellsWhetherThereIsAnAccount(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	s.person("zhu@yunxi.example")
	var pages []string
	for _, contact := range []string{"zhu@yunxi.example", "who@yunxi.example"} {
		v := s.visitor()
		v.askForCode(contact).leads("/account/code")
		pages = append(pages, strings.ReplaceAll(v.get("/account/code").page().Find("main").Text(), contact, "…"))
	}
	if pages[0] != pages[1] {
		t.Errorf("%s\ndiffers from\n%s", pages[0], pages[1])
	}
}

func TestEveryWayOfFailingWithAPasswordIsOneError(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	if _, err := s.env.App.AddAccount(t.Context(), app.AccountInput{Email: "zhu@yunxi.example", Password: password}); err != nil {
		t.Fatal(err)
	}
	s.person("coded@yunxi.example")
	try := func(contact, word string) answer {
		return s.visitor().post("/account/sign-in/password", "/account/sign-in/password", url.Values{"contact": {contact}, "password": {word}})
	}
	want := try("zhu@yunxi.example", "wrong").want(http.StatusUnprocessableEntity).page().Find(".error-summary").Text()
	for _, other := range []string{"who@yunxi.example", "coded@yunxi.example", "19900001234", "nobody", ""} {
		a := try(other, password).want(http.StatusUnprocessableEntity)
		if got := a.page().Find(".error-summary").Text(); got != want {
			t.Errorf("%q: %q, not %q", other, got, want)
		}
		if strings.Contains(a.body, password) {
			t.Error("the password comes back")
		}
	}
	try(" Zhu@Yunxi.Example ", password).leads("/account")
}

func TestACodeIsTriedFiveTimes(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	v := s.visitor()
	v.askForCode("zhu@yunxi.example")
	right := s.sentCode()
	for left := 4; left > 0; left-- {
		v.typeCode(wrong(right)).want(http.StatusUnprocessableEntity).says("#code-error", strconv.Itoa(left)+" 次")
	}
	v.typeCode("12").want(http.StatusUnprocessableEntity) // a slip is no try
	token, _ := v.get("/account/code").page().Find("input[name=_csrf]").Attr("value")
	send := func(code string) answer {
		return v.postRaw("/account/code", url.Values{"_csrf": {token}, "code": {code}})
	}
	send(wrong(right)).want(http.StatusGone).says(".error-summary", "重新获取")
	send(right).want(http.StatusGone)
	v.get("/account").want(http.StatusSeeOther)
}

func TestACodeIsGoodForTenMinutesAndOnce(t *testing.T) {
	t.Parallel()
	s, k := newPlace(t)
	v := s.visitor()
	v.askForCode("zhu@yunxi.example")
	copied := &visitor{site: s, cookies: maps.Clone(v.cookies)}
	token, _ := copied.get("/account/code").page().Find("input[name=_csrf]").Attr("value")
	v.typeCode(s.sentCode()).leads("/account")
	copied.postRaw("/account/code", url.Values{"_csrf": {token}, "code": {s.sentCode()}}).want(http.StatusGone)

	late := s.visitor()
	late.askForCode("late@yunxi.example")
	token, _ = late.get("/account/code").page().Find("input[name=_csrf]").Attr("value")
	k.pass(app.CodeTTL)
	late.postRaw("/account/code", url.Values{"_csrf": {token}, "code": {s.sentCode()}}).want(http.StatusGone)
	late.get("/account/code").want(http.StatusGone)
}

func TestACodeBelongsToTheBrowserThatAskedForIt(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	v, other := s.visitor(), s.visitor()
	other.askForCode("zhu@yunxi.example")
	v.askForCode("zhu@yunxi.example")
	other.typeCode(s.sentCode()).want(http.StatusUnprocessableEntity)
	s.visitor().get("/account/code").want(http.StatusGone)
	v.typeCode(s.sentCode()).leads("/account")
}

func TestAnotherCodeIsSentAfterAMinuteInPlaceOfTheFirst(t *testing.T) {
	t.Parallel()
	s, k := newPlace(t)
	v := s.visitor()
	v.askForCode("zhu@yunxi.example")
	first := s.sentCode()
	again := func() answer { return v.post("/account/code", "/account/code/again", url.Values{}) }
	if a := again().want(http.StatusTooManyRequests).says(".error-summary", "1 分钟"); a.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	k.pass(app.CodeAgain)
	again().leads("/account/code?again=1")
	v.get("/account/code?again=1").want(http.StatusOK).says("[role=status]", "新的验证码")
	if second := s.sentCode(); second != first {
		v.typeCode(first).want(http.StatusUnprocessableEntity)
	}
	v.typeCode(s.sentCode()).leads("/account")
}

func TestNoCodeIsSentWithoutConsent(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	v := s.visitor()
	a := v.post("/account/sign-in", "/account/sign-in", url.Values{"contact": {"zhu@yunxi"}}).want(http.StatusUnprocessableEntity)
	if a.page().Find(".error-summary a").Length() != 2 || a.page().Find("#contact").AttrOr("value", "") != "zhu@yunxi" {
		t.Errorf("the form says %q", a.page().Find(".error-summary").Text())
	}
	v.get("/account/sign-in").says("main", "《个人信息处理说明》")
	if _, ticked := v.get("/account/sign-in").page().Find("#consent").Attr("checked"); ticked {
		t.Error("consent is ticked beforehand")
	}
	if n := s.count(`SELECT (SELECT count(*) FROM challenges) + (SELECT count(*) FROM messages)`); n != 0 {
		t.Errorf("%d rows were kept", n)
	}
}

func TestWithoutAGatewayTheFormSaysWhatElseToDo(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t, func(e *handlers.Env) { e.App.Gateways = message.Gateways{Email: true} })
	v := s.visitor()
	v.askForCode("19900001234").want(http.StatusUnprocessableEntity).says("#contact-error", "不能发送短信")
	v.askForCode("不是联系方式").want(http.StatusUnprocessableEntity).says("#contact-error", "请填写完整的邮箱地址").says("label[for=contact]", "邮箱")
	v.askForCode("zhu@yunxi.example").leads("/account/code")

	mute, _ := newPlace(t, func(e *handlers.Env) { e.App.Gateways = message.Gateways{} })
	page := mute.visitor().get("/account/sign-in").says("main .note", "不能发送验证码").page()
	if page.Find("#contact").Length() != 0 || page.Find("a[href='/account/sign-in/password']").Length() != 1 {
		t.Error("the page asks for what no code can be sent to, or leads nowhere else")
	}
}

func TestOnlyADemonstrationShowsTheCode(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t, func(e *handlers.Env) { e.App.Gateways, e.App.ShowCodes, e.Demo = message.Gateways{}, true, true })
	v := s.visitor()
	v.askForCode("19900001234").leads("/account/code")
	v.get("/account/code").says(".note", s.sentCode())
	v.typeCode(s.sentCode()).leads("/account")

	live, _ := newPlace(t)
	v = live.visitor()
	v.cookies["nayan_demo_code"] = "123456"
	asked := v.askForCode("19900001234")
	page := v.get("/account/code")
	for _, body := range []string{asked.body, page.body, strings.Join(asked.header.Values("Set-Cookie"), " ")} {
		if strings.Contains(body, live.sentCode()) || strings.Contains(body, "123456") {
			t.Error("a code is shown")
		}
	}
}

func TestSigningInToAnAccountEndsTheEarlierSessionOfTheBrowser(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	v := s.enter("zhu@yunxi.example")
	earlier := &visitor{site: s, cookies: maps.Clone(v.cookies)}
	v.get("/account/sign-in?next=/account/profile").leads("/account/profile")
	if _, err := s.env.App.AddAccount(t.Context(), app.AccountInput{Email: "he@yunxi.example", Password: password}); err != nil {
		t.Fatal(err)
	}
	v.post("/account/sign-in/password", "/account/sign-in/password", url.Values{"contact": {"he@yunxi.example"}, "password": {password},
		"next": {"https://evil.example"}}).leads("/account")
	earlier.get("/account").want(http.StatusSeeOther)
	copied := &visitor{site: s, cookies: maps.Clone(v.cookies)}
	v.post("/account", "/account/sign-out", url.Values{}).leads("/account/sign-in")
	copied.get("/account").want(http.StatusSeeOther)
}

func TestAnAccountsSessionEndsUnusedAndAtTheLatest(t *testing.T) {
	t.Parallel()
	s, k := newPlace(t)
	idle := s.enter("zhu@yunxi.example")
	k.pass(app.AccountSessionIdle)
	idle.get("/account").want(http.StatusSeeOther)
	used := s.enter("zhu@yunxi.example")
	for spent := time.Duration(0); spent+app.AccountSessionIdle < app.AccountSessionTTL; spent += app.AccountSessionIdle - time.Hour {
		used.get("/account").want(http.StatusOK)
		k.pass(app.AccountSessionIdle - time.Hour)
	}
	used.get("/account").want(http.StatusOK)
	k.pass(app.AccountSessionIdle - time.Hour)
	used.get("/account").want(http.StatusSeeOther)
}

func TestOneContactIsSentFiveCodesInTenMinutesAndNobodyElseWaits(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t, func(e *handlers.Env) {
		e.TrustedProxies = limit.TrustedProxies{netip.MustParsePrefix("0.0.0.0/32")} // fiber's Test speaks from there
	})
	ask := func(i int, contact string) int {
		v := s.visitor()
		token, _ := v.get("/account/sign-in").page().Find("input[name=_csrf]").Attr("value")
		form := url.Values{"_csrf": {token}, "contact": {contact}, "consent": {"1"}}
		req := httptest.NewRequest(http.MethodPost, "/account/sign-in", strings.NewReader(form.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("X-Forwarded-For", "203.0.113."+strconv.Itoa(i))
		return v.do(req).status
	}
	for i := range 5 {
		if got := ask(i, "19900001234"); got != http.StatusSeeOther {
			t.Fatalf("request %d: status %d", i+1, got)
		}
	}
	if got := ask(9, "+86 199 0000 1234"); got != http.StatusTooManyRequests {
		t.Errorf("the sixth: status %d", got)
	}
	if got := ask(9, "19900001235"); got != http.StatusSeeOther {
		t.Errorf("somebody else: status %d", got)
	}
}

func TestOneAddressHasSoManyCodesSentAndNoMore(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t, func(e *handlers.Env) { e.Limits.Code = twice })
	for i := range 2 {
		s.visitor().askForCode("1990000123" + strconv.Itoa(i)).want(http.StatusSeeOther)
	}
	s.visitor().askForCode("19900001239").want(http.StatusTooManyRequests).says(".error-summary", "分钟")
}
