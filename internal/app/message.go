package app

import (
	"context"
	"encoding/json"
	"time"

	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/repo"
)

// Field names under which a message is sealed.
const (
	sealMessageRecipient = "message.recipient"
	sealMessageValues    = "message.values"
)

// Message is something to tell somebody. Cause names the event it is about, as in
// "staff_invitation:12": the same cause is told once by each channel.
type Message struct {
	Cause     string
	Channel   message.Channel
	Template  message.Template
	To        string // address or number; "" for the inbox
	Values    message.Values
	AccountID int64     // whose inbox, or whom it concerns; 0: nobody's
	StaffID   int64     // which member of staff it concerns; 0: none
	NotAfter  time.Time // zero: never worthless
}

// SendMessage is the job that sends one message.
type SendMessage struct {
	MessageID int64 `json:"message_id"`
}

// Kind implements the queue's interface.
func (SendMessage) Kind() string { return "send_message" }

// tell stores a message and its job in the transaction of what it is about: if
// that is rolled back, nobody is told. Without a gateway the message is held.
func (a *App) tell(ctx context.Context, tx *repo.Tx, m Message) (err error) {
	defer fault.Wrap(&err, "app.tell(%s)", m.Template)
	values, err := json.Marshal(m.Values)
	if err != nil {
		return err
	}
	n := repo.NewMessage{Cause: m.Cause, Channel: m.Channel, Template: m.Template, AccountID: m.AccountID, StaffID: m.StaffID,
		State: a.firstState(m), NotAfter: m.NotAfter, At: a.Now(),
		RecipientSealed: a.Keys.Seal(sealMessageRecipient, m.To), ValuesSealed: a.Keys.Seal(sealMessageValues, string(values))}
	id, err := tx.InsertMessage(ctx, n)
	if err != nil || id == 0 || n.State != message.Queued {
		return err
	}
	return tx.Enqueue(ctx, SendMessage{MessageID: id})
}

func (a *App) firstState(m Message) message.State {
	switch {
	case m.Channel == message.Inbox:
		return message.Sent // the row is the message
	case a.Gateways.Missing(m.Channel, m.Template) != "":
		return message.Held
	}
	return message.Queued
}
