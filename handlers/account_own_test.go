package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/consult"
)

// ownComment sends a comment and gives its receipt.
func (v *visitor) ownComment(no string, more url.Values) (number, secret string, page answer) {
	v.t.Helper()
	form := url.Values{"points[0].body": {"支持"}, "identity": {"resident"}}
	for name, values := range more {
		form[name] = values
	}
	from := "/consultations/" + no + "/comments"
	page = v.post(from, from, form).want(http.StatusCreated)
	slip := page.page().Find("dl.slip .code")
	return slip.Eq(0).Text(), slip.Eq(1).Text(), page
}

func TestACommentSentWhileSignedInIsOnesOwn(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	no := s.firstOpen()
	v := s.person("own@yunxi.example")
	for _, path := range []string{"/comments", "/draft"} {
		form := v.get("/consultations/" + no + path).page()
		if form.Find("#name").AttrOr("value", "") != "朱国强" || form.Find("#email").AttrOr("value", "") != "own@yunxi.example" {
			t.Errorf("%s is not filled in", path)
		}
	}
	number, _, page := v.ownComment(no, nil)
	page.says("main", "已存入")
	list := v.get("/account/comments").want(http.StatusOK)
	if link := list.page().Find(".own-rows a").AttrOr("href", ""); link != "/account/comments/"+number {
		t.Fatalf("the list leads to %q", link)
	}
	v.get("/account/comments/"+number).want(http.StatusOK).says(".status", "支持")
	if page := v.get("/account/comments/" + strings.ToLower(number)); page.status != http.StatusOK {
		t.Errorf("in lower case: status %d", page.status)
	}
	if n := s.count(`SELECT count(*) FROM account_comments WHERE NOT claimed AND linked_at = (SELECT max(received_at) FROM comments)`); n != 1 {
		t.Errorf("%d comments are linked", n)
	}
}

func TestWithoutSigningInNothingIsFilledInAndNothingKept(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	before := s.count(`SELECT count(*) FROM account_comments`)
	_, _, page := s.visitor().ownComment(s.firstOpen(), nil)
	if strings.Contains(page.body, "已存入") || s.count(`SELECT count(*) FROM account_comments`) != before {
		t.Error("a comment without an account was kept in one")
	}
	v := s.visitor()
	v.cookies["nayan_account"] = "stale"
	v.ownComment(s.firstOpen(), nil)
}

func TestAnotherPersonsReceiptIsNotFound(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	number, _, _ := s.person("own@yunxi.example").ownComment(s.firstOpen(), nil)
	other := s.person("other@yunxi.example")
	want := other.get("/account/comments/ZZZZZ-ZZZZZ").want(http.StatusNotFound).page().Find("main").Text()
	if got := other.get("/account/comments/" + number).want(http.StatusNotFound).page().Find("main").Text(); got != want {
		t.Errorf("%q is not what an unknown number says: %q", got, want)
	}
	s.visitor().get("/account/comments/" + number).want(http.StatusSeeOther)
	s.signedIn(account.Administrator).get("/account/comments/" + number).want(http.StatusSeeOther)
}

func TestACommentIsClaimedWithItsReceiptByOnePerson(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	number, secret, _ := s.visitor().ownComment(s.firstOpen(), nil)
	v, other := s.person("own@yunxi.example"), s.person("other@yunxi.example")
	claim := func(v *visitor, no, secret string) answer {
		return v.post("/account/comments", "/account/comments/claim", url.Values{"no": {no}, "secret": {secret}})
	}
	unknown := claim(v, "ZZZZZ-ZZZZZ", secret).want(http.StatusNotFound).page().Find(".error-summary").Text()
	a := claim(v, number, "0000-0000-0000-0000").want(http.StatusNotFound)
	if got := a.page().Find(".error-summary").Text(); got != unknown || a.page().Find("#no").AttrOr("value", "") != number {
		t.Errorf("a wrong secret says %q, an unknown number %q", got, unknown)
	}
	claim(v, strings.ToLower(number), strings.ReplaceAll(secret, "-", " ")).leads("/account/comments?done=claimed")
	v.get("/account/comments?done=claimed").says("[role=status]", "已存入")
	claim(v, number, secret).leads("/account/comments?done=claimed") // twice is no harm
	again := claim(other, number, secret).want(http.StatusConflict)
	if strings.Contains(again.body, secret) {
		t.Error("the secret comes back")
	}
	again.says(".error-summary", "另一个账号")
	v.get("/account/comments/" + number).want(http.StatusOK)
	other.get("/account/comments/" + number).want(http.StatusNotFound)
}

func TestClaimingIsLimitedAsLookingUpIs(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	s.env.Limits.Receipt = twice
	v := s.person("own@yunxi.example")
	form := func() url.Values { return url.Values{"no": {"ZZZZZ-ZZZZZ"}, "secret": {"0000-0000-0000-0000"}} }
	for range 2 {
		v.post("/account/comments", "/account/comments/claim", form()).want(http.StatusNotFound)
	}
	v.post("/account/comments", "/account/comments/claim", form()).want(http.StatusTooManyRequests)
}

