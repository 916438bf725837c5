//go:build unix

package local

import (
	"context"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

func redisClient(t *testing.T, url string) *redis.Client {
	t.Helper()
	options, err := redis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(options)
	t.Cleanup(func() { client.Close() })
	return client
}

// ping opens a connection of its own.
func ping(ctx context.Context, url string) error {
	options, err := redis.ParseURL(url)
	if err != nil {
		return err
	}
	client := redis.NewClient(options)
	defer client.Close()
	return client.Ping(ctx).Err()
}

func TestRedisAnswersUntilItIsStopped(t *testing.T) {
	t.Parallel()
	r, err := StartRedis(t.Context(), RedisOptions{})
	if err != nil {
		t.Fatal(err)
	}
	client := redisClient(t, r.URL())
	if got := client.Set(t.Context(), "k", "v", 0).Val(); got != "OK" {
		t.Errorf("SET answers %q", got)
	}
	if got := client.ConfigGet(t.Context(), "save").Val()["save"]; got != "" {
		t.Errorf("it saves to disk: %q", got)
	}
	if err := ping(t.Context(), "redis://"+r.addr); err == nil {
		t.Error("a stranger without the password got in")
	}
	stop(t, r)
	if listens(t.Context(), r.addr) {
		t.Error("it answers after Stop")
	}
}

func TestTheImitationLetsKeysExpire(t *testing.T) {
	t.Parallel()
	r := &Redis{password: "p"}
	if err := r.imitate(); err != nil {
		t.Fatal(err)
	}
	defer stop(t, r)
	client := redisClient(t, r.URL())
	if err := client.Set(t.Context(), "k", "v", time.Second).Err(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := poll(ctx, func() bool { return client.Exists(ctx, "k").Val() == 0 }); err != nil {
		t.Error("the key does not expire")
	}
}
