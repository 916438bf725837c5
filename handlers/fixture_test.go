package handlers_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gofiber/fiber/v2"
	"github.com/jmoiron/sqlx"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/limit"
	"nayan/internal/privacy"
	"nayan/internal/sample"
	"nayan/repo"
	"nayan/repo/repotest"
	"nayan/views/layout"
)

const password = "correct horse 2026"

// site is the production application over a database of its own, filled with
// the sample county.
type site struct {
	t   *testing.T
	env *handlers.Env
	web *fiber.App
	log *journal
}

var wide = limit.Rate{Count: 100_000, Period: time.Minute, Burst: 100_000}

// newSite builds an empty one; change it before the first request.
func newSite(t *testing.T, change ...func(*handlers.Env)) *site {
	t.Helper()
	return siteOn(t, repotest.DB(t), change...)
}

// useCases are those of every site: they share one key.
func useCases(db *sqlx.DB) (*app.App, error) {
	keys, err := privacy.NewKeys(bytes.Repeat([]byte{7}, privacy.MasterKeySize))
	return &app.App{Repo: repo.New(db, true), Keys: keys, Now: time.Now, Passwords: app.NewPasswords(2)}, err
}

func siteOn(t *testing.T, db *sqlx.DB, change ...func(*handlers.Env)) *site {
	t.Helper()
	a, err := useCases(db)
	if err != nil {
		t.Fatal(err)
	}
	log := new(journal)
	e := &handlers.Env{App: a, Repo: a.Repo, Now: time.Now, Log: slog.New(slog.NewTextHandler(log, nil)),
		Limiter: limit.New(limit.Config{Memory: limit.NewMemory(1000), Key: a.Keys.MAC("limit"), Log: slog.New(slog.DiscardHandler)}),
		Limits:  handlers.Limits{Comment: wide, Receipt: wide, BookingAddress: wide, BookingPhone: wide, SignIn: wide, SecondFactor: wide, Code: wide, Files: wide, FileMegabytes: wide, Download: wide},
		Site:    layout.Site{County: "云溪县", Name: "云溪县公众参与平台", BaseURL: "http://example.com"}}
	for _, c := range change {
		c(e)
	}
	return &site{t: t, env: e, web: handlers.New(e), log: log}
}

// county is the sample county, filled in once for all tests.
var county = &repotest.Stock{Fill: func(ctx context.Context, url string) error {
	db, err := repo.Open(url, 4)
	if err != nil {
		return err
	}
	a, err := useCases(db)
	if err != nil {
		return err
	}
	people, err := sample.Load()
	if err != nil {
		return err
	}
	return errors.Join(sample.Fill(ctx, a, people, password, func(string) {}), db.Close())
}}

// newCounty builds one with the sample county.
func newCounty(t *testing.T, change ...func(*handlers.Env)) *site {
	t.Helper()
	return siteOn(t, county.DB(t), change...)
}

// firstOpen gives the number of the first open consultation.
func (s *site) firstOpen() string { return s.firstIn(consult.Open) }

// firstIn gives the number of the first consultation in a phase.
func (s *site) firstIn(phase consult.Phase) string {
	s.t.Helper()
	list, err := s.env.Repo.Consultations(context.Background(), repo.Filter{Phase: phase, Page: 1, Now: s.env.Now()})
	if err != nil || len(list.Items) == 0 {
		s.t.Fatalf("no consultation is %s: %v", phase, err)
	}
	return list.Items[0].No
}

// visitor is a browser without JavaScript: it keeps cookies and fills in forms.
type visitor struct {
	*site
	cookies map[string]string
}

func (s *site) visitor() *visitor { return &visitor{site: s, cookies: map[string]string{}} }

// answer is a response read whole.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   string
}

func (v *visitor) do(req *http.Request) answer {
	v.t.Helper()
	for name, value := range v.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	res, err := v.web.Test(req, -1)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // read whole below
	body, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	for _, c := range res.Cookies() {
		v.cookies[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		}
	}
	return answer{t: v.t, status: res.StatusCode, header: res.Header, body: string(body)}
}

func (v *visitor) get(path string) answer {
	v.t.Helper()
	return v.do(httptest.NewRequest(http.MethodGet, path, nil))
}

// post sends a form with the CSRF token that the page at from carries.
func (v *visitor) post(from, path string, form url.Values) answer {
	v.t.Helper()
	token, ok := v.get(from).page().Find("input[name=_csrf]").First().Attr("value")
	if !ok {
		v.t.Fatalf("%s carries no CSRF token", from)
	}
	form.Set("_csrf", token)
	return v.postRaw(path, form)
}

func (v *visitor) postRaw(path string, form url.Values) answer {
	v.t.Helper()
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(req)
}

func (v *visitor) json(method, path, body string, header ...string) answer {
	v.t.Helper()
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return v.do(req)
}

// signedIn is a member of the sample staff with the role, past every stage of
// signing in: the forms have tests of their own.
func (s *site) signedIn(role account.Role) *visitor {
	s.t.Helper()
	return s.signedInAs(s.member(role).ID, account.Complete)
}

// signedInAs opens a session at a stage.
func (s *site) signedInAs(staffID int64, stage account.Stage) *visitor {
	s.t.Helper()
	v, token, now := s.visitor(), rand.Text(), s.env.App.Now()
	hash := sha256.Sum256([]byte(token))
	err := s.env.Repo.Write(s.t.Context(), func(tx *repo.Tx) error {
		return tx.InsertStaffSession(s.t.Context(), hash[:], staffID, repo.Session{Stage: stage, CreatedAt: now,
			ExpiresAt: now.Add(app.SessionTTL), Browser: "Chrome · Windows"})
	})
	if err != nil {
		s.t.Fatal(err)
	}
	v.cookies["nayan_session"] = token
	return v
}

// person makes an account that can be reached at the e-mail, and signs it in.
func (s *site) person(email string) *visitor {
	s.t.Helper()
	id, err := s.env.App.AddAccount(s.t.Context(), app.AccountInput{Name: "朱国强", Email: email})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.holder(id)
}

// holder signs an account in, whosever it is.
func (s *site) holder(accountID int64) *visitor {
	s.t.Helper()
	token, err := s.env.App.OpenAccountSession(s.t.Context(), accountID, app.Client{Browser: "Chrome · Windows", Address: "203.0.113.7"})
	if err != nil {
		s.t.Fatal(err)
	}
	v := s.visitor()
	v.cookies["nayan_account"] = token
	return v
}

// email is where the sample member with this role is written to.
func (s *site) email(role account.Role) string { return s.member(role).Email }

// member finds the sample member who has this role and the fewest others.
func (s *site) member(role account.Role) app.Member {
	s.t.Helper()
	members, err := s.env.App.Members(context.Background(), repo.EveryUnit)
	if err != nil {
		s.t.Fatal(err)
	}
	best := app.Member{}
	for _, m := range members {
		for _, r := range m.Grants.Roles() {
			if r == role && (best.ID == 0 || len(m.Grants) < len(best.Grants)) {
				best = m
			}
		}
	}
	if best.ID == 0 {
		s.t.Fatalf("nobody is %s", role)
	}
	return best
}

// page parses the body for selectors.
func (a answer) page() *goquery.Document {
	a.t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
	if err != nil {
		a.t.Fatal(err)
	}
	return doc
}

// want fails the test unless the status is as said.
func (a answer) want(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d, want %d\n%.2000s", a.status, status, a.page().Find("main").Text()+a.body[:min(len(a.body), 300)])
	}
	return a
}
