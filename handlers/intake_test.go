package handlers_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/limit"
)

func TestAPackedBodyIsRefusedBeforeItIsUnpacked(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	var bomb bytes.Buffer
	zip := gzip.NewWriter(&bomb)
	if _, err := zip.Write(bytes.Repeat([]byte(" "), 64<<20)); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	for path, mediaType := range map[string]string{
		"/api/v1/consultations/" + s.firstOpen() + "/comments": "application/json",
		"/receipts": "multipart/form-data; boundary=x",
	} {
		req := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(bomb.Bytes()))
		req.Header.Set("Content-Type", mediaType)
		req.Header.Set("Content-Encoding", "gzip")
		s.visitor().do(req).want(http.StatusUnsupportedMediaType)
	}
}

func TestABigBodyIsTakenOnlyFromWhoIsSignedIn(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	drafter, halfway := s.signedIn(account.Drafter), s.signedInAs(s.member(account.Approver).ID, account.SecondFactor)
	body := "notice=" + strings.Repeat("x", 1<<20)
	for name, c := range map[string]struct {
		session, body string // no body: refused on its announcement
		announced     int
		status        int
	}{
		"a stranger's":        {announced: 1 << 20, status: http.StatusSeeOther},
		"a forger's":          {session: "forged", announced: 1 << 20, status: http.StatusSeeOther},
		"of one half-way in":  {session: halfway.cookies["nayan_session"], announced: 1 << 20, status: http.StatusSeeOther},
		"a drafter's":         {session: drafter.cookies["nayan_session"], body: body, announced: len(body), status: http.StatusForbidden}, // read, and lacks the token
		"a drafter's, larger": {session: drafter.cookies["nayan_session"], announced: 22 << 20, status: http.StatusRequestEntityTooLarge},
	} {
		conn := s.listening()
		status, _ := exchange(t, conn, bufio.NewReader(conn), fmt.Sprintf("POST /desk/consultations HTTP/1.1\r\nHost: x\r\n"+
			"Cookie: nayan_session=%s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
			c.session, c.announced, c.body))
		if status != c.status {
			t.Errorf("%s is answered with %d, want %d", name, status, c.status)
		}
	}
}

func TestAPageOfAnotherSiteCannotMakeItsVisitorsWriteThroughTheAPI(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	path := "/api/v1/consultations/" + s.firstOpen() + "/comments"
	send := func(origin string) answer {
		req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(`{"body":"支持"}`))
		req.Header.Set("Content-Type", "text/plain") // what a browser sends without asking first
		req.Header.Set("Origin", origin)
		return s.visitor().do(req)
	}
	send("https://evil.example").want(http.StatusForbidden)
	send("null").want(http.StatusForbidden)
	send("http://example.com").want(http.StatusCreated)
}

func TestEveryForwardedHeaderCountsNotOnlyTheClientsOwn(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) {
		e.Limits.Comment = twice
		e.TrustedProxies = limit.TrustedProxies{netip.MustParsePrefix("0.0.0.0/32")} // fiber's Test speaks from there
	})
	path, last := "/api/v1/consultations/"+s.firstOpen()+"/comments", 0
	for _, invented := range []string{"203.0.113.1", "203.0.113.2", "203.0.113.3"} {
		req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(`{"body":"支持"}`))
		req.Header.Add("X-Forwarded-For", invented)
		req.Header.Add("X-Forwarded-For", "198.51.100.7") // the proxy's own
		last = s.visitor().do(req).status
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("an invented address counted: status %d", last)
	}
}
