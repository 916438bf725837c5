package limit

import (
	"testing"
	"time"
)

func TestARateReadsAndWritesItsConfiguration(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Rate{
		"20/10m":          {20, 10 * time.Minute, 20},
		"20/10m burst 5":  {20, 10 * time.Minute, 5},
		"1/10s":           {1, 10 * time.Second, 1},
		"100/1h":          {100, time.Hour, 100},
		"3/1h30m burst 1": {3, 90 * time.Minute, 1},
	} {
		var got Rate
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%q is read as %+v (%v)", text, got, err)
		}
		if written, _ := got.MarshalText(); string(written) != text {
			t.Errorf("%q is written as %q", text, written)
		}
	}
}

func TestARateThatMakesNoSenseIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "20", "20/", "/10m", "0/10m", "20/0s", "20/-5m", "20/10", "20/1ms", "20/10m burst 0", "20/10m burst 21",
		"9999999/1h", "20/900h", "20/10m burst", "20/10m, burst 5", "-1/10m", "1.5/10m",
	} {
		rate := Rate{Count: 7, Period: time.Minute, Burst: 7}
		if err := rate.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken as %v", text, rate)
		}
		if rate.Count != 7 {
			t.Errorf("%q changes the rate though it is refused", text)
		}
	}
}
