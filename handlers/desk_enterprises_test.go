package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/app"
)

// In the sample county, enterprise 1 is verified and 2 waits with a doubtful code.
const waiting = "/desk/enterprises/2"

func TestAClerkVerifiesAnEnterpriseFromTheDashboard(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	clerk := s.signedIn(account.Clerk)
	work := clerk.get("/desk").want(http.StatusOK).page().Find(".work a:contains('1 家企业待核验')")
	to, _ := work.Attr("href")
	list := clerk.get(to).want(http.StatusOK)
	row := list.text("tbody tr")
	href, _ := list.page().Find("tbody a").Attr("href")
	if href != waiting || !strings.Contains(row, "校验位不符") || list.page().Find("tbody tr").Length() != 1 {
		t.Fatalf("%s: %s", href, row)
	}
	a := clerk.get(waiting).want(http.StatusOK)
	for _, word := range []string{"尹涛", "19900000611", "laojie@example.com", "91990124MA99090917", "代码的校验位不符"} {
		if !strings.Contains(a.text("main"), word) {
			t.Errorf("the clerk is not shown %s", word)
		}
	}
	clerk.post(waiting, waiting+"/verify", url.Values{"submission": {"1"}}).want(http.StatusSeeOther)
	after := clerk.get(waiting + "?done=enterprise_verified")
	if after.text(".states .tag") != "已核验" || after.page().Find("main form[action*=verify]").Length() != 0 || !strings.Contains(after.text("[role=status]"), "已核验通过") {
		t.Errorf("after verifying: %s", after.text("main"))
	}
	late := clerk.post(waiting, waiting+"/reject", url.Values{"submission": {"1"}, "reason": {"名称不符。"}}).want(http.StatusConflict)
	if late.page().Find("#problem").Length() != 1 {
		t.Error("who came too late is not told")
	}
	if clerk.get("/desk").page().Find(".work a[href*=enterprises]").Length() != 0 {
		t.Error("the dashboard still asks for it")
	}
}

func TestARejectionWithoutAReasonComesBack(t *testing.T) {
	t.Parallel()
	clerk := newCounty(t).signedIn(account.Clerk)
	a := clerk.post(waiting, waiting+"/reject", url.Values{"submission": {"1"}, "reason": {" "}}).want(http.StatusUnprocessableEntity)
	if a.page().Find(".error-summary a[href='#reason']").Length() != 1 || a.page().Find("details[open] textarea#reason").Length() != 1 {
		t.Errorf("the form came back as %s", a.text("aside"))
	}
	long := strings.Repeat("长", account.MaxReason+1)
	a = clerk.post(waiting, waiting+"/reject", url.Values{"submission": {"1"}, "reason": {long}}).want(http.StatusUnprocessableEntity)
	if got := a.page().Find("#reason").Text(); got != long {
		t.Errorf("%d characters came back", len([]rune(got)))
	}
	clerk.post(waiting, waiting+"/reject", url.Values{"submission": {"1"}, "reason": {"名称与执照不符。"}}).want(http.StatusSeeOther)
}

func TestAnAuditorReadsRegistrationsWithoutTheirContacts(t *testing.T) {
	t.Parallel()
	auditor := newCounty(t).signedIn(account.Auditor)
	auditor.get("/desk/enterprises").want(http.StatusOK)
	a := auditor.get(waiting).want(http.StatusOK)
	if strings.Contains(a.body, "19900000611") || strings.Contains(a.body, "laojie@") || strings.Contains(a.body, "尹涛") {
		t.Error("the auditor is shown whom to call")
	}
	if a.page().Find("main form[method=post]").Length() != 0 {
		t.Error("the auditor is offered a decision")
	}
	auditor.post(waiting, waiting+"/verify", url.Values{"submission": {"1"}}).want(http.StatusForbidden)
}

func TestTheClerksListIsSearchedByNameOrCode(t *testing.T) {
	t.Parallel()
	clerk := newCounty(t).signedIn(account.Clerk)
	for q, want := range map[string]int{"": 2, "q=印刷": 1, "q=91990124ma9907078p": 1, "q=没有": 0, "state=verified": 1, "state=verified&q=印刷": 0, "state=moon": 2, "page=9": 0} {
		if got := clerk.get("/desk/enterprises?" + q).want(http.StatusOK).page().Find("tbody tr").Length(); got != want {
			t.Errorf("%q finds %d, want %d", q, got, want)
		}
	}
}

func TestASecondClaimToAVerifiedCodeCannotBeVerified(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, form := s.person("late@example.org"), shopForm()
	form.Set("uscc", "91990124MA9907078P")
	v.post("/account/enterprises/new", "/account/enterprises", form).want(http.StatusSeeOther)
	clerk := s.signedIn(account.Clerk)
	a := clerk.get("/desk/enterprises/3").want(http.StatusOK)
	if a.page().Find("form[action$='/verify']").Length() != 0 || a.page().Find("#same + ul a[href='/desk/enterprises/1']").Length() != 1 {
		t.Errorf("the clerk sees %s", a.text("main"))
	}
	got := clerk.post("/desk/enterprises/3", "/desk/enterprises/3/verify", url.Values{"submission": {"1"}}).want(http.StatusConflict)
	if !strings.Contains(got.text("#problem"), "已有一家企业通过核验") {
		t.Errorf("said %s", got.text("#problem"))
	}
}

// firstMember is the account of who registered the first enterprise.
func (s *site) firstMember() int64 {
	s.t.Helper()
	people, err := s.env.App.Colleagues(s.t.Context(), 1)
	if err != nil || len(people) == 0 {
		s.t.Fatalf("nobody is in it: %v", err)
	}
	return people[0].AccountID
}

func ofEnterprises(s *site) []deed {
	rejected := func(v *visitor) answer {
		owner, err := s.env.App.AddAccount(s.t.Context(), app.AccountInput{Email: "new@example.com"})
		if err != nil {
			s.t.Fatal(err)
		}
		id, err := s.env.App.RegisterEnterprise(s.t.Context(), owner, account.Registration{Name: "云溪县新登记商店", USCC: "91350100M000100Y43",
			Contact: account.EnterpriseContact{Name: "龚敏", Phone: "19900000305"}}, false)
		if err != nil {
			s.t.Fatal(err)
		}
		at := "/desk/enterprises/" + itoa(id)
		return v.post(at, at+"/reject", url.Values{"submission": {"1"}, "reason": {"名称与执照不符。"}})
	}
	return []deed{
		{"/desk/enterprises/:id/verify", "enterprise.verify", account.Clerk, false, false, func(v *visitor) answer {
			return v.post(waiting, waiting+"/verify", url.Values{"submission": {"1"}})
		}},
		{"/desk/enterprises/:id/reject", "enterprise.reject", account.Clerk, false, false, rejected},
	}
}
