package jobs_test

import (
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"nayan/internal/jobs"
	"nayan/internal/mailsink"
	"nayan/internal/message"
	"nayan/internal/notify"
)

func TestAMailIsSentAndThenForgotten(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.queue(message.Queued)
	o.start()
	mail := o.sink.Wait(t, recipient)
	if mail.Subject != "云溪县公众参与平台：验证码" || !strings.Contains(mail.Plain, "朱国强") || mail.Code(t) != "271828" {
		t.Errorf("the mail says %q: %s", mail.Subject, mail.Plain)
	}
	o.attempt("send_message")
	if got := o.stored(id); got != (stored{State: message.Sent, Attempts: 1}) {
		t.Errorf("%+v", got)
	}
}

func TestWhatTheServerMakesOfAMail(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		manner  mailsink.Manner
		want    stored
		arrived int
	}{
		"a refused recipient fails at once":   {mailsink.Refuse, stored{message.Failed, message.ProblemRefused, 1, true}, 0},
		"a lost answer leaves it uncertain":   {mailsink.HangUp, stored{message.Uncertain, message.ProblemUnanswered, 1, true}, 1},
		"a busy server is asked again, later": {mailsink.Later, stored{message.Queued, message.ProblemBusy, 1, true}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.sink.Behave(c.manner)
			id := o.queue(message.Queued)
			o.start()
			o.attempt("send_message")
			if got := o.stored(id); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			if n := len(o.sink.All()); n != c.arrived {
				t.Errorf("%d mails arrived", n)
			}
		})
	}
}

func TestABusyServerGetsTheMailOnceItTakesIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.sink.Behave(mailsink.Later)
	id := o.queue(message.Queued)
	o.start()
	if e := o.attempt("send_message"); e.Kind != river.EventKindJobFailed {
		t.Fatalf("the first attempt ended as %s", e.Kind)
	}
	o.sink.Behave(mailsink.Accept)
	o.sink.Wait(t, recipient)
	o.attempt("send_message")
	if got := o.stored(id); got.State != message.Sent || got.Attempts != 2 {
		t.Errorf("%+v", got)
	}
}

func TestTheLastAttemptEndsInAFailure(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.sink.Behave(mailsink.Later)
	id := o.queue(message.Queued)
	o.exec(`UPDATE river_job SET max_attempts = 1`)
	o.start()
	if e := o.attempt("send_message"); e.Kind != river.EventKindJobCompleted {
		t.Errorf("the queue takes it for %s", e.Kind)
	}
	if got := o.stored(id); got.State != message.Failed || got.Problem != message.ProblemBusy {
		t.Errorf("%+v", got)
	}
}

// Whoever was sending it has gone: perhaps after the server took it.
func TestAMessageThatIsFoundBeingSentIsNeverSentAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.queue(message.Queued)
	o.exec(`UPDATE messages SET state = 'sending', attempts = 1`)
	o.start()
	o.attempt("send_message")
	if got := o.stored(id); got != (stored{message.Uncertain, message.ProblemCutOff, 1, true}) || len(o.sink.All()) > 0 {
		t.Errorf("%+v, %d mails", got, len(o.sink.All()))
	}
}

func TestStoppingWhileTheServerIsSilentLeavesTheMailUncertain(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.sink.Behave(mailsink.Silent)
	id := o.queue(message.Queued)
	stop := o.start()
	o.sink.Wait(t, recipient)
	stop()
	if got := o.stored(id); got != (stored{message.Uncertain, message.ProblemUnanswered, 1, true}) {
		t.Errorf("%+v", got)
	}
}

func TestAMessageThatIsWorthlessByNowIsNotSent(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.queue(message.Queued)
	o.ahead.Store(int64(10 * time.Minute))
	o.start()
	o.attempt("send_message")
	if got := o.stored(id); got != (stored{State: message.Expired}) || len(o.sink.All()) > 0 {
		t.Errorf("%+v, %d mails", got, len(o.sink.All()))
	}
}

func TestAMessageSealedWithAnotherKeyFails(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.queue(message.Queued)
	o.exec(`UPDATE messages SET values_sealed = '\x00'`)
	o.start()
	o.attempt("send_message")
	if got := o.stored(id); got.State != message.Failed || got.Problem != message.ProblemUnreadable {
		t.Errorf("%+v", got)
	}
}

func TestOnlyACertainFailureIsEverRepeated(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		outcome notify.Outcome
		last    bool
		want    message.State
		again   bool
	}{
		{notify.Later, false, message.Queued, true}, {notify.Later, true, message.Failed, false},
		{notify.Refused, false, message.Failed, false}, {notify.Unknown, false, message.Uncertain, false},
		{notify.Unknown, true, message.Uncertain, false},
	} {
		to, _, again := jobs.Verdict(&notify.SendError{Outcome: c.outcome}, c.last)
		if to != c.want || (again != nil) != c.again {
			t.Errorf("outcome %d, last %v: %s, again %v", c.outcome, c.last, to, again)
		}
	}
}

func TestProcessesThatShareTheQueueSendEachMailOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	const mails = 30
	for range mails {
		o.queue(message.Queued)
	}
	stops := []func(){o.start(), o.start(), o.start()}
	for range mails {
		o.sink.Wait(t, recipient)
	}
	for _, stop := range stops {
		stop()
	}
	var sent int
	if err := o.app.Repo.DB().GetContext(t.Context(), &sent, `SELECT count(*) FROM messages WHERE state = 'sent' AND attempts = 1`); err != nil {
		t.Fatal(err)
	}
	if n := len(o.sink.All()); n != mails || sent != mails {
		t.Errorf("%d mails arrived, %d of %d are sent", n, sent, mails)
	}
}
