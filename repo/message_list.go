package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
	"nayan/internal/message"
)

// MessageCount says how many messages of a kind stand in a state.
type MessageCount struct {
	Channel  message.Channel  `db:"channel"`
	Template message.Template `db:"template"`
	State    message.State    `db:"state"`
	Count    int              `db:"count"`
}

const sqlMessageCounts = `SELECT channel, template, state, count(*) AS count FROM messages WHERE state <> 'sent'
GROUP BY channel, template, state`

// MessageCounts counts what has not been sent.
func (r *Repo) MessageCounts(ctx context.Context) (list []MessageCount, err error) {
	defer fault.Wrap(&err, "repo.MessageCounts")
	return list, r.list(ctx, &list, sqlMessageCounts)
}

// MessagesPerPage is the length of a page of messages.
const MessagesPerPage = 50

const sqlMessages = `SELECT ` + messageColumns + ` FROM messages WHERE state <> 'sent' AND state = ANY($1::text[])
ORDER BY id DESC LIMIT $2 OFFSET $3`

// Messages lists messages in one of the states, the newest first. Those that were
// sent are not among them.
func (r *Repo) Messages(ctx context.Context, states []message.State, page int) (list []Message, err error) {
	defer fault.Wrap(&err, "repo.Messages")
	return list, r.list(ctx, &list, sqlMessages, pq.Array(states), MessagesPerPage, (page-1)*MessagesPerPage)
}

// FailedJob is a job that the queue has given up.
type FailedJob struct {
	ID       int64     `db:"id"`
	Kind     string    `db:"kind"`
	Attempts int       `db:"attempt"`
	Error    string    `db:"error"` // the class of the last error
	At       time.Time `db:"finalized_at"`
}

const sqlFailedJobs = `SELECT id, kind, attempt, finalized_at, coalesce(errors[array_upper(errors, 1)] ->> 'error', '') AS error
FROM river_job WHERE state = 'discarded' ORDER BY finalized_at DESC, id DESC LIMIT 50`

// FailedJobs lists the jobs given up last.
func (r *Repo) FailedJobs(ctx context.Context) (list []FailedJob, err error) {
	defer fault.Wrap(&err, "repo.FailedJobs")
	return list, r.list(ctx, &list, sqlFailedJobs)
}

const sqlLockFailedJob = `SELECT kind FROM river_job WHERE id = $1 AND state = 'discarded' FOR UPDATE`

// RetryJob puts a job that was given up back into the queue. Errors: NotFound.
func (t *Tx) RetryJob(ctx context.Context, id int64) (kind string, err error) {
	defer fault.Wrap(&err, "repo.RetryJob(%d)", id)
	if err := t.get(ctx, &kind, sqlLockFailedJob, id); err != nil {
		return "", err
	}
	_, err = enqueuer.JobRetryTx(ctx, t.tx.Tx, id)
	return kind, translate(err)
}
