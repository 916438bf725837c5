package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

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
	var failure *notify.SendError
	var panicked *fault.PanicError
	switch {
	case errors.As(err, &failure):
		return failure.Problem
	case errors.As(err, &panicked):
		return "panic"
	}
	return fault.Of(err).Kind.String()
}

// important lets the queue's own warnings through and not its small talk; one that
// is said again and again, as while Postgres is away, once a minute.
type important struct {
	slog.Handler
	said *sync.Map // message → when, shared by all that come from one
}

// Enabled implements slog.Handler.
func (h important) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}

// Handle implements slog.Handler.
func (h important) Handle(ctx context.Context, r slog.Record) error {
	if last, ok := h.said.Load(r.Message); ok && r.Time.Sub(last.(time.Time)) < time.Minute {
		return nil
	}
	h.said.Store(r.Message, r.Time)
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h important) WithAttrs(attrs []slog.Attr) slog.Handler {
	return important{h.Handler.WithAttrs(attrs), h.said}
}

// WithGroup implements slog.Handler.
func (h important) WithGroup(name string) slog.Handler {
	return important{h.Handler.WithGroup(name), h.said}
}
