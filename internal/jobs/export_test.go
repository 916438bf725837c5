package jobs

import (
	"log/slog"
	"sync"

	"github.com/riverqueue/river"
)

// Important is the log that the queue itself writes to.
func Important(h slog.Handler) *slog.Logger { return slog.New(important{h, new(sync.Map)}) }

// Events tells what becomes of each attempt at a job, until the test ends.
func (r *Runner) Events() (<-chan *river.Event, func()) {
	return r.client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed, river.EventKindJobCancelled)
}

// Verdict is what an attempt makes of a message.
var Verdict = verdict
