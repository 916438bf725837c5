package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivertype"

	"nayan/internal/app"
	"nayan/internal/notify"
	"nayan/repo"
	"nayan/views/layout"
)

const (
	// poll is how often the queue is asked for work: lib/pq's pool cannot listen.
	poll = 500 * time.Millisecond
	// workers is how many jobs run at once in one process.
	workers = 4
	// jobTime bounds one attempt. A job that needs more says so itself (Timeout).
	jobTime = time.Minute
	// goneAfter is when whoever ran a job is taken for dead: well after any attempt
	// of theirs was cut off.
	goneAfter = 5 * time.Minute
	// keepDone and keepFailed are how long the queue remembers jobs.
	keepDone   = 24 * time.Hour
	keepFailed = 30 * 24 * time.Hour
)

// pauses lie between the beginnings of two attempts at a job, so that the shortest
// is longer than an attempt: seven and a half hours in all.
var pauses = [repo.JobAttempts - 1]time.Duration{90 * time.Second, 3 * time.Minute, 5 * time.Minute, 15 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour}

// Config is what the jobs work with. Poll and Pause may be left out.
type Config struct {
	App  *app.App
	Site layout.Site // whose names and address stand in the messages
	Mail *notify.Mail
	SMS  *notify.SMS
	Log  *slog.Logger

	Poll  time.Duration // how often the queue is asked
	Pause time.Duration // between all attempts
}

// Runner works off the queue. Any number of processes may have one.
type Runner struct{ client *river.Client[*sql.Tx] }

// New builds a runner. A new job is one line here: with river.AddWorker when
// something causes it, in chores when only the clock does.
func New(c Config) (*Runner, error) {
	all := river.NewWorkers()
	river.AddWorker(all, &sendMessage{Config: c})
	river.AddWorker(all, &tellFollowers{app: c.App})
	river.AddWorker(all, &tellAuthors{app: c.App})
	river.AddWorker(all, &inviteEnterprises{app: c.App})
	river.AddWorker(all, &inviteVerified{app: c.App})
	river.AddWorker(all, &groupPoints{app: c.App})
	chores := []*river.PeriodicJob{
		chore(all, time.Minute, &releaseHeld{app: c.App}),
		chore(all, time.Minute, &groupNewPoints{app: c.App}),
		chore(all, goneAfter, &recoverMessages{app: c.App}),
		chore(all, remindEvery, &remindFollowers{app: c.App}),
		chore(all, retentionEvery, &enforceRetention{app: c.App}),
	}
	every := c.Poll
	if every == 0 {
		every = poll
	}
	client, err := river.NewClient(riverdatabasesql.New(c.App.Repo.DB().DB), &river.Config{
		Workers: all, PeriodicJobs: chores, Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}},
		FetchPollInterval: every, FetchCooldown: min(every, river.FetchCooldownDefault), PollOnly: true,
		JobTimeout: jobTime, RescueStuckJobsAfter: goneAfter, MaxAttempts: repo.JobAttempts, RetryPolicy: pausing(c.Pause),
		CompletedJobRetentionPeriod: keepDone, CancelledJobRetentionPeriod: keepFailed, DiscardedJobRetentionPeriod: keepFailed,
		Middleware: []rivertype.Middleware{&quiet{log: c.Log}}, Logger: slog.New(important{c.Log.Handler(), new(sync.Map)}),
	})
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return &Runner{client}, nil
}

// chore registers a job that runs by the clock, and as soon as a process takes
// the lead among all.
func chore[T river.JobArgs](all *river.Workers, every time.Duration, worker river.Worker[T]) *river.PeriodicJob {
	river.AddWorker(all, worker)
	return river.NewPeriodicJob(river.PeriodicInterval(every), func() (river.JobArgs, *river.InsertOpts) {
		var args T
		return args, nil
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// Start begins to work; only Stop ends it, so that work under way is not cut off
// with the context.
func (r *Runner) Start(ctx context.Context) error {
	if err := r.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	return nil
}

// Stop takes no new work and lets what is under way finish for half of the time;
// then that is told to end too.
func (r *Runner) Stop(within time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	soft, cancelSoft := context.WithTimeout(ctx, within/2)
	defer cancelSoft()
	if r.client.Stop(soft) == nil {
		return nil
	}
	if err := r.client.StopAndCancel(ctx); err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	return nil
}

// pausing is the policy of retries: a fixed pause, or pauses for 0.
type pausing time.Duration

// NextRetry implements river.ClientRetryPolicy.
func (p pausing) NextRetry(job *rivertype.JobRow) time.Time {
	pause := time.Duration(p)
	if pause == 0 {
		pause = pauses[min(max(len(job.Errors), 0), len(pauses)-1)]
	}
	return job.AttemptedAt.Add(pause)
}
