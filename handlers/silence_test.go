package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/consult"
)

// marker is put wherever somebody can type; it may stand in no log line.
const marker = "不可外传Marker"

// typed are the ways in which somebody may type it: as itself, and with what
// Postgres and parsers stumble over.
var typed = []string{marker, marker + "\x00", "\x00" + marker, marker + "\xff", marker + "'\\", marker + "@x\r\ny", "https://" + marker + "%zz"}

// typeEverywhere sends the text through every public form, address and call.
func typeEverywhere(s *site, text string) (worst int) {
	note := func(a answer) { worst = max(worst, a.status) }
	v, no := s.visitor(), s.firstOpen()
	session, _ := roomiestSession(s)
	day := firstOpenDay(s)
	token, _ := v.get("/receipts").page().Find("input[name=_csrf]").Attr("value")
	all := func(names ...string) url.Values {
		form := url.Values{"_csrf": {token}}
		for _, name := range names {
			form.Set(name, text)
		}
		return form
	}
	comment := []string{"points[0].body", "name", "phone", "email", "organisation", "uscc", "idempotency_key"}
	note(v.postRaw("/consultations/"+no+"/comments", all(append(comment, "identity", "points[0].clauses")...)))
	accepted := all(comment[:2]...)
	accepted.Set("identity", string(consult.Resident))
	note(v.postRaw("/consultations/"+no+"/comments", accepted))
	note(v.postRaw(openSurvey, all("q1", "q1_other", "q2", "q2_other", "q6", "idempotency_key", "action")))
	note(v.postRaw(openSurvey+"/phone", all("contact", "consent_version")))
	note(v.postRaw(openSurvey+"/code", all("code")))
	answers := all("q6", "q2_other")
	answers.Set("q1", "1")
	note(v.postRaw(openSurvey, answers))
	note(v.postRaw("/receipts", all("no", "secret")))
	note(v.postRaw("/open-days/"+day+"/sessions/"+session+"/bookings", all("name", "phone", "party_size", "idempotency_key")))
	booking := all("name", "idempotency_key")
	booking.Set("phone", "19900031234")
	booking.Set("party_size", "1")
	note(v.postRaw("/open-days/"+day+"/sessions/"+session+"/bookings", booking))
	note(v.postRaw("/bookings/"+url.PathEscape(text)+"/cancel", all()))
	note(v.postRaw("/desk/sign-in", all("email", "password", "next")))
	note(v.postRaw("/desk/invitations/"+url.PathEscape(text), all("password", "again")))

	typeAtEnterprise(s, text, note)

	quoted := fmt.Sprintf("%q", text)
	for _, body := range []string{text, quoted,
		`{"body":` + quoted + `,"name":` + quoted + `}`,
		`{"body":` + quoted + `,"name":` + quoted + `,"phone":` + quoted + `,"email":` + quoted + `,"uscc":` + quoted + `,"identity":` + quoted + `}`,
		`{"points":[{"body":"` + marker + `\u0000","clause_ids":[` + quoted + `]}]}`, `{"body":"` + marker + `\u0000"}`} {
		note(v.json(http.MethodPost, "/api/v1/consultations/"+no+"/comments", body))
	}
	note(v.json(http.MethodPost, "/api/v1/sessions/"+session+"/bookings", `{"party_size":1,"name":"`+marker+`\u0000","phone":"19900031235"}`))
	note(v.json(http.MethodPost, "/api/v1/sessions/"+session+"/bookings", `{"party_size":1,"name":`+quoted+`,"phone":`+quoted+`}`))
	note(v.json(http.MethodDelete, "/api/v1/bookings/"+url.PathEscape(text), ""))
	note(v.json(http.MethodGet, "/api/v1/receipts/"+url.PathEscape(text), "", "Receipt-Secret", marker))
	note(v.json(http.MethodPost, "/api/v1/consultations/"+no+"/comments", `{"body":"支持"}`, "Idempotency-Key", marker))

	note(v.postRaw("/follow", all("email", "subject", "consent_version")))
	note(v.postRaw("/follow/requests/"+url.PathEscape(text), all()))
	note(v.postRaw("/followers/"+url.PathEscape(text)+"/stop", all()))
	note(v.postRaw("/followers/"+url.PathEscape(text)+"/consultations/"+no+"/stop", url.Values{"List-Unsubscribe": {"One-Click"}}))
	note(v.postRaw("/account/sign-in", all("contact", "consent", "next")))
	note(v.postRaw("/account/sign-in/password", all("contact", "password", "next")))
	note(v.postRaw("/account/code", all("code", "next")))
	typeInAccount(s, text, note)
	visitAll(s, text, note)
	return worst
}

