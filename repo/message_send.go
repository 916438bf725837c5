package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
	"nayan/internal/message"
)

// Message is a stored message; recipient and values are sealed, and nil once
// there is nothing left to send.
type Message struct {
	ID              int64            `db:"id"`
	Channel         message.Channel  `db:"channel"`
	Template        message.Template `db:"template"`
	RecipientSealed []byte           `db:"recipient_sealed"`
	ValuesSealed    []byte           `db:"values_sealed"`
	State           message.State    `db:"state"`
	Attempts        int              `db:"attempts"`
	Problem         string           `db:"problem"`
	NotAfter        *time.Time       `db:"not_after"`
	CreatedAt       time.Time        `db:"created_at"`
	ChangedAt       time.Time        `db:"changed_at"`
}

// Expired reports whether the message is worthless by now.
func (m Message) Expired(now time.Time) bool { return m.NotAfter != nil && !now.Before(*m.NotAfter) }

const messageColumns = `id, channel, template, recipient_sealed, values_sealed, state, attempts, problem, not_after, created_at, changed_at`

const sqlLockMessage = `SELECT ` + messageColumns + ` FROM messages WHERE id = $1 FOR UPDATE`

// LockMessage reads a message that the transaction is about to move.
func (t *Tx) LockMessage(ctx context.Context, id int64) (m Message, err error) {
	defer fault.Wrap(&err, "repo.LockMessage(%d)", id)
	return m, t.get(ctx, &m, sqlLockMessage, id)
}

const sqlMoveMessage = `UPDATE messages SET state = $2, problem = $3, changed_at = $4,
    attempts = attempts + CASE WHEN $2::text = 'sending' THEN 1 ELSE 0 END,
    recipient_sealed = CASE WHEN $5::boolean THEN NULL ELSE recipient_sealed END,
    values_sealed = CASE WHEN $5::boolean THEN NULL ELSE values_sealed END
WHERE id = $1`

// MoveMessage gives a locked message another state. With a final one it forgets
// to whom and what.
func (t *Tx) MoveMessage(ctx context.Context, id int64, to message.State, problem string, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.MoveMessage(%d, %s)", id, to)
	return t.changeOne(ctx, sqlMoveMessage, id, to, problem, now, to.Final())
}

const sqlExpireMessages = `UPDATE messages SET state = 'expired', changed_at = $1, recipient_sealed = NULL, values_sealed = NULL
WHERE state IN ('queued', 'held', 'failed', 'uncertain') AND not_after <= $1`

// ExpireMessages gives up what was not sent while it was worth something.
func (r *Repo) ExpireMessages(ctx context.Context, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.ExpireMessages")
	return r.exec(ctx, sqlExpireMessages, now)
}

const sqlReleaseMessages = `UPDATE messages SET state = 'queued', changed_at = $1 WHERE id IN (
    SELECT id FROM messages WHERE state = 'held' AND channel || ' ' || template = ANY($2::text[])
    ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING id`

// ReleaseMessages queues up to max held messages of the kinds, each a channel and
// a template with a space between.
func (t *Tx) ReleaseMessages(ctx context.Context, kinds []string, limit int, now time.Time) (ids []int64, err error) {
	defer fault.Wrap(&err, "repo.ReleaseMessages")
	return ids, t.list(ctx, &ids, sqlReleaseMessages, now, pq.Array(kinds), limit)
}

const sqlDoubtMessages = `UPDATE messages SET state = 'uncertain', problem = $3, changed_at = $1
WHERE state = 'sending' AND changed_at < $2`

// DoubtMessages gives up waiting for who was sending since before then.
func (r *Repo) DoubtMessages(ctx context.Context, before, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.DoubtMessages")
	return r.exec(ctx, sqlDoubtMessages, now, before, message.ProblemCutOff)
}

const sqlLostMessages = `UPDATE messages m SET changed_at = $1 WHERE m.id IN (
    SELECT q.id FROM messages q WHERE q.state = 'queued' AND q.changed_at < $2 AND NOT EXISTS (
        SELECT 1 FROM river_job j WHERE j.kind = 'send_message' AND j.args @> jsonb_build_object('message_id', q.id)
        AND j.state IN ('available', 'pending', 'retryable', 'running', 'scheduled'))
    ORDER BY q.id LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING m.id`

// LostMessages finds queued messages that no job is left for.
func (t *Tx) LostMessages(ctx context.Context, before, now time.Time, limit int) (ids []int64, err error) {
	defer fault.Wrap(&err, "repo.LostMessages")
	return ids, t.list(ctx, &ids, sqlLostMessages, now, before, limit)
}
