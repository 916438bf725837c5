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

// answered is where a call with results stands: for the public, and on the desk.
type answered struct{ no, at, desk string }

func (s *site) answered() (a answered, con consult.Consultation) {
	s.t.Helper()
	a.no = s.firstIn(consult.Answered)
	con, err := s.env.Repo.ConsultationByNo(s.t.Context(), a.no)
	if err != nil || con.CommentCount == 0 {
		s.t.Fatal("no answered call with opinions", err)
	}
	a.at, a.desk = "/consultations/"+a.no+"/results", "/desk/consultations/"+itoa(con.ID)
	return a, con
}

// released is an open call of the samples, closed and answered now: it has no final text.
func (s *site) released() (a answered, con consult.Consultation) {
	s.t.Helper()
	open, err := s.env.Repo.ConsultationByNo(s.t.Context(), s.firstOpen())
	if err != nil {
		s.t.Fatal(err)
	}
	s.closeAndRelease(s.as(account.EveryUnit, account.Adjudicator), open.ID)
	con, err = s.env.Repo.ConsultationByNo(s.t.Context(), open.No)
	if err != nil {
		s.t.Fatal(err)
	}
	return answered{con.No, "/consultations/" + con.No + "/results", "/desk/consultations/" + itoa(con.ID)}, con
}

func TestTheResultsCanBeNarrowedInEveryWay(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	a, _ := s.answered()
	v, all := s.visitor(), s.lines(a.no)
	r, err := s.env.Repo.ResultsByNo(t.Context(), a.no, repo.ResultFilter{PerPage: 1000})
	if err != nil || len(r.Places) == 0 {
		t.Fatal("lines are on no clause", err)
	}
	place, label := itoa(r.Places[0].ID), r.Places[0].Label
	count := func(holds func(consult.ResultRow) bool) (n int) {
		for _, row := range all {
			if holds(row) {
				n++
			}
		}
		return n
	}
	word := all[0].Body[:len("四个汉字")]
	for query, want := range map[string]int{
		"":                                    len(all),
		"outcome=adopted":                     count(func(r consult.ResultRow) bool { return r.Outcome == consult.Adopted }),
		"identity=enterprise":                 count(func(r consult.ResultRow) bool { return r.Enterprises > 0 }),
		"clause=whole":                        count(func(r consult.ResultRow) bool { return r.ClauseLabel == "" }),
		"clause=" + place:                     count(func(r consult.ResultRow) bool { return strings.Contains(r.ClauseLabel, label) }),
		"q=" + url.QueryEscape(word):          count(func(r consult.ResultRow) bool { return strings.Contains(r.Body+"\n"+r.Reason, word) }),
		"outcome=adopted&identity=enterprise": count(func(r consult.ResultRow) bool { return r.Outcome == consult.Adopted && r.Enterprises > 0 }),
		"outcome=maybe":                       0, "clause=x": 0, "clause=-1": 0, "clause=99999999": 0, "q=%25": count(func(r consult.ResultRow) bool { return strings.Contains(r.Body+r.Reason, "%") }),
	} {
		page := v.get(a.at + "?" + query).want(http.StatusOK).page()
		if n := page.Find(".results tbody tr").Length(); n != want {
			t.Errorf("?%s shows %d lines, want %d", query, n, want)
		}
		got := decode[struct {
			Total  int `json:"total"`
			Items  []struct{ ID string }
			Totals struct{ Suggestions int } `json:"totals"`
		}](v.get("/api/v1" + a.at + "?" + query).want(http.StatusOK))
		if got.Total != want || got.Totals.Suggestions != len(all) {
			t.Errorf("the API counts %d of %d for ?%s, want %d", got.Total, got.Totals.Suggestions, query, want)
		}
	}
	v.get(a.at + "?outcome=adopted&page=2").want(http.StatusNotFound)
	v.get(a.at + "?q=" + url.QueryEscape(word) + "&page=1000000").want(http.StatusNotFound)
}

