package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nayan/internal/account"
)

const linkAccountAt, linkStaffAt = "/account/security/identities", "/desk/me/identities"

// unlinkFirst takes the first identity of a page off.
func (v *visitor) unlinkFirst(page string) answer {
	v.t.Helper()
	path, found := v.get(page).page().Find("form[action$='/delete']").First().Attr("action")
	if !found {
		v.t.Fatalf("%s lists no identity", page)
	}
	return v.post(page, path, url.Values{})
}

func TestAnAccountIsLinkedAndThenOpened(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newSite)
	owner := s.person("zhu@example.org")
	a := s.back(owner, owner.leave("/account/identities", linkAccountAt, url.Values{}), "u-1", verifiedAs("朱", "zhu@example.org")).want(http.StatusSeeOther)
	owner.get(a.header.Get("Location")).want(http.StatusOK).tells("已绑定，以后可以用它登录")

	v := s.visitor()
	s.back(v, v.leaveForAccount(), "u-1", verifiedAs("朱", "zhu@example.org")).want(http.StatusSeeOther)
	v.get("/account").want(http.StatusOK)
	if n := s.count(`SELECT count(*) FROM accounts`); n != 1 {
		t.Errorf("there are %d accounts", n)
	}

	owner.unlinkFirst("/account/identities").want(http.StatusSeeOther)
	v = s.visitor()
	s.back(v, v.leaveForAccount(), "u-1", verifiedAs("朱", "zhu@example.org")).want(http.StatusConflict)
}

func TestSigningInWithTheProviderEndsTheEarlierSession(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newSite)
	v := s.person("zhu@example.org")
	earlier := v.cookies["nayan_account"]
	s.back(v, v.leaveForAccount(), "u-1", nil).want(http.StatusSeeOther)
	if v.cookies["nayan_account"] == earlier || s.count(`SELECT count(*) FROM account_sessions`) != 1 {
		t.Error("the earlier session is still open")
	}
}

func TestAnIdentityBelongsToOnePersonOnly(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newSite)
	first, second := s.person("zhu@example.org"), s.person("wang@example.org")
	s.back(first, first.leave("/account/identities", linkAccountAt, url.Values{}), "u-1", nil).want(http.StatusSeeOther)
	a := s.back(second, second.leave("/account/identities", linkAccountAt, url.Values{}), "u-1", nil).want(http.StatusConflict).tells("已经绑定了账号")
	if door, _ := a.page().Find("main a.btn").Attr("href"); door != "/account/identities" {
		t.Errorf("it leads on to %q", door)
	}
	path, _ := first.get("/account/identities").page().Find("form[action$='/delete']").Attr("action")
	second.post("/account/identities", path, url.Values{}).want(http.StatusNotFound)
}

func TestOnlyWhoAskedForItIsLinked(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newSite)
	first, second := s.person("zhu@example.org"), s.person("wang@example.org")
	address := first.leave("/account/identities", linkAccountAt, url.Values{})
	first.cookies["nayan_account"] = second.cookies["nayan_account"] // somebody else signs in at the same machine
	s.back(first, address, "u-1", nil).want(http.StatusConflict).tells("账号变了")

	address = second.leave("/account/identities", linkAccountAt, url.Values{})
	delete(second.cookies, "nayan_account")
	s.back(second, address, "u-1", nil).want(http.StatusConflict)
	if n := s.count(`SELECT count(*) FROM identities`); n != 0 {
		t.Errorf("%d identities were linked", n)
	}
}

func TestWhoSignedInLongAgoLinksNoIdentity(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newSite)
	v := s.person("zhu@example.org")
	if _, err := s.env.Repo.DB().ExecContext(t.Context(), `UPDATE account_sessions SET created_at = created_at - interval '1 hour'`); err != nil {
		t.Fatal(err)
	}
	v.post("/account/identities", linkAccountAt, url.Values{}).leads("/account/sign-in?again=1&next=%2Faccount%2Fidentities")
}

func TestAStaffIdentityIsLinkedOnlyByWhoJustSignedInWhole(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newCounty)
	drafter := s.signedIn(account.Drafter)
	address := drafter.leave(linkStaffAt, linkStaffAt, url.Values{})
	if _, err := s.env.Repo.DB().ExecContext(t.Context(), `UPDATE staff_sessions SET stage = 'second_factor'`); err != nil {
		t.Fatal(err)
	}
	s.back(drafter, address, "u-1", nil).want(http.StatusConflict)
	if _, err := s.env.Repo.DB().ExecContext(t.Context(), `UPDATE staff_sessions SET stage = 'complete', created_at = created_at - interval '1 hour'`); err != nil {
		t.Fatal(err)
	}
	a := drafter.post(linkStaffAt, linkStaffAt, url.Values{}).want(http.StatusForbidden).tells("重新登录一次")
	door := a.page().Find("main a.btn")
	if href := door.AttrOr("href", ""); href != "/desk/sign-in?next=%2Fdesk%2Fme%2Fidentities" || door.Text() != "重新登录" {
		t.Errorf("%q leads on to %q", door.Text(), href)
	}
	if n := s.count(`SELECT count(*) FROM identities`); n != 0 {
		t.Errorf("%d identities were linked", n)
	}
}

