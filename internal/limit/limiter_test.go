package limit_test

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"nayan/internal/fault"
	"nayan/internal/limit"
	"nayan/repo/repotest"
)

var (
	noon   = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	three  = limit.Rate{Count: 3, Period: time.Hour, Burst: 3}
	phones = limit.Check{Name: "comment-phone", Rate: three, Subject: "13900000000"}
)

// setup is a limiter on the Redis at url, and what it logs.
func setup(t *testing.T, url string) (*limit.Limiter, *logged) {
	t.Helper()
	client, err := limit.Open(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	log := &logged{}
	return limit.New(limit.Config{
		Redis:  limit.NewRedis(client),
		Memory: limit.NewMemory(1000),
		Key:    []byte("server key"),
		Prefix: "nayan",
		Log:    slog.New(slog.NewTextHandler(log, nil)),
	}), log
}

// logged is a log that may be read while it is written.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func TestTheFourthOfThreeIsRefusedAndToldWhenToComeBack(t *testing.T) {
	t.Parallel()
	l, log := setup(t, repotest.RedisURL(t))
	for i := range 3 {
		if err := l.Allow(t.Context(), noon, phones); err != nil {
			t.Fatalf("event %d: %v", i+1, err)
		}
	}
	err := l.Allow(t.Context(), noon, phones)
	if !fault.Is(err, fault.RateLimited) {
		t.Fatalf("got %v", err)
	}
	if wait := fault.Of(err).RetryAfter; wait < 19*time.Minute || wait > 20*time.Minute {
		t.Errorf("retry after %v, want 20 minutes", wait)
	}
	other := phones
	other.Subject = "13900000001"
	if err := l.Allow(t.Context(), noon, other); err != nil {
		t.Errorf("another phone is refused too: %v", err)
	}
	if log.String() != "" {
		t.Errorf("a refusal is logged: %s", log)
	}
}