func TestEveryLineHasAPageWithEverybodyBehindIt(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	a, con := s.answered()
	v := s.visitor()
	for i, row := range s.lines(a.no) {
		link, _ := v.get(a.at).page().Find(".results tbody tr").Eq(i).Find("a.line-no").Attr("href")
		page := v.get(link).want(http.StatusOK)
		page.holds(".decision", strings.Fields(row.Reason)[0])
		shown := page.page().Find("#behind .comment").Length()
		hidden := strings.Contains(page.page().Find("#behind").Text(), "件未公开")
		if shown == 0 && !hidden || row.Body == "" && shown > 0 {
			t.Errorf("line %d shows %d voices, hidden %v", row.Position, shown, hidden)
		}
	}
	v.get(a.at + "/999999").want(http.StatusNotFound)
	v.get(a.at + "/x").want(http.StatusNotFound)
	v.get("/consultations/2026-0404/results/1").want(http.StatusNotFound)
	v.get(a.at + "/" + itoa(s.lines(a.no)[0].SuggestionID) + "?page=2").want(http.StatusNotFound)
	var undecided int64
	if err := s.env.Repo.DB().GetContext(t.Context(), &undecided, `SELECT min(id) FROM suggestions WHERE consultation_id <> $1`, con.ID); err != nil {
		t.Fatal(err)
	}
	v.get(a.at + "/" + itoa(undecided)).want(http.StatusNotFound) // of another call
}

