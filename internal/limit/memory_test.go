package limit

import (
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var fiveAMinute = Rate{Count: 5, Period: time.Minute, Burst: 5}

func TestMemoryCountsEveryKeyByItself(t *testing.T) {
	t.Parallel()
	m := NewMemory(1000)
	for _, key := range []string{"a", "b"} {
		for i := range 6 {
			got, err := m.Take(t.Context(), key, fiveAMinute, 1, noon)
			if err != nil || got.Allowed != (i < 5) {
				t.Errorf("%s, event %d: %+v, %v", key, i+1, got, err)
			}
		}
	}
}

func TestMemoryForgetsRatherThanGrows(t *testing.T) {
	t.Parallel()
	m := NewMemory(shardCount * 4)
	for i := range 10_000 {
		if _, err := m.Take(t.Context(), strconv.Itoa(i), fiveAMinute, 1, noon); err != nil {
			t.Fatal(err)
		}
	}
	kept := 0
	for i := range m.shards {
		kept += len(m.shards[i].tats)
	}
	if kept > shardCount*4 {
		t.Errorf("%d keys are held", kept)
	}
}

func TestMemoryForgetsTheOneWhoUsedLeast(t *testing.T) {
	t.Parallel()
	s := shard{tats: map[string]time.Time{}}
	for i := range sampleSize {
		s.tats[strconv.Itoa(i)] = noon.Add(time.Duration(i) * time.Minute)
	}
	s.forgetOne()
	if _, there := s.tats["0"]; there || len(s.tats) != sampleSize-1 {
		t.Errorf("left: %v", s.tats)
	}
}

func TestManyAtOnceDoNotPassMemoryTogether(t *testing.T) {
	t.Parallel()
	m := NewMemory(1000)
	var allowed atomic.Int32
	var all sync.WaitGroup
	for range 64 {
		all.Go(func() {
			if got, _ := m.Take(t.Context(), "k", fiveAMinute, 1, noon); got.Allowed {
				allowed.Add(1)
			}
		})
	}
	all.Wait()
	if allowed.Load() != 5 {
		t.Errorf("%d of 64 were allowed, want 5", allowed.Load())
	}
}

func BenchmarkMemoryWithEverNewKeys(b *testing.B) {
	m := NewMemory(10_000)
	for i := 0; b.Loop(); i++ {
		if _, err := m.Take(b.Context(), strconv.Itoa(i), fiveAMinute, 1, noon); err != nil {
			b.Fatal(err)
		}
	}
}
