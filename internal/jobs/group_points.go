package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"nayan/internal/app"
)

// groupTime bounds one attempt at grouping; the next goes on where it was cut off.
const groupTime = 4 * time.Minute

// groupPoints groups the points of one consultation that say the same.
type groupPoints struct {
	river.WorkerDefaults[app.GroupPoints]
	app *app.App
}

// Timeout implements river.Worker.
func (*groupPoints) Timeout(*river.Job[app.GroupPoints]) time.Duration { return groupTime }

// Work implements river.Worker.
func (w *groupPoints) Work(ctx context.Context, job *river.Job[app.GroupPoints]) error {
	return w.app.GroupPoints(ctx, job.Args.ConsultationID)
}

// groupNewPointsArgs is the chore of looking which calls got new points.
type groupNewPointsArgs struct{}

// Kind implements river.JobArgs.
func (groupNewPointsArgs) Kind() string { return "group_new_points" }

type groupNewPoints struct {
	river.WorkerDefaults[groupNewPointsArgs]
	app *app.App
}

// Work implements river.Worker.
func (w *groupNewPoints) Work(ctx context.Context, _ *river.Job[groupNewPointsArgs]) error {
	return w.app.GroupNewPoints(ctx)
}
