package handlers_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/views/static"
)

// wantHeaders are on every answer, whatever it answers.
var wantHeaders = map[string]string{
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
}

func checkHeaders(t *testing.T, what string, h http.Header) {
	t.Helper()
	for name, want := range wantHeaders {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %s is %q, want %q", what, name, got, want)
		}
	}
	if csp := h.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src ") {
		t.Errorf("%s: Content-Security-Policy is %q", what, csp)
	}
	if h.Get("X-Request-Id") == "" {
		t.Errorf("%s has no request id", what)
	}
}

func TestEveryRoutesAnswerCarriesTheSecurityHeaders(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) { e.Emblem = []byte("<svg/>") })
	stranger, drafter := s.visitor(), s.signedIn(account.Drafter)
	for _, r := range s.env.Routes() {
		checkHeaders(t, r.Path+" to a stranger", walk(stranger, "", r, "").header)
		checkHeaders(t, r.Path+" to a drafter", walk(drafter, account.Drafter, r, "").header)
	}
	no := s.firstOpen()
	for _, path := range []string{"/consultations/" + no, "/consultations/" + no + "/draft.docx", "/consultations/" + no + "/comments",
		"/api/v1/consultations/" + no, static.URL("app.css"), "/nowhere", "/api/nowhere", "/desk/nowhere"} {
		checkHeaders(t, path, stranger.get(path).header)
	}
}

// listening serves on a real connection: some answers come before any handler.
func (s *site) listening() net.Conn {
	s.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	go func() { _ = s.web.Listener(l) }()
	s.t.Cleanup(func() { _ = s.web.Shutdown() })
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestARequestThatCannotBeReadIsAnsweredAsCarefully(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]struct {
		request string
		status  int
	}{
		"two lengths": {"POST /receipts HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", http.StatusBadRequest},
		"two framings": {"POST /receipts HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\nHost: x\r\n\r\n0\r\n\r\n" +
			"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", http.StatusForbidden},
		"no address":      {"GET\r\nHost: x\r\n\r\n", http.StatusBadRequest},
		"endless headers": {"GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 32<<10) + "\r\n\r\n", http.StatusRequestHeaderFieldsTooLarge},
		"a huge body":     {"POST /receipts HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n", http.StatusRequestEntityTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := newSite(t).listening()
			// The second request of a connection: nothing of the first may stand in for it.
			reader := bufio.NewReader(conn)
			exchange(t, conn, reader, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
			status, header := exchange(t, conn, reader, broken.request)
			if status != broken.status {
				t.Errorf("status %d, want %d", status, broken.status)
			}
			checkHeaders(t, name, header)
			if _, err := reader.ReadByte(); !errors.Is(err, io.EOF) && !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("the connection goes on after it: %v", err)
			}
		})
	}
}

func exchange(t *testing.T, conn net.Conn, reader *bufio.Reader, request string) (status int, header http.Header) {
	t.Helper()
	if _, err := conn.Write([]byte(request)); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(reader, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // read whole below
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header
}

func TestAnEmblemIsServedAsAnImageThatRunsNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ image, mediaType string }{
		{`<?xml version="1.0"?><!-- 县徽 --><svg xmlns="http://www.w3.org/2000/svg"/>`, "image/svg+xml"},
		{`<svg xmlns="http://www.w3.org/2000/svg"/>`, "image/svg+xml"},
		{"\x89PNG\r\n\x1a\n", "image/png"},
	} {
		s := newSite(t, func(e *handlers.Env) { e.Emblem = []byte(c.image) })
		a := s.visitor().get(handlers.EmblemPath).want(http.StatusOK)
		if got := a.header.Get("Content-Type"); got != c.mediaType {
			t.Errorf("%.20q is served as %q, want %q", c.image, got, c.mediaType)
		}
		if csp := a.header.Get("Content-Security-Policy"); !strings.Contains(csp, "sandbox") {
			t.Errorf("an emblem may run: %q", csp)
		}
	}
}

func TestHeadIsAnsweredAsGetWithoutTheBody(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	conn := s.listening()
	if _, err := conn.Write([]byte("HEAD /open-days HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(string(all), "\r\n\r\n")
	if !strings.HasPrefix(head, "HTTP/1.1 200 ") || body != "" {
		t.Errorf("%s\nand a body of %d bytes", head, len(body))
	}
}
