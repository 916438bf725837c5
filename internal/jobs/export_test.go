package jobs

import "github.com/riverqueue/river"

// Events tells what becomes of each attempt at a job, until the test ends.
func (r *Runner) Events() (<-chan *river.Event, func()) {
	return r.client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed, river.EventKindJobCancelled)
}

// Verdict is what an attempt makes of a message.
var Verdict = verdict
