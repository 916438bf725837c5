package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/repo"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func TestAnInvitedMemberChoosesAPasswordAndSignsIn(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin := s.signedIn(account.Administrator)
	form := url.Values{"name": {"新人"}, "email": {"new@yunxi.example"}, "unit_id": {"1"}, "grant_unit": {"1"}}
	admin.post("/desk/staff", "/desk/staff", form).want(http.StatusUnprocessableEntity).holds(".field.invalid", "请至少选择一个角色")
	form["roles"] = []string{"drafter", "reviewer"}
	form.Set("email", "none")
	back := admin.post("/desk/staff", "/desk/staff", form).want(http.StatusUnprocessableEntity)
	if n := back.page().Find("input[name=roles][checked]").Length(); n != 2 {
		t.Errorf("%d roles came back ticked, want 2", n)
	}
	form.Set("email", "new@yunxi.example")
	link := linkOn(t, admin.post("/desk/staff", "/desk/staff", form).want(http.StatusOK).holds(".note", "系统不会发出邮件"))

	v := s.visitor()
	v.post("/desk/sign-in", "/desk/sign-in", url.Values{"email": {"new@yunxi.example"}, "password": {""}}).want(http.StatusUnprocessableEntity)
	for _, bad := range []url.Values{{"password": {"short"}, "again": {"short"}}, {"password": {"qwerty123456"}, "again": {"qwerty123456"}},
		{"password": {"this-is-new-2026"}, "again": {"this-is-new-2026"}}, {"password": {password}, "again": {"another one"}}} {
		back := v.post(link, link, bad).want(http.StatusUnprocessableEntity)
		if strings.Contains(back.body, bad.Get("password")) {
			t.Error("a password comes back")
		}
	}
	good := url.Values{"password": {password}, "again": {password}}
	if to := v.post(link, link, good).seeOther(); to != "/desk" {
		t.Errorf("the link leads to %s", to)
	}
	v.get("/desk").want(http.StatusOK).holds(".who", "新人")
	s.visitor().get(link).want(http.StatusGone)
	s.visitor().post("/desk/sign-in", link, good).want(http.StatusGone)
	s.visitor().post("/desk/sign-in", "/desk/sign-in", url.Values{"email": {"new@yunxi.example"}, "password": {password}}).seeOther()
}

// linkOn reads the link off the page that shows it once.
func linkOn(t *testing.T, a answer) string {
	t.Helper()
	link, ok := a.page().Find("#link").Attr("value")
	if !ok || !strings.HasPrefix(link, "http://example.com/desk/invitations/") {
		t.Fatalf("no link but %q on\n%s", link, a.page().Find("main").Text())
	}
	return strings.TrimPrefix(link, "http://example.com")
}

func TestANewerLinkReplacesAnOlderOneAndAnOldOneIsWorthless(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin, drafter := s.signedIn(account.Administrator), s.signedIn(account.Drafter)
	page := memberPage(s.member(account.Drafter).ID)
	first := linkOn(t, admin.post(page, page+"/invitations", url.Values{}))
	second := linkOn(t, admin.post(page, page+"/invitations", url.Values{}))
	v := s.visitor()
	v.get(first).want(http.StatusGone)
	v.get(second).want(http.StatusOK).holds("main", "原来的密码作废")
	// Until another one is chosen, the old password and the sessions stay.
	drafter.get("/desk").want(http.StatusOK)
	v.post(second, second, url.Values{"password": {"湖边的早晨有雾也有风声"}, "again": {"湖边的早晨有雾也有风声"}}).seeOther()
	drafter.get("/desk").want(http.StatusSeeOther)
	third := linkOn(t, admin.post(page, page+"/invitations", url.Values{}))
	s.env.App.Now = func() time.Time { return time.Now().AddDate(0, 0, 7).Add(time.Minute) }
	v.get(third).want(http.StatusGone)
}

func memberPage(id int64) string { return "/desk/staff/" + itoa(id) }

func TestADisabledMemberIsOutAtOnce(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin, drafter := s.signedIn(account.Administrator), s.signedIn(account.Drafter)
	page := memberPage(s.member(account.Drafter).ID)
	action, values := formOf(admin.get(page).page().Find("form[action$='/disabled']"))
	admin.postRaw(action, values).seeOther()
	drafter.get("/desk").want(http.StatusSeeOther)
	action, values = formOf(admin.get(page).page().Find("form[action$='/disabled']"))
	admin.postRaw(action, values).seeOther()
	admin.get(page).want(http.StatusOK).holds(".inline", "正常")
}