func TestAnyCheckMayRefuse(t *testing.T) {
	t.Parallel()
	l, _ := setup(t, repotest.RedisURL(t))
	wide := limit.Check{Name: "comment-address", Rate: limit.Rate{Count: 100, Period: time.Hour, Burst: 100}, Subject: "192.0.2.7"}
	for range 3 {
		if err := l.Allow(t.Context(), noon, wide, phones); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Allow(t.Context(), noon, wide, phones); !fault.Is(err, fault.RateLimited) {
		t.Errorf("the phone's limit is passed over: %v", err)
	}
	if err := l.Allow(t.Context(), noon, wide); err != nil {
		t.Errorf("the address has not used its limit up: %v", err)
	}
}

func TestTwoInstancesShareOneCount(t *testing.T) {
	t.Parallel()
	url := repotest.RedisURL(t)
	one, _ := setup(t, url)
	two, _ := setup(t, url)
	allowed := 0
	for range 4 {
		for _, l := range []*limit.Limiter{one, two} {
			if l.Allow(t.Context(), noon, phones) == nil {
				allowed++
			}
		}
	}
	if allowed != 3 {
		t.Errorf("%d allowed by two instances, want 3", allowed)
	}
}

// Invariant 7: Redis keys hold no personal data; design: prefix and hash tag.
func TestRedisKeysHoldNoPersonalDataAndAHashTag(t *testing.T) {
	t.Parallel()
	url := repotest.RedisURL(t)
	l, _ := setup(t, url)
	if err := l.Allow(t.Context(), noon, phones); err != nil {
		t.Fatal(err)
	}
	options, err := redis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(options)
	defer client.Close()
	keys, err := client.Keys(t.Context(), "*").Result()
	if err != nil || len(keys) != 1 {
		t.Fatalf("keys %v, %v", keys, err)
	}
	if strings.Contains(keys[0], phones.Subject) {
		t.Errorf("the key %s tells the phone", keys[0])
	}
	if !strings.HasPrefix(keys[0], "rate:nayan:{") || !strings.HasSuffix(keys[0], "}:comment-phone") {
		t.Errorf("the key is %s", keys[0])
	}
	if ttl := client.TTL(t.Context(), keys[0]).Val(); ttl <= 0 {
		t.Errorf("the key never expires (%v)", ttl)
	}
}

// Invariant 7: Redis may vanish; limits fall back to a per-process counter.
func TestWhenRedisVanishesThisProcessCounts(t *testing.T) {
	t.Parallel()
	server := repotest.RedisServer(t)
	l, log := setup(t, server.URL())
	if err := l.Allow(t.Context(), noon, phones); err != nil {
		t.Fatal(err)
	}
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	allowed := 0
	for i := range 10 {
		if l.Allow(t.Context(), noon.Add(time.Duration(i)*time.Second), phones) == nil {
			allowed++
		}
	}
	if allowed != 3 {
		t.Errorf("%d allowed without Redis, want 3", allowed)
	}
	if n := strings.Count(log.String(), "Redis does not answer"); n != 1 {
		t.Errorf("the loss is logged %d times:\n%s", n, log)
	}
	if strings.Contains(log.String(), phones.Subject) {
		t.Error("the log tells the phone")
	}
}

// flaky fails on demand.
type flaky struct {
	limit.Source
	down  atomic.Bool
	asked atomic.Int32
}

func (f *flaky) Take(ctx context.Context, key string, rate limit.Rate, units int, now time.Time) (limit.Result, error) {
	f.asked.Add(1)
	if f.down.Load() {
		return limit.Result{}, net.ErrClosed
	}
	return f.Source.Take(ctx, key, rate, units, now)
}

func TestAFailedRedisIsLeftAloneProbedAndTakenBack(t *testing.T) {
	t.Parallel()
	source, log := &flaky{Source: limit.NewMemory(10)}, &logged{}
	l := limit.New(limit.Config{Redis: source, Memory: limit.NewMemory(10), Log: slog.New(slog.NewTextHandler(log, nil))})
	wide := limit.Check{Name: "n", Rate: limit.Rate{Count: 100, Period: time.Hour, Burst: 100}, Subject: "s"}
	allow := func(at time.Duration) {
		t.Helper()
		if err := l.Allow(t.Context(), noon.Add(at), wide); err != nil {
			t.Error(err)
		}
	}
	expect := func(asked int32, when string) {
		t.Helper()
		if got := source.asked.Load(); got != asked {
			t.Errorf("%s: asked %d times, want %d", when, got, asked)
		}
	}
	source.down.Store(true)
	allow(0)
	allow(time.Second)
	allow(1999 * time.Millisecond)
	expect(1, "while the breaker is open")
	allow(2 * time.Second)
	allow(2 * time.Second)
	expect(2, "one probe after two seconds")
	source.down.Store(false)
	allow(4 * time.Second)
	allow(4 * time.Second)
	expect(4, "once it is back")
	if got := strings.Count(log.String(), "\n"); got != 2 {
		t.Errorf("want one line for going and one for coming back:\n%s", log)
	}
}

// A Redis behind a broken network takes the connection and never answers.
func TestASilentRedisCostsOneShortWait(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	l, _ := setup(t, "redis://"+silent.Addr().String())
	began := time.Now()
	for range 100 {
		_ = l.Allow(t.Context(), noon, phones) // refused after three: not the point here
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("a hundred requests waited %v in all", took)
	}
}

func TestACallerWhoGoesAwayDoesNotCloseRedis(t *testing.T) {
	t.Parallel()
	l, log := setup(t, repotest.RedisURL(t))
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_ = l.Allow(gone, noon, phones) // whoever asked is gone
	if log.String() != "" {
		t.Errorf("Redis is given up: %s", log)
	}
}

func TestWithoutRedisMemoryCounts(t *testing.T) {
	t.Parallel()
	l := limit.New(limit.Config{Memory: limit.NewMemory(10)})
	for i := range 4 {
		if err := l.Allow(t.Context(), noon, phones); (err == nil) != (i < 3) {
			t.Errorf("event %d: %v", i+1, err)
		}
	}
}

func TestOpenKnowsSingleServersAndClusters(t *testing.T) {
	t.Parallel()
	for url, cluster := range map[string]bool{
		"redis://127.0.0.1:1/0":                             false,
		"rediss://user:secret@127.0.0.1:1":                  false,
		"redis://127.0.0.1:1?cluster=true&addr=127.0.0.1:2": true,
	} {
		client, err := limit.Open(url)
		if err != nil {
			t.Errorf("%s: %v", url, err)
			continue
		}
		if _, is := client.(*redis.ClusterClient); is != cluster {
			t.Errorf("%s gives a %T", url, client)
		}
		client.Close()
	}
	if _, err := limit.Open("127.0.0.1:6379"); err == nil {
		t.Error("an address without a scheme is taken")
	}
}

func BenchmarkAllow(b *testing.B) {
	client, err := limit.Open(repotest.RedisURL(b))
	if err != nil {
		b.Fatal(err)
	}
	defer client.Close()
	l := limit.New(limit.Config{Redis: limit.NewRedis(client), Memory: limit.NewMemory(1000), Prefix: "nayan", Log: slog.Default()})
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			_ = l.Allow(b.Context(), noon, phones)
		}
	})
}

func TestAnEventOfManyUnitsWeighsAsManyInRedisAndInMemory(t *testing.T) {
	t.Parallel()
	shared, _ := setup(t, repotest.RedisURL(t))
	for name, l := range map[string]*limit.Limiter{"Redis": shared, "memory": limit.New(limit.Config{Memory: limit.NewMemory(10)})} {
		for i, c := range []struct {
			units   int
			allowed bool
		}{{2, true}, {2, false}, {1, true}, {0, false}, {4, false}} {
			megabytes := limit.Check{Name: "weights", Rate: three, Subject: "192.0.2.1", Units: c.units}
			if err := l.Allow(t.Context(), noon, megabytes); (err == nil) != c.allowed {
				t.Errorf("%s, event %d of %d units: %v", name, i+1, c.units, err)
			}
		}
	}
}
