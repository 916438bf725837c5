package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"nayan/handlers"
	"nayan/internal/app"
	"nayan/internal/message"
)

func shopForm() url.Values {
	return url.Values{"name": {"云溪县虚构百货商店"}, "uscc": {"13341524MA99930926"}, "contact_name": {"朱国强"}, "contact_phone": {"19900001234"}}
}

// firm is an enterprise with a manager and a member, and their browsers.
type firm struct {
	*site
	manager, member, stranger *visitor
	path                      string
}

func newFirm(t *testing.T, change ...func(*handlers.Env)) *firm {
	t.Helper()
	s := newSite(t, change...)
	f := &firm{site: s, manager: s.person("manager@example.org"), member: s.person("member@example.org"), stranger: s.person("stranger@example.org")}
	f.path, _, _ = strings.Cut(f.manager.post("/account/enterprises/new", "/account/enterprises", shopForm()).want(http.StatusSeeOther).header.Get("Location"), "?")
	link := f.invite("member")
	f.member.post(link, link, url.Values{}).want(http.StatusSeeOther)
	return f
}

// invite makes an invitation and gives the path of its link, as the page shows it.
func (f *firm) invite(role string) string {
	f.t.Helper()
	a := f.manager.post(f.path, f.path+"/invitations", url.Values{"role": {role}}).want(http.StatusCreated)
	link, _ := a.page().Find("input#link").Attr("value")
	path, ours := strings.CutPrefix(link, f.env.Site.BaseURL)
	if !ours || a.page().Find("svg.qr").Length() != 1 {
		f.t.Fatalf("link %q", link)
	}
	return path
}

// text gives the words of a selection, on one line.
func (a answer) text(selector string) string {
	return strings.Join(strings.Fields(a.page().Find(selector).Text()), " ")
}

func TestAnEnterpriseIsRegisteredAndShownToItsPeople(t *testing.T) {
	t.Parallel()
	v := newSite(t).person("zhu@example.org")
	if got := v.get("/account/enterprises").want(http.StatusOK).text(".empty"); !strings.Contains(got, "您还没有加入企业") {
		t.Errorf("without one: %q", got)
	}
	form := v.get("/account/enterprises/new").want(http.StatusOK).page()
	if name, _ := form.Find("#contact_name").Attr("value"); name != "朱国强" {
		t.Errorf("the form suggests %q as contact", name)
	}
	to := v.post("/account/enterprises/new", "/account/enterprises", shopForm()).want(http.StatusSeeOther).header.Get("Location")
	a := v.get(to).want(http.StatusOK)
	if a.text("[role=status]") != "登记已提交，请等待核验。" || a.text("h1") != "云溪县虚构百货商店" || a.text(".pill") != "待核验" ||
		!strings.Contains(a.text("#people + table"), "（您）管理员") {
		t.Errorf("after registering: %s", a.text(".own-page"))
	}
	if got := v.get("/account/enterprises").text(".rows li"); !strings.Contains(got, "云溪县虚构百货商店待核验您是管理员") {
		t.Errorf("the list: %q", got)
	}
}

func TestARejectedRegistrationKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	v := newSite(t).person("zhu@example.org")
	form := shopForm()
	form.Set("uscc", "12345")
	form.Set("contact_phone", "")
	a := v.post("/account/enterprises/new", "/account/enterprises", form).want(http.StatusUnprocessableEntity)
	if got := a.page().Find(".error-summary a").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") }); strings.Join(got, " ") != "#uscc #contact_phone" {
		t.Errorf("the summary leads to %v", got)
	}
	for name := range form {
		if got, _ := a.page().Find("#" + name).Attr("value"); name != "_csrf" && got != form.Get(name) {
			t.Errorf("%s comes back as %q", name, got)
		}
	}
	if !strings.HasPrefix(a.text("title"), "错误：") || a.page().Find("#uscc_confirmed").Length() != 0 {
		t.Errorf("title %q", a.text("title"))
	}
}

