package app_test

import (
	"slices"
	"strings"
	"testing"

	"nayan/internal/app"
	"nayan/internal/compare"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// secondText has a new article 2, drops item 2 of what was article 3, and changes
// what was article 2.
const secondText = `# 云溪县养犬管理规定（二次征求意见稿）

## 第一章　总则

第一条　为了规范养犬行为，制定本规定。

第二条　养犬管理坚持政府监管、社会参与、养犬人自律的原则。

第三条　本规定适用于本县建成区。

法律另有规定的，从其规定。

## 第二章　管理

第四条　禁止下列行为：

（一）携犬进入学校；
`

// released gives a consultation of wang's that is open, and its clauses by label.
func (d *desk) released(t testing.TB) (id int64, no string, clauses map[string]consult.Clause) {
	t.Helper()
	id = d.approved(t)
	d.step(t, id, d.zhao, consult.Release, "")
	d.setClock(d.opens.AddDate(0, 0, 1))
	c := d.state(t, id)
	return id, c.No, d.byLabel(t, c.No, 0)
}

func (d *desk) byLabel(t testing.TB, no string, version int) map[string]consult.Clause {
	t.Helper()
	p, err := d.Repo.DraftVersionByNo(t.Context(), no, version)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]consult.Clause{}
	for _, c := range p.Clauses {
		out[c.Label] = c
	}
	return out
}

func (d *desk) propose(t testing.TB, by app.Actor, id int64, text, reason string) (int64, error) {
	t.Helper()
	p, err := d.ReadDraft(id, "v.md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d.ProposeVersion(t.Context(), by, id, app.VersionInput{Payload: p.Payload, Seal: p.Seal, Reason: reason})
}

// publish takes a text the whole way.
func (d *desk) publish(t testing.TB, id int64, text string) {
	t.Helper()
	v, err := d.propose(t, d.wang, id, text, "根据意见修改。")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []struct {
		by     app.Actor
		action consult.VersionAction
	}{{d.li, consult.VersionPass}, {d.zhao, consult.VersionPublish}} {
		if err := d.StepVersion(t.Context(), s.by, id, v, s.action, ""); err != nil {
			t.Fatalf("%s: %v", s.action, err)
		}
	}
}

func (d *desk) comment(t testing.TB, no string, clause int64) (consult.Receipt, int64) {
	t.Helper()
	r, err := d.SubmitComment(t.Context(), app.SubmitInput{ConsultationNo: no, Submission: opinion("意见。", clause), Channel: "web"})
	if err != nil {
		t.Fatal(err)
	}
	var id int64
	if err := d.db.Get(&id, `SELECT comment_id FROM receipts WHERE no = $1`, r.No); err != nil {
		t.Fatal(err)
	}
	return r, id
}

func (d *desk) points(t testing.TB, clause int64) (n int) {
	t.Helper()
	if err := d.db.Get(&n, `SELECT published_points FROM clauses WHERE id = $1`, clause); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAVersionIsPublicOnceThreePeopleSaidSo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id, no, _ := d.released(t)
	v, err := d.propose(t, d.wang, id, secondText, "增加一条原则。")
	if err != nil {
		t.Fatal(err)
	}
	hidden := func(when string) {
		t.Helper()
		if p, err := d.Repo.DraftByNo(t.Context(), no); err != nil || p.Versions != 1 || !strings.Contains(p.DraftTitle, "（征求意见稿）") {
			t.Errorf("%s the public sees %+v, %v", when, p.DraftTitle, err)
		}
		if _, err := d.Repo.DraftVersionByNo(t.Context(), no, 2); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s version 2 is there: %v", when, err)
		}
	}
	hidden("proposed")
	for _, s := range []struct {
		by     app.Actor
		action consult.VersionAction
		want   fault.Kind
	}{
		{d.wang, consult.VersionPass, fault.Forbidden}, {d.zhao, consult.VersionPublish, fault.Conflict}, {d.li, consult.VersionBack, fault.Invalid},
	} {
		if err := d.StepVersion(t.Context(), s.by, id, v, s.action, ""); !fault.Is(err, s.want) {
			t.Errorf("%s: %v, want %s", s.action, err, s.want)
		}
	}
	if err := d.StepVersion(t.Context(), d.li, id, v, consult.VersionPass, ""); err != nil {
		t.Fatal(err)
	}
	hidden("reviewed")
	for _, by := range []app.Actor{d.wang, d.li} {
		if err := d.StepVersion(t.Context(), by, id, v, consult.VersionPublish, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a second hand publishes: %v", err)
		}
	}
	if err := d.StepVersion(t.Context(), d.zhao, id, v, consult.VersionPublish, ""); err != nil {
		t.Fatal(err)
	}
	p, err := d.Repo.DraftByNo(t.Context(), no)
	if err != nil || p.Version != 2 || p.Versions != 2 || !p.Current() || !strings.Contains(p.DraftTitle, "二次") {
		t.Errorf("published: %+v, %v", p, err)
	}
	old, err := d.Repo.DraftVersionByNo(t.Context(), no, 1)
	if err != nil || old.Current() || old.Version != 1 || len(old.Clauses) == len(p.Clauses) && old.DraftTitle == p.DraftTitle {
		t.Errorf("version 1: %+v, %v", old.DraftTitle, err)
	}
	if c := d.state(t, id); len(c.Changes) != 1 || c.Changes[0].Kind != consult.NewVersion || c.Changes[0].Reason != "增加一条原则。" {
		t.Errorf("the public history: %+v", c.Changes)
	}
	if got := d.audited(t); !slices.Equal(got[len(got)-3:], []string{"consultation.version", "consultation.version_pass", "consultation.version_publish"}) {
		t.Errorf("on record: %v", got)
	}
	list, err := d.Repo.DeskConsultations(t.Context(), repo.DeskFilter{Units: repo.EveryUnit, Query: "养犬人自律", Now: d.morning})
	if err != nil || list.Total != 1 {
		t.Errorf("its words are found %d times, %v", list.Total, err)
	}
}