func TestWhoAdministersOneUnitGrantsForItAndNoFurther(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin := s.as(2, account.Administrator)
	list := admin.get("/desk/staff").want(http.StatusOK).page()
	list.Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
		if unit := row.Find("td").Eq(1).Text(); unit != list.Find("tbody tr").Last().Find("td").Eq(1).Text() {
			t.Errorf("somebody of another unit is listed: %s", unit)
		}
	})
	form := url.Values{"name": {"新人"}, "email": {"new@yunxi.example"}, "unit_id": {"2"}, "grant_unit": {"0"}, "roles": {"approver"}}
	admin.post("/desk/staff", "/desk/staff", form).want(http.StatusForbidden).holds("#problem", "管理范围以外")
	form.Set("grant_unit", "3")
	admin.post("/desk/staff", "/desk/staff", form).want(http.StatusForbidden)
	form.Set("grant_unit", "2")
	form.Set("unit_id", "3")
	admin.post("/desk/staff", "/desk/staff", form).want(http.StatusUnprocessableEntity)
	form.Set("unit_id", "2")
	admin.post("/desk/staff", "/desk/staff", form).want(http.StatusOK)
	for _, m := range members(s) {
		page := memberPage(m.ID)
		switch {
		case m.UnitID != 2:
			admin.post("/desk/staff", page+"/invitations", url.Values{}).want(http.StatusForbidden)
			admin.get(page).want(http.StatusForbidden)
		case m.Email == "new@yunxi.example":
			admin.post(page, page+"/grants", url.Values{"action": {"add"}, "grant_unit": {"3"}, "roles": {"drafter"}}).want(http.StatusForbidden)
			admin.post(page, page+"/grants", url.Values{"action": {"add"}, "grant_unit": {"2"}, "roles": {"drafter"}}).seeOther()
			admin.post(page, page+"/grants", url.Values{"action": {"remove"}, "grant_unit": {"2"}, "roles": {"approver"}}).seeOther()
			if got := member(s, m.ID).Grants; len(got) != 1 || got[0] != (account.Grant{UnitID: 2, Role: account.Drafter}) {
				t.Errorf("the grants are %v", got)
			}
		}
	}
}

// A password link for somebody who may do more would be a way to become them.
func TestWhoAdministersOneUnitHasNoHandInTheAccountOfWhoMayDoMore(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin := s.as(2, account.Administrator)
	id, err := s.env.App.AddStaff(t.Context(), app.System, app.StaffInput{UnitID: 2, Name: "县里的人", Email: "county@yunxi.example",
		Password: password, Grants: account.For(account.EveryUnit, account.Approver)})
	if err != nil {
		t.Fatal(err)
	}
	page := memberPage(id)
	if n := admin.get(page).want(http.StatusOK).page().Find("main form[action$='/invitations'], main form[action$='/disabled']").Length(); n > 0 {
		t.Errorf("%d buttons are offered", n)
	}
	admin.get(page + "/leave").want(http.StatusForbidden)
	for _, path := range []string{"/invitations", "/second-factor/reset", "/disabled", "/leave"} {
		admin.post(page, page+path, url.Values{"disabled": {"1"}}).want(http.StatusForbidden)
	}
}

func TestTheCountyKeepsAWorkingAdministrator(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin := s.signedIn(account.Administrator)
	own := memberPage(s.member(account.Administrator).ID)
	mine := url.Values{"action": {"remove"}, "grant_unit": {"0"}, "roles": {"administrator"}}
	admin.post(own, own+"/grants", mine).want(http.StatusConflict).holds("#problem", "不能撤销自己最后一项管理员权限")
	// A second one who never came does not count; a local one is no help to the others.
	admin.post(own, own+"/grants", url.Values{"action": {"add"}, "grant_unit": {"2"}, "roles": {"administrator"}}).seeOther()
	admin.post(own, own+"/grants", mine).want(http.StatusConflict).holds("#problem", "至少要有一位能登录的管理员")
	form := url.Values{"name": {"第二位"}, "email": {"second@yunxi.example"}, "unit_id": {"1"}, "grant_unit": {"0"}, "roles": {"administrator"}}
	link := linkOn(t, admin.post("/desk/staff", "/desk/staff", form))
	admin.post(own, own+"/grants", mine).want(http.StatusConflict)
	v := s.visitor()
	if to := v.post(link, link, url.Values{"password": {password}, "again": {password}}).seeOther(); !strings.HasPrefix(to, "/desk/sign-in/enrol") {
		t.Errorf("an administrator comes in without a second factor, to %s", to)
	}
	admin.post(own, own+"/grants", mine).seeOther()
}

