package handlers_test

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/openday"
	"nayan/repo"
)

// as makes a member of staff who holds the roles for a unit and nothing else,
// and signs them in.
func (s *site) as(unit int64, roles ...account.Role) *visitor {
	s.t.Helper()
	id, err := s.env.App.AddStaff(s.t.Context(), app.System, app.StaffInput{UnitID: max(unit, 1), Name: "新人",
		Email: rand.Text() + "@yunxi.example", Password: password, Grants: account.For(unit, roles...)})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.signedInAs(id, account.Complete)
}

// housing is the unit of the sample county whose objects the tests are about;
// office is another one.
const (
	office  int64 = 1
	housing int64 = 2
)

// objects are one of each kind that belong to a unit.
type objects struct{ consultation, openDay, member, opinion int64 }

func (s *site) objectsOf(unit int64) (o objects) {
	s.t.Helper()
	for _, con := range s.consultations() {
		if con.UnitID == unit && con.PhaseAt(s.env.Now()) == consult.Closed {
			o.consultation = con.ID
		}
	}
	for _, d := range s.openDays() {
		if d.UnitID == unit {
			o.openDay = d.ID
		}
	}
	o.opinion = s.asked(unit)
	err := s.env.Repo.DB().GetContext(s.t.Context(), &o.member, `SELECT min(id) FROM staff WHERE unit_id = $1`, unit)
	if err != nil || o.consultation == 0 || o.openDay == 0 {
		s.t.Fatalf("unit %d has %+v: %v", unit, o, err)
	}
	return o
}

func (s *site) consultations() []repo.DeskItem {
	s.t.Helper()
	list, err := s.env.Repo.DeskConsultations(s.t.Context(), repo.DeskFilter{Now: s.env.Now(), Units: repo.EveryUnit, PerPage: 100})
	if err != nil || len(list.Items) == 0 {
		s.t.Fatal("no consultations", err)
	}
	return list.Items
}

func (s *site) openDays() []openday.OpenDay {
	s.t.Helper()
	list, _, err := s.env.Repo.DeskOpenDays(s.t.Context(), repo.EveryUnit, 1)
	if err != nil || len(list) == 0 {
		s.t.Fatal("no open days", err)
	}
	return list
}

// path names the object of a route; ok is false for a route of none.
func (o objects) path(r handlers.Route) (path string, ok bool) {
	id, ok := map[handlers.Object]int64{handlers.OfConsultation: o.consultation, handlers.OfOpenDay: o.openDay,
		handlers.OfStaff: o.member, handlers.OfOpinion: o.opinion, handlers.OfEveryUnit: 0}[r.Access.Of]
	return exampleOf(strings.Replace(r.Path, ":id", itoa(id), 1)), ok
}

// shutOut tells the guard's refusal from that of a rule about persons.
func shutOut(a answer) bool {
	return refused(a) && (a.status != http.StatusForbidden || strings.Contains(a.body, "您的账号没有这项权限"))
}

func TestARoleCountsForItsUnitAlone(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	theirs, walked := s.objectsOf(housing), 0
	for _, role := range account.Roles {
		for _, unit := range []int64{account.EveryUnit, office, housing} {
			v := s.as(unit, role)
			token, _ := v.get("/receipts").page().Find("input[name=_csrf]").Attr("value")
			for _, r := range s.env.Routes() {
				path, ok := theirs.path(r)
				if !ok {
					continue
				}
				r.Path, walked = path, walked+1
				got := walk(v, role, r, token)
				want := (len(r.Access.Roles) == 0 || slices.Contains(r.Access.Roles, role)) &&
					(unit == account.EveryUnit || unit == housing && r.Access.Of != handlers.OfEveryUnit)
				if admitted := !shutOut(got); admitted != want {
					t.Errorf("%s %s as %s for unit %d: admitted %v, want %v (status %d)", r.Method, path, role, unit, admitted, want, got.status)
				}
				if got.status >= http.StatusInternalServerError {
					t.Errorf("%s %s: status %d: %s", r.Method, path, got.status, s.log)
				}
			}
		}
	}
	if least := 24 * 3 * len(account.Roles); walked < least {
		t.Errorf("only %d visits were made, want %d", walked, least)
	}
}

func TestTheListsOfTheDeskShowNothingOfOtherUnits(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	for _, role := range account.Roles {
		v := s.as(housing, role)
		dashboard, calls, days := v.get("/desk").want(http.StatusOK).body, v.get("/desk/consultations").want(http.StatusOK).body,
			v.get("/desk/open-days").want(http.StatusOK).body
		for _, con := range s.consultations() {
			if own := con.UnitID == housing; strings.Contains(calls, con.Title) != own || !own && strings.Contains(dashboard, con.Title) {
				t.Errorf("as %s, own %v: %s", role, own, con.Title)
			}
		}
		for _, d := range s.openDays() {
			if own := d.UnitID == housing; strings.Contains(days, d.Theme) != own || !own && strings.Contains(dashboard, d.Theme) {
				t.Errorf("as %s, own %v: %s", role, own, d.Theme)
			}
		}
	}
	if n := s.as(office, account.Clerk).get("/desk/consultations?state=released").page().Find("tbody tr").Length(); n == len(s.consultations()) {
		t.Error("a filter shows every unit's")
	}
}

