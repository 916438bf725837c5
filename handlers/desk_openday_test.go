package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/openday"
)

func newOpenDay(s *site) url.Values {
	day, before := dayFrom(s.env.Now(), 10), dayFrom(s.env.Now(), -1)
	return url.Values{"unit_id": {"2"}, "theme": {"走进水厂"}, "place": {"清源路2号"}, "audience": {"社会公众"}, "contact": {"办公室"},
		"sessions.0.day": {""}, "sessions.0.capacity": {""},
		"sessions.1.day": {day}, "sessions.1.starts_at": {"09:00"}, "sessions.1.ends_at": {"11:00"}, "sessions.1.capacity": {"2"},
		"sessions.1.booking_opens_at": {before + "T08:00"}, "sessions.1.booking_closes_at": {day + "T08:00"}}
}

func TestAnOpenDayIsDraftedReleasedAndItsVisitorsCheckedIn(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafter, approver := s.signedIn(account.Drafter), s.signedIn(account.Approver)
	at, _, _ := strings.Cut(drafter.post("/desk/open-days/new", "/desk/open-days", newOpenDay(s)).seeOther(), "?")
	approver.get("/desk").holds(".work", "走进水厂")
	approver.post(at, at+"/release", url.Values{}).seeOther()

	code := s.book(at)
	door := s.signedIn(account.Host)
	door.get(at+"/bookings").holds(".door-list", "张三").holds(".door-list", "19900000999")
	door.post(at+"/bookings", at+"/check-in", url.Values{"code": {strings.ToLower(code)}}).want(http.StatusOK).
		holds(".admitted", "签到成功：2 人").holds(".door-list .tag", "已签到")
	door.post(at+"/bookings", at+"/check-in", url.Values{"code": {code}}).want(http.StatusConflict).holds("[role=alert]", "没有签到")
	door.post(at+"/bookings", at+"/check-in", url.Values{"code": {"0000"}}).want(http.StatusNotFound).holds("[role=alert]", "没有签到")
}

// book books the only session of the open day at the desk's address.
func (s *site) book(at string) string {
	s.t.Helper()
	for _, d := range s.openDays() {
		if strings.HasSuffix(at, "/"+itoa(d.ID)) {
			code, _, err := s.env.App.Book(s.t.Context(), app.BookInput{SessionID: d.Sessions[0].ID,
				Request: openday.Request{PartySize: 2, Name: "张三", Phone: "19900000999"}})
			if err != nil {
				s.t.Fatal(err)
			}
			return code
		}
	}
	s.t.Fatalf("no open day at %s", at)
	return ""
}

func TestOneMoreSessionKeepsWhatWasTypedAndSavesNothing(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafter := s.signedIn(account.Drafter)
	form := newOpenDay(s)
	form.Set("more", "1")
	page := drafter.post("/desk/open-days/new", "/desk/open-days", form).want(http.StatusOK).page()
	if n := page.Find(".slot").Length(); n != 2 {
		t.Errorf("%d rows of sessions, want the filled one and a new one", n)
	}
	if got, _ := page.Find("[name='sessions.0.capacity']").Attr("value"); got != "2" {
		t.Errorf("the capacity came back as %q", got)
	}
	if drafter.get("/desk/open-days").page().Find("a:contains(走进水厂)").Length() != 0 {
		t.Error("adding a row saved the open day")
	}
}

func TestASessionsFaultStandsBesideItsField(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	form := newOpenDay(s)
	form.Set("sessions.1.ends_at", "08:00")
	page := s.signedIn(account.Drafter).post("/desk/open-days/new", "/desk/open-days", form).want(http.StatusUnprocessableEntity)
	page.holds(".field.invalid:has([name='sessions.0.ends_at'])", "错误")
}

func TestTheAuthorOfAnOpenDayCannotReleaseIt(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	both := s.as(2, account.Drafter, account.Approver)
	at, _, _ := strings.Cut(both.post("/desk/open-days/new", "/desk/open-days", newOpenDay(s)).seeOther(), "?")
	both.get(at).holds(".refused", "您现在不能这样做")
	both.post(at, at+"/release", url.Values{}).want(http.StatusForbidden).holds("#problem", "没有办成")
}
