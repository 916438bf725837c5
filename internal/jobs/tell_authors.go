package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"nayan/internal/app"
)

// tellAuthors writes to who sent what has been answered.
type tellAuthors struct {
	river.WorkerDefaults[app.TellAuthors]
	app *app.App
}

// Work implements river.Worker.
func (w *tellAuthors) Work(ctx context.Context, job *river.Job[app.TellAuthors]) error {
	return w.app.TellAuthors(ctx, job.Args, w.app.Now().Add(tellTime))
}
