package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/message"
	"nayan/repo"
)

// confidential is what an enterprise says in confidence in the test below.
const confidential = "机密标记七千八百万"

// confideSecret has an enterprise say it in every way in which a form takes it,
// refused ones included, and staff do with it what they do, to the release.
func confideSecret(f *trade, pass func(time.Duration)) (receiptNo, secret string) {
	f.t.Helper()
	f.speak(f.zhu, url.Values{"points[0].body": {""}, "points[0].secret": {confidential}}).want(http.StatusUnprocessableEntity)
	f.speak(f.zhu, url.Values{"points[0].body": {"先前的意见"}, "points[0].secret": {confidential}}).want(http.StatusCreated)
	sent := f.speak(f.sun, url.Values{"points[0].body": {"公开的意见"}, "points[0].secret": {confidential}, "points[1].body": {"另一点"}, "points[1].secret": {confidential}})
	codes := sent.want(http.StatusCreated).page().Find(".slip .code")
	receiptNo, secret = codes.Eq(0).Text(), codes.Eq(1).Text()
	f.publishNewest(5)
	v := f.signedIn(account.Adjudicator)
	action, values := formOf(v.get(f.at + "/comments").page().Find("form[action$='/secrets']").First())
	if got := v.postRaw(action, values); !strings.Contains(got.body, confidential) {
		f.t.Fatal("not even the adjudicator can read it, so nothing is shown")
	}
	pass(40 * 24 * time.Hour)
	f.releaseAll(5, f.staffID(v))
	return receiptNo, secret
}

// releaseAll decides every suggestion and releases the results.
func (s *site) releaseAll(id, staffID int64) {
	s.t.Helper()
	list, err := s.env.Repo.Suggestions(s.t.Context(), id, repo.SuggestionFilter{Page: 1, PerPage: 1000})
	if err != nil {
		s.t.Fatal(err)
	}
	actor := app.Actor{StaffID: staffID}
	for _, x := range list.Items {
		if err := s.env.App.Decide(s.t.Context(), actor, id, x.ID, consult.Decision{Outcome: consult.Adopted, Reason: "予以采纳。", Override: stands}); err != nil {
			s.t.Fatal(err)
		}
	}
	s.checkAll(id)
	if err := s.env.App.ReleaseResults(s.t.Context(), actor, id); err != nil {
		s.t.Fatal(err)
	}
}

// everywhere is all that anybody but the adjudicators and the sender can read, by
// where it stands.
func everywhere(f *trade, registry *prometheus.Registry, receiptNo, secret string) map[string]string {
	f.t.Helper()
	out := map[string]string{"log": f.log.String(), "metrics": metricsText(f.t, registry)}
	people := map[string]*visitor{"stranger": f.visitor(), "colleague": f.zhu}
	for _, role := range account.Roles {
		if role != account.Adjudicator {
			people[string(role)] = f.as(account.EveryUnit, role)
		}
	}
	name := strings.NewReplacer("/results/:sid", "/results/"+itoa(f.lines(f.no)[0].SuggestionID), ":no", f.no, ":id", "5", ":eid", itoa(f.firm), "*", "none.css", ":aid", "1", ":version", "2026-11")
	for who, v := range people {
		for _, r := range f.env.Routes() {
			if r.Method == http.MethodGet && r.Path != "/account/data" {
				path := name.Replace(r.Path)
				out[who+": "+path] = unpacked(f.t, v.get(path).body)
			}
		}
		for _, page := range []string{"/consultations/" + f.no + "/results?view=clauses", "/desk/audit?kind=comment"} {
			out[who+": "+page] = v.get(page).body
		}
	}
	req := httptest.NewRequest(http.MethodGet, "/api/v1/receipts/"+receiptNo, nil)
	req.Header.Set("Receipt-Secret", secret)
	out["API receipt"] = f.visitor().do(req).want(http.StatusOK).body
	for _, table := range f.tables() {
		out["table "+table] = f.dump(table)
	}
	return out
}

func TestATradeSecretStandsNowhereInClear(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	var ahead atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	f := newTrade(t, func(e *handlers.Env) {
		e.Metrics = handlers.NewMetrics(registry)
		e.App.Gateways = message.Gateways{Email: true, SMS: true}
		e.Now, e.App.Now = now, now
	})
	zhu := f.zhu
	receiptNo, secret := confideSecret(f, func(d time.Duration) { ahead.Add(int64(d)) })
	f.zhu = f.holder(f.account("zhu@example.org")) // the old sign-in is over
	if zhu.get("/account").status == http.StatusOK {
		t.Fatal("no time has passed")
	}
	places := everywhere(f, registry, receiptNo, secret)
	results := places["stranger: /consultations/"+f.no+"/results"]
	if !strings.Contains(results, "公开的意见") || strings.Contains(results, "先前的意见") || !strings.Contains(results, "2 件已由同一企业的新意见替代") {
		t.Errorf("the results say %.3000s", results)
	}
	for place, text := range places {
		if at := strings.Index(text, confidential); at >= 0 {
			t.Errorf("%s holds it: …%s…", place, text[max(0, at-200):min(len(text), at+60)])
		}
	}
	own := f.holder(f.account("sun@example.org"))
	if !strings.Contains(own.get("/account/comments/"+receiptNo).body, confidential) {
		t.Error("its sender does not read it in the account")
	}
	if got := f.visitor().post("/receipts", "/receipts", url.Values{"no": {receiptNo}, "secret": {secret}}); !strings.Contains(got.body, confidential) {
		t.Error("its sender does not read it with the receipt")
	}
	held, err := f.env.App.PersonalData(t.Context(), app.Person{ID: f.account("sun@example.org")})
	if err != nil || len(held.Comments) != 1 || held.Comments[0].Points[1].Secret != confidential {
		t.Errorf("the copy of what is held: %+v, %v", held.Comments, err)
	}
}

// account finds an account by its address.
func (f *trade) account(email string) (id int64) {
	f.t.Helper()
	index := f.env.App.Keys.Index("account.email", email)
	if err := f.env.Repo.DB().Get(&id, `SELECT id FROM accounts WHERE email_index = $1`, index); err != nil {
		f.t.Fatal(err)
	}
	return id
}
