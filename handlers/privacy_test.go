package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nayan/internal/privacy"
)

func TestTheNoticeNamesTheCountyAndEveryPeriod(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	page := s.visitor().get("/privacy").want(http.StatusOK).page()
	text := page.Find("main").Text()
	for _, want := range []string{"云溪县", "2026年12月版", "活动结束后90天", "意见反馈发布后2年", "最后一次登录后3年", "第四十七条", "第三十一条"} {
		if !strings.Contains(text, want) {
			t.Errorf("the notice does not say %q", want)
		}
	}
	if strings.Contains(text, "{{") || strings.Contains(text, "retention.") {
		t.Error("the notice has a blank left")
	}
	if page.Find(".prose li").Length() < len(privacy.Rules) {
		t.Error("not every period is listed")
	}
	s.visitor().get("/privacy/2026-11").want(http.StatusOK)
	s.visitor().get("/privacy/2026-12").want(http.StatusOK)
	s.visitor().get("/privacy/1999-01").want(http.StatusNotFound)
	if s.visitor().get("/").page().Find("footer a[href='/privacy']").Length() != 1 {
		t.Error("the footer does not lead to the notice")
	}
}

// consents gives the versions stored with a table's rows, oldest first.
func (s *site) consents(table, key string) (out []string) {
	s.t.Helper()
	if err := s.env.Repo.DB().Select(&out, `SELECT consent_version FROM `+table+` ORDER BY `+key); err != nil {
		s.t.Fatal(err)
	}
	return out
}

func TestConsentIsStoredWithTheVersionThatWasShown(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, path := s.visitor(), "/consultations/"+s.firstOpen()+"/comments"
	shown, _ := v.get(path).want(http.StatusOK).page().Find("form.comment-form input[name=consent_version]").Attr("value")
	if shown != privacy.NoticeVersion {
		t.Fatalf("the form shows version %q", shown)
	}
	send := func(name, version string) {
		form := url.Values{"points[0].body": {"楼道里不能充电"}, "name": {name}}
		if version != "" {
			form.Set("consent_version", version)
		}
		v.post(path, path, form).want(http.StatusCreated)
	}
	send("朱国强", shown)
	send("", shown)        // nothing personal: nothing to agree to
	send("朱国强", "")        // an old page without the field
	send("朱国强", "2099-01") // a version that never was
	v.json(http.MethodPost, "/api/v1"+path, `{"body":"支持","name":"朱国强"}`).want(http.StatusCreated)
	all := s.consents("comments", "id")
	got := strings.Join(all[len(all)-5:], ",")
	if got != privacy.NoticeVersion+",,,," {
		t.Errorf("stored %q", got)
	}
}

func TestABookingKeepsTheVersionThatWasShown(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, page := s.visitor(), "/open-days/2026-0001"
	doc := v.get(page).page()
	path, _ := doc.Find("form[action*='/bookings']").First().Attr("action")
	shown, _ := doc.Find("form[action*='/bookings'] input[name=consent_version]").First().Attr("value")
	v.post(page, path, url.Values{"party_size": {"1"}, "name": {"测试甲"}, "phone": {"19900020001"}, "consent_version": {shown}}).want(http.StatusSeeOther)
	v.post(page, path, url.Values{"party_size": {"1"}, "name": {"测试乙"}, "phone": {"19900020002"}}).want(http.StatusSeeOther)
	all := s.consents("bookings", "created_at, id")
	if got := strings.Join(all[len(all)-2:], ","); got != privacy.NoticeVersion+"," {
		t.Errorf("stored %q", got)
	}
}