// A number that somebody wrote down leads on to where its points went.
func TestAMergedSuggestionLeadsToTheOneItWentTo(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	no := s.firstOpen()
	con, err := s.env.Repo.ConsultationByNo(t.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	s.sendTo(no, "甲：请延长开放时间。")
	s.sendTo(no, "乙：开放时间太短。")
	s.publishNewest(con.ID)
	var ids []int64
	if err := s.env.Repo.DB().SelectContext(t.Context(), &ids, `SELECT id FROM suggestions WHERE consultation_id = $1 ORDER BY id DESC LIMIT 2`, con.ID); err != nil {
		t.Fatal(err)
	}
	from, into := ids[0], ids[1]
	s.exec(`WITH moved AS (UPDATE suggestion_points SET suggestion_id = $2 WHERE consultation_id = $3 AND suggestion_id = $1)
		UPDATE suggestions SET merged_into = $2 WHERE consultation_id = $3 AND id = $1`, from, into, con.ID)
	v := s.as(account.EveryUnit, account.Adjudicator)
	at := "/consultations/" + no + "/results/"
	s.visitor().get(at + itoa(from)).want(http.StatusNotFound) // nothing is released
	s.closeAndRelease(v, con.ID)
	led := s.visitor().get(at + itoa(from)).want(http.StatusMovedPermanently)
	if to := led.header.Get("Location"); to != at+itoa(into) {
		t.Fatalf("it leads to %s", to)
	}
	page := s.visitor().get(at + itoa(into)).want(http.StatusOK)
	page.holds("#behind-title", "2 件留言").holds("#behind", "乙：开放时间太短").holds("#behind", "另有 1 件未公开")
	if strings.Contains(page.body, "甲：") {
		t.Error("what waits for moderation is shown")
	}
}

// publishFinal takes a text to the public as the one that was adopted.
func (s *site) publishFinal(con consult.Consultation, text string) {
	s.t.Helper()
	at := "/desk/consultations/" + itoa(con.ID)
	author := s.signedInAs(con.AuthorID, account.Complete)
	form := hiddenFields(author.upload(at+"/draft", at+"/draft", "正式文本.md", []byte(text)).want(http.StatusOK))
	form.Set("reason", "县政府常务会议通过。")
	form.Set("final", "1")
	author.postRaw(at+"/draft/confirm", form).want(http.StatusSeeOther)
	s.as(account.EveryUnit, account.Reviewer).versionStep(at, consult.VersionPass, "").want(http.StatusSeeOther)
	s.as(account.EveryUnit, account.Approver).versionStep(at, consult.VersionPublish, "").want(http.StatusSeeOther)
}

// adoptedLine is a released line that was adopted on a clause, and its clause.
func (s *site) adoptedLine(id int64) (suggestion int64, label string) {
	s.t.Helper()
	var row struct {
		SuggestionID int64  `db:"suggestion_id"`
		Label        string `db:"label"`
	}
	err := s.env.Repo.DB().GetContext(s.t.Context(), &row, `SELECT w.suggestion_id, x.label FROM result_rows w
		JOIN result_row_clauses k ON k.consultation_id = w.consultation_id AND k.position = w.position
		JOIN clauses x ON x.consultation_id = k.consultation_id AND x.id = k.clause_id
		WHERE w.consultation_id = $1 AND w.outcome = 'adopted' ORDER BY w.position, k.line LIMIT 1`, id)
	if err != nil {
		s.t.Fatal(err)
	}
	return row.SuggestionID, row.Label
}

// adoptedText writes the draft of a call as it was adopted: other words in one clause.
func (s *site) adoptedText(no, label string) string {
	s.t.Helper()
	d, err := s.env.Repo.DraftVersionByNo(s.t.Context(), no, 1)
	if err != nil {
		s.t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("# 正式通过的办法\n\n")
	for _, c := range d.Clauses {
		text := c.Heading + c.Text
		if c.Label == label {
			text = "按照就近便民的原则，" + text
		}
		b.WriteString(strings.Repeat("#", headings(c.Kind)) + " " + c.Number + "　" + text + "\n\n")
	}
	return b.String()
}

func headings(kind string) int {
	if kind == "chapter" {
		return 2
	}
	return 0
}

func TestAFinalTextStandsBesideTheDraftAndLeadsBothWays(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	a, con := s.released()
	suggestion, label := s.adoptedLine(con.ID)
	v := s.visitor()
	v.get(a.at+"?view=clauses").holds(".adopted-text", "正式文本尚未公布")
	s.publishFinal(con, s.adoptedText(a.no, label))
	draft := v.get("/consultations/"+a.no+"/draft").want(http.StatusOK).holds(".note.green", "这是正式通过的文本")
	line, _ := draft.page().Find(".changed-for a").First().Attr("href")
	if line != a.at+"/"+itoa(suggestion) {
		t.Errorf("the changed clause leads to %q", line)
	}
	page := v.get(line).want(http.StatusOK).holds(".before-after ins", "按照就近便民的原则").holds(".finals", label)
	back, _ := page.page().Find(".finals a").Attr("href")
	if _, anchor, _ := strings.Cut(back, "#"); draft.page().Find("#"+anchor+" .changed-for").Length() == 0 {
		t.Errorf("the line leads to %q", back)
	}
	v.get(a.at+"?view=clauses").holds(".adopted-text", "未改动").holds(".adopted-text ins", "按照就近便民的原则")
	v.get("/consultations/"+a.no+"/draft/compare").want(http.StatusOK).holds("h2", "征求意见稿与正式文本对比")
	v.get("/consultations/"+a.no+"/draft?version=1").want(http.StatusOK).holds(".note.amber", "本稿为征求意见稿")
	v.get("/consultations/"+a.no).want(http.StatusOK).holds("#changes", "公布正式文本")
	if api := v.get("/api/v1" + a.at + "?outcome=adopted").want(http.StatusOK); !strings.Contains(api.body, `"final_clauses":[{"id":`) {
		t.Error("the API leads nowhere")
	}
}

func TestAFinalTextIsRefusedBeforeClosingAndKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	con := s.lastOpen()
	at, author := "/desk/consultations/"+itoa(con.ID), s.signedInAs(con.AuthorID, account.Complete)
	preview := author.upload(at+"/draft", at+"/draft", "二稿.md", []byte(nextDraft)).want(http.StatusOK)
	if preview.page().Find("#final").Length() != 0 {
		t.Error("while people comment, the form asks whether it is final")
	}
	form := hiddenFields(preview)
	form.Set("reason", "县政府常务会议通过。")
	form.Set("final", "1")
	author.postRaw(at+"/draft/confirm", form).want(http.StatusUnprocessableEntity).holds(".error-summary", "征集截止以后才能提交正式文本")

	a, answered := s.released()
	_, label := s.adoptedLine(answered.ID)
	s.publishFinal(answered, s.adoptedText(a.no, label))
	author = s.signedInAs(answered.AuthorID, account.Complete)
	preview = author.upload(a.desk+"/draft", a.desk+"/draft", "三稿.md", []byte(nextDraft)).want(http.StatusOK)
	if _, must := preview.page().Find("#final").Attr("checked"); !must {
		t.Error("behind a final text there are only final ones, and the form says otherwise")
	}
	form = hiddenFields(preview)
	form.Set("reason", "再改一次。")
	page := author.postRaw(a.desk+"/draft/confirm", form).want(http.StatusConflict).holds(".error-summary", "正式文本已经公布").page()
	if got := page.Find("#reason").Text(); got != "再改一次。" {
		t.Errorf("the reason came back as %q", got)
	}
}

func TestStaffPointAnAdoptedSuggestionToAnotherClause(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	a, con := s.released()
	v, page := s.as(account.EveryUnit, account.Adjudicator), a.desk+"/results/clauses"
	v.get(page).want(http.StatusOK).holds(".empty", "正式文本尚未公布")
	v.get(a.desk+"/results").holds(".note", "采纳后的条款")
	suggestion, label := s.adoptedLine(con.ID)
	s.publishFinal(con, s.adoptedText(a.no, label))
	v.get(page+"?list=all").holds(".version-rows", "自动对应")
	form := func(action string, clauses ...string) url.Values {
		return url.Values{"suggestion": {itoa(suggestion)}, "list": {"all"}, "action": {action}, "clause": clauses}
	}
	edit := page + "?list=all&edit=" + itoa(suggestion)
	v.post(edit, page, form("choose")).want(http.StatusUnprocessableEntity).holds(".error-summary", "请在正式文本的条款中选择")
	v.post(edit, page, form("choose", "1")).want(http.StatusUnprocessableEntity).holds("#edit", "请在正式文本的条款中选择")
	boxes := v.get(edit).page().Find("#edit input[name=clause]")
	last, _ := boxes.Last().Attr("value")
	saved := v.get(v.post(edit, page, form("choose", last)).seeOther()).holds("[role=status]", "已保存").holds(".version-rows", "人工指定")
	if saved.page().Find("#edit").Length() != 0 {
		t.Error("the form is still open")
	}
	back, _ := s.visitor().get(a.at + "/" + itoa(suggestion)).page().Find(".finals a").Attr("href")
	if !strings.HasSuffix(back, "#c-"+last) {
		t.Errorf("the public is led to %q", back)
	}
	v.get(v.post(edit, page, form("none")).seeOther()).holds(".version-rows", "已标明没有对应修改的条款")
	v.get(v.post(edit, page, form("default")).seeOther()).holds(".version-rows", "自动对应")
	other := url.Values{"suggestion": {"999999"}, "action": {"none"}}
	v.post(edit, page, other).want(http.StatusNotFound)
	s.as(account.EveryUnit, account.Auditor).get(edit).want(http.StatusOK)
	if s.as(account.EveryUnit, account.Auditor).get(edit).page().Find("#edit form").Length() != 0 {
		t.Error("an auditor gets the form")
	}
}

// ofTheFinalText is the deed of the test of the record.
func ofTheFinalText(s *site) []deed {
	a, con := s.answered()
	suggestion, _ := s.adoptedLine(con.ID)
	return []deed{{"/desk/consultations/:id/results/clauses", "results.clauses", account.Adjudicator, false, false, func(v *visitor) answer {
		page := a.desk + "/results/clauses"
		return v.post(page+"?list=all&edit="+itoa(suggestion), page, url.Values{"suggestion": {itoa(suggestion)}, "action": {"none"}})
	}}}
}
