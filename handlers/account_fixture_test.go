package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/message"
)

// clock is one that a test sets, read from the handlers' goroutines too.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (k *clock) read() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.now
}

func (k *clock) pass(d time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now = k.now.Add(d)
}

// newPlace is an empty site that can send messages, with a clock to set.
func newPlace(t *testing.T, change ...func(*handlers.Env)) (*site, *clock) {
	t.Helper()
	k := &clock{now: time.Now()}
	return newSite(t, append([]func(*handlers.Env){func(e *handlers.Env) {
		e.App.Gateways = message.Gateways{Email: true, SMS: true}
		e.App.Now, e.Now = k.read, k.read
	}}, change...)...), k
}

// sentCode opens the code of the last message to anybody.
func (s *site) sentCode() string {
	s.t.Helper()
	return s.lastValues(message.Code).Code
}

// lastValues opens the last message of a template to anybody.
func (s *site) lastValues(template message.Template) (values message.Values) {
	s.t.Helper()
	var sealed []byte
	if err := s.env.Repo.DB().Get(&sealed, `SELECT values_sealed FROM messages WHERE template = $1 ORDER BY id DESC LIMIT 1`, template); err != nil {
		s.t.Fatal(err)
	}
	text, err := s.env.App.Keys.Open("message.values", sealed)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(text), &values); err != nil {
		s.t.Fatal(err)
	}
	return values
}

// count gives the figure of a SELECT count(*).
func (s *site) count(query string, args ...any) (n int) {
	s.t.Helper()
	if err := s.env.Repo.DB().Get(&n, query, args...); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// askForCode sends the first form of signing in.
func (v *visitor) askForCode(contact string) answer {
	v.t.Helper()
	return v.post("/account/sign-in", "/account/sign-in", url.Values{"contact": {contact}, "consent": {"1"}})
}

// typeCode sends the second one.
func (v *visitor) typeCode(code string) answer {
	v.t.Helper()
	return v.post("/account/code", "/account/code", url.Values{"code": {code}})
}

// enter signs in by a code, and signs up where there is no account.
func (s *site) enter(contact string) *visitor {
	s.t.Helper()
	v := s.visitor()
	v.askForCode(contact).want(http.StatusSeeOther)
	v.typeCode(s.sentCode()).want(http.StatusSeeOther)
	return v
}

// wrong is a code that is not the one.
func wrong(code string) string {
	if code[0] == '9' {
		return "0" + code[1:]
	}
	return string(code[0]+1) + code[1:]
}

// leads fails the test unless the answer leads there.
func (a answer) leads(to string) {
	a.t.Helper()
	if got := a.want(http.StatusSeeOther).header.Get("Location"); got != to {
		a.t.Errorf("leads to %q, want %q", got, to)
	}
}

// says fails the test unless the element holds the text.
func (a answer) says(selector, text string) answer {
	a.t.Helper()
	if got := a.page().Find(selector).Text(); !containsText(got, text) {
		a.t.Errorf("%s says %q, not %q", selector, got, text)
	}
	return a
}
