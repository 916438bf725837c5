package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/message"
)

// secrets are what people say of themselves in the test below, in every form that
// asks. None may stand anywhere but sealed, or on the pages of who may see it.
var secrets = []string{"泄露文件", "泄露甲名", "泄露乙名", "泄露丙名", "泄露丁名", "泄露单位", "13987650001", "13987650002", "13987650003", "13987650004",
	"13987650005", "leak-one@example.org", "leak-two@example.org", "leak-three@example.org", "leak-four@example.org",
	"leak-five@example.org", "leak-six@example.org", "leak-seven@example.org", "leak-eight@example.org", uscc}

// uscc is a code of the public register; staff may read it.
const uscc = "91350100M000100Y43"

// confide fills in every form that asks people who they are, each as its users
// do, so that all of it is taken; staff then do with it what they do.
func confide(s *site) (no, day string) {
	s.t.Helper()
	no, day = s.firstOpen(), firstOpenDay(s)
	call := "/consultations/" + no + "/comments"
	stranger := s.visitor()
	stranger.post(call, call, url.Values{"points[0].body": {"支持"}, "identity": {string(consult.Resident)}, "name": {"赵泄露甲名"},
		"phone": {"13987650001"}, "email": {"leak-one@example.org"}, "organisation": {"泄露单位"}}).want(http.StatusCreated)
	form := stranger.commentForm(no)
	form.Set("points[0].body", "附上材料")
	stranger.multipartAs("attachments", call, form, map[string]string{"泄露文件.pdf": "%PDF-1.7"}).want(http.StatusCreated)
	session, _ := roomiestSession(s)
	at := "/open-days/" + day
	stranger.post(at, at+"/sessions/"+session+"/bookings", url.Values{"name": {"钱泄露乙名"}, "phone": {"13987650002"}, "party_size": {"1"}}).want(http.StatusSeeOther)
	stranger.json(http.MethodPost, "/api/v1/consultations/"+no+"/comments", `{"body":"赞成","name":"赵泄露甲名","phone":"13987650001"}`).want(http.StatusCreated)

	own := s.enter("leak-two@example.org")
	own.post("/account/profile", "/account/profile", url.Values{"name": {"孙泄露丙名"}}).want(http.StatusSeeOther)
	own.changeTo("13987650003")
	own.typeProfileCode(s.sentCode())
	own.post("/account/enterprises/new", "/account/enterprises", url.Values{"name": {"云溪县新登记商店"}, "uscc": {uscc},
		"contact_name": {"李泄露丁名"}, "contact_phone": {"13987650004"}, "contact_email": {"leak-three@example.org"}}).want(http.StatusSeeOther)
	enterprise := own.newestEnterprise()
	own.post(enterprise, enterprise+"/invitations", url.Values{"role": {"member"}, "email": {"leak-four@example.org"}}).want(http.StatusCreated)
	own.ownComment(no, url.Values{"name": {"孙泄露丙名"}, "phone": {"13987650005"}})
	stranger.askToFollow("leak-seven@example.org", "consultation:"+no).want(http.StatusSeeOther)
	if _, err := s.env.App.AddFollow(s.t.Context(), "leak-eight@example.org", "all"); err != nil {
		s.t.Fatal(err)
	}
	s.handle()
	s.signedIn(account.Administrator).post("/desk/staff", "/desk/staff", url.Values{"name": {"周新人"}, "email": {"leak-five@example.org"},
		"unit_id": {"1"}, "grant_unit": {"1"}, "roles": {"drafter"}}).want(http.StatusOK)
	for _, door := range []string{"/desk/sign-in", "/account/sign-in/password"} { // a password typed into the wrong field
		stranger.post(door, door, url.Values{"email": {"leak-five@example.org"}, "contact": {"leak-six@example.org"}, "password": {"13987650005"}}).
			want(http.StatusUnprocessableEntity)
	}
	return no, day
}

// typeProfileCode confirms a new contact.
func (v *visitor) typeProfileCode(code string) {
	v.t.Helper()
	v.post("/account/profile/code", "/account/profile/code", url.Values{"code": {code}}).want(http.StatusSeeOther)
}

// newestEnterprise gives the page of the enterprise registered last.
func (v *visitor) newestEnterprise() string {
	v.t.Helper()
	return "/account/enterprises/" + itoa(int64(v.count(`SELECT max(id) FROM enterprises`)))
}

// handle is what staff do with it: publish the comments, verify the enterprise.
func (s *site) handle() {
	s.t.Helper()
	con, err := s.env.Repo.ConsultationByNo(s.t.Context(), s.firstOpen())
	if err != nil {
		s.t.Fatal(err)
	}
	for range 3 {
		s.publishNewest(con.ID)
	}
	clerk := s.signedIn(account.Clerk)
	at := "/desk/enterprises/" + itoa(int64(s.count(`SELECT max(id) FROM enterprises`)))
	clerk.post(at, at+"/verify", url.Values{"submission": {"1"}}).want(http.StatusSeeOther)
}

