package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"nayan/internal/app"
)

const (
	// retentionEvery is how often what has been kept long enough is looked for.
	retentionEvery = 24 * time.Hour
	// retentionTime bounds one attempt; the next goes on where it was cut off.
	retentionTime = 4 * time.Minute
)

// enforceRetentionArgs is the chore of deleting what has been kept long enough.
type enforceRetentionArgs struct{}

// Kind implements river.JobArgs.
func (enforceRetentionArgs) Kind() string { return "enforce_retention" }

type enforceRetention struct {
	river.WorkerDefaults[enforceRetentionArgs]
	app *app.App
}

// Timeout implements river.Worker.
func (*enforceRetention) Timeout(*river.Job[enforceRetentionArgs]) time.Duration {
	return retentionTime
}

// Work implements river.Worker.
func (w *enforceRetention) Work(ctx context.Context, _ *river.Job[enforceRetentionArgs]) error {
	_, err := w.app.EnforceRetention(ctx)
	return err
}
