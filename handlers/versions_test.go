package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/repo"
)

const nextDraft = "# 云溪县试行办法（二次征求意见稿）\n\n第一条　为了方便群众办事，制定本办法。\n\n第二条　本办法由县政务服务中心负责解释。\n"

// propose puts forward a text as the next version of a consultation's draft.
func (v *visitor) propose(at, text, reason string) answer {
	v.t.Helper()
	form := hiddenFields(v.upload(at+"/draft", at+"/draft", "二稿.md", []byte(text)).want(http.StatusOK))
	form.Set("reason", reason)
	return v.postRaw(at+"/draft/confirm", form)
}

// versionUnderWay is the page of the version that is on its way.
func (v *visitor) versionUnderWay(at string) string {
	v.t.Helper()
	page, _ := v.get(at + "/versions").page().Find("section[aria-labelledby=open] .version-rows a").Attr("href")
	return page
}

// versionStep takes a step with the version that is under way.
func (v *visitor) versionStep(at string, action consult.VersionAction, reason string) answer {
	v.t.Helper()
	page := v.versionUnderWay(at)
	return v.post(page, page+"/steps", url.Values{"action": {string(action)}, "reason": {reason}})
}

// lastOpen gives the last open call of the list.
func (s *site) lastOpen() consult.Consultation {
	s.t.Helper()
	list, err := s.env.Repo.Consultations(s.t.Context(), repo.Filter{Phase: consult.Open, Page: 1, Now: s.env.Now()})
	if err != nil || len(list.Items) < 2 {
		s.t.Fatal(err)
	}
	return list.Items[len(list.Items)-1]
}

// versioned gives an open call whose draft is at its second version.
func (s *site) versioned() (no, at string) {
	s.t.Helper()
	con := s.lastOpen()
	old, err := s.env.Repo.DraftByNo(s.t.Context(), con.No)
	if err != nil {
		s.t.Fatal(err)
	}
	at = "/desk/consultations/" + itoa(con.ID)
	author := s.signedInAs(con.AuthorID, account.Complete)
	author.propose(at, textOf(old.Clauses), "根据意见增加一条。").want(http.StatusSeeOther)
	s.as(account.EveryUnit, account.Reviewer).versionStep(at, consult.VersionPass, "").want(http.StatusSeeOther)
	s.as(account.EveryUnit, account.Approver).versionStep(at, consult.VersionPublish, "").want(http.StatusSeeOther)
	return con.No, at
}

// textOf writes a draft down with its first article changed and one more at the end.
func textOf(clauses []consult.Clause) string {
	var b strings.Builder
	b.WriteString("# 二次征求意见稿\n\n")
	changed := false
	for _, c := range clauses {
		text := c.Text
		if c.Kind == "article" && !changed {
			text, changed = "根据有关法律法规，"+text, true
		}
		b.WriteString(c.Number + "　" + c.Heading + text + "\n\n")
	}
	return b.String() + "第九十九条　本办法的解释由起草单位负责，并向社会公开。\n"
}

func TestAnOldVersionSaysSoAndTakesNoOpinions(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	no, at := s.versioned()
	v := s.visitor()
	base := "/consultations/" + no + "/draft"
	page := v.get(base).want(http.StatusOK).holds(".version-line", "本稿为第2版").holds(".version-list", "根据意见增加一条").page()
	if page.Find("form[action$=comments]").Length() != 1 {
		t.Error("the current version takes no opinions")
	}
	page = v.get(base+"?version=1").want(http.StatusOK).holds(".note.amber", "本稿为第1版，已有新版本").page()
	if page.Find("form[action$=comments]").Length() != 0 || page.Find(".act a").Length() != 0 || page.Find(".clause").Length() == 0 {
		t.Error("an old version takes opinions, or has no clauses")
	}
	for _, odd := range []string{"?version=3", "?version=0", "?version=x", "?version=-1", "?version=99999999999999999999"} {
		v.get(base + odd).want(http.StatusNotFound)
	}
	if got := v.get(base + ".docx?version=1").want(http.StatusOK); !strings.Contains(got.header.Get("Content-Disposition"), "attachment") {
		t.Error("no file of the old version")
	}
	s.as(account.EveryUnit, account.Drafter).get(at+"/versions").holds("main", "第2版")
}

