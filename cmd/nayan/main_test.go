package main

import (
	"context"
	"encoding/base64"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/browser"
	"nayan/internal/mailsink"
	"nayan/internal/privacy"
	"nayan/internal/sample"
	"nayan/repo/repotest"
)

// asProgram, when set, makes the test binary the program itself: tests that need a
// process of its own to kill start this one again.
const asProgram = "NAYAN_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	repotest.Main(m)
}

// stand is the program as production wires it, on a random port, with a clock
// that a test can move.
type stand struct {
	t     *testing.T
	url   string
	env   *handlers.Env
	ahead atomic.Int64 // how far the clock is ahead, in nanoseconds
}

// newStandWithMail is a stand whose mails can be read.
func newStandWithMail(t *testing.T) (*stand, *mailsink.Sink) {
	t.Helper()
	sink := mailsink.Start(t)
	t.Setenv("NAYAN_SMTP_URL", sink.URL())
	t.Setenv("NAYAN_MAIL_FROM", "noreply@yunxi.example")
	return newStand(t), sink
}

// secretKey is that of every stand: they share the sample county.
var secretKey = make([]byte, privacy.MasterKeySize)

// county is the sample county, filled in once for all tests.
var county = &repotest.Stock{Fill: func(ctx context.Context, url string) error {
	a, closeDB, err := openApp(config{DatabaseURL: url, DBConns: 4, SecretKey: base64.StdEncoding.EncodeToString(secretKey)})
	if err != nil {
		return err
	}
	defer closeDB()
	return loadSamples(ctx, a, func(string) {})
}}

// configured sets the environment as production has it, with servers of the test's own.
func configured(t *testing.T, database string) config {
	t.Helper()
	t.Setenv("DATABASE_URL", database)
	t.Setenv("REDIS_URL", repotest.RedisURL(t))
	t.Setenv("NAYAN_SECRET_KEY", base64.StdEncoding.EncodeToString(secretKey))
	c, err := loadConfig()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newStand(t *testing.T) *stand {
	t.Helper()
	c := configured(t, county.URL(t))
	e, closeEnv, err := openEnv(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(closeEnv)
	s := &stand{t: t, env: e}
	e.Now = func() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) }
	e.App.Now = e.Now
	s.listen(c)
	return s
}

// jobPoll is how often the queue is asked in tests.
const jobPoll = 50 * time.Millisecond

func (s *stand) listen(c config) {
	s.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	s.url = "http://" + listener.Addr().String()
	s.env.Site.BaseURL = s.url
	work, err := c.runner(s.env, jobPoll)
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	go func() { stopped <- serve(ctx, handlers.New(s.env), work, listener) }()
	s.t.Cleanup(func() {
		stop()
		if err := <-stopped; err != nil {
			s.t.Errorf("serve: %v", err)
		}
	})
}

// pass lets time pass.
func (s *stand) pass(d time.Duration) { s.ahead.Add(int64(d)) }

// open starts a browser on the front page.
func (s *stand) open(w browser.Window) *browser.Tab {
	s.t.Helper()
	tab := browser.Open(s.t, w)
	tab.Go(s.url + "/")
	return tab
}

// signIn starts a browser of a sample member of staff.
func (s *stand) signIn(role account.Role) *browser.Tab {
	s.t.Helper()
	return s.signInAt(role, browser.Desk)
}

func (s *stand) signInAt(role account.Role, w browser.Window) *browser.Tab {
	s.t.Helper()
	tab := s.open(w)
	tab.Go(s.url + "/desk/sign-in")
	email := string(role)
	if role == account.Administrator {
		email = "admin"
	}
	tab.Fill("#email", email+"@yunxi.example")
	tab.Fill("#password", demoPassword)
	tab.Click("main form button[type=submit]")
	if role.NeedsSecondFactor() {
		s.giveCode(tab, sample.TOTPSecret)
	}
	return tab
}

// resident starts a browser of a sample resident.
func (s *stand) resident(w browser.Window) *browser.Tab {
	s.t.Helper()
	tab := s.open(w)
	tab.Go(s.url + "/account/sign-in/password")
	tab.Fill("#contact", "zhu@yunxi.example")
	tab.Fill("#password", demoPassword)
	tab.Click("main form button[type=submit]")
	return tab
}

// giveCode types the code that a phone with the secret shows now. It is good once,
// so time passes until there is another.
func (s *stand) giveCode(tab *browser.Tab, secret string) {
	s.t.Helper()
	tab.Fill("#code", s.code(secret))
	tab.Click("main form button[type=submit]")
	s.pass(30 * time.Second)
}

func (s *stand) code(secret string) string {
	s.t.Helper()
	code, err := totp.GenerateCode(secret, s.env.Now())
	if err != nil {
		s.t.Fatal(err)
	}
	return code
}

// says fails the test unless the main part of the page has the text.
func says(t *testing.T, tab *browser.Tab, text string) {
	t.Helper()
	if got := tab.Text("main"); !strings.Contains(got, text) {
		t.Fatalf("%s does not say %q:\n%s", tab.URL(), text, got)
	}
}
