package app

import (
	"context"
	"encoding/json"

	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/repo"
)

// Claimed is a message that one attempt has for itself.
type Claimed struct {
	ID       int64
	Attempt  int // how many there were with this one
	Channel  message.Channel
	Template message.Template
	To       string
	Values   message.Values
}

// ClaimMessage marks a message as being sent, and commits that before any gateway
// hears of it. ok is false when there is nothing to send: it was sent before, it
// is worthless by now, no gateway takes it, or an earlier attempt was cut off, so
// that it may have arrived.
func (a *App) ClaimMessage(ctx context.Context, id int64) (c Claimed, ok bool, err error) {
	defer fault.Wrap(&err, "app.ClaimMessage(%d)", id)
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		m, err := tx.LockMessage(ctx, id)
		if err != nil {
			return err
		}
		c = Claimed{ID: id, Attempt: m.Attempts + 1, Channel: m.Channel, Template: m.Template}
		to, problem := a.claim(m, &c)
		if ok = to == message.Sending; to == m.State {
			return nil
		}
		return a.moveMessage(ctx, tx, m, to, problem)
	})
	if fault.Is(err, fault.NotFound) { // its time of retention is over
		return Claimed{}, false, nil
	}
	return c, ok && err == nil, err
}

// claim says what becomes of a message that an attempt has come to, and opens it
// when that is to send it.
func (a *App) claim(m repo.Message, c *Claimed) (to message.State, problem string) {
	switch {
	case m.State == message.Sending:
		return message.Uncertain, message.ProblemCutOff
	case m.State != message.Queued:
		return m.State, m.Problem
	case m.Expired(a.Now()):
		return message.Expired, m.Problem
	case a.Gateways.Missing(m.Channel, m.Template) != "":
		return message.Held, ""
	}
	if err := a.openClaimed(m, c); err != nil {
		return message.Failed, message.ProblemUnreadable
	}
	return message.Sending, ""
}

func (a *App) openClaimed(m repo.Message, c *Claimed) (err error) {
	if c.To, err = a.Keys.Open(sealMessageRecipient, m.RecipientSealed); err != nil {
		return err
	}
	values, err := a.Keys.Open(sealMessageValues, m.ValuesSealed)
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(values), &c.Values)
}

// SettleMessage says what came of an attempt. An attempt that somebody took for
// cut off may still say that it was sent or refused; one that staff has let be
// sent again may not.
func (a *App) SettleMessage(ctx context.Context, c Claimed, to message.State, problem string) (err error) {
	defer fault.Wrap(&err, "app.SettleMessage(%d, %s)", c.ID, to)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		m, err := tx.LockMessage(ctx, c.ID)
		if err != nil {
			return err
		}
		if m.Attempts != c.Attempt || !settles(m.State, to) {
			return nil
		}
		return a.moveMessage(ctx, tx, m, to, problem)
	})
}

// settles reports whether an attempt still has a say. What was taken for cut off
// does not go back into the queue: its job may be gone.
func settles(from, to message.State) bool {
	return from == message.Sending || from == message.Uncertain && (to == message.Sent || to == message.Failed)
}

func (a *App) moveMessage(ctx context.Context, tx *repo.Tx, m repo.Message, to message.State, problem string) error {
	if !m.State.CanBecome(to) {
		return fault.New(fault.Conflict, "message.error.state")
	}
	return tx.MoveMessage(ctx, m.ID, to, problem, a.Now())
}
