package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"nayan/internal/app"
)

// releaseHeldArgs is the chore of queueing what was held while a gateway was
// missing, and of giving up what is worthless by now.
type releaseHeldArgs struct{}

// Kind implements river.JobArgs.
func (releaseHeldArgs) Kind() string { return "release_held" }

type releaseHeld struct {
	river.WorkerDefaults[releaseHeldArgs]
	app *app.App
}

// Work implements river.Worker.
func (w *releaseHeld) Work(ctx context.Context, _ *river.Job[releaseHeldArgs]) error {
	return w.app.ReleaseMessages(ctx)
}