func TestTheLastWayInStays(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newSite)
	v := s.visitor()
	s.back(v, v.leaveForAccount(), "u-1", nil).want(http.StatusSeeOther)
	v.unlinkFirst("/account/identities").want(http.StatusConflict).tells("唯一方式")
	s.back(v, v.leave("/account/identities", linkAccountAt, url.Values{}), "u-2", nil).want(http.StatusSeeOther)
	v.unlinkFirst("/account/identities").want(http.StatusSeeOther)
	v.unlinkFirst("/account/identities").want(http.StatusConflict)
}

func TestStaffSignInOnceTheyHaveLinked(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newCounty)
	stranger := s.visitor()
	a := s.back(stranger, stranger.leaveForDesk(), "u-1", nil).want(http.StatusForbidden).tells("没有绑定")
	if door, _ := a.page().Find("main a.btn").Attr("href"); door != "/desk/sign-in?next=%2Fdesk%2Fme%2Fidentities" {
		t.Errorf("it leads on to %q", door)
	}

	drafter := s.signedIn(account.Drafter)
	a = s.back(drafter, drafter.leave(linkStaffAt, linkStaffAt, url.Values{}), "u-1", nil).want(http.StatusSeeOther)
	drafter.get(a.header.Get("Location")).want(http.StatusOK).tells("已绑定")

	v := s.visitor()
	s.back(v, v.leaveForDesk(), "u-1", nil).want(http.StatusSeeOther)
	v.get("/desk").want(http.StatusOK)

	colleague := s.signedIn(account.Reviewer)
	s.back(colleague, colleague.leave(linkStaffAt, linkStaffAt, url.Values{}), "u-1", nil).want(http.StatusConflict)
	drafter.unlinkFirst(linkStaffAt).want(http.StatusSeeOther)
	s.back(stranger, stranger.leaveForDesk(), "u-1", nil).want(http.StatusForbidden)

	var entries []string
	if err := s.env.Repo.DB().Select(&entries, `SELECT action || coalesce(before::text, '') || coalesce(after::text, '') FROM audit_entries
		WHERE action LIKE 'staff.%link_identity' ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 || strings.Contains(strings.Join(entries, ""), "u-1") || !strings.Contains(entries[0], s.forger.Issuer) {
		t.Errorf("the audit holds %q", entries)
	}
}

func TestTheSecondFactorIsStillAskedFor(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newCounty)
	drafter := s.signedIn(account.Drafter)
	s.back(drafter, drafter.leave(linkStaffAt, linkStaffAt, url.Values{}), "u-1", nil).want(http.StatusSeeOther)
	if _, err := s.env.Repo.DB().ExecContext(t.Context(), `UPDATE staff SET totp_sealed = 'x' WHERE id = (SELECT staff_id FROM identities)`); err != nil {
		t.Fatal(err)
	}
	v := s.visitor()
	s.back(v, v.leaveForDesk(), "u-1", nil).want(http.StatusSeeOther)
	if a := v.get("/desk"); a.status != http.StatusSeeOther {
		t.Errorf("the desk opens without the code: status %d", a.status)
	}
}

func TestAnIdentityOpensTheDeskForStaffOnlyAndAnAccountForResidentsOnly(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newCounty)
	v := s.visitor()
	s.back(v, v.leaveForAccount(), "u-1", nil).want(http.StatusSeeOther)
	s.back(v, v.leaveForDesk(), "u-1", nil).want(http.StatusForbidden)
	v.get("/desk").want(http.StatusSeeOther)
}

func TestWhoMayNotSignInAnyMoreIsRefusedByEveryWay(t *testing.T) {
	t.Parallel()
	s := withProvider(t, newCounty)
	drafter := s.signedIn(account.Drafter)
	s.back(drafter, drafter.leave(linkStaffAt, linkStaffAt, url.Values{}), "u-1", nil).want(http.StatusSeeOther)
	if _, err := s.env.Repo.DB().ExecContext(t.Context(), `UPDATE staff SET disabled_at = now() WHERE id = (SELECT staff_id FROM identities)`); err != nil {
		t.Fatal(err)
	}
	v := s.visitor()
	s.back(v, v.leaveForDesk(), "u-1", nil).want(http.StatusForbidden)
	v.get("/desk").want(http.StatusSeeOther)
}
