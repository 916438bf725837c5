package notify_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"nayan/internal/mailsink"
	"nayan/internal/message"
	"nayan/internal/notify"
)

var letter = notify.Letter{MessageID: 42, To: "zhu@example.org", Subject: "云溪县公众参与平台：企业没有通过核验", Plain: "朱国强，您好：\n\n……",
	HTML: "<p>朱国强，您好：</p>", At: time.Date(2026, 11, 26, 9, 30, 0, 0, time.FixedZone("", 8*3600))}

func gateway(t *testing.T, url string) *notify.Mail {
	t.Helper()
	m, err := notify.NewMail(url, "noreply@yunxi.example", "云溪县公众参与平台")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAMailArrivesAsItWasWritten(t *testing.T) {
	t.Parallel()
	sink := mailsink.Start(t)
	if err := gateway(t, sink.URL()).Send(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	got := sink.Wait(t, letter.To)
	if got.Subject != letter.Subject || strings.TrimSpace(strings.ReplaceAll(got.Plain, "\r", "")) != letter.Plain || strings.TrimSpace(got.HTML) != letter.HTML {
		t.Errorf("%q %q %q", got.Subject, got.Plain, got.HTML)
	}
	if strings.ContainsFunc(got.Raw, func(r rune) bool { return r > 126 }) {
		t.Errorf("the subject travels as %q", got.Raw)
	}
	from, _ := got.Header.AddressList("From")
	if len(from) != 1 || from[0].Name != "云溪县公众参与平台" || from[0].Address != "noreply@yunxi.example" || got.From != from[0].Address {
		t.Errorf("from %v, envelope %s", from, got.From)
	}
	for name, want := range map[string]string{"Message-Id": "<nayan-message-42@yunxi.example>", "Auto-Submitted": "auto-generated",
		"Date": "Thu, 26 Nov 2026 09:30:00 +0800"} {
		if text := got.Header.Get(name); text != want {
			t.Errorf("%s: %q, want %q", name, text, want)
		}
	}
}

// RFC 8058, 3.1: what mail programs make their button of.
func TestOnlyALetterThatSomebodySubscribedToSaysHowToStop(t *testing.T) {
	t.Parallel()
	sink := mailsink.Start(t)
	stop := "https://minyi.yunxi.example/followers/4fzzzxjylrx4fzzzxjylrx4fzzzxjylrx4fzzzxjylrx/consultations/2026-0001/stop"
	for address, want := range map[string][2]string{"": {}, stop: {"<" + stop + ">", "List-Unsubscribe=One-Click"}} {
		l := letter
		l.Unsubscribe = address
		if err := gateway(t, sink.URL()).Send(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		header := sink.Wait(t, l.To).Header
		if got := [2]string{header.Get("List-Unsubscribe"), header.Get("List-Unsubscribe-Post")}; got != want {
			t.Errorf("%q", got)
		}
	}
}

// certified lends httptest's certificate, which is good for example.com and 127.0.0.1.
func certified(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	return server
}

func TestThePasswordTravelsOnlyUnderTLS(t *testing.T) {
	t.Parallel()
	server := certified(t)
	sink := mailsink.StartTLS(t, server.TLS.Certificates[0])
	m := gateway(t, "smtp://nayan:hunter2@"+sink.Address()+"?tls=starttls")
	if got := notify.Of(m.Send(t.Context(), letter)); got.Outcome != notify.Later || got.Problem != message.ProblemInsecure {
		t.Errorf("a server nobody vouches for: %+v", got)
	}
	m.Trust(server.Certificate())
	if err := m.Send(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	if got := sink.Wait(t, letter.To); got.SignedIn != "nayan:hunter2" {
		t.Errorf("signed in as %q", got.SignedIn)
	}
}

func TestAServerWithoutTheTLSAskedForGetsNothing(t *testing.T) {
	t.Parallel()
	sink := mailsink.Start(t)
	for _, how := range []string{"starttls", "implicit"} {
		got := notify.Of(gateway(t, "smtp://"+sink.Address()+"?tls="+how).Send(t.Context(), letter))
		if got.Outcome != notify.Later || len(sink.All()) > 0 {
			t.Errorf("%s: %+v, %d mails", how, got, len(sink.All()))
		}
	}
}

func TestWhatMayFollowOnAFailedMail(t *testing.T) {
	t.Parallel()
	sink := mailsink.Start(t)
	for manner, want := range map[mailsink.Manner]notify.SendError{
		mailsink.Later: {Outcome: notify.Later, Problem: message.ProblemBusy}, mailsink.Refuse: {Outcome: notify.Refused, Problem: message.ProblemRefused},
		mailsink.HangUp: {Outcome: notify.Unknown, Problem: message.ProblemUnanswered},
	} {
		sink.Behave(manner)
		if got := notify.Of(gateway(t, sink.URL()).Send(t.Context(), letter)); *got != want {
			t.Errorf("manner %d: %+v, want %+v", manner, got, want)
		}
	}
}

func TestNobodyAtTheAddressMeansLater(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	got := notify.Of(gateway(t, "smtp://"+listener.Addr().String()+"?tls=none").Send(t.Context(), letter))
	if *got != (notify.SendError{Outcome: notify.Later, Problem: message.ProblemUnreachable}) {
		t.Errorf("%+v", got)
	}
}

func TestASilentServerIsLeftWhenTheContextEnds(t *testing.T) {
	t.Parallel()
	sink := mailsink.Start(t)
	sink.Behave(mailsink.Silent)
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	go func() { failed <- gateway(t, sink.URL()).Send(ctx, letter) }()
	sink.Wait(t, letter.To)
	cancel()
	if got := notify.Of(<-failed); got.Outcome != notify.Unknown {
		t.Errorf("%+v", got)
	}
}

func TestABrokenMailConfigurationIsRefusedWithoutItsPassword(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ url, from string }{
		{"http://host", "a@b.example"}, {"smtp://", "a@b.example"}, {"smtp://u:hunter2@host?tls=perhaps", "a@b.example"},
		{"smtp://u:hunter2@host:port", "a@b.example"}, {"smtp://host", ""}, {"smtp://host", "nobody"},
	} {
		if _, err := notify.NewMail(c.url, c.from, ""); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s, %s: %v", c.url, c.from, err)
		}
	}
}
