package repo

import (
	"context"
	"database/sql"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivertype"

	"nayan/internal/fault"
)

// JobAttempts is how often a job is tried before the queue gives it up.
const JobAttempts = 8

// enqueuer only inserts: which workers there are is the business of jobs.
var enqueuer = newEnqueuer()

func newEnqueuer() *river.Client[*sql.Tx] {
	c, err := river.NewClient(riverdatabasesql.New(nil), &river.Config{MaxAttempts: JobAttempts})
	if err != nil {
		panic(err) // the configuration is a constant
	}
	return c
}

// Job is the arguments of a job: ids only, never personal data.
type Job = river.JobArgs

// Enqueue adds a job that becomes runnable when the transaction commits. Its
// arguments hold ids only, never personal data.
func (t *Tx) Enqueue(ctx context.Context, args Job) (err error) {
	defer fault.Wrap(&err, "repo.Enqueue(%s)", args.Kind())
	_, err = enqueuer.InsertTx(ctx, t.tx.Tx, args, nil)
	return translate(err)
}

// once is a job of which there is one in the queue for the same arguments, until it
// has ended.
var once = river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending,
	rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled}}

// EnqueueOnce adds a job that can wait unless there is the same one already.
func (t *Tx) EnqueueOnce(ctx context.Context, args Job) (err error) {
	defer fault.Wrap(&err, "repo.EnqueueOnce(%s)", args.Kind())
	_, err = enqueuer.InsertTx(ctx, t.tx.Tx, args, &river.InsertOpts{Priority: lowPriority, UniqueOpts: once})
	return translate(err)
}

// lowPriority is that of the queue's last: a code that somebody waits for goes
// before ten thousand pieces of news.
const lowPriority = 4

// EnqueueLater adds jobs that can wait for those of Enqueue.
func (t *Tx) EnqueueLater(ctx context.Context, jobs ...Job) (err error) {
	defer fault.Wrap(&err, "repo.EnqueueLater(%d)", len(jobs))
	if len(jobs) == 0 {
		return nil
	}
	params := make([]river.InsertManyParams, len(jobs))
	for i, args := range jobs {
		params[i] = river.InsertManyParams{Args: args, InsertOpts: &river.InsertOpts{Priority: lowPriority}}
	}
	_, err = enqueuer.InsertManyTx(ctx, t.tx.Tx, params)
	return translate(err)
}