func TestADoubtfulCodeWarnsOnceAndIsThenTaken(t *testing.T) {
	t.Parallel()
	v := newSite(t).person("zhu@example.org")
	form := shopForm()
	form.Set("uscc", "1334 1524ma99930927")
	a := v.post("/account/enterprises/new", "/account/enterprises", form).want(http.StatusUnprocessableEntity)
	doubted, _ := a.page().Find("input[name=uscc_doubted]").Attr("value")
	if doubted != "13341524MA99930927" || a.page().Find("#uscc_confirmed[checked]").Length() != 0 ||
		a.page().Find("#uscc_confirmed").Length() != 1 || a.page().Find(".error-summary").Length() != 0 || !strings.Contains(a.text(".note.amber"), "再核对一次") {
		t.Fatalf("doubted %q: %s", doubted, a.text("main"))
	}
	form.Set("uscc_doubted", doubted)
	v.post("/account/enterprises/new", "/account/enterprises", form).want(http.StatusUnprocessableEntity) // not ticked
	form.Set("uscc_confirmed", "1")
	form.Set("uscc", "13341524MA99930928") // another one, as wrong: nobody has confirmed it
	v.post("/account/enterprises/new", "/account/enterprises", form).want(http.StatusUnprocessableEntity)
	form.Set("uscc", doubted)
	v.post("/account/enterprises/new", "/account/enterprises", form).want(http.StatusSeeOther)
}

func TestTheSameCodeTwiceIsRefusedOnTheForm(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	a := f.manager.post("/account/enterprises/new", "/account/enterprises", shopForm()).want(http.StatusConflict)
	if name, _ := a.page().Find("#name").Attr("value"); name != "云溪县虚构百货商店" || !strings.Contains(a.text("#problem"), "已经登记过") {
		t.Errorf("%q, %s", name, a.text("#problem"))
	}
}

func TestAnInvitedPersonJoinsByTheLinkAndIsListed(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	link := f.invite("manager")
	a := f.stranger.get(link).want(http.StatusOK)
	for _, word := range []string{"云溪县虚构百货商店", "管理员", "朱国强", "待核验"} {
		if !strings.Contains(a.text(".own-page"), word) {
			t.Errorf("%s is not said in %s", word, a.text(".own-page"))
		}
	}
	to := f.stranger.post(link, link, url.Values{}).want(http.StatusSeeOther).header.Get("Location")
	if got := f.stranger.get(to).want(http.StatusOK).text("[role=status]"); got != "您已加入这家企业。" {
		t.Errorf("said %q", got)
	}
	if n := f.manager.get(f.path).page().Find("#people + table tbody tr").Length(); n != 3 {
		t.Errorf("%d people", n)
	}
	gone := f.member.get(link).want(http.StatusGone)
	if !strings.Contains(gone.text(".sheet"), "重新发一个邀请链接") || gone.page().Find("main form[action*=invitations]").Length() != 0 {
		t.Errorf("a used link: %s", gone.text("main"))
	}
	fresh := f.invite("member")
	again := f.member.post(fresh, fresh, url.Values{}).want(http.StatusConflict)
	if !strings.Contains(again.text("#problem"), "已经是这家企业的成员") {
		t.Errorf("a member again: %s", again.text("main"))
	}
}

func TestALinkBringsWhoIsNotSignedInBackToIt(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	link := f.invite("member")
	door := f.site.visitor().get(link).want(http.StatusSeeOther).header.Get("Location")
	if door != "/account/sign-in?next="+url.QueryEscape(link) {
		t.Errorf("led to %s", door)
	}
	f.stranger.get("/account/invitations/unknown").want(http.StatusNotFound)
}

func TestARevokedInvitationIsGone(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	link := f.invite("member")
	revoke, _ := f.manager.get(f.path).page().Find("form[action$='/revoke']").Last().Attr("action")
	f.manager.post(f.path, revoke, url.Values{}).want(http.StatusSeeOther)
	if got := f.stranger.get(link).want(http.StatusGone).text(".lead"); got != "这个邀请已经撤回。" {
		t.Errorf("said %q", got)
	}
	f.manager.post(f.path, revoke, url.Values{}).want(http.StatusConflict)
}

func TestAnInvitationSaysWhetherItIsMailed(t *testing.T) {
	t.Parallel()
	for held, want := range map[bool]string{true: "还没有开通邮件", false: "链接会发到 sun@example.org"} {
		f := newFirm(t, func(e *handlers.Env) { e.App.Gateways = message.Gateways{Email: !held} })
		a := f.manager.post(f.path, f.path+"/invitations", url.Values{"role": {"member"}, "email": {"sun@example.org"}}).want(http.StatusCreated)
		if !strings.Contains(a.text("section[aria-labelledby=fresh]"), want) {
			t.Errorf("held %v: %s", held, a.text("section[aria-labelledby=fresh]"))
		}
		if promised := strings.Contains(f.manager.get(f.path).text("section[aria-labelledby=invite]"), "链接会发到这个邮箱"); promised == held {
			t.Errorf("held %v: a mail is promised: %v", held, promised)
		}
	}
	f := newFirm(t)
	a := f.manager.post(f.path, f.path+"/invitations", url.Values{"role": {"member"}, "email": {"sun@"}}).want(http.StatusUnprocessableEntity)
	if got, _ := a.page().Find("#email").Attr("value"); got != "sun@" || a.page().Find(".error-summary a[href='#email']").Length() != 1 {
		t.Errorf("the form came back with %q", got)
	}
}

