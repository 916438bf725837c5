package app_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/internal/privacy"
	"nayan/repo"
	"nayan/repo/repotest"
)

// people is an app on an empty database that can send messages.
type people struct {
	*app.App
	db *sqlx.DB
}

func newPeople(t *testing.T) people {
	t.Helper()
	keys, err := privacy.NewKeys(bytes.Repeat([]byte{7}, privacy.MasterKeySize))
	if err != nil {
		t.Fatal(err)
	}
	db := repotest.DB(t)
	return people{db: db, App: &app.App{Repo: repo.New(db, true), Keys: keys, Now: func() time.Time { return callOpens },
		Passwords: app.NewPasswords(2), Gateways: message.Gateways{Email: true, SMS: true}}}
}

// ask has a code sent, and reads it.
func (p people) ask(t *testing.T, contact string) (token, code string) {
	t.Helper()
	issued, err := p.RequestCode(t.Context(), contact, true)
	if err != nil {
		t.Fatal(err)
	}
	var sealed []byte
	if err := p.db.Get(&sealed, `SELECT values_sealed FROM messages ORDER BY id DESC LIMIT 1`); err != nil {
		t.Fatal(err)
	}
	text, err := p.Keys.Open("message.values", sealed)
	if err != nil {
		t.Fatal(err)
	}
	var values message.Values
	if err := json.Unmarshal([]byte(text), &values); err != nil {
		t.Fatal(err)
	}
	if issued.Shown != "" || values.Minutes != 10 {
		t.Errorf("shown %q, good for %d minutes", issued.Shown, values.Minutes)
	}
	return issued.Token, values.Code
}

// atOnce runs f n times at the same moment and gives the errors.
func atOnce(n int, f func(i int) error) []error {
	errs := make([]error, n)
	start, all := make(chan struct{}), sync.WaitGroup{}
	for i := range n {
		all.Go(func() {
			<-start
			errs[i] = f(i)
		})
	}
	close(start)
	all.Wait()
	return errs
}

func TestOfManyGuessesAtOnceNoMoreThanFiveAreCompared(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	token, code := p.ask(t, "zhu@yunxi.example")
	other := "0" + code[1:]
	if other == code {
		other = "1" + code[1:]
	}
	compared := 0
	for _, err := range atOnce(20, func(int) error {
		_, err := p.SignInByCode(t.Context(), token, other, app.Client{})
		return err
	}) {
		switch {
		case fault.Is(err, fault.Invalid):
			compared++
		case !fault.Is(err, fault.Closed):
			t.Errorf("a guess: %v", err)
		}
	}
	if compared != app.MaxCodeTries-1 { // the last one closes the code
		t.Errorf("%d guesses may go on", compared)
	}
	if _, err := p.SignInByCode(t.Context(), token, code, app.Client{}); !fault.Is(err, fault.Closed) {
		t.Errorf("the right code after all: %v", err)
	}
	var attempts int
	if err := p.db.Get(&attempts, `SELECT attempts FROM challenges`); err != nil || attempts != app.MaxCodeTries {
		t.Errorf("%d attempts are counted (%v)", attempts, err)
	}
}

func TestTheRightCodeSentTwiceAtOnceOpensOneSession(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	token, code := p.ask(t, "zhu@yunxi.example")
	opened := 0
	for _, err := range atOnce(4, func(int) error {
		_, err := p.SignInByCode(t.Context(), token, code, app.Client{})
		return err
	}) {
		if err == nil {
			opened++
		} else if !fault.Is(err, fault.Closed) {
			t.Error(err)
		}
	}
	var sessions int
	if err := p.db.Get(&sessions, `SELECT count(*) FROM account_sessions`); err != nil || sessions != 1 || opened != 1 {
		t.Errorf("%d opened, %d sessions (%v)", opened, sessions, err)
	}
}

func TestTwoWhoSignUpAtOnceWithOneContactShareTheAccount(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	var tokens, codes [4]string
	for i := range tokens {
		tokens[i], codes[i] = p.ask(t, "19900001234")
	}
	for _, err := range atOnce(len(tokens), func(i int) error {
		_, err := p.SignInByCode(t.Context(), tokens[i], codes[i], app.Client{})
		return err
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	var accounts int
	if err := p.db.Get(&accounts, `SELECT count(*) FROM accounts`); err != nil || accounts != 1 {
		t.Errorf("%d accounts (%v)", accounts, err)
	}
}

func TestNothingThatIsKeptOfACodeTellsItOrWhoGetsIt(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	token, code := p.ask(t, "19900001234")
	for _, table := range []string{"challenges", "messages", "river_job"} {
		var rows []string
		if err := p.db.Select(&rows, `SELECT x::text FROM `+table+` x`); err != nil || len(rows) != 1 {
			t.Fatalf("%s: %d rows, %v", table, len(rows), err)
		}
		// A sealed value may hold the six digits by chance, but not as a word.
		if strings.Contains(rows[0], token) || strings.Contains(rows[0], "19900001234") || regexp.MustCompile(`\b`+code+`\b`).MatchString(rows[0]) {
			t.Errorf("%s holds %s", table, rows[0])
		}
	}
}

func TestAMessageThatCannotBeStoredLeavesNoCodeUnderWay(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	if _, err := p.db.Exec(`ALTER TABLE messages ADD CHECK (template <> 'code')`); err != nil {
		t.Fatal(err)
	}
	if _, err := p.RequestCode(t.Context(), "19900001234", true); err == nil {
		t.Fatal("no error")
	}
	var challenges int
	if err := p.db.Get(&challenges, `SELECT count(*) FROM challenges`); err != nil || challenges != 0 {
		t.Errorf("%d challenges (%v)", challenges, err)
	}
}

// Comments that share a commit must not share an owner.
func TestEachCommentOfABatchIsItsSendersOwn(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	var accounts [3]int64
	for i := range accounts {
		c.get(t, &accounts[i], `INSERT INTO accounts (created_at) VALUES (now()) RETURNING id`)
	}
	var owners [40]int64 // 0: nobody's
	var receipts [40]string
	for _, err := range atOnce(len(owners), func(i int) error {
		if i%4 > 0 {
			owners[i] = accounts[i%4-1]
		}
		r, err := c.SubmitComment(t.Context(), app.SubmitInput{ConsultationNo: c.no, Submission: opinion("意见"), Channel: "web", AccountID: owners[i]})
		receipts[i] = r.No
		return err
	}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, no := range receipts {
		var owner int64
		c.get(t, &owner, `SELECT coalesce(max(a.account_id), 0) FROM receipts r JOIN account_comments a USING (consultation_id, comment_id) WHERE r.no = $1`, no)
		if owner != owners[i] {
			t.Errorf("comment %d is of account %d, not %d", i, owner, owners[i])
		}
	}
}
