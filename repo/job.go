package repo

import (
	"context"
	"database/sql"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"

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

// Enqueue adds a job that becomes runnable when the transaction commits. Its
// arguments hold ids only, never personal data.
func (t *Tx) Enqueue(ctx context.Context, args river.JobArgs) (err error) {
	defer fault.Wrap(&err, "repo.Enqueue(%s)", args.Kind())
	_, err = enqueuer.InsertTx(ctx, t.tx.Tx, args, nil)
	return translate(err)
}