func TestAVersionIsPutForwardByTheAuthorOneAtATimeAndWithAReason(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	drafting := d.drafted(t)
	if _, err := d.propose(t, d.wang, drafting, secondText, "理由"); !fault.Is(err, fault.Conflict) {
		t.Errorf("not public: %v", err)
	}
	id, _, _ := d.released(t)
	if _, err := d.propose(t, d.chen, id, secondText, "理由"); !fault.Is(err, fault.Forbidden) {
		t.Errorf("somebody else: %v", err)
	}
	if _, err := d.propose(t, d.wang, id, secondText, " \n"); !fault.Is(err, fault.Invalid) {
		t.Errorf("no reason: %v", err)
	}
	if _, err := d.propose(t, d.wang, id, draftText, "理由"); !fault.Is(err, fault.Conflict) {
		t.Errorf("nothing changed: %v", err)
	}
	if _, err := d.ProposeVersion(t.Context(), d.wang, id, app.VersionInput{Payload: "x", Seal: "y", Reason: "理由"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a payload of somebody else's: %v", err)
	}
	v, err := d.propose(t, d.wang, id, secondText, "理由")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.propose(t, d.wang, id, secondText, "理由"); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second one under way: %v", err)
	}
	if err := d.StepVersion(t.Context(), d.li, id, v, consult.VersionBack, "第三条请再斟酌。"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.propose(t, d.wang, id, secondText, "理由"); err != nil {
		t.Errorf("after it came back: %v", err)
	}
}

func TestWhatWasSaidStaysOnItsVersionAndIsCarriedToTheClause(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id, no, v1 := d.released(t)
	kept, early := d.comment(t, no, v1["第二条"].ID)
	_, gone := d.comment(t, no, v1["第三条第（二）项"].ID)
	moderate := func(seen consult.Seen, to consult.Moderation) {
		t.Helper()
		if err := d.Moderate(t.Context(), d.chen, id, seen, to); err != nil {
			t.Fatal(err)
		}
	}
	moderate(consult.Seen{ID: early}, consult.Moderation{To: consult.Published})
	d.publish(t, id, secondText)
	v2 := d.byLabel(t, no, 0)
	if n := d.points(t, v2["第三条"].ID); n != 1 {
		t.Errorf("what was public before: %d", n)
	}
	_, late := d.comment(t, no, v1["第二条"].ID) // who had the form open
	moderate(consult.Seen{ID: late}, consult.Moderation{To: consult.Published})
	moderate(consult.Seen{ID: gone}, consult.Moderation{To: consult.Published})
	if n, old := d.points(t, v2["第三条"].ID), d.points(t, v1["第二条"].ID); n != 2 || old != 2 {
		t.Errorf("after a late one: %d there, %d here", n, old)
	}
	moderate(consult.Seen{ID: early, Revision: 1}, consult.Moderation{To: consult.Hidden, Code: consult.ReasonInsult})
	if n := d.points(t, v2["第三条"].ID); n != 1 {
		t.Errorf("after hiding: %d", n)
	}
	d.publish(t, id, strings.Replace(secondText, "第一条　为了规范养犬行为，制定本规定。\n\n第二条", "第一条", 1)+"\n第五条　本规定自发布之日起施行，由县公安局负责解释。\n")
	v3 := d.byLabel(t, no, 0)
	if n := d.points(t, v3["第三条"].ID); n != 1 {
		t.Errorf("two versions on: %d", n)
	}
	want := consult.ClauseRef{ID: v1["第二条"].ID, Label: "第二条", Version: 1, NowID: v3["第三条"].ID, Now: "第三条"}
	l, err := d.Repo.DeskComments(t.Context(), id, repo.CommentFilter{ClauseID: v3["第三条"].ID, Page: 1})
	if err != nil || l.Total != 2 || l.Items[0].Points[0].Clauses[0] != want {
		t.Errorf("the desk finds %+v, %v", l, err)
	}
	s, err := d.Repo.Suggestions(t.Context(), id, repo.SuggestionFilter{ClauseID: v3["第三条"].ID, Page: 1})
	if err != nil || len(s.Items) != 2 || s.Items[0].Clauses[0] != want {
		t.Errorf("suggestions: %+v, %v", s, err)
	}
	status, _, err := d.Repo.ReceiptStatus(t.Context(), kept.No, d.Now())
	if err != nil || status.Points[0].Clauses[0] != want || status.Points[0].ClauseLabels[0] != "第二条" {
		t.Errorf("the receipt: %+v, %v", status, err)
	}
	all, err := d.Repo.PublishedComments(t.Context(), id, 1, 50)
	if err != nil || len(all.Items) != 2 || !slices.ContainsFunc(all.Items, func(c consult.Comment) bool { return c.Points[0].Clauses[0].Gone() }) {
		t.Errorf("the public reads %+v, %v", all, err)
	}
}

func TestResultsByClauseFollowTheCurrentVersion(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id, no, v1 := d.released(t)
	d.comment(t, no, v1["第三条"].ID)
	d.comment(t, no, v1["第三条第（二）项"].ID)
	d.publish(t, id, secondText)
	v2 := d.byLabel(t, no, 0)
	d.comment(t, no, v2["第二条"].ID)
	d.comment(t, no, v2["第四条"].ID)
	d.setClock(d.closes.AddDate(0, 0, 1))
	list, err := d.Repo.Suggestions(t.Context(), id, repo.SuggestionFilter{Page: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list.Items {
		if err := d.Decide(t.Context(), d.chen, id, s.ID, consult.Decision{Outcome: consult.Adopted, Reason: "采纳。", Override: stands}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.CheckDecisions(t.Context(), d.li, id, nil); err != nil {
		t.Fatal(err)
	}
	if err := d.ReleaseResults(t.Context(), d.chen, id); err != nil {
		t.Fatal(err)
	}
	r, err := d.Repo.ResultsByClause(t.Context(), no, 1, 50)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range r.Clauses {
		got = append(got, c.Label+strings.Repeat("·", len(c.Rows)))
	}
	if !slices.Equal(got, []string{"第二条·", "第四条··", "第三条第（二）项（第1版）·"}) {
		t.Errorf("by clause: %v", got)
	}
	rows, err := d.Repo.ResultsByNo(t.Context(), no, repo.ResultFilter{Page: 1, PerPage: 50})
	if err != nil || rows.Rows[0].ClauseLabel != "第三条（第1版）" || rows.Rows[3].ClauseLabel != "第四条" {
		t.Errorf("rows: %+v, %v", rows.Rows, err)
	}
}

func TestAComparisonIsKeptForEveryPairOfVersions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id, no, v1 := d.released(t)
	d.publish(t, id, secondText)
	// The item that was taken out comes back: through version 2 it would be lost.
	d.publish(t, id, secondText+"\n（二）遗弃犬只。\n")
	versions, err := d.Repo.PublicVersions(t.Context(), id)
	if err != nil || len(versions) != 3 || versions[0].Number != 1 || versions[1].Reason == "" {
		t.Fatalf("versions: %+v, %v", versions, err)
	}
	for i := range versions {
		for _, to := range versions[i+1:] {
			list, err := d.Repo.Comparison(t.Context(), id, versions[i].DraftID, to.DraftID)
			if n := compare.Count(list); err != nil || n.Same == 0 || n.Same == len(list) {
				t.Errorf("%d to %d: %+v, %v", versions[i].Number, to.Number, n, err)
			}
		}
	}
	var to int64
	err = d.db.Get(&to, `SELECT to_clause_id FROM clause_matches WHERE from_clause_id = $1 ORDER BY draft_id DESC LIMIT 1`, v1["第三条第（二）项"].ID)
	if err != nil || to != d.byLabel(t, no, 0)["第四条第（二）项"].ID {
		t.Errorf("the item that came back is %d, %v", to, err)
	}
}

func TestTheDatabaseHoldsThatThreePeoplePublishAVersion(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id, _, _ := d.released(t)
	v, err := d.propose(t, d.wang, id, secondText, "理由")
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		`UPDATE draft_versions SET state = 'in_approval', reviewed_by = proposed_by, reviewed_at = now() WHERE id = $1`,
		`UPDATE draft_versions SET state = 'published', published_at = now() WHERE id = $1`,
		`UPDATE draft_versions SET reason = '别的' WHERE id = $1`,
		`UPDATE draft_versions SET state = 'sent_back', sent_back_at = now() WHERE id = $1`,
		`DELETE FROM draft_versions WHERE id = $1`,
	} {
		if _, err := d.db.Exec(query, v); err == nil {
			t.Errorf("accepted: %s", query)
		}
	}
}
