package handlers_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/limit"
	"nayan/repo/repotest"
)

var twice = limit.Rate{Count: 2, Period: time.Hour, Burst: 2}

// withRedis counts in a real Redis, as production does.
func withRedis(t *testing.T, address string) func(*handlers.Env) {
	t.Helper()
	client, err := limit.Open(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return func(e *handlers.Env) {
		e.Limiter = limit.New(limit.Config{Redis: limit.NewRedis(client), Memory: limit.NewMemory(1000), Prefix: "test",
			Key: e.App.Keys.MAC("limit"), Log: slog.New(slog.DiscardHandler)})
	}
}

func TestTooManyCommentsFromOneAddressAre429WithRetryAfter(t *testing.T) {
	t.Parallel()
	s := newCounty(t, withRedis(t, repotest.RedisURL(t)), func(e *handlers.Env) { e.Limits.Comment = twice })
	no := s.firstOpen()
	v, path := s.visitor(), "/api/v1/consultations/"+no+"/comments"
	for range 2 {
		v.json(http.MethodPost, path, `{"body":"支持"}`).want(http.StatusCreated)
	}
	a := v.json(http.MethodPost, path, `{"body":"支持"}`).want(http.StatusTooManyRequests)
	if n, err := strconv.Atoi(a.header.Get("Retry-After")); err != nil || n < 1 {
		t.Errorf("Retry-After %q", a.header.Get("Retry-After"))
	}
	page := v.post("/receipts", "/consultations/"+no+"/comments", url.Values{"points[0].body": {"支持"}}).want(http.StatusTooManyRequests)
	if page.header.Get("Retry-After") == "" || page.page().Find("h1").Text() == "" {
		t.Error("the page does not say when to return")
	}
}

// Invariant 10: one attacker cannot silence everybody.
func TestLimitsAreKeyedByAddressNeverByConsultation(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) {
		e.Limits.Comment = twice
		// fiber's Test speaks from 0.0.0.0
		e.TrustedProxies = limit.TrustedProxies{netip.MustParsePrefix("0.0.0.0/32")}
	})
	path := "/api/v1/consultations/" + s.firstOpen() + "/comments"
	for i := range 6 {
		req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(`{"body":"支持"}`))
		req.Header.Set("X-Forwarded-For", "203.0.113."+strconv.Itoa(i))
		s.visitor().do(req).want(http.StatusCreated)
	}
}

// Invariant 10: X-Forwarded-For counts only from NAYAN_TRUSTED_PROXIES.
func TestAForwardedAddressCountsOnlyFromATrustedProxy(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) { e.Limits.Comment = twice })
	path := "/api/v1/consultations/" + s.firstOpen() + "/comments"
	last := 0
	for i := range 3 {
		req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(`{"body":"支持"}`))
		req.Header.Set("X-Forwarded-For", "203.0.113."+strconv.Itoa(i))
		last = s.visitor().do(req).status
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("an untrusted X-Forwarded-For changed the address: status %d", last)
	}
}

// Invariant 7: Redis may vanish.
func TestWithoutRedisReadingSigningInCommentingAndBookingGoOn(t *testing.T) {
	t.Parallel()
	redis := repotest.RedisServer(t)
	s := newCounty(t, withRedis(t, redis.URL()))
	if err := redis.Stop(); err != nil {
		t.Fatal(err)
	}
	v, no := s.visitor(), s.firstOpen()
	v.get("/consultations/" + no).want(http.StatusOK)
	s.signedIn("drafter").get("/desk").want(http.StatusOK)
	v.json(http.MethodPost, "/api/v1/consultations/"+no+"/comments", `{"body":"支持"}`).want(http.StatusCreated)
	id, _ := roomiestSession(s)
	v.json(http.MethodPost, "/api/v1/sessions/"+id+"/bookings", `{"party_size":1,"name":"测试","phone":"19900029999"}`).want(http.StatusCreated)
	v.get("/readyz").want(http.StatusOK)
}

func TestWithoutRedisTheProcessStillLimits(t *testing.T) {
	t.Parallel()
	redis := repotest.RedisServer(t)
	s := newCounty(t, withRedis(t, redis.URL()), func(e *handlers.Env) { e.Limits.BookingPhone = twice })
	if err := redis.Stop(); err != nil {
		t.Fatal(err)
	}
	id, _ := roomiestSession(s)
	path, body := "/api/v1/sessions/"+id+"/bookings", `{"party_size":1,"name":"测试","phone":"19900029999"}`
	s.visitor().json(http.MethodPost, path, body).want(http.StatusCreated)
	s.visitor().json(http.MethodPost, path, body).want(http.StatusConflict)
	s.visitor().json(http.MethodPost, path, body).want(http.StatusTooManyRequests)
}
