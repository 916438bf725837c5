package app_test

import (
	"testing"
	"time"

	"nayan/internal/app"
)

// The secret of RFC 6238, appendix B, in base32.
const rfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

func TestCodesAreThoseOfTheStandard(t *testing.T) {
	t.Parallel()
	// Appendix B prints eight digits; six of them are the last six.
	for unix, code := range map[int64]string{59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"} {
		now := time.Unix(unix, 0)
		if step, err := app.MatchTOTP(rfcSecret, code, now, 0); err != nil || step != unix/30 {
			t.Errorf("%s at %d is of step %d, %v", code, unix, step, err)
		}
	}
}

func TestACodeIsTakenOneStepEarlyOrLateAndOnlyAfterTheLastOneUsed(t *testing.T) {
	t.Parallel()
	const code, step = "081804", 1111111109 / 30
	at := time.Unix(1111111109, 0)
	for _, c := range []struct {
		off   time.Duration
		last  int64
		taken bool
	}{{0, 0, true}, {30 * time.Second, 0, true}, {-30 * time.Second, 0, true}, {time.Minute, 0, false}, {-time.Minute, 0, false},
		{0, step - 1, true}, {0, step, false}, {0, step + 1, false}} {
		got, err := app.MatchTOTP(rfcSecret, code, at.Add(c.off), c.last)
		if err != nil || (got == step) != c.taken {
			t.Errorf("%v off, after %d: step %d, %v", c.off, c.last, got, err)
		}
	}
}
