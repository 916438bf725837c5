package main

import (
	"bytes"
	"net/url"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/browser"
	"nayan/internal/mailsink"
	"nayan/internal/message"
	"nayan/repo"
	"nayan/repo/repotest"
)

// served is `nayan serve` as a process of its own, on what the test's environment
// configures.
func served(t *testing.T) *program {
	t.Helper()
	cmd := exec.Command(os.Args[0], "serve", "--addr", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), asProgram+"=1")
	complaints := new(bytes.Buffer)
	cmd.Stderr = complaints
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("the program said: %.5000s", complaints)
		}
	})
	return &program{t: t, cmd: cmd}
}

const mailTo = "zhu@example.org"

// storeMail stores a mail, and its job if it is queued, as the use cases do.
func storeMail(t *testing.T, a *app.App, state message.State) {
	t.Helper()
	now := time.Now()
	err := a.Repo.Write(t.Context(), func(tx *repo.Tx) error {
		id, err := tx.InsertMessage(t.Context(), repo.NewMessage{Cause: "code:1", Channel: message.Email, Template: message.Code, State: state, At: now,
			RecipientSealed: a.Keys.Seal("message.recipient", mailTo), ValuesSealed: a.Keys.Seal("message.values", `{"code":"271828","minutes":10}`)})
		if err != nil || state != message.Queued {
			return err
		}
		return tx.Enqueue(t.Context(), app.SendMessage{MessageID: id})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// states tells the state of every message as it changes.
func states(t *testing.T, db *sqlx.DB, url string) <-chan *pq.Notification {
	t.Helper()
	mustExec(t, db, `CREATE FUNCTION tell_state() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN PERFORM pg_notify('message_state', NEW.state); RETURN NEW; END $$`)
	mustExec(t, db, `CREATE TRIGGER tell_state AFTER UPDATE ON messages FOR EACH ROW EXECUTE FUNCTION tell_state()`)
	l := pq.NewListener(url, time.Second, time.Second, nil)
	t.Cleanup(func() { _ = l.Close() })
	if err := l.Listen("message_state"); err != nil {
		t.Fatal(err)
	}
	return l.Notify
}

func mustExec(t *testing.T, db *sqlx.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

// becomes waits until a message is in the state.
func becomes(t *testing.T, changes <-chan *pq.Notification, want message.State) {
	t.Helper()
	late := time.NewTimer(time.Minute)
	defer late.Stop()
	for {
		select {
		case n := <-changes:
			if n != nil && n.Extra == string(want) {
				return
			}
		case <-late.C:
			t.Fatalf("no message became %s", want)
		}
	}
}

// The program dies after the server took the mail and before that is noted: the
// one moment in which a mail could be sent twice.
func TestAMailIsNotSentAgainByAProgramThatWasKilledWhileSending(t *testing.T) {
	sink := mailsink.Start(t)
	sink.Behave(mailsink.Silent)
	t.Setenv("NAYAN_SMTP_URL", sink.URL())
	t.Setenv("NAYAN_MAIL_FROM", "noreply@yunxi.example")
	c := configured(t, repotest.URL(t))
	a, closeDB, err := openApp(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(closeDB)
	storeMail(t, a, message.Queued)
	changes := states(t, a.Repo.DB(), c.DatabaseURL)

	first := served(t)
	sink.Wait(t, mailTo)
	first.signal(syscall.SIGKILL)
	becomes(t, changes, message.Sending)

	// An hour passes: who held the lead and the job is taken for dead.
	mustExec(t, a.Repo.DB(), `DELETE FROM river_leader`)
	mustExec(t, a.Repo.DB(), `UPDATE river_job SET attempted_at = attempted_at - interval '1 hour' WHERE state = 'running'`)
	sink.Behave(mailsink.Accept)
	again := served(t)
	becomes(t, changes, message.Uncertain)
	again.signal(syscall.SIGTERM)
	if n := len(sink.All()); n != 1 {
		t.Errorf("%d mails arrived", n)
	}
	var left []string
	if err := a.Repo.DB().SelectContext(t.Context(), &left, `SELECT m.state || ' ' || j.state FROM messages m, river_job j WHERE j.kind = 'send_message'`); err != nil {
		t.Fatal(err)
	}
	if len(left) != 1 || left[0] != "uncertain completed" {
		t.Errorf("message and job are %v", left)
	}
}

func TestAClerkSendsAFailedMailAgain(t *testing.T) {
	s, sink := newStandWithMail(t)
	storeMail(t, s.env.App, message.Failed)
	tab := s.signIn(account.Clerk)
	tab.Click("#unsent a")
	says(t, tab, "z***@example.org")
	tab.Click("table.messages button[type=submit]")
	says(t, tab, "已经重新排队")
	if mail := sink.Wait(t, mailTo); mail.Code(t) != "271828" {
		t.Errorf("the mail says %q", mail.Plain)
	}
}

func TestAResidentGetsAnAccountWithACodeFromAMail(t *testing.T) {
	s, sink := newStandWithMail(t)
	for _, w := range []browser.Window{browser.Phone, {Width: 390, Height: 844, NoScript: true}} {
		tab := s.open(w)
		tab.Go(s.url + "/account/sign-in")
		signUp(t, tab, sink, mailTo)
		if at, err := url.Parse(tab.URL()); err != nil || at.Path != "/account" {
			t.Errorf("with the code the resident is at %s: %v", tab.URL(), err)
		}
		s.pass(time.Hour)
	}
}

// signUp asks for a code on the page for signing in, reads it in the mail and
// types it.
func signUp(t *testing.T, tab *browser.Tab, sink *mailsink.Sink, address string) {
	t.Helper()
	tab.Fill("#contact", address)
	tab.Press("#consent")
	tab.Click("main form[action='/account/sign-in'] button[type=submit]")
	mail := sink.Wait(t, address)
	if mail.Subject != "云溪县公众参与平台：验证码" {
		t.Errorf("the subject is %q", mail.Subject)
	}
	tab.Fill("#code", mail.Code(t))
	tab.Click("main form[action='/account/code'] button[type=submit]")
}
