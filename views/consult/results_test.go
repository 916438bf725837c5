package consultview_test

import (
	"fmt"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"nayan/internal/compare"
	"nayan/internal/consult"
	consultview "nayan/views/consult"
	"nayan/views/viewtest"
)

func rows(n int) []consult.ResultRow {
	out := make([]consult.ResultRow, n)
	for i := range out {
		out[i] = consult.ResultRow{Position: i + 1, PublicName: "朱**", Body: "body", Reason: "reason", Outcome: consult.Outcomes[i%5], ClauseLabel: []string{"第三条", "", "第五条"}[i%3]}
	}
	return out
}

func TestResultsBeginWithTheSentenceThatSaysItAll(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, consultview.Results(consultview.ResultsPage{
		Head: answered(t), Rows: rows(6), PageNo: 1, LastPage: 2,
		Totals: consult.Totals{Comments: 5, Persons: 4, Enterprises: 1, Suggestions: 6, Adopted: 4, PartlyAdopted: 2},
	}))
	if got := viewtest.Text(doc, ".lead"); got != "本次共征集意见建议 6 条（5 件，4 人，1 家单位），采纳 4 条，部分采纳 2 条。" {
		t.Errorf("lead reads %q", got)
	}
	viewtest.Count(t, doc, ".bar > svg rect", 2)
	viewtest.Count(t, doc, ".totals tbody tr", 5)
	viewtest.Holds(t, doc, ".totals tfoot td", "6")
	viewtest.Attr(t, doc, ".totals tbody a", "href", "/consultations/2026-0002/results?outcome=adopted#lines")
	viewtest.Count(t, doc, "table.fold tbody tr", 6)
	viewtest.Count(t, doc, "table.fold tbody tr:first-child td[data-th]", 6)
	viewtest.Holds(t, doc, ".tag.out_of_scope", "不属于本次征集范围")
	viewtest.Attr(t, doc, `.pager [rel="next"]`, "href", "/consultations/2026-0002/results?page=2")
}

// texts are a draft and what was made of it: article 1 stays, the second has other
// words and another number, the third is gone.
func texts() consultview.FinalTexts {
	article := func(id int64, label, text string) consult.Clause {
		return consult.Clause{ID: id, Kind: "article", Number: label, Label: label, Text: text}
	}
	t := consultview.FinalTexts{HasFinal: true,
		Consulted: []consult.Clause{article(1, "第一条", "养犬人应当到所在地的镇人民政府登记。"), article(2, "第二条", "牵引绳不得超过两米，并由成年人牵领。"), article(3, "第三条", "本办法由县公安局会同有关部门负责解释和组织实施。")},
		Final:     []consult.Clause{article(11, "第一条", "养犬人应当到所在地的镇人民政府登记。"), article(12, "第二条", "县人民政府建立养犬管理协调机制，统筹解决重大问题。"), article(13, "第三条", "牵引绳不得超过一米，并由成年人牵领。")}}
	t.Changes = compare.Compare(compared(t.Consulted), compared(t.Final))
	return t
}

func compared(list []consult.Clause) (out []compare.Clause) {
	for _, c := range list {
		out = append(out, compare.Clause{Kind: c.Kind, Number: c.Number, Text: c.Text, Label: c.Label})
	}
	return out
}

func byClause(t *testing.T, texts consultview.FinalTexts) *goquery.Document {
	t.Helper()
	on := []consult.ClauseResults{{Rows: rows(1)}}
	for _, c := range texts.Consulted {
		on = append(on, consult.ClauseResults{ClauseID: c.ID, Label: c.Label, Heading: c.Heading, Rows: rows(2)})
	}
	return viewtest.Document(t, consultview.Results(consultview.ResultsPage{Head: answered(t), ByClause: true, Final: texts.HasFinal, PageNo: 2, LastPage: 3,
		Totals: consult.Totals{Suggestions: 7}, Clauses: consultview.Fates(on, texts)}))
}

func TestClausesStandBeforeAndAfterWithWhatWasSaidBetween(t *testing.T) {
	t.Parallel()
	doc := byClause(t, texts())
	viewtest.Count(t, doc, ".by-clause tbody", 4)
	viewtest.Count(t, doc, ".by-clause tr:has(td)", 7)
	viewtest.Count(t, doc, `.by-clause td[rowspan="2"]`, 6)
	for n, want := range []string{"征求意见稿与正式文本对比", "未改动", "改为第三条", "已删除"} {
		viewtest.Holds(t, doc, fmt.Sprintf(".by-clause tbody:nth-of-type(%d) .adopted-text", n+1), want)
	}
	viewtest.Holds(t, doc, ".by-clause del", "两")
	viewtest.Holds(t, doc, ".by-clause ins", "一")
	viewtest.Attr(t, doc, ".by-clause .adopted-text .what a", "href", "/consultations/2026-0002/draft#c-13")
	viewtest.Holds(t, doc, ".by-clause .consulted", "牵引绳不得超过两米")
	viewtest.Attr(t, doc, `.pager [rel="next"]`, "href", "/consultations/2026-0002/results?page=3&view=clauses")
	viewtest.Attr(t, doc, `.pager [rel="prev"]`, "href", "/consultations/2026-0002/results?view=clauses")
}

