package app_test

import (
	"slices"
	"strings"
	"testing"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// finalText is draftText as it was adopted: article 2 has other words, item 1 of
// article 3 too, and a new article 2 moves both.
const finalText = `# 云溪县养犬管理规定

## 第一章　总则

第一条　为了规范养犬行为，制定本规定。

第二条　养犬管理坚持政府监管、社会参与、养犬人自律的原则。

第三条　本规定适用于本县建成区和开发区。

法律另有规定的，从其规定。

## 第二章　管理

第四条　禁止下列行为：

（一）携犬进入学校、医院；

（二）遛犬不牵绳。
`

// publishFinal takes a text the whole way as the one that was adopted.
func (d *desk) publishFinal(t testing.TB, id int64, text string) {
	t.Helper()
	v, err := d.proposeFinal(t, id, text)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.StepVersion(t.Context(), d.li, id, v, consult.VersionPass, ""); err != nil {
		t.Fatal(err)
	}
	if err := d.StepVersion(t.Context(), d.zhao, id, v, consult.VersionPublish, ""); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) proposeFinal(t testing.TB, id int64, text string) (int64, error) {
	t.Helper()
	p, err := d.ReadDraft(id, "final.md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d.ProposeVersion(t.Context(), d.wang, id, app.VersionInput{Payload: p.Payload, Seal: p.Seal, Reason: "县政府常务会议通过。", Final: true})
}

// answer decides all suggestions, each with the next of the outcomes, and releases.
func (d *desk) answer(t testing.TB, id int64, outcomes ...consult.Outcome) {
	t.Helper()
	list, err := d.Repo.Suggestions(t.Context(), id, repo.SuggestionFilter{PerPage: 100})
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range list.Items {
		if err := d.Decide(t.Context(), d.chen, id, s.ID, consult.Decision{Outcome: outcomes[i%len(outcomes)], Reason: "已研究。", Override: stands}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.CheckDecisions(t.Context(), d.li, id, nil); err != nil {
		t.Fatal(err)
	}
	if err := d.ReleaseResults(t.Context(), d.chen, id); err != nil {
		t.Fatal(err)
	}
}

// links gives what the public reads behind each line.
func (d *desk) links(t testing.TB, no string) (out []string) {
	t.Helper()
	r, err := d.Repo.ResultsByNo(t.Context(), no, repo.ResultFilter{PerPage: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range r.Rows {
		var labels []string
		for _, f := range row.Finals {
			labels = append(labels, f.Label)
		}
		out = append(out, strings.Join(labels, "、"))
	}
	return out
}

func TestAFinalTextComesAfterClosingAndNothingElseBehindIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id, no, _ := d.released(t)
	if _, err := d.proposeFinal(t, id, finalText); !fault.Is(err, fault.Invalid) {
		t.Errorf("while people still comment: %v", err)
	}
	d.setClock(d.closes)
	d.publishFinal(t, id, finalText)
	c := d.state(t, id)
	if last := c.Changes[len(c.Changes)-1]; last.Kind != consult.FinalText {
		t.Errorf("the public history says %+v", last)
	}
	versions, err := d.Repo.PublicVersions(t.Context(), c.ID)
	if err != nil || len(versions) != 2 || versions[0].Final || !versions[1].Final {
		t.Errorf("the public reads %+v, %v", versions, err)
	}
	if p, err := d.Repo.DraftByNo(t.Context(), no); err != nil || p.DraftTitle != "云溪县养犬管理规定" {
		t.Errorf("the current text is %q, %v", p.DraftTitle, err)
	}
	if _, err := d.propose(t, d.wang, id, secondText, "再改"); !fault.Is(err, fault.Conflict) || fault.Of(err).Key != "version.error.only_final" {
		t.Errorf("one more to comment on: %v", err)
	}
	d.publishFinal(t, id, strings.Replace(finalText, "学校、医院", "学校和医院", 1)) // a slip is mended
	if _, err := d.db.Exec(`UPDATE draft_versions SET final = false WHERE state = 'published'`); err == nil {
		t.Error("a final text can be made another one by hand")
	}
}

func TestADraftMayBeAdoptedAsItStands(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id, no, v1 := d.released(t)
	d.comment(t, no, v1["第二条"].ID)
	d.setClock(d.closes.AddDate(0, 0, 1))
	d.answer(t, id, consult.Adopted)
	d.publishFinal(t, id, draftText)
	if got := d.links(t, no); !slices.Equal(got, []string{""}) {
		t.Errorf("nothing changed, and still: %q", got)
	}
}

// Whichever comes first, the results or the text, lines stand on the version that
// people commented on, and adopted ones lead to what was changed.
func TestAdoptedSuggestionsLeadToTheClausesChangedForThem(t *testing.T) {
	t.Parallel()
	for name, textFirst := range map[string]bool{"results first": false, "text first": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			id, no, v1 := d.released(t)
			for _, label := range []string{"第二条", "第三条", "第二条", "第一条"} {
				d.comment(t, no, v1[label].ID)
			}
			d.setClock(d.closes.AddDate(0, 0, 1))
			outcomes := []consult.Outcome{consult.Adopted, consult.PartlyAdopted, consult.NotAdopted, consult.Adopted}
			if textFirst {
				d.publishFinal(t, id, finalText)
				d.answer(t, id, outcomes...)
			} else {
				d.answer(t, id, outcomes...)
				d.publishFinal(t, id, finalText)
			}
			if got := d.links(t, no); !slices.Equal(got, []string{"第三条", "第四条", "", ""}) {
				t.Errorf("lines lead to %q", got)
			}
			r, err := d.Repo.ResultsByClause(t.Context(), no, 1, 50)
			if err != nil || r.Final == 0 || r.Consulted != v1First(t, d, no) {
				t.Fatalf("final %d, consulted %d, %v", r.Final, r.Consulted, err)
			}
			var got []string
			for _, c := range r.Clauses {
				got = append(got, c.Label)
			}
			if !slices.Equal(got, []string{"第一条", "第二条", "第三条"}) {
				t.Errorf("by clause: %v", got)
			}
			back, err := d.Repo.ChangedFor(t.Context(), id, r.Final, 6)
			if err != nil || len(back) != 2 || back[0].Position != 1 || back[1].Position != 2 {
				t.Errorf("and back: %+v, %v", back, err)
			}
		})
	}
}

func v1First(t testing.TB, d *desk, no string) int64 {
	t.Helper()
	p, err := d.Repo.DraftVersionByNo(t.Context(), no, 1)
	if err != nil {
		t.Fatal(err)
	}
	return p.ShownID
}

// Three choices that were made are on record, and those that were refused are not.
func TestStaffMayPointToOtherClausesOrToNone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id, no, v1 := d.released(t)
	for _, label := range []string{"第二条", "第一条", "第一条"} {
		d.comment(t, no, v1[label].ID)
	}
	d.setClock(d.closes.AddDate(0, 0, 1))
	d.answer(t, id, consult.Adopted, consult.Adopted, consult.NotAdopted)
	list, err := d.Repo.ResultLines(t.Context(), id, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	first, second, third := list[0].SuggestionID, list[1].SuggestionID, list[2].SuggestionID
	choose := func(c app.ClauseChoice) error { return d.ChooseClauses(t.Context(), d.chen, id, c) }
	if err := choose(app.ClauseChoice{SuggestionID: first}); fault.Of(err).Key != "final.error.none" {
		t.Errorf("without a final text: %v", err)
	}
	d.publishFinal(t, id, finalText)
	final := d.byLabel(t, no, 0)
	for _, try := range []struct {
		choice app.ClauseChoice
		want   fault.Kind
	}{
		{app.ClauseChoice{SuggestionID: third, ClauseIDs: []int64{final["第二条"].ID}}, fault.Conflict},
		{app.ClauseChoice{SuggestionID: second, ClauseIDs: []int64{v1["第二条"].ID}}, fault.Invalid},
		{app.ClauseChoice{SuggestionID: 999999}, fault.NotFound},
	} {
		if err := choose(try.choice); !fault.Is(err, try.want) {
			t.Errorf("%+v: %v, want %s", try.choice, err, try.want)
		}
	}
	open := func() int {
		l, err := d.Repo.Adopted(t.Context(), id, repo.AdoptedFilter{DraftID: d.state(t, id).DraftID, Open: true, PerPage: 20})
		if err != nil || l.All != 2 || len(l.Items) != l.Open {
			t.Fatalf("%+v, %v", l, err)
		}
		return l.Open
	}
	if n := open(); n != 1 {
		t.Errorf("%d adopted ones lead nowhere, want 1", n)
	}
	if err := choose(app.ClauseChoice{SuggestionID: second, ClauseIDs: []int64{final["第二条"].ID, final["第二条"].ID, final["第四条"].ID}}); err != nil {
		t.Fatal(err)
	}
	if err := choose(app.ClauseChoice{SuggestionID: first}); err != nil { // nothing was changed for it
		t.Fatal(err)
	}
	if got := d.links(t, no); open() != 0 || !slices.Equal(got, []string{"", "第二条、第四条", ""}) {
		t.Errorf("chosen: %q", got)
	}
	// A corrected text takes along what was chosen, under its own numbers.
	d.publishFinal(t, id, strings.Replace(finalText, "第二条　养犬管理坚持政府监管、社会参与、养犬人自律的原则。\n\n第三条", "第二条", 1))
	if got := d.links(t, no); !slices.Equal(got, []string{"", "第四条", ""}) {
		t.Errorf("in the corrected text: %q", got)
	}
	if err := choose(app.ClauseChoice{SuggestionID: first, Default: true}); err != nil {
		t.Fatal(err)
	}
	if got := d.links(t, no); got[0] != "第二条" {
		t.Errorf("left to the comparison: %q", got)
	}
	var entries int
	if err := d.db.Get(&entries, `SELECT count(*) FROM audit_entries WHERE action = 'results.clauses' AND before IS NOT NULL`); err != nil || entries != 3 {
		t.Errorf("%d choices are on record, want 3: %v", entries, err)
	}
}
