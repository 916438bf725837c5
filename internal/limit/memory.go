package limit

import (
	"context"
	"hash/maphash"
	"sync"
	"time"
)

// shardCount spreads the keys over locks of their own.
const shardCount = 32

// sampleSize is how many keys are looked at to find one to forget; Redis finds
// eight to ten near enough to the best for its own eviction.
const sampleSize = 8

// Memory counts in this process. It holds a bounded number of keys: an attacker
// with ever new addresses makes it forget, never grow.
type Memory struct {
	seed     maphash.Seed
	perShard int
	shards   [shardCount]shard
}

type shard struct {
	mu   sync.Mutex
	tats map[string]time.Time // key → theoretical arrival time
}

// NewMemory makes a source that remembers about maxKeys keys.
func NewMemory(maxKeys int) *Memory {
	m := &Memory{seed: maphash.MakeSeed(), perShard: max(1, maxKeys/shardCount)}
	for i := range m.shards {
		m.shards[i].tats = map[string]time.Time{}
	}
	return m
}

// Take implements Source. It never fails.
func (m *Memory) Take(_ context.Context, key string, rate Rate, units int, now time.Time) (Result, error) {
	s := &m.shards[maphash.String(m.seed, key)%shardCount]
	s.mu.Lock()
	defer s.mu.Unlock()
	tat, known := s.tats[key]
	tat, allowed, retryAfter := gcra(tat, now, rate, units)
	if !known && len(s.tats) >= m.perShard {
		s.forgetOne()
	}
	s.tats[key] = tat
	return Result{Allowed: allowed, RetryAfter: retryAfter}, nil
}

// forgetOne drops, out of a random few, the key that is closest to having its
// full burst again: forgetting it gives away the least.
func (s *shard) forgetOne() {
	var victim string
	var earliest time.Time
	seen := 0
	for key, tat := range s.tats { // Go ranges over a map from a random place
		if seen == 0 || tat.Before(earliest) {
			victim, earliest = key, tat
		}
		if seen++; seen == sampleSize {
			break
		}
	}
	delete(s.tats, victim)
}
