package app

import (
	"context"
	"strconv"
	"time"

	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/internal/privacy"
	"nayan/repo"
)

// Unsent is a message that has not been sent, as staff may see it.
type Unsent struct {
	ID        int64
	Channel   message.Channel
	Template  message.Template
	To        string // masked; "" once it is forgotten
	State     message.State
	Attempts  int
	Problem   string // a catalogue key; "" for none
	CreatedAt time.Time
	CanRetry  bool
}

// UnsentMessages lists messages in one of the states, the newest first.
func (a *App) UnsentMessages(ctx context.Context, states []message.State, page int) ([]Unsent, error) {
	list, err := a.Repo.Messages(ctx, states, page)
	if err != nil {
		return nil, err
	}
	out := make([]Unsent, len(list))
	for i, m := range list {
		out[i] = a.unsent(m)
	}
	return out, nil
}

func (a *App) unsent(m repo.Message) Unsent {
	u := Unsent{ID: m.ID, Channel: m.Channel, Template: m.Template, State: m.State, Attempts: m.Attempts, Problem: m.Problem,
		CreatedAt: m.CreatedAt, CanRetry: a.retryable(m) == nil}
	if m.RecipientSealed != nil {
		if to, err := a.Keys.Open(sealMessageRecipient, m.RecipientSealed); err == nil {
			u.To = privacy.MaskContact(to)
		} else {
			u.Problem = message.ProblemUnreadable
		}
	}
	if m.State == message.Held {
		u.Problem = a.Gateways.Missing(m.Channel, m.Template)
	}
	return u
}

// retryable says why a message cannot be sent again.
func (a *App) retryable(m repo.Message) error {
	switch {
	case !m.State.CanRetry() || m.RecipientSealed == nil:
		return fault.New(fault.Conflict, "message.error.state")
	case m.Expired(a.Now()):
		return fault.New(fault.Conflict, "message.error.expired")
	case a.Gateways.Missing(m.Channel, m.Template) != "":
		return fault.New(fault.Conflict, "message.error.no_gateway")
	}
	return nil
}

// seenMessage is what the audit keeps of a message.
type seenMessage struct {
	State message.State `json:"state"`
}

// seenJob is what the audit keeps of a job.
type seenJob struct {
	State string `json:"state"` // as the queue calls it
	Kind  string `json:"job,omitempty"`
}

// RetryMessage sends a message again. Whether one that may have arrived is to be
// sent twice is the actor's to judge.
func (a *App) RetryMessage(ctx context.Context, actor Actor, id int64) (err error) {
	defer fault.Wrap(&err, "app.RetryMessage(%d)", id)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		m, err := tx.LockMessage(ctx, id)
		if err != nil {
			return err
		}
		if err := a.retryable(m); err != nil {
			return err
		}
		if err := a.moveMessage(ctx, tx, m, message.Queued, ""); err != nil {
			return err
		}
		if err := tx.Enqueue(ctx, SendMessage{MessageID: id}); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "message.retry", ObjectKind: "message",
			ObjectID: strconv.FormatInt(id, 10), Before: seenMessage{m.State}, After: seenMessage{message.Queued}})
	})
}

// RetryJob lets the queue try a job again that it has given up.
func (a *App) RetryJob(ctx context.Context, actor Actor, id int64) (err error) {
	defer fault.Wrap(&err, "app.RetryJob(%d)", id)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		kind, err := tx.RetryJob(ctx, id)
		if err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "job.retry", ObjectKind: "job",
			ObjectID: strconv.FormatInt(id, 10), Before: seenJob{"discarded", ""}, After: seenJob{"available", kind}})
	})
}
