// Package limit holds back those who send too much, without keeping who they are.
//
// Limits are counted in Redis, shared by all instances; while Redis does not
// answer, every instance counts by itself and nobody is turned away for it
// (invariant 7). A limit is keyed by an address, an address at one consultation,
// a phone or a staff account, never by a consultation alone: that would let one
// attacker silence everybody (invariant 10). What reaches Redis is an HMAC of
// these, never they.
package limit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"time"

	"nayan/internal/fault"
)

// Config is what a Limiter is made of.
type Config struct {
	Redis  Source       // nil: counting in Memory only
	Memory Source       // the fallback
	Key    []byte       // server key of the HMAC
	Prefix string       // of all Redis keys, so that several programs can share a Redis
	Log    *slog.Logger // told once when Redis goes and once when it is back
}

// Limiter answers whether somebody may do something now. It is safe for
// concurrent use.
type Limiter struct {
	config  Config
	breaker breaker
}

// New makes a Limiter.
func New(c Config) *Limiter { return &Limiter{config: c} }

// Check is one limit on one subject.
type Check struct {
	Name    string // of the limit, as in "booking-phone"; part of the key
	Rate    Rate
	Units   int    // that one event weighs, as megabytes do; 0: 1
	Subject string // Address, AddressAt, a phone or an e-mail; never stored in clear
}

// redisWithin is how long a request waits for Redis.
const redisWithin = 50 * time.Millisecond

// Allow counts one event against each check in turn. The first one that refuses
// ends it with a RateLimited error, which says when to come back.
func (l *Limiter) Allow(ctx context.Context, now time.Time, checks ...Check) error {
	for _, c := range checks {
		got, err := l.take(ctx, l.key(c), c.Rate, max(c.Units, 1), now)
		if err != nil {
			return err
		}
		if !got.Allowed {
			return fault.Limited("error.rate_limited", got.RetryAfter)
		}
	}
	return nil
}

// key has the form prefix:{hash}:name; the braces keep all limits of a subject
// on one node of a cluster (redis_rate puts "rate:" in front).
func (l *Limiter) key(c Check) string {
	mac := hmac.New(sha256.New, l.config.Key)
	mac.Write([]byte(c.Subject))
	return l.config.Prefix + ":{" + hex.EncodeToString(mac.Sum(nil)[:16]) + "}:" + c.Name
}

// take asks Redis while it answers, else Memory.
func (l *Limiter) take(ctx context.Context, key string, rate Rate, units int, now time.Time) (Result, error) {
	if l.config.Redis == nil || !l.breaker.try(now) {
		return l.config.Memory.Take(ctx, key, rate, units, now)
	}
	short, cancel := context.WithTimeout(ctx, redisWithin)
	defer cancel()
	got, err := l.config.Redis.Take(short, key, rate, units, now)
	if err == nil {
		if l.breaker.succeed() {
			l.config.Log.Info("limits are counted in Redis again")
		}
		return got, nil
	}
	// A caller who went away says nothing about Redis.
	if ctx.Err() == nil && l.breaker.fail(now) {
		l.config.Log.Warn("Redis does not answer: limits are counted in this process", "error", err)
	}
	return l.config.Memory.Take(ctx, key, rate, units, now)
}
