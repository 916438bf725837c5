package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"nayan/internal/account"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func TestAnAdministratorAddsAMemberWhoThenSignsIn(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin := s.signedIn(account.Administrator)
	form := url.Values{"name": {"新人"}, "email": {"new@yunxi.example"}, "unit_id": {"1"}, "password": {"short"}, "roles": {"drafter", "reviewer"}}
	back := admin.post("/desk/staff", "/desk/staff", form).want(http.StatusUnprocessableEntity)
	if n := back.page().Find("input[name=roles][checked]").Length(); n != 2 {
		t.Errorf("%d roles came back ticked, want 2", n)
	}
	form.Set("password", password)
	admin.post("/desk/staff", "/desk/staff", form).seeOther()
	s.visitor().post("/desk/sign-in", "/desk/sign-in", url.Values{"email": {"new@yunxi.example"}, "password": {password}}).seeOther()
}

func TestADisabledMemberIsOutAtOnce(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin, drafter := s.signedIn(account.Administrator), s.signedIn(account.Drafter)
	page := admin.get("/desk/staff").page()
	row := page.Find("tr:contains('" + s.email(account.Drafter) + "')")
	action, values := formOf(row.Find("form"))
	admin.postRaw(action, values).seeOther()
	drafter.get("/desk").want(http.StatusSeeOther)
}

func TestAnAdministratorCannotShutThemselvesOut(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin := s.signedIn(account.Administrator)
	members, err := s.env.App.Members(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		if m.Email == s.email(account.Administrator) {
			admin.post("/desk/staff", "/desk/staff/"+itoa(m.ID)+"/disabled", url.Values{"disabled": {"1"}}).
				want(http.StatusConflict).holds("#problem", "不能停用自己")
		}
	}
}

func TestAUnitIsAddedOnce(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	admin := s.signedIn(account.Administrator)
	admin.post("/desk/staff", "/desk/units", url.Values{"unit_name": {"云溪县水利局"}}).seeOther()
	admin.post("/desk/staff", "/desk/units", url.Values{"unit_name": {"云溪县水利局"}}).want(http.StatusConflict).
		holds(".field.invalid", "已经有这个单位")
}
