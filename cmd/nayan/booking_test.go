package main

import (
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/browser"
)

// A visit is booked on a phone, shown, checked in at the door, or cancelled.
func TestAVisitIsBookedOnAPhone(t *testing.T) {
	s := newStand(t)
	for _, script := range []bool{true, false} {
		code := s.book(browser.Window{Width: 390, Height: 844, NoScript: !script}, map[bool]string{true: "19900031111", false: "19900032222"}[script])
		door := s.signIn(account.Host)
		door.Go(s.url + "/desk/open-days/1/bookings")
		door.Fill("#code", strings.ToLower(code))
		door.Click("form[action$='/check-in'] button[type=submit]")
		says(t, door, "3 人")
		door.Fill("#code", code)
		door.Click("form[action$='/check-in'] button[type=submit]")
		says(t, door, "不能重复使用")
	}
}

func (s *stand) book(w browser.Window, phone string) (code string) {
	s.t.Helper()
	tab := s.open(w)
	tab.Go(s.url + "/open-days")
	tab.Click("main .card a")
	tab.Go(s.url + "/open-days/2026-0001")
	tab.FitsWidth()
	tab.Press("details summary")
	tab.Press("input[name=party_size][value='3'] + span")
	tab.Fill("details[open] input[name=name]", "欧阳测试")
	tab.Fill("details[open] input[name=phone]", phone)
	tab.Click("details[open] .actions button[type=submit]")
	says(s.t, tab, "欧阳**")
	tab.FitsWidth()
	if !w.NoScript {
		tab.Axe()
	}
	address := tab.URL()
	code, _, _ = strings.Cut(address[strings.LastIndex(address, "/")+1:], "?")
	return code
}

func TestACancelledVisitFreesItsPlaces(t *testing.T) {
	s := newStand(t)
	code := s.book(browser.Phone, "19900033333")
	tab := s.open(browser.Phone)
	tab.Go(s.url + "/bookings/" + code)
	tab.Press("details.no-print summary")
	tab.Click("form[action$='/cancel'] button[type=submit]")
	says(t, tab, "已取消")
	if again := s.book(browser.Phone, "19900033333"); again == code {
		t.Error("the new booking has the old code")
	}
}