func TestADrafterPutsNothingIntoAUnitThatIsNotTheirs(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.as(housing, account.Drafter)
	for list, form := range map[string]url.Values{"/desk/consultations": newConsultation(s.env.Now()), "/desk/open-days": newOpenDay(s)} {
		at, _, _ := strings.Cut(v.post(list+"/new", list, form).seeOther(), "?")
		if n := v.get(at + "/edit").page().Find(`#unit_id option[value="1"]`).Length(); n != 0 {
			t.Errorf("%s offers a unit that is not theirs", at)
		}
		form.Set("unit_id", itoa(office))
		for from, to := range map[string]string{list + "/new": list, at + "/edit": at + "/edit"} {
			v.post(from, to, form).want(http.StatusUnprocessableEntity).holds(".field.invalid:has(#unit_id)", "单位")
		}
		if body := s.as(office, account.Drafter).get(list).body; strings.Contains(body, form.Get("title")+form.Get("theme")) {
			t.Errorf("%s moved into the other unit", at)
		}
	}
}

// What hangs on an object is found under that object alone.
func TestAPartOfAnotherObjectIsNotFoundUnderOnesOwn(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	own, other := s.objectsOf(housing), s.otherCall()
	v := s.as(housing, account.Drafter, account.Reviewer, account.Approver, account.Adjudicator, account.Clerk)
	token, _ := v.get("/receipts").page().Find("input[name=_csrf]").Attr("value")
	parts := strings.NewReplacer(":id", itoa(own.consultation), ":aid", itoa(s.partOf("attachments", other)),
		":cid", itoa(s.partOf("comments", other)), ":sid", itoa(s.partOf("suggestions", other)), ":vid", "999999", ":step", "999999", ":oid", "999999", ":gid", "999999",
		":bid", "999999", ":mid", "999999", ":fid", "999999")
	walked := 0
	for _, r := range s.env.Routes() {
		if r.Access.Of != handlers.OfConsultation || strings.Count(r.Path, "/:") < 2 {
			continue
		}
		walked++
		path := parts.Replace(r.Path)
		got := v.get(path)
		if r.Method != http.MethodGet {
			got = v.postRaw(path, url.Values{"_csrf": {token}, "visibility": {"published"}, "outcome": {string(consult.Adopted)}, "reason": {"予以采纳。"}, "override": {stands}, "back": {stands}, "revision": {"1"},
				"code": {string(consult.ReasonPersonalData)}, "words": {"的"}, "action": {string(consult.VersionPass)}})
		}
		if got.status != http.StatusNotFound && got.status != http.StatusConflict {
			t.Errorf("%s %s: status %d", r.Method, path, got.status)
		}
	}
	if walked != 33 {
		t.Errorf("%d routes name an object and a part, want 33", walked)
	}
	drafting, _, _ := strings.Cut(v.post("/desk/consultations/new", "/desk/consultations", newConsultation(s.env.Now())).seeOther(), "?")
	v.post(drafting, drafting+parts.Replace("/attachments/:aid/delete"), url.Values{}).want(http.StatusNotFound)
	var touched int
	err := s.env.Repo.DB().GetContext(t.Context(), &touched, `SELECT count(*) FROM audit_entries WHERE staff_id = (SELECT max(id) FROM staff) AND action <> 'consultation.create'`)
	if err != nil || touched != 0 {
		t.Errorf("%d changes were made: %v", touched, err)
	}
}

// otherCall gives a call of another unit that has every kind of part.
func (s *site) otherCall() (id int64) {
	s.t.Helper()
	err := s.env.Repo.DB().GetContext(s.t.Context(), &id, `SELECT c.id FROM consultations c WHERE c.unit_id <> $1
		AND EXISTS (SELECT FROM attachments a WHERE a.consultation_id = c.id) AND EXISTS (SELECT FROM suggestions x WHERE x.consultation_id = c.id) LIMIT 1`, housing)
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

func (s *site) partOf(table string, consultation int64) (id int64) {
	s.t.Helper()
	if err := s.env.Repo.DB().GetContext(s.t.Context(), &id, `SELECT min(id) FROM `+table+` WHERE consultation_id = $1`, consultation); err != nil {
		s.t.Fatal(err)
	}
	return id
}

func TestAnAuditorReadsWhatCameInAndCanTouchNothing(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v, at := s.as(account.EveryUnit, account.Auditor), s.closedCall(true)
	token, _ := v.get("/receipts").page().Find("input[name=_csrf]").Attr("value")
	for _, page := range []string{"", "/comments", "/suggestions?state=all", "/suggestions", "/results"} {
		doc := v.get(at + page).want(http.StatusOK).page()
		if n := doc.Find("main form[method=post], main button[type=button], main button[formaction]").Length(); n != 0 {
			t.Errorf("%s%s has %d forms and buttons", at, page, n)
		}
	}
	v.get(at+"/comments").holds(".items", "公开")
	for _, r := range s.env.Routes() {
		if r.Method != http.MethodPost || r.Access.Realm != handlers.Desk || len(r.Access.Roles) == 0 {
			continue
		}
		if got := walk(v, account.Auditor, r, token); got.status != http.StatusForbidden {
			t.Errorf("%s takes something from an auditor: status %d", r.Path, got.status)
		}
	}
}
