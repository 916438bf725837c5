package consultview_test

import (
	"testing"

	"nayan/internal/consult"
	consultview "nayan/views/consult"
	"nayan/views/viewtest"
)

func TestNobodyIsMergedAway(t *testing.T) {
	t.Parallel()
	starts, ends, far := 2, 4, 400
	sent := viewtest.At(t, "2026-11-25 08:30")
	page := consultview.ResultLinePage{Head: answered(t), Row: rows(1)[0], Public: 43, Hidden: 2, PageNo: 2, LastPage: 3, Voices: []consult.Voice{
		{PublicName: "朱**", Identity: consult.Resident, ReceivedAt: sent, Body: "窗口请设在镇上"},
		{Identity: consult.Resident, ReceivedAt: sent, Body: "第一登记，第二收费", Starts: &starts, Ends: &ends},
		{PublicName: "云溪县虚构商店", Identity: consult.Enterprise, ReceivedAt: sent, Body: "登记请上门", Starts: &starts, Ends: &far},
	}}
	page.Row.SuggestionID, page.Row.Position, page.Row.Voices = 77, 3, consult.Voices{Comments: 45, Persons: 44, Enterprises: 1}
	doc := viewtest.Document(t, consultview.ResultLine(page))
	viewtest.Holds(t, doc, "title", "第 3 条意见建议")
	viewtest.Holds(t, doc, ".result-line .meta", "共 45 件，44 人，1 家单位提出")
	viewtest.Count(t, doc, "#behind .comment", 3)
	viewtest.Holds(t, doc, "#behind", "另有 2 件未公开")
	viewtest.Count(t, doc, "mark", 1)
	if got := doc.Find("mark").Text(); got != "登记" {
		t.Errorf("the part reads %q", got)
	}
	viewtest.Attr(t, doc, `.pager [rel="prev"]`, "href", "/consultations/2026-0002/results/77#behind")
	viewtest.Attr(t, doc, `.pager [rel="next"]`, "href", "/consultations/2026-0002/results/77?page=3#behind")
}

func TestALineWhoseCommentsAreHiddenIsAnsweredWithoutItsWords(t *testing.T) {
	t.Parallel()
	page := consultview.ResultLinePage{Head: answered(t), Row: consult.ResultRow{Position: 1, Outcome: consult.Explained, Reason: "已有规定。"}, Hidden: 1, PageNo: 1, LastPage: 1}
	doc := viewtest.Document(t, consultview.ResultLine(page))
	viewtest.Holds(t, doc, ".said", "该意见内容未予公开")
	viewtest.Holds(t, doc, "#behind", "没有可以公开的留言")
	viewtest.Holds(t, doc, ".decision", "已有规定。")
}

func TestAFinalTextNamesTheSuggestionsItsClausesWereChangedFor(t *testing.T) {
	t.Parallel()
	page := consultview.DraftPage{Head: answered(t), Clauses: clauses(), Shown: 2, Versions: []consult.PublicVersion{{Number: 1}, {Number: 2, Final: true}}}
	for i := range 7 {
		page.ChangedFor = append(page.ChangedFor, consult.ChangedFor{ClauseID: 2, SuggestionID: int64(70 + i), Position: i + 1})
	}
	page.ChangedFor = append(page.ChangedFor, consult.ChangedFor{ClauseID: 4, SuggestionID: 90, Position: 15})
	doc := viewtest.Document(t, consultview.Draft(page))
	viewtest.Holds(t, doc, ".note.green", "这是正式通过的文本")
	viewtest.Attr(t, doc, ".note.green a:nth-of-type(2)", "href", "/consultations/2026-0002/draft/compare?from=1&to=2")
	viewtest.Count(t, doc, "#c-2 .changed-for a", 5)
	viewtest.Holds(t, doc, "#c-2 .changed-for", "等条意见修改")
	viewtest.Holds(t, doc, "#c-4 .changed-for", "根据第 15 条意见修改")
	viewtest.Attr(t, doc, "#c-4 .changed-for a", "href", "/consultations/2026-0002/results/90")
	page.Shown, page.ChangedFor = 1, nil
	doc = viewtest.Document(t, consultview.Draft(page))
	viewtest.Holds(t, doc, ".note.amber", "本稿为征求意见稿（第1版），正式文本已于")
	viewtest.Holds(t, doc, ".version-list", "正式文本")
}
