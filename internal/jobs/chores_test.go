package jobs_test

import (
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"nayan/internal/message"
)

func TestWhatWasHeldIsSentOnceThereIsAGateway(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.queue(message.Held)
	o.start()
	o.sink.Wait(t, recipient)
	o.attempt("send_message")
	if got := o.stored(id); got.State != message.Sent {
		t.Errorf("%+v", got)
	}
}

func TestWithoutAGatewayAMessageIsHeldAndItsJobIsDone(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.queue(message.Queued)
	o.app.Gateways = message.Gateways{}
	o.start()
	o.attempt("send_message")
	o.attempt("release_held")
	if got := o.stored(id); got != (stored{State: message.Held, Kept: true}) {
		t.Errorf("%+v", got)
	}
}

func TestWhatWasHeldForTooLongIsGivenUp(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.queue(message.Held)
	o.ahead.Store(int64(10 * time.Minute))
	o.start()
	o.attempt("release_held")
	if got := o.stored(id); got != (stored{State: message.Expired}) || len(o.sink.All()) > 0 {
		t.Errorf("%+v, %d mails", got, len(o.sink.All()))
	}
}

func TestAMessageWhoseJobIsGoneGetsAnother(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	lost, cut := o.queue(message.Queued), o.queue(message.Queued)
	o.exec(`DELETE FROM river_job`)
	o.exec(`UPDATE messages SET changed_at = changed_at - interval '6 minutes'`)
	o.exec(`UPDATE messages SET state = 'sending' WHERE id = $1`, cut)
	o.start()
	o.sink.Wait(t, recipient)
	o.attempt("send_message")
	if got := o.stored(lost); got.State != message.Sent {
		t.Errorf("the lost one is %+v", got)
	}
	if got := o.stored(cut); got.State != message.Uncertain || got.Problem != message.ProblemCutOff {
		t.Errorf("the one cut off is %+v", got)
	}
}

// What the queue keeps is read by whoever looks after the database.
func TestNeitherTheQueueNorTheLogHoldsPersonalData(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.queue(message.Queued)
	o.exec(`ALTER TABLE messages ADD CHECK (state <> 'sending')`) // so that the job fails
	o.start()
	if e := o.attempt("send_message"); e.Kind != river.EventKindJobFailed || e.Job.Errors[0].Error != "internal" {
		t.Fatalf("%s: %+v", e.Kind, e.Job.Errors)
	}
	var kept string
	err := o.app.Repo.DB().GetContext(t.Context(), &kept, `SELECT string_agg(j::text, '') || (SELECT string_agg(m::text, '') FROM messages m) FROM river_job j`)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(o.log.String(), "job failed") {
		t.Errorf("the log does not say that a job failed: %s", o.log)
	}
	for _, secret := range []string{recipient, "朱国强", "271828"} {
		if strings.Contains(kept+o.log.String(), secret) {
			t.Errorf("%q stands in\n%s\n%s", secret, kept, o.log)
		}
	}
}
