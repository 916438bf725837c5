package app_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"nayan/internal/app"
	"nayan/internal/message"
	"nayan/repo"
)

var (
	oneCode = app.Message{Cause: "code:1", Channel: message.Email, Template: message.Code, To: "zhu@example.org",
		Values: message.Values{Code: "271828", Minutes: 10}}
	oneLink = app.Message{Cause: "staff_invitation:1", Channel: message.Email, Template: message.StaffInvitation, To: "zhu@example.org",
		Values: message.Values{Path: "/desk/invitations/x", Days: 3}}
)

// told stores a message in a transaction of its own.
func (c *call) told(t *testing.T, m app.Message) {
	t.Helper()
	err := c.Repo.Write(t.Context(), func(tx *repo.Tx) error { return c.Tell(t.Context(), tx, m) })
	if err != nil {
		t.Fatal(err)
	}
}

// counts says how many messages there are in the state, and how many jobs in all.
func (c *call) counts(t *testing.T, s message.State) (messages, jobs int) {
	t.Helper()
	c.get(t, &messages, `SELECT count(*) FROM messages WHERE state = $1`, s)
	c.get(t, &jobs, `SELECT count(*) FROM river_job`)
	return messages, jobs
}

func withMail(t *testing.T) *call {
	t.Helper()
	c := openCall(t)
	c.Gateways = message.Gateways{Email: true}
	return c
}

func TestNobodyIsToldOfWhatWasRolledBack(t *testing.T) {
	t.Parallel()
	c := withMail(t)
	undone := errors.New("undone")
	err := c.Repo.Write(t.Context(), func(tx *repo.Tx) error {
		if err := c.Tell(t.Context(), tx, oneCode); err != nil {
			return err
		}
		return undone
	})
	if messages, jobs := c.counts(t, message.Queued); !errors.Is(err, undone) || messages != 0 || jobs != 0 {
		t.Errorf("%v: %d messages, %d jobs", err, messages, jobs)
	}
}

func TestACauseIsToldOnceByEachChannel(t *testing.T) {
	t.Parallel()
	c := withMail(t)
	c.Gateways.SMS = true
	bySMS := oneCode
	bySMS.Channel, bySMS.To = message.SMS, "19900001234"
	for range 2 {
		c.told(t, oneCode)
		c.told(t, bySMS)
	}
	if messages, jobs := c.counts(t, message.Queued); messages != 2 || jobs != 2 {
		t.Errorf("%d messages, %d jobs", messages, jobs)
	}
}

func TestWhatCannotBeSentIsHeldWithoutAJob(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		gateways message.Gateways
		message  app.Message
		want     message.State
		jobs     int
	}{
		"no gateway":             {message.Gateways{SMS: true}, oneCode, message.Held, 0},
		"a link without address": {message.Gateways{Email: true, NoLinks: true}, oneLink, message.Held, 0},
		"a code without address": {message.Gateways{Email: true, NoLinks: true}, oneCode, message.Queued, 1},
		"the inbox needs none":   {message.Gateways{NoLinks: true}, app.Message{Cause: "x:1", Channel: message.Inbox, Template: message.EnterpriseVerified}, message.Sent, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := openCall(t)
			o.Gateways = c.gateways
			if c.message.Channel == message.Inbox {
				c.message.AccountID, _ = o.AddAccount(t.Context(), app.AccountInput{Name: "朱国强", Email: "zhu@example.org"})
			}
			o.told(t, c.message)
			if messages, jobs := o.counts(t, c.want); messages != 1 || jobs != c.jobs {
				t.Errorf("%d messages %s, %d jobs", messages, c.want, jobs)
			}
		})
	}
}

// claimed stores a message and begins to send it.
func (c *call) claimed(t *testing.T) app.Claimed {
	t.Helper()
	c.told(t, oneCode)
	var id int64
	c.get(t, &id, `SELECT id FROM messages`)
	m, ok, err := c.ClaimMessage(t.Context(), id)
	if err != nil || !ok || m.To != oneCode.To || !reflect.DeepEqual(m.Values, oneCode.Values) || m.Attempt != 1 {
		t.Fatalf("claimed %+v, %v, %v", m, ok, err)
	}
	return m
}

func TestASecondAttemptDoubtsTheFirstWhichMayStillSayThatItSent(t *testing.T) {
	t.Parallel()
	c := withMail(t)
	m := c.claimed(t)
	if _, ok, err := c.ClaimMessage(t.Context(), m.ID); ok || err != nil {
		t.Fatalf("claimed twice: %v", err)
	}
	if n, _ := c.counts(t, message.Uncertain); n != 1 {
		t.Fatal("it is not uncertain")
	}
	for _, step := range []struct{ settle, want message.State }{
		{message.Queued, message.Uncertain}, // its job may be gone
		{message.Sent, message.Sent}, {message.Failed, message.Sent},
	} {
		if err := c.SettleMessage(t.Context(), m, step.settle, ""); err != nil {
			t.Fatal(err)
		}
		if n, _ := c.counts(t, step.want); n != 1 {
			t.Errorf("settled as %s it is not %s", step.settle, step.want)
		}
	}
}

func TestAnAttemptThatStaffHasPassedOverHasNoSay(t *testing.T) {
	t.Parallel()
	c := withMail(t)
	slow := c.claimed(t)
	_, _, _ = c.ClaimMessage(t.Context(), slow.ID) // doubts it
	if err := c.RetryMessage(t.Context(), c.actor, slow.ID); err != nil {
		t.Fatal(err)
	}
	if again, ok, err := c.ClaimMessage(t.Context(), slow.ID); err != nil || !ok || again.Attempt != 2 {
		t.Fatalf("%+v, %v, %v", again, ok, err)
	}
	if err := c.SettleMessage(t.Context(), slow, message.Failed, message.ProblemRefused); err != nil {
		t.Fatal(err)
	}
	if n, _ := c.counts(t, message.Sending); n != 1 {
		t.Error("the slow attempt moved the message of the second")
	}
}

func TestAQueuedMessageWithAJobIsLeftAlone(t *testing.T) {
	t.Parallel()
	c := withMail(t)
	c.told(t, oneCode)
	c.now = c.now.Add(time.Hour)
	if err := c.RecoverMessages(t.Context(), time.Minute); err != nil {
		t.Fatal(err)
	}
	if messages, jobs := c.counts(t, message.Queued); messages != 1 || jobs != 1 {
		t.Errorf("%d messages, %d jobs", messages, jobs)
	}
}

func TestEveryHeldMessageIsReleasedHoweverManyThereAre(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.told(t, oneCode)
	if _, err := c.db.ExecContext(t.Context(), `INSERT INTO messages (cause, channel, template, recipient_sealed, values_sealed, state, created_at, changed_at)
		SELECT 'code:' || n, channel, template, recipient_sealed, values_sealed, state, created_at, changed_at FROM messages, generate_series(2, 1001) n`); err != nil {
		t.Fatal(err)
	}
	c.Gateways.Email = true
	for range 2 { // the second finds nothing
		if err := c.ReleaseMessages(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if messages, jobs := c.counts(t, message.Queued); messages != 1001 || jobs != 1001 {
		t.Errorf("%d messages, %d jobs", messages, jobs)
	}
}
