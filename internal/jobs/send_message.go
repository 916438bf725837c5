package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"nayan/internal/app"
	"nayan/internal/message"
	"nayan/internal/notify"
	"nayan/views/email"
)

// settleWithin bounds noting what came of an attempt, also while the program stops.
const settleWithin = 3 * time.Second

// sendMessage sends one message, at most once: docs/adr/0009.
type sendMessage struct {
	river.WorkerDefaults[app.SendMessage]
	Config
}

// Work implements river.Worker.
func (w *sendMessage) Work(ctx context.Context, job *river.Job[app.SendMessage]) error {
	m, ok, err := w.App.ClaimMessage(ctx, job.Args.MessageID)
	if err != nil || !ok {
		return err
	}
	to, problem, again := verdict(w.hand(ctx, m), job.Attempt >= job.MaxAttempts)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	if err := w.App.SettleMessage(ctx, m, to, problem); err != nil {
		return err
	}
	return again
}

// hand gives the message to the gateway of its channel.
func (w *sendMessage) hand(ctx context.Context, m app.Claimed) error {
	if m.Channel == message.SMS {
		return w.SMS.Send(ctx, notify.Text{MessageID: m.ID, To: m.To, Text: email.SMS(ctx, w.Site, m.Template, m.Values), At: w.App.Now()})
	}
	mail, err := email.Render(ctx, w.Site, m.Template, m.Values)
	if err != nil {
		return err
	}
	return w.Mail.Send(ctx, notify.Letter{MessageID: m.ID, To: m.To, Subject: mail.Subject, Plain: mail.Plain, HTML: mail.HTML,
		Unsubscribe: mail.Unsubscribe, At: w.App.Now()})
}

// verdict says what an attempt makes of a message; again is the error by which
// the queue knows that there is to be another one.
func verdict(err error, last bool) (to message.State, problem string, again error) {
	if err == nil {
		return message.Sent, "", nil
	}
	failure := notify.Of(err)
	switch {
	case failure.Outcome == notify.Unknown:
		return message.Uncertain, failure.Problem, nil
	case failure.Outcome == notify.Later && !last:
		return message.Queued, failure.Problem, failure
	}
	return message.Failed, failure.Problem, nil
}