// typeInAccount sends the text through the forms of who is signed in.
func typeInAccount(s *site, text string, note func(answer)) {
	v := s.person("walker" + strconv.Itoa(s.count(`SELECT count(*) FROM accounts`)) + "@yunxi.example")
	page := v.get("/account/profile")
	token, _ := page.page().Find("input[name=_csrf]").Attr("value")
	for path, fields := range map[string][]string{"/account/profile": {"name"}, "/account/profile/contact": {"contact"},
		"/account/profile/code": {"code"}, "/account/comments/claim": {"no", "secret"}, "/account/security/password": {"old", "password"}} {
		form := url.Values{"_csrf": {token}}
		for _, field := range fields {
			form.Set(field, text)
		}
		note(v.postRaw(path, form))
	}
	for _, path := range []string{"/account", "/account/profile", "/account/comments/" + url.PathEscape(text)} {
		note(v.get(path))
	}
}

// typeAtEnterprise sends the text through the forms of an enterprise's people.
func typeAtEnterprise(s *site, text string, note func(answer)) {
	v, code := s.holder(s.firstMember()), "91990124MA9907078P"
	post := func(path string, form url.Values) { note(v.post("/account/enterprises/new", path, form)) }
	form := url.Values{"name": {text}, "uscc": {text}, "contact_name": {text}, "contact_phone": {text}, "contact_email": {text}, "uscc_doubted": {text}}
	post("/account/enterprises", form)
	post("/account/enterprises/1/edit", form)
	post("/account/enterprises/1/invitations", url.Values{"role": {text}, "email": {text}})
	post("/account/enterprises/1/invitations", url.Values{"role": {"member"}, "email": {"a@" + url.PathEscape(text) + ".example"}})
	post("/account/enterprises/1/members/1/role", url.Values{"role": {text}})
	post("/account/invitations/"+url.PathEscape(text), url.Values{})
	post("/account/enterprises", url.Values{"name": {text}, "uscc": {code}, "contact_name": {text}, "contact_phone": {"19900031236"}})
}

// visitAll opens every address with the text in its parameters, and in its query.
func visitAll(s *site, text string, note func(answer)) {
	v, escaped := s.visitor(), url.PathEscape(text)
	query := url.Values{}
	for _, name := range []string{"q", "status", "kind", "unit", "audience", "page", "clause", "no", "next", "done", "view", "consultation", "question", "after"} {
		query.Set(name, text)
	}
	for _, r := range s.env.Routes() {
		if r.Method == http.MethodGet {
			note(v.get(strings.NewReplacer(":no", escaped, ":id", escaped, ":code", escaped, ":aid", "1", ":token", escaped, ":version", escaped, "*", escaped).Replace(r.Path)))
			note(v.get(exampleOf(r.Path) + "?" + query.Encode()))
		}
	}
}

func firstOpenDay(s *site) string {
	s.t.Helper()
	days, _, err := s.env.Repo.OpenDays(s.t.Context(), s.env.Now(), 1)
	if err != nil || len(days) == 0 {
		s.t.Fatalf("no open day: %v", err)
	}
	return days[0].No
}

func TestWhateverIsTypedIsAnsweredWithoutAFailure(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	for _, text := range typed {
		if worst := typeEverywhere(s, text); worst >= http.StatusInternalServerError {
			t.Errorf("%q: status %d\n%s", text, worst, s.log)
			s.log.Reset()
		}
	}
}

func TestWhatPeopleTypeReachesNoLogLineEvenWhenTheDatabaseRefusesIt(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	for _, statement := range []string{
		`ALTER TABLE points ADD CHECK (body !~ 'Marker')`,
		`ALTER TABLE bookings ADD CHECK (public_name !~ '^不')`,
		`ALTER TABLE enterprises ADD CHECK (name !~ 'Marker')`,
		`ALTER TABLE staff_sessions RENAME TO gone`,
	} {
		if _, err := s.env.Repo.DB().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range typed {
		typeEverywhere(s, text)
	}
	before := s.log.Len()
	if err := s.env.Repo.DB().Close(); err != nil {
		t.Fatal(err)
	}
	visitAll(s, marker, func(answer) {})
	if before == 0 || s.log.Len() == before {
		t.Fatal("nothing failed, so nothing was shown")
	}
	for _, secret := range []string{"Marker", "不可外传", "199000312"} {
		if at := strings.Index(s.log.String(), secret); at >= 0 {
			t.Errorf("the log holds what was typed: …%s…", s.log.String()[max(0, at-300):min(s.log.Len(), at+100)])
		}
	}
}

func TestWhatAPanicCarriesReachesNoLogLine(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(e *handlers.Env) { e.Now = func() time.Time { panic(marker) } })
	// The page that says so asks for the time too, and panics in its turn.
	s.visitor().get("/open-days").want(http.StatusInternalServerError)
	if log := s.log.String(); strings.Count(log, "panic: string") != 2 || strings.Contains(log, "Marker") {
		t.Errorf("the log says: %.400s", log)
	}
}
