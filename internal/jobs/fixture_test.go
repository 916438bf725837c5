package jobs_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"nayan/internal/app"
	"nayan/internal/jobs"
	"nayan/internal/mailsink"
	"nayan/internal/message"
	"nayan/internal/notify"
	"nayan/internal/privacy"
	"nayan/repo"
	"nayan/repo/repotest"
	"nayan/views/layout"
)

const recipient = "zhu@example.org"

// office is a database of its own with a mail server and, once started, a runner.
type office struct {
	t     *testing.T
	app   *app.App
	sink  *mailsink.Sink
	log   *lockedBuffer
	ahead atomic.Int64

	events <-chan *river.Event
}

// lockedBuffer is a log that workers write and a test reads.
type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

func newOffice(t *testing.T) *office {
	t.Helper()
	keys, err := privacy.NewKeys(bytes.Repeat([]byte{7}, privacy.MasterKeySize))
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, sink: mailsink.Start(t), log: new(lockedBuffer)}
	o.app = &app.App{Repo: repo.New(repotest.DB(t), true), Keys: keys, Gateways: message.Gateways{Email: true},
		Now: func() time.Time { return time.Now().Add(time.Duration(o.ahead.Load())) }}
	return o
}

// start works off the queue until stop, or the test's end.
func (o *office) start() (stop func()) {
	o.t.Helper()
	mail, err := notify.NewMail(o.sink.URL(), "noreply@yunxi.example", "云溪县公众参与平台")
	if err != nil {
		o.t.Fatal(err)
	}
	work, err := jobs.New(jobs.Config{App: o.app, Mail: mail, Log: slog.New(slog.NewTextHandler(o.log, nil)),
		Site: layout.Site{County: "云溪县", Name: "云溪县公众参与平台", BaseURL: "https://yunxi.example", Phone: "0000-5550100"},
		Poll: 20 * time.Millisecond, Pause: 2 * time.Second})
	if err != nil {
		o.t.Fatal(err)
	}
	var cancel func()
	o.events, cancel = work.Events()
	if err := work.Start(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
	stop = sync.OnceFunc(func() {
		cancel()
		if err := work.Stop(4 * time.Second); err != nil {
			o.t.Error(err)
		}
	})
	o.t.Cleanup(stop)
	return stop
}

// queue stores a code to be mailed, with its job, as app does.
func (o *office) queue(state message.State) (id int64) {
	o.t.Helper()
	values, err := json.Marshal(message.Values{Name: "朱国强", Code: "271828", Minutes: 10})
	if err != nil {
		o.t.Fatal(err)
	}
	now := o.app.Now()
	err = o.app.Repo.Write(o.t.Context(), func(tx *repo.Tx) error {
		id, err = tx.InsertMessage(o.t.Context(), repo.NewMessage{Cause: fmt.Sprintf("code:%d", now.UnixNano()), Channel: message.Email,
			Template: message.Code, State: state, NotAfter: now.Add(10 * time.Minute), At: now,
			RecipientSealed: o.app.Keys.Seal("message.recipient", recipient), ValuesSealed: o.app.Keys.Seal("message.values", string(values))})
		if err != nil || state == message.Held {
			return err
		}
		return tx.Enqueue(o.t.Context(), app.SendMessage{MessageID: id})
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return id
}

// attempt waits for the end of the next attempt at a job of the kind.
func (o *office) attempt(kind string) *river.Event {
	o.t.Helper()
	late := time.NewTimer(30 * time.Second)
	defer late.Stop()
	for {
		select {
		case e := <-o.events:
			if e != nil && e.Job.Kind == kind {
				return e
			}
		case <-late.C:
			o.t.Fatalf("no job %s was tried\n%s", kind, o.log)
		}
	}
}

// stored is what the database knows of a message.
type stored struct {
	State    message.State `db:"state"`
	Problem  string        `db:"problem"`
	Attempts int           `db:"attempts"`
	Kept     bool          `db:"kept"` // recipient and values
}

func (o *office) stored(id int64) (s stored) {
	o.t.Helper()
	err := o.app.Repo.DB().GetContext(o.t.Context(), &s,
		`SELECT state, problem, attempts, recipient_sealed IS NOT NULL AND values_sealed IS NOT NULL AS kept FROM messages WHERE id = $1`, id)
	if err != nil {
		o.t.Fatal(err)
	}
	return s
}

func (o *office) exec(statement string, args ...any) {
	o.t.Helper()
	if _, err := o.app.Repo.DB().ExecContext(o.t.Context(), statement, args...); err != nil {
		o.t.Fatal(err)
	}
}
