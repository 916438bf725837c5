package limit

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Rate allows Count events a Period on the long run, and Burst of them at once.
type Rate struct {
	Count  int
	Period time.Duration
	Burst  int
}

// The bounds of a Rate, which keep its arithmetic far from overflow.
const (
	maxCount  = 1_000_000
	maxPeriod = 31 * 24 * time.Hour
)

// rateText is the form of a rate in the configuration.
var rateText = regexp.MustCompile(`^(\d{1,7})/([0-9a-zµ.]+)(?: burst (\d{1,7}))?$`)

// UnmarshalText reads "20/10m" (twenty in ten minutes, all at once if need be)
// or "20/10m burst 5" (five at once, then one every thirty seconds).
func (r *Rate) UnmarshalText(text []byte) error {
	match := rateText.FindSubmatch(text)
	if match == nil {
		return fmt.Errorf(`rate %q: want the form "20/10m" or "20/10m burst 5"`, text)
	}
	period, err := time.ParseDuration(string(match[2]))
	if err != nil {
		return fmt.Errorf("rate %q: %w", text, err)
	}
	count, _ := strconv.Atoi(string(match[1])) // digits, by the pattern
	burst := count
	if len(match[3]) > 0 {
		burst, _ = strconv.Atoi(string(match[3]))
	}
	parsed := Rate{Count: count, Period: period, Burst: burst}
	if err := parsed.check(); err != nil {
		return fmt.Errorf("rate %q: %w", text, err)
	}
	*r = parsed
	return nil
}

func (r Rate) check() error {
	switch {
	case r.Count < 1 || r.Count > maxCount:
		return fmt.Errorf("the count must be 1 to %d", maxCount)
	case r.Period < time.Second || r.Period > maxPeriod:
		return fmt.Errorf("the period must be 1s to %v", maxPeriod)
	case r.Burst < 1 || r.Burst > r.Count:
		return fmt.Errorf("the burst must be 1 to the count")
	}
	return nil
}

// MarshalText writes what UnmarshalText reads.
func (r Rate) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// String gives the form used in the configuration.
func (r Rate) String() string {
	period := r.Period.String() // "10m0s" for ten minutes
	if strings.HasSuffix(period, "m0s") {
		period = strings.TrimSuffix(period, "0s")
	}
	if strings.HasSuffix(period, "h0m") {
		period = strings.TrimSuffix(period, "0m")
	}
	if r.Burst == r.Count {
		return fmt.Sprintf("%d/%s", r.Count, period)
	}
	return fmt.Sprintf("%d/%s burst %d", r.Count, period, r.Burst)
}

// interval is the time one event uses up.
func (r Rate) interval() time.Duration { return r.Period / time.Duration(r.Count) }
