package consultview_test

import (
	"testing"

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
	viewtest.Count(t, doc, ".bar .legend li", 5)
	viewtest.Count(t, doc, "table.fold tbody tr", 6)
	viewtest.Count(t, doc, "table.fold tbody tr:first-child td[data-th]", 6)
	viewtest.Holds(t, doc, ".tag.out_of_scope", "不属于本次征集范围")
	viewtest.Attr(t, doc, `.pager [rel="next"]`, "href", "/consultations/2026-0002/results?page=2")
}

func TestResultsByClauseStandUnderTheirClauses(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, consultview.Results(consultview.ResultsPage{
		Head: answered(t), ByClause: true, PageNo: 2, LastPage: 3, Totals: consult.Totals{Suggestions: 6},
		Clauses: []consult.ClauseResults{{Rows: rows(1)}, {ClauseID: 3, Label: "第三条", Heading: "总则", Rows: rows(2)}},
	}))
	viewtest.Holds(t, doc, "h2.clause-group:nth-of-type(1)", "全文 1 条")
	viewtest.Holds(t, doc, "h2.clause-group:nth-of-type(2)", "第三条 总则 2 条")
	viewtest.Count(t, doc, "table.results", 2)
	viewtest.Count(t, doc, "table.results tbody tr", 3)
	viewtest.Attr(t, doc, `.pager [rel="next"]`, "href", "/consultations/2026-0002/results?page=3&view=clauses")
	viewtest.Attr(t, doc, `.pager [rel="prev"]`, "href", "/consultations/2026-0002/results?view=clauses")
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