func TestBeforeThereIsAFinalTextThePageSaysSo(t *testing.T) {
	t.Parallel()
	before := texts()
	before.HasFinal, before.Final, before.Changes = false, nil, nil
	doc := byClause(t, before)
	viewtest.Count(t, doc, ".by-clause .adopted-text .hint", 4)
	viewtest.Holds(t, doc, ".adopted-text", "正式文本尚未公布")
	viewtest.Count(t, doc, `.view-links a[href*="/draft"]`, 0)
}

func TestALineSaysHowManyStandBehindIt(t *testing.T) {
	t.Parallel()
	list := rows(5)
	list[0].Voices = consult.Voices{Comments: 50, Persons: 41, Enterprises: 2}
	list[1].PublicName, list[1].Voices = "朱**、欧阳**", consult.Voices{Comments: 2, Persons: 2}
	list[2].PublicName, list[2].Voices = "", consult.Voices{Comments: 1, Persons: 1}
	list[3].PublicName, list[3].Voices = "云溪县虚构商店", consult.Voices{Comments: 3, Enterprises: 3}
	list[0].SuggestionID, list[0].Finals = 77, []consult.FinalClause{{ID: 8, Label: "第八条"}, {ID: 9, Label: "第九条"}}
	doc := viewtest.Document(t, consultview.Results(consultview.ResultsPage{Head: answered(t), Rows: list, PageNo: 1, LastPage: 1, Totals: consult.Totals{Suggestions: 5}}))
	for n, want := range []string{"朱** 等 41 人、2 家", "朱**、欧阳**", "匿名", "云溪县虚构商店 等 3 家"} {
		if got := viewtest.Text(doc, fmt.Sprintf(".results tbody tr:nth-child(%d) td:nth-child(2)", n+1)); got != want {
			t.Errorf("line %d is from %q, want %q", n+1, got, want)
		}
	}
	viewtest.Attr(t, doc, ".results tbody tr:first-child td:first-child a", "href", "/consultations/2026-0002/results/77")
	viewtest.Holds(t, doc, ".finals", "→ 采纳后见 第八条、 第九条")
	viewtest.Attr(t, doc, ".finals a:nth-of-type(2)", "href", "/consultations/2026-0002/draft#c-9")
}

func TestAFilterComesBackInItsFormAndInThePages(t *testing.T) {
	t.Parallel()
	page := consultview.ResultsPage{Head: answered(t), Rows: rows(3), Found: 103, PageNo: 1, LastPage: 2, Totals: consult.Totals{Suggestions: 300}, Places: clauses(),
		Filter: consultview.ResultFilter{Outcome: consult.Adopted, Clause: "2", Identity: consult.Enterprise, Query: "登记 \"窗口\""}}
	doc := viewtest.Document(t, consultview.Results(page))
	viewtest.Attr(t, doc, "#q", "value", `登记 "窗口"`)
	for name, want := range map[string]string{"outcome": "adopted", "clause": "2", "identity": "enterprise"} {
		viewtest.Attr(t, doc, "#"+name+" option[selected]", "value", want)
	}
	viewtest.Holds(t, doc, `#lines [role="status"]`, "符合条件的有 103 条")
	viewtest.Attr(t, doc, `.pager [rel="next"]`, "href", "/consultations/2026-0002/results?clause=2&identity=enterprise&outcome=adopted&page=2&q=%E7%99%BB%E8%AE%B0+%22%E7%AA%97%E5%8F%A3%22")
	page.Rows, page.Found, page.LastPage = nil, 0, 1
	viewtest.Holds(t, viewtest.Document(t, consultview.Results(page)), "#lines .empty", "没有符合条件的意见建议")
}

func TestAFirstBatchSaysWhatIsStillOpen(t *testing.T) {
	t.Parallel()
	at := viewtest.At(t, "2026-12-28 15:00")
	h := answered(t)
	h.Consultation.ResultsAt = nil
	doc := viewtest.Document(t, consultview.Results(consultview.ResultsPage{Head: h, Batch: consultview.Batch{Batches: 1, LeftOpen: 12, At: &at}, Rows: rows(3),
		PageNo: 1, LastPage: 1, Totals: consult.Totals{Comments: 15, Suggestions: 3, Adopted: 3}}))
	viewtest.Holds(t, doc, ".lead", "已答复意见建议 3 条")
	viewtest.Holds(t, doc, ".note", "尚有 12 条正在研究办理")
	viewtest.Holds(t, doc, ".hint", "2026年12月28日 15:00")
	viewtest.Count(t, doc, ".results tbody tr", 3)
}

func TestACallWithoutOpinionsSaysSo(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, consultview.Results(consultview.ResultsPage{Head: answered(t)}))
	viewtest.Holds(t, doc, ".sheet", "本次征集未收到意见建议。")
	viewtest.Count(t, doc, "table", 0)
}

// Whatever a handler passes, the figures stay away until the results are released.
func TestResultsAreNotShownBeforeTheirRelease(t *testing.T) {
	t.Parallel()
	for _, moment := range []string{"2026-11-01 09:00", "2026-11-22 10:30", "2026-12-20 09:00"} {
		doc := viewtest.Document(t, consultview.Results(consultview.ResultsPage{Head: at(t, moment), Rows: rows(3), Totals: consult.Totals{Suggestions: 3}}))
		viewtest.Count(t, doc, "table, .bar, .lead", 0)
		viewtest.Holds(t, doc, ".empty", "截止后，征集单位对每条意见建议逐条研究")
	}
}