func TestOnlyItsOwnPeopleReachAnEnterpriseAndOnlyManagersChangeIt(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	other := newOther(f)
	managing := []string{"/edit", "/invitations", "/invitations/1/revoke", "/members/2/role", "/members/2/remove"}
	for name, c := range map[string]struct {
		by     *visitor
		shown  int
		edited int
	}{
		"a manager":            {f.manager, http.StatusOK, http.StatusOK},
		"a member":             {f.member, http.StatusOK, http.StatusNotFound},
		"a stranger":           {f.stranger, http.StatusNotFound, http.StatusNotFound},
		"a manager of another": {other, http.StatusNotFound, http.StatusNotFound},
		"who is not signed in": {f.site.visitor(), http.StatusSeeOther, http.StatusSeeOther},
	} {
		c.by.get(f.path).want(c.shown)
		c.by.get(f.path + "/edit").want(c.edited)
		if c.edited == http.StatusOK || c.edited == http.StatusSeeOther {
			continue
		}
		for _, page := range managing {
			if got := c.by.post("/account/enterprises/new", f.path+page, url.Values{"role": {"manager"}}); got.status != http.StatusNotFound {
				t.Errorf("%s at %s: status %d", name, page, got.status)
			}
		}
	}
	f.stranger.post("/account/enterprises/new", f.path+"/leave", url.Values{}).want(http.StatusNotFound)
	if page := f.member.get(f.path).page(); page.Find("form[action*='/members/'], #invite, a[href$='/edit']").Length() != 0 {
		t.Error("a member is shown what only managers may do")
	}
}

// newOther is the manager of another enterprise.
func newOther(f *firm) *visitor {
	v, form := f.person("other@example.org"), shopForm()
	form.Set("uscc", "91350100M000100Y43")
	v.post("/account/enterprises/new", "/account/enterprises", form).want(http.StatusSeeOther)
	return v
}

func TestARemovedMemberIsOutAtOnce(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	f.member.get(f.path).want(http.StatusOK)
	remove, _ := f.manager.get(f.path).page().Find("form[action$='/remove']").Attr("action")
	f.manager.post(f.path, remove, url.Values{}).want(http.StatusSeeOther)
	f.member.get(f.path).want(http.StatusNotFound)
}

func TestTheLastManagerIsToldWhyTheyCannotLeave(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	a := f.manager.post(f.path, f.path+"/leave", url.Values{}).want(http.StatusConflict)
	if !strings.Contains(a.text("#problem"), "至少要有一名管理员") {
		t.Errorf("said %s", a.text("#problem"))
	}
	if a.page().Find("form[action$='/role']:has(input[value=member])").Length() != 0 {
		t.Error("the last manager is offered to become a member")
	}
	promote, _ := f.manager.get(f.path).page().Find("form[action$='/role']:has(input[value=manager])").Attr("action")
	f.manager.post(f.path, promote, url.Values{"role": {"manager"}}).want(http.StatusSeeOther)
	f.manager.post(f.path, f.path+"/leave", url.Values{}).want(http.StatusSeeOther)
	f.manager.get(f.path).want(http.StatusNotFound)
}

func TestARejectionIsShownAndAnsweredByHandingInAnew(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	id := strings.TrimPrefix(f.path, "/account/enterprises/")
	var n int64
	if _, err := fmt.Sscan(id, &n); err != nil {
		t.Fatal(err)
	}
	if err := f.env.App.RejectEnterprise(t.Context(), app.System, n, 1, "名称与执照不符。"); err != nil {
		t.Fatal(err)
	}
	if got := f.member.get(f.path).text(".note.red"); !strings.Contains(got, "名称与执照不符。") {
		t.Errorf("said %s", got)
	}
	form := shopForm()
	form.Set("name", "云溪县虚构百货有限公司")
	f.manager.post(f.path+"/edit", f.path+"/edit", form).want(http.StatusSeeOther)
	if a := f.manager.get(f.path); a.text("h1") != form.Get("name") || a.text(".pill") != "待核验" || a.page().Find(".note.red").Length() != 0 {
		t.Errorf("after handing in anew: %s", a.text(".own-page"))
	}
}