func TestACommentSentBeforeSigningInAndAgainAfterIsOneAndOnesOwn(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	key := url.Values{"idempotency_key": {"the same form"}}
	first, _, _ := s.visitor().ownComment(s.firstOpen(), key)
	v := s.person("own@yunxi.example")
	second, _, page := v.ownComment(s.firstOpen(), key)
	if first != second {
		t.Fatalf("two comments: %s, %s", first, second)
	}
	page.says("main", "已存入")
	v.get("/account/comments/" + first).want(http.StatusOK)
}

func TestABookingMadeWhileSignedInIsOnesOwn(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, other := s.person("own@yunxi.example"), s.person("other@yunxi.example")
	id, _ := roomiestSession(s)
	day := "/open-days/" + firstOpenDay(s)
	if name := v.get(day).page().Find("input[name=name]").First().AttrOr("value", ""); name != "朱国强" {
		t.Errorf("the form has the name %q", name)
	}
	a := v.post(day, day+"/sessions/"+id+"/bookings", url.Values{"party_size": {"2"}, "name": {"朱国强"}, "phone": {"19900029999"}})
	ticket, _, _ := strings.Cut(a.want(http.StatusSeeOther).header.Get("Location"), "?")
	link := v.get("/account/bookings").want(http.StatusOK).page().Find(".own-rows a").AttrOr("href", "")
	if link != ticket {
		t.Errorf("the list leads to %q, not to %q", link, ticket)
	}
	v.get(link).want(http.StatusOK)
	v.get("/account").says("main", "将要参加")
	if rows := other.get("/account/bookings").page().Find(".own-rows a").Length(); rows != 0 {
		t.Errorf("somebody else sees %d bookings", rows)
	}
}

func TestTheOverviewSaysWhatWaits(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	s.person("own@yunxi.example").get("/account").want(http.StatusOK).says(".empty", "没有要看的")
	v := s.visitor()
	v.post("/account/sign-in/password", "/account/sign-in/password", url.Values{"contact": {"zhu@yunxi.example"}, "password": {password}}).leads("/account")
	number := v.get("/account").want(http.StatusOK).page().Find(".own-rows a").AttrOr("href", "")
	v.get(number).says(".status", "答复")
	list := v.get("/account/comments").page()
	if state := list.Find(".own-rows .tag").First().Text(); state != "已答复" {
		t.Errorf("the comment is %q", state)
	}
}

func TestAnInboxIsOpenedAndMarkedAsRead(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	v, other := s.person("own@yunxi.example"), s.person("other@yunxi.example")
	keys := s.env.App.Keys
	for i, enterprise := range []string{"云溪县青禾食品有限公司", "云溪县泽木家具厂"} {
		s.env.Repo.DB().MustExec(`INSERT INTO messages (cause, channel, template, values_sealed, account_id, state, created_at, changed_at)
			VALUES ('enterprise:' || $1::text, 'inbox', 'enterprise_rejected', $2, (SELECT min(id) FROM accounts), 'sent', now(), now())`,
			i, keys.Seal("message.values", `{"enterprise":"`+enterprise+`","reason":"证照不清晰","path":"/account/enterprises/7"}`))
	}
	v.get("/account").says(".own-nav", "消息（2）").says("main", "2 条新消息")
	page := v.get("/account/inbox").want(http.StatusOK)
	page.says(".own-rows li:first-child", "泽木家具厂").says(".own-rows li:first-child", "证照不清晰").says(".own-nav", "消息")
	if page.page().Find(".own-rows .tag").Length() != 2 || page.page().Find(".own-rows a").AttrOr("href", "") != "/account/enterprises/7" {
		t.Error("what is new is not marked, or leads nowhere")
	}
	if again := v.get("/account/inbox").page(); again.Find(".own-rows .tag").Length() != 0 || again.Find(".own-rows li").Length() != 2 {
		t.Error("what was shown is not marked as read")
	}
	if rows := other.get("/account/inbox").page().Find(".own-rows li").Length(); rows != 0 {
		t.Errorf("somebody else reads %d messages", rows)
	}
}

// The API acts for nobody: what it takes is nobody's own.
func TestTheAPIKeepsNothingInAnAccount(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.person("own@yunxi.example")
	v.json(http.MethodPost, "/api/v1/consultations/"+s.firstIn(consult.Open)+"/comments", `{"body":"支持"}`).want(http.StatusCreated)
	if rows := v.get("/account/comments").page().Find(".own-rows a").Length(); rows != 0 {
		t.Errorf("%d comments are kept", rows)
	}
}

func TestAnAccountsPagesAreKeptByNoCache(t *testing.T) {
	t.Parallel()
	s, _ := newPlace(t)
	v := s.person("own@yunxi.example")
	for _, path := range []string{"/account", "/account/comments", "/account/bookings", "/account/inbox", "/account/profile", "/account/security"} {
		if got := v.get(path).want(http.StatusOK).header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: %q", path, got)
		}
	}
}
