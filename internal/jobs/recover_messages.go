package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"nayan/internal/app"
)

// recoverMessagesArgs is the chore of looking after messages that nobody works on
// any more: the process that did is gone, or the queue gave up their job.
type recoverMessagesArgs struct{}

// Kind implements river.JobArgs.
func (recoverMessagesArgs) Kind() string { return "recover_messages" }

type recoverMessages struct {
	river.WorkerDefaults[recoverMessagesArgs]
	app *app.App
}

// Work implements river.Worker.
func (w *recoverMessages) Work(ctx context.Context, _ *river.Job[recoverMessagesArgs]) error {
	return w.app.RecoverMessages(ctx, goneAfter)
}
