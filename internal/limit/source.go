package limit

import (
	"context"
	"time"
)

// Source counts events by key. There are two: Redis, shared by all instances,
// and Memory, of this process alone.
type Source interface {
	// Take counts one event of so many units at now, if the rate allows it. An error means that
	// the source could not count.
	Take(ctx context.Context, key string, rate Rate, units int, now time.Time) (Result, error)
}

// Result is the answer to one event.
type Result struct {
	Allowed    bool
	RetryAfter time.Duration // when refused: how long until it would be allowed
}