// seen is everything that strangers, auditors, operators and a thief of the
// database can read, by where it stands.
func seen(s *site, registry *prometheus.Registry, no, day string) map[string]string {
	s.t.Helper()
	out := map[string]string{"log": s.log.String(), "metrics": metricsText(s.t, registry)}
	stranger, auditor := s.visitor(), s.signedIn(account.Auditor)
	for _, r := range s.env.Routes() {
		if r.Method != http.MethodGet {
			continue
		}
		path := strings.NewReplacer("/consultations/:no", "/consultations/"+no, "/open-days/:no", "/open-days/"+day, ":id", "1").Replace(r.Path)
		if r.Access.Realm == handlers.Open {
			out[path] = stranger.get(path).body
		}
		if r.Access.Realm == handlers.Desk && r.Access.Allows(account.For(account.EveryUnit, account.Auditor), 0) {
			out["auditor: "+path] = auditor.get(path).body
		}
		if strings.HasSuffix(path, "/dossier.zip") {
			s.unpack(out, strings.Replace(path, "/1/", "/"+itoa(s.idOf(no))+"/", 1))
		}
	}
	for _, table := range s.tables() {
		out["table "+table] = s.dump(table)
	}
	return out
}

// unpack adds the files of both copies of a dossier, but for those that people sent
// with their comments under names of their own: these are in the staff copy alone.
func (s *site) unpack(out map[string]string, path string) {
	s.t.Helper()
	auditor := s.signedIn(account.Auditor)
	for _, which := range []string{"public", "staff"} {
		for name, text := range unzipped(s.t, auditor.get(path+"?copy="+which).want(http.StatusOK).body) {
			if which == "staff" && (strings.HasPrefix(name, "06公众意见/材料/") || name == "06公众意见/随留言提交的材料.csv" || name == "SHA256SUMS") {
				continue
			}
			out[which+" copy: "+name] = name + "\n" + text
		}
	}
}

// idOf gives the id of a consultation.
func (s *site) idOf(no string) int64 {
	s.t.Helper()
	con, err := s.env.Repo.ConsultationByNo(s.t.Context(), no)
	if err != nil {
		s.t.Fatal(err)
	}
	return con.ID
}

// metricsText is what an operator's Prometheus reads.
func metricsText(t *testing.T, registry *prometheus.Registry) string {
	t.Helper()
	families, err := registry.Gather()
	if err != nil || len(families) == 0 {
		t.Fatalf("nothing is measured: %v", err)
	}
	var b strings.Builder
	for _, f := range families {
		if _, err := expfmt.MetricFamilyToText(&b, f); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func (s *site) tables() (names []string) {
	s.t.Helper()
	err := s.env.Repo.DB().SelectContext(s.t.Context(), &names, `SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1`)
	if err != nil || len(names) < 30 {
		s.t.Fatalf("%d tables: %v", len(names), err)
	}
	return names
}

// dump is a table as a thief reads it.
func (s *site) dump(table string) string {
	s.t.Helper()
	var rows []string
	if err := s.env.Repo.DB().SelectContext(s.t.Context(), &rows, fmt.Sprintf(`SELECT t::text FROM %q t`, table)); err != nil {
		s.t.Fatal(err)
	}
	return strings.Join(rows, "\n")
}

func TestWhatPeopleSayOfThemselvesStandsNowhereInClear(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	s := newCounty(t, func(e *handlers.Env) {
		e.Metrics = handlers.NewMetrics(registry)
		e.App.Gateways = message.Gateways{Email: true, SMS: true}
	})
	no, day := confide(s)
	if s.count(`SELECT count(*) FROM comments WHERE received_at > $1 AND name_sealed IS NOT NULL`, s.env.Now().Add(-time.Hour)) < 3 {
		t.Fatal("what was confided was not taken, so nothing is shown")
	}
	places := seen(s, registry, no, day)
	if page := places["/consultations/"+no+"/comments"]; !strings.Contains(page, "赵****") || !strings.Contains(page, "孙****") {
		t.Fatal("the comments are not on the public page, so nothing is shown")
	}
	if places["public copy: index.html"] == "" || !strings.Contains(places["staff copy: 06公众意见/留言.csv"], "赵****") {
		t.Fatal("the dossier has not the comments, so nothing is shown")
	}
	for place, text := range places {
		for _, secret := range secrets {
			public := secret == uscc && strings.HasPrefix(place, "auditor: /desk/enterprises")
			if at := strings.Index(text, secret); at >= 0 && !public {
				t.Errorf("%s holds %q: …%s…", place, secret, text[max(0, at-120):min(len(text), at+60)])
			}
		}
	}
}