func TestAComparisonShowsWhatChangedAndLeadsToTheClauses(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	no, _ := s.versioned()
	v := s.visitor()
	base := "/consultations/" + no + "/draft/compare"
	page := v.get(base+"?from=1&to=2").want(http.StatusOK).holds(".changes ins", "根据有关法律法规").holds(".counts", "修改").page()
	if page.Find(".changes .same").Length() != 0 || page.Find(".change.added").Length() == 0 {
		t.Errorf("by default it shows %d that stayed", page.Find(".changes .same").Length())
	}
	if hidden := page.Find("ins .visually-hidden").First().Text(); !strings.Contains(hidden, "增加") {
		t.Errorf("a screen reader hears %q", hidden)
	}
	if href, _ := page.Find(".change.changed .what a.mark").First().Attr("href"); !strings.Contains(href, "?version=1#c-") {
		t.Errorf("a clause leads to %s", href)
	}
	if v.get(base+"?from=1&to=2&all=1").page().Find(".changes .same").Length() == 0 {
		t.Error("all of them are not all")
	}
	v.get(base+"?from=2&to=1").want(http.StatusOK).holds("h2", "第1版与第2版")
	v.get(base).want(http.StatusOK)
	for _, odd := range []string{"?from=1&to=1", "?from=0&to=2", "?from=1&to=3", "?from=x&to=y"} {
		if got := v.get(base + odd); got.status != http.StatusNotFound && odd != "?from=x&to=y" {
			t.Errorf("%s: %d", odd, got.status)
		}
	}
	v.get("/consultations/" + s.firstOpen() + "/draft/compare").want(http.StatusNotFound)
}

func TestWhoWroteOnTheOldVersionLosesNothing(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	no := s.lastOpen().No
	v := s.visitor()
	page := v.get("/consultations/" + no + "/draft").page()
	_, form := formOf(page.Find("form[action$=comments]"))
	clause, _ := page.Find(".act a[data-clause]").First().Attr("data-clause")
	same, _ := s.versioned()
	if same != no || form.Get("draft_id") == "" || clause == "" {
		t.Fatalf("the form of %s carries %v", no, form)
	}
	form.Set("points[0].body", "这一条请写得再具体一些。")
	form.Set("points[0].clauses", clause)
	form.Set("phone", "不是号码")
	back := v.postRaw("/consultations/"+no+"/comments", form).want(http.StatusUnprocessableEntity).holds("#form", "您对照的是第1版，现在已有第2版")
	if on := back.page().Find("input[name='points[0].clauses'][checked]"); on.Length() != 1 || on.AttrOr("value", "") != clause {
		t.Error("the clause that was chosen is lost")
	}
	form.Set("phone", "")
	v.postRaw("/consultations/"+no+"/comments", form).want(http.StatusCreated)
	if n := s.number(`SELECT count(*) FROM point_clauses WHERE clause_id = $1::bigint`, clause); n == 0 {
		t.Error("the opinion is not on its clause")
	}
	at := s.number(`SELECT id FROM consultations WHERE no = $1`, no)
	s.signedIn(account.Adjudicator).get("/desk/consultations/"+itoa(int64(at))+"/comments").holds(".items", "（第1版")
}

func TestAReasonIsAskedForAndNothingIsUploadedTwice(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	con := s.lastOpen()
	at := "/desk/consultations/" + itoa(con.ID)
	author := s.signedInAs(con.AuthorID, account.Complete)
	back := author.propose(at, nextDraft, " ").want(http.StatusUnprocessableEntity).holds("main", "请写明理由").holds("main", "县政务服务中心")
	form := hiddenFields(back)
	form.Set("reason", "写明理由。")
	author.postRaw(at+"/draft/confirm", form).want(http.StatusSeeOther)
	author.get(at + "/draft").want(http.StatusConflict)
	reviewer := s.as(account.EveryUnit, account.Reviewer)
	reviewer.get("/desk").holds("main", "草案的新版本")
	refused := reviewer.versionStep(at, consult.VersionBack, "").want(http.StatusUnprocessableEntity).page()
	if refused.Find("#reason-version_back[aria-invalid]").Length() != 1 {
		t.Error("the field is not marked")
	}
	author.versionStep(at, consult.VersionPass, "").want(http.StatusForbidden)
	reviewer.versionStep(at, "nonsense", "").want(http.StatusUnprocessableEntity)
}

func TestTheAPIGivesAnyPublicVersion(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	no, _ := s.versioned()
	v := s.visitor()
	for query, want := range map[string]string{"": `"version":2`, "?version=1": `"version":1`, "?version=2": `"version":2`} {
		if got := v.get("/api/v1/consultations/" + no + "/draft" + query).want(http.StatusOK); !strings.Contains(got.body, want) {
			t.Errorf("%s: no %s", query, want)
		}
	}
	v.get("/api/v1/consultations/" + no + "/draft?version=3").want(http.StatusNotFound)
}
