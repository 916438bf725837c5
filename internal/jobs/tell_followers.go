package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"nayan/internal/app"
)

const (
	// tellTime is how long one attempt at telling followers works before another
	// job goes on: well within the time of a job, so that nothing is done twice.
	tellTime = 30 * time.Second
	// remindEvery is how often calls that close soon are looked for: on the hour
	// that reminders begin, whenever the program was started.
	remindEvery = 15 * time.Minute
)

// tellFollowers writes to who follows something.
type tellFollowers struct {
	river.WorkerDefaults[app.TellFollowers]
	app *app.App
}

// Work implements river.Worker.
func (w *tellFollowers) Work(ctx context.Context, job *river.Job[app.TellFollowers]) error {
	return w.app.TellFollowers(ctx, job.Args, w.app.Now().Add(tellTime))
}

// remindFollowersArgs is the chore of reminding people of calls that close soon.
type remindFollowersArgs struct{}

// Kind implements river.JobArgs.
func (remindFollowersArgs) Kind() string { return "remind_followers" }

type remindFollowers struct {
	river.WorkerDefaults[remindFollowersArgs]
	app *app.App
}

// Work implements river.Worker.
func (w *remindFollowers) Work(ctx context.Context, _ *river.Job[remindFollowersArgs]) error {
	return w.app.RemindFollowers(ctx)
}
