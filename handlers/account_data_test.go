package handlers_test

import (
	"archive/zip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/limit"
)

// unzipped gives the files of a ZIP by name.
func unzipped(t *testing.T, body string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
	}
	return out
}

func TestMyDataSayWhatIsHeldWhatForAndHowLong(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	page := s.person("zhu@example.com").get("/account/data").want(http.StatusOK).page()
	text := page.Find("main").Text()
	for _, want := range []string{"朱国强，未填写，zhu@example.com", "最后一次登录后3年", "活动结束后90天", "长期保存"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if page.Find(".own-nav [aria-current=page][href='/account/data']").Length() != 1 {
		t.Error("the navigation does not show where one is")
	}
	s.visitor().get("/account/data").want(http.StatusSeeOther)
}

func TestMyDataAreDownloadedWithTheirExplanation(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.person("zhu@example.com").post("/account/data", "/account/data/download", url.Values{}).want(http.StatusOK)
	if a.header.Get("Content-Type") != "application/zip" || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") ||
		a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers: %v", a.header)
	}
	files := unzipped(t, a.body)
	var data struct {
		Account struct {
			Name  string `json:"姓名"`
			Email string `json:"邮箱"`
		} `json:"账号"`
	}
	if err := json.Unmarshal([]byte(files["data.json"]), &data); err != nil || data.Account.Name != "朱国强" || data.Account.Email != "zhu@example.com" {
		t.Errorf("%+v, %v", data, err)
	}
	if readme := files["README.txt"]; !strings.Contains(readme, "第四十五条") || !strings.Contains(readme, "adopted 采纳") || strings.Contains(readme, "%!") {
		t.Errorf("the explanation: %s", readme)
	}
}

func TestAnAccountIsErasedAndThePageSaysWhatWasDone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.person("zhu@example.com")
	const path = "/account/data/erase"
	a := v.post(path, path, url.Values{"confirm": {"删除"}}).want(http.StatusUnprocessableEntity)
	if got, _ := a.page().Find("#confirm").Attr("value"); got != "删除" || a.page().Find(".error-summary a[href='#confirm']").Length() != 1 {
		t.Errorf("the form came back with %q", got)
	}
	done := v.post(path, path, url.Values{"confirm": {app.EraseWord}}).want(http.StatusOK).page()
	if text := done.Find("main").Text(); !strings.Contains(text, "账号已经注销") || !strings.Contains(text, "发一次通知") {
		t.Errorf("the page says %s", text)
	}
	if _, still := v.cookies["nayan_account"]; still {
		t.Error("the cookie stays")
	}
	v.get("/account").want(http.StatusSeeOther)
	if strings.Contains(s.log.String(), "zhu@") {
		t.Error("the log names the person")
	}
}

func TestWithoutAPasswordOnlyAYoungSessionErases(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.person("zhu@example.com")
	token, _ := v.get("/account/data/erase").page().Find("input[name=_csrf]").First().Attr("value")
	if _, err := s.env.Repo.DB().ExecContext(t.Context(), `UPDATE account_sessions SET created_at = created_at - interval '1 hour'`); err != nil {
		t.Fatal(err)
	}
	page := v.get("/account/data/erase").want(http.StatusOK).page()
	if page.Find("#confirm").Length() != 0 || page.Find("main a[href^='/account/sign-in']").Length() != 1 {
		t.Error("the page does not lead to signing in again")
	}
	v.postRaw("/account/data/erase", url.Values{"_csrf": {token}, "confirm": {app.EraseWord}}).want(http.StatusForbidden)
	v.get("/account").want(http.StatusOK)
}

func TestThePasswordIsNotGuessedByErasingFromManyAddresses(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(e *handlers.Env) {
		e.TrustedProxies = limit.TrustedProxies{netip.MustParsePrefix("0.0.0.0/32")} // fiber's Test speaks from there
		e.Limits.SignIn = twice
	})
	v, last := s.person("zhu@example.com"), 0
	token, _ := v.get("/account/data/erase").page().Find("input[name=_csrf]").First().Attr("value")
	for i := range 9 { // four times two, and one
		req := httptest.NewRequest(http.MethodPost, "/account/data/erase", strings.NewReader(url.Values{"_csrf": {token}}.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("X-Forwarded-For", "203.0.113."+strconv.Itoa(i))
		last = v.do(req).status
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the ninth attempt from as many addresses: status %d", last)
	}
}

func TestTheDeskSeesThePeriodsAndWhatWasDeleted(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	if page := s.signedIn(account.Auditor).get("/desk/retention").want(http.StatusOK).page(); page.Find(".empty").Length() != 1 || page.Find("#rules ~ table tbody tr").Length() < 9 {
		t.Error("the empty page is not whole")
	}
	later := s.env.App.At(time.Now().AddDate(1, 0, 0))
	if _, err := later.EnforceRetention(t.Context()); err != nil {
		t.Fatal(err)
	}
	text := s.signedIn(account.Auditor).get("/desk/retention").want(http.StatusOK).page().Find("main").Text()
	for _, want := range []string{"合计", "开放日预约人的姓名和手机号", "《重大行政决策程序暂行条例》第三十三条"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	s.signedIn(account.Drafter).get("/desk/retention").want(http.StatusForbidden)
	if text := s.signedIn(account.Host).get("/desk/open-days/1/bookings").want(http.StatusOK).page().Find("main").Text(); !strings.Contains(text, "已清除") {
		t.Error("the desk does not say that a booking's name is erased")
	}
}

func TestAFailureAroundMyDataTellsTheLogNothingOfThePerson(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id, err := s.env.App.AddAccount(t.Context(), app.AccountInput{Name: marker, Email: "marker@example.com", Phone: "19900031234"})
	if err != nil {
		t.Fatal(err)
	}
	token, err := s.env.App.OpenAccountSession(t.Context(), id, app.Client{Address: "203.0.113.7"})
	if err != nil {
		t.Fatal(err)
	}
	v := s.visitor()
	v.cookies["nayan_account"] = token
	csrf, _ := v.get("/account/data").page().Find("input[name=_csrf]").First().Attr("value")
	for _, statement := range []string{`ALTER TABLE messages ADD CHECK (template <> 'account_erased')`, `ALTER TABLE identities RENAME TO gone`} {
		if _, err := s.env.Repo.DB().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/account/data/download", "/account/data/erase"} {
			v.postRaw(path, url.Values{"_csrf": {csrf}, "confirm": {app.EraseWord}, "password": {marker}})
		}
		v.postRaw("/account/data/erase", url.Values{"_csrf": {csrf}, "confirm": {marker}, "password": {marker}})
		v.get("/account/data")
	}
	log := s.log.String()
	if !strings.Contains(log, "request failed") {
		t.Fatal("nothing failed, so nothing was shown")
	}
	for _, secret := range []string{"Marker", "marker@", "199000312", "203.0.113"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q: %s", secret, log)
		}
	}
}
