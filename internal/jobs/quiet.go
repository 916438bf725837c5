package jobs

import (
	"context"
	"errors"
	"log/slog"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"nayan/internal/fault"
	"nayan/internal/notify"
)

// quiet stands around every job. The queue keeps and logs what a job's error says:
// it gets the error's class alone, and the log the error itself.
type quiet struct {
	river.MiddlewareDefaults
	log *slog.Logger
}

// Work implements rivertype.WorkerMiddleware.
func (q *quiet) Work(ctx context.Context, job *rivertype.JobRow, inner func(context.Context) error) error {
	err := fault.Safely(func() error { return inner(ctx) })
	if err == nil {
		return nil
	}
	class := classOf(err)
	q.log.WarnContext(ctx, "job failed", "job", job.ID, "kind", job.Kind, "attempt", job.Attempt, "class", class, "error", err)
	return errors.New(class)
}

func classOf(err error) string {
	var failure *notify.Failure
	var panicked *fault.Panic
	switch {
	case errors.As(err, &failure):
		return failure.Problem
	case errors.As(err, &panicked):
		return "panic"
	}
	return fault.Of(err).Kind.String()
}

// important lets the queue's own warnings through, and not its small talk.
type important struct{ slog.Handler }

// Enabled implements slog.Handler.
func (h *important) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}
