package repotest

import (
	"testing"

	"github.com/redis/go-redis/v9"

	"nayan/internal/local"
)

// RedisServer starts an empty Redis for this test alone, stopped after it. The
// test may stop it earlier, to see how the program lives without.
func RedisServer(t testing.TB) *local.Redis {
	t.Helper()
	r, err := local.StartRedis(t.Context(), local.RedisOptions{})
	if err != nil {
		t.Fatalf("repotest: no Redis to test on: %v", err)
	}
	t.Cleanup(func() {
		if err := r.Stop(); err != nil {
			t.Errorf("repotest: stop Redis: %v", err)
		}
	})
	return r
}

// RedisURL gives the address of an empty Redis that only this test knows, for
// programs that open their own client. Every call starts another one.
func RedisURL(t testing.TB) string {
	t.Helper()
	return RedisServer(t).URL()
}

// Redis gives a client of an empty Redis that only this test knows.
func Redis(t testing.TB) *redis.Client {
	t.Helper()
	options, err := redis.ParseURL(RedisURL(t))
	if err != nil {
		t.Fatalf("repotest: %v", err)
	}
	client := redis.NewClient(options)
	t.Cleanup(func() { client.Close() })
	return client
}
