package main

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/browser"
	"nayan/internal/consult"
	"nayan/internal/mailsink"
)

const followerMail = "follower@example.org"

// From the list of consultations to the button in a mail program that ends it.
func TestAReaderFollowsTheCountyUntilOneClickEndsIt(t *testing.T) {
	s, sink := newStandWithMail(t)
	manage := s.follow(sink, browser.Phone)

	drafter := s.signIn(account.Drafter)
	page := s.draftConsultation(drafter)
	s.act(s.signIn(account.Reviewer), page, consult.ReviewPass)
	approver := s.signIn(account.Approver)
	s.waive(approver, page)
	s.act(approver, page, consult.Approve)
	s.act(approver, page, consult.Release)

	mail := sink.Wait(t, followerMail)
	if mail.Subject != "云溪县公众参与平台：新的意见征集" || !strings.Contains(mail.Plain, "公共自行车管理办法") || !strings.Contains(mail.Plain, manage) {
		t.Errorf("the mail %q says %s", mail.Subject, mail.Plain)
	}
	reader := s.open(browser.Phone)
	reader.Go(mail.Link(t))
	says(t, reader, "公共自行车管理办法")
	s.oneClick(mail)
	reader.Go(manage)
	says(t, reader, "没有关注")
}

// follow goes the whole way once, and lets a program look at the link before its
// owner does; it gives the address of the page of one's own.
func (s *stand) follow(sink *mailsink.Sink, w browser.Window) (manage string) {
	s.t.Helper()
	tab := s.open(w)
	tab.Go(s.url + "/consultations")
	tab.Click("main a[href='/follow']")
	tab.Axe()
	tab.FitsWidth()
	tab.Set("#subject", "all")
	tab.Fill("#email", followerMail)
	tab.Click("main form button[type=submit]")
	says(s.t, tab, "邮件已经发出")
	mail := sink.Wait(s.t, followerMail)
	if mail.Subject != "云溪县公众参与平台：请确认您的关注" || mail.Header.Get("List-Unsubscribe") != "" {
		s.t.Errorf("the mail is %q", mail.Subject)
	}
	link := mail.Link(s.t)
	if status := s.plain(http.MethodGet, link, nil); status != http.StatusOK {
		s.t.Errorf("a look at the link gives %d", status)
	}
	tab.Go(link)
	tab.Axe()
	tab.FitsWidth()
	tab.Click("main form button[type=submit]")
	says(s.t, tab, "关注已经生效")
	tab.Axe()
	tab.FitsWidth()
	manage, _, _ = strings.Cut(tab.URL(), "?")
	return manage
}

// oneClick does what the button of a mail program does (RFC 8058).
func (s *stand) oneClick(mail mailsink.Mail) {
	s.t.Helper()
	address := strings.Trim(mail.Header.Get("List-Unsubscribe"), "<>")
	name, value, _ := strings.Cut(mail.Header.Get("List-Unsubscribe-Post"), "=")
	if name+"="+value != "List-Unsubscribe=One-Click" || !strings.HasPrefix(address, s.url) {
		s.t.Fatalf("the headers are %q and %q", address, mail.Header.Get("List-Unsubscribe-Post"))
	}
	if status := s.plain(http.MethodPost, address, url.Values{name: {value}}); status != http.StatusOK {
		s.t.Errorf("one click gives %d", status)
	}
}

// plain sends what no browser sends, without cookies and led nowhere, and gives
// the status of the answer.
func (s *stand) plain(method, address string, form url.Values) (status int) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // read whole
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		s.t.Fatal(err)
	}
	return res.StatusCode
}
