package limit

import (
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestTheBurstIsAllowedAtOnceAndTheNextMustWaitOneInterval(t *testing.T) {
	t.Parallel()
	rate := Rate{Count: 6, Period: time.Minute, Burst: 3}
	var tat time.Time
	for i := range 3 {
		var allowed bool
		if tat, allowed, _ = gcra(tat, noon, rate, 1); !allowed {
			t.Fatalf("event %d of the burst is refused", i+1)
		}
	}
	after, allowed, retryAfter := gcra(tat, noon, rate, 1)
	if allowed || retryAfter != 10*time.Second {
		t.Errorf("the fourth: allowed %v, retry after %v", allowed, retryAfter)
	}
	if after != tat {
		t.Error("a refused event uses up the rate")
	}
	if _, allowed, _ := gcra(tat, noon.Add(10*time.Second-1), rate, 1); allowed {
		t.Error("allowed an instant before Retry-After is over")
	}
	if _, allowed, _ := gcra(tat, noon.Add(10*time.Second), rate, 1); !allowed {
		t.Error("refused at the instant Retry-After names")
	}
}

func TestAfterALongRestOnlyTheBurstIsSaved(t *testing.T) {
	t.Parallel()
	rate := Rate{Count: 10, Period: time.Minute, Burst: 4}
	tat, now := noon, noon.Add(24*time.Hour)
	allowed := 0
	for range 20 {
		var ok bool
		if tat, ok, _ = gcra(tat, now, rate, 1); ok {
			allowed++
		}
	}
	if allowed != 4 {
		t.Errorf("%d allowed at once", allowed)
	}
}

func TestInTheLongRunTheCountIsKept(t *testing.T) {
	t.Parallel()
	rate := Rate{Count: 20, Period: 10 * time.Minute, Burst: 20}
	var tat time.Time
	allowed := 0
	for now := noon; now.Before(noon.Add(100 * time.Minute)); now = now.Add(time.Second) {
		var ok bool
		if tat, ok, _ = gcra(tat, now, rate, 1); ok {
			allowed++
		}
	}
	if want := 20 + 10*20 - 1; allowed != want { // the burst, then one every 30 s
		t.Errorf("%d allowed in 100 minutes, want %d", allowed, want)
	}
}