func TestWhoeverLeavesHandsTheirWorkOver(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin, leaver, open := s.signedIn(account.Administrator), app.Member{}, []repo.OpenWork(nil)
	for _, m := range members(s) {
		work, err := s.env.Repo.OpenWork(t.Context(), m.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(work) > len(open) {
			leaver, open = m, work
		}
	}
	out, page := s.signedInAs(leaver.ID, account.Complete), memberPage(leaver.ID)
	asked := admin.get(page + "/leave").want(http.StatusOK)
	if n := asked.page().Find("main fieldset").Length(); n != len(open) {
		t.Errorf("%d things are asked about, want %d", n, len(open))
	}
	admin.post(page+"/leave", page+"/leave", url.Values{}).want(http.StatusUnprocessableEntity)
	heir, err := s.env.App.AddStaff(t.Context(), app.System, app.StaffInput{UnitID: leaver.UnitID, Name: "接手人", Email: "heir@yunxi.example",
		Password: password, Grants: account.For(leaver.UnitID, account.Drafter)})
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{}
	for _, w := range open {
		form.Set(app.SuccessorField(w.WorkKey), itoa(s.member(account.Approver).ID))
	}
	admin.post(page+"/leave", page+"/leave", form).want(http.StatusUnprocessableEntity)
	out.get("/desk").want(http.StatusOK)
	for _, w := range open {
		form.Set(app.SuccessorField(w.WorkKey), itoa(heir))
	}
	admin.post(page+"/leave", page+"/leave", form).seeOther()
	out.get("/desk").want(http.StatusSeeOther)
	if left, _ := s.env.Repo.OpenWork(t.Context(), leaver.ID); len(left) > 0 {
		t.Errorf("%d things have no successor", len(left))
	}
	if now, _ := s.env.Repo.OpenWork(t.Context(), heir); len(now) != len(open) {
		t.Errorf("the successor has %d things, want %d", len(now), len(open))
	}
	for _, w := range open {
		if actions, err := s.env.Repo.AuditedActions(t.Context(), w.Kind, itoa(w.ID)); err != nil || actions[len(actions)-1] != w.Kind+".hand_over" {
			t.Errorf("%s %d: the audit says %v", w.Kind, w.ID, actions)
		}
	}
	if m := member(s, leaver.ID); !m.Left || !m.Disabled || len(m.Grants) == 0 {
		t.Errorf("who left is %+v", m)
	}
	admin.post(page, page+"/disabled", url.Values{"disabled": {"0"}}).want(http.StatusConflict)
	s.visitor().post("/desk/sign-in", "/desk/sign-in", url.Values{"email": {leaver.Email}, "password": {password}}).want(http.StatusUnprocessableEntity)
}

func members(s *site) []app.Member {
	s.t.Helper()
	list, err := s.env.App.Members(s.t.Context(), repo.EveryUnit)
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

func member(s *site, id int64) app.Member {
	s.t.Helper()
	m, err := s.env.App.Member(s.t.Context(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

func TestAnAdministratorCannotShutThemselvesOut(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin := s.signedIn(account.Administrator)
	page := memberPage(s.member(account.Administrator).ID)
	admin.post(page, page+"/disabled", url.Values{"disabled": {"1"}}).want(http.StatusConflict).holds("#problem", "不能对自己的账号")
	admin.post(page, page+"/leave", url.Values{}).want(http.StatusConflict)
	admin.post(page, page+"/second-factor/reset", url.Values{}).want(http.StatusConflict)
}

func TestAUnitIsAddedOnce(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin := s.signedIn(account.Administrator)
	admin.post("/desk/staff", "/desk/units", url.Values{"unit_name": {"云溪县水利局"}}).seeOther()
	admin.post("/desk/staff", "/desk/units", url.Values{"unit_name": {"云溪县水利局"}}).want(http.StatusConflict).
		holds(".field.invalid", "已经有这个单位")
}

func TestALinkGoesOutByMailWhereThereIsAGatewayAndIsHeldElsewhere(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin, page := s.signedIn(account.Administrator), memberPage(s.member(account.Drafter).ID)
	admin.post(page, page+"/invitations", url.Values{}).want(http.StatusOK).holds(".note", "系统不会发出邮件")
	s.env.App.Gateways.Email = true
	admin.post(page, page+"/invitations", url.Values{}).want(http.StatusOK).holds(".note", "同时发到本人的邮箱")
	var states []string
	err := s.env.Repo.DB().SelectContext(t.Context(), &states, `SELECT state FROM messages WHERE template = 'staff_password_reset' ORDER BY id`)
	if err != nil || !slices.Equal(states, []string{"held", "queued"}) {
		t.Errorf("the messages are %v, %v", states, err)
	}
}

func TestTheAuditKeepsWhatWasGrantedBeforeAndAfter(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin, id := s.signedIn(account.Administrator), s.member(account.Host).ID
	admin.post(memberPage(id), memberPage(id)+"/grants", url.Values{"action": {"add"}, "grant_unit": {"3"}, "roles": {"clerk"}}).seeOther()
	var entry struct{ Before, After string }
	err := s.env.Repo.DB().GetContext(t.Context(), &entry, `SELECT before::text, after::text FROM audit_entries
		WHERE action = 'staff.grants' AND object_kind = 'staff' AND object_id = $1`, itoa(id))
	if err != nil || strings.Contains(entry.Before, "clerk") || !strings.Contains(entry.After, `"clerk"`) || !strings.Contains(entry.After, `"host"`) {
		t.Errorf("the audit says %+v, %v", entry, err)
	}
}

// Whoever is invited by an address with a name around it could never sign in by it.
func TestAnInvitationGoesToABareAddress(t *testing.T) {
	t.Parallel()
	admin := newCounty(t).signedIn(account.Administrator)
	form := url.Values{"name": {"第二位"}, "unit_id": {"1"}, "grant_unit": {"1"}, "roles": {"drafter"}, "email": {"第二位 <second@yunxi.example>"}}
	if admin.post("/desk/staff", "/desk/staff", form).want(http.StatusUnprocessableEntity).page().Find("#email-error").Length() != 1 {
		t.Error("the page does not say what is wrong about the address")
	}
}
