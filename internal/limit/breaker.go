package limit

import (
	"sync/atomic"
	"time"
)

// openFor is how long a failed source is left alone.
const openFor = 2 * time.Second

// breaker keeps requests away from a source that fails. While it is open, one
// request in openFor probes; the others do not wait.
type breaker struct {
	until atomic.Int64 // Unix nanoseconds; 0 while closed
}

// try reports whether the caller should ask the source.
func (b *breaker) try(now time.Time) bool {
	until := b.until.Load()
	if until == 0 {
		return true
	}
	return now.UnixNano() >= until && b.until.CompareAndSwap(until, now.Add(openFor).UnixNano())
}

// fail opens the breaker and reports whether it was closed.
func (b *breaker) fail(now time.Time) bool {
	return b.until.Swap(now.Add(openFor).UnixNano()) == 0
}

// succeed closes the breaker and reports whether it was open.
func (b *breaker) succeed() bool {
	return b.until.Load() != 0 && b.until.Swap(0) != 0
}
