package consultview_test

import (
	"strconv"
	"testing"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	consultview "nayan/views/consult"
	"nayan/views/layout"
	"nayan/views/viewtest"
)

// head is an open call of 30 days, seen on its eleventh day.
func head(t *testing.T) consultview.Head {
	t.Helper()
	return consultview.Head{
		Page: layout.Page{Site: layout.Site{Name: "Platform", BaseURL: "https://yunxi.example"}, CSRF: "token"},
		Now:  viewtest.At(t, "2026-11-22 10:30"),
		Consultation: consult.Consultation{
			No: "2026-0002", State: consult.Released, UnitName: "Unit", Title: "Call for opinions",
			Kind: consult.MajorDecision, Audience: consult.Public,
			Times:        consult.Times{OpensAt: viewtest.At(t, "2026-11-12 09:00"), ClosesAt: viewtest.At(t, "2026-12-13 00:00")},
			CommentCount: 17, PublishedCount: 1,
		},
	}
}

// at moves the head's clock.
func at(t *testing.T, moment string) consultview.Head {
	t.Helper()
	h := head(t)
	h.Now = viewtest.At(t, moment)
	return h
}

func answered(t *testing.T) consultview.Head {
	t.Helper()
	h := at(t, "2027-02-01 09:00")
	results := viewtest.At(t, "2027-01-08 15:00")
	h.Consultation.ResultsAt = &results
	return h
}

func clauses() []consult.Clause {
	return []consult.Clause{
		{ID: 1, Kind: "chapter", Number: "第一章", Heading: "总则", Label: "第一章"},
		{ID: 2, ParentID: 1, Depth: 1, Kind: "article", Number: "第一条", Text: "first article", Label: "第一条", PublishedPoints: 3},
		{ID: 3, ParentID: 2, Depth: 2, Kind: "item", Number: "（一）", Text: "an item"},
		{ID: 4, ParentID: 1, Depth: 1, Kind: "article", Number: "第二条", Text: "second <article>", Label: "第二条"},
		{ID: 5, Kind: "table", Text: "a\tb\nc\td", Label: "表"},
	}
}

func TestTheHeadGivesTheFactsBeforeAnyProse(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, consultview.Notice(consultview.NoticePage{Head: head(t), HTML: "<p>notice</p>"}))
	viewtest.Holds(t, doc, ".masthead .pill", "征集中 · 还剩 21 天")
	for _, fact := range []string{"征集单位Unit", "截止2026年12月12日 23:59:59", "已收意见17 件", "本次期限30 日", "法定期限不少于 30 日", "第十五条"} {
		viewtest.Holds(t, doc, ".masthead .facts", fact)
	}
	viewtest.Holds(t, doc, ".crumbs", "2026-0002")
	viewtest.Attr(t, doc, `meta[name="PubDate"]`, "content", "2026-11-12 09:00")
}

func TestAKindWithoutAStatutoryPeriodClaimsNone(t *testing.T) {
	t.Parallel()
	h := head(t)
	h.Consultation.Kind = consult.Plan
	doc := viewtest.Document(t, consultview.Notice(consultview.NoticePage{Head: h}))
	viewtest.Count(t, doc, ".facts div", 4)
}

func TestTheTimelineSaysWhereTheCallStands(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		head  consultview.Head
		done  int
		doing string
	}{
		{"before opening", at(t, "2026-11-12 08:59"), 0, "发布征集"},
		{"while open", head(t), 1, "征集截止"},
		{"after closing", at(t, "2026-12-13 00:00"), 2, "办理答复"},
		{"with results", answered(t), 4, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			doc := viewtest.Document(t, consultview.Explanation(consultview.ExplanationPage{Head: c.head}))
			viewtest.Count(t, doc, ".steps li", 4)
			viewtest.Count(t, doc, ".steps li.done", c.done)
			viewtest.Holds(t, doc, `.steps li[aria-current="step"]`, c.doing)
		})
	}
}

func TestAllFiveTabsAreLinksAndOneIsCurrent(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, consultview.Explanation(consultview.ExplanationPage{Head: head(t), HTML: "<p>why</p>"}))
	viewtest.Count(t, doc, ".tabs a", 5)
	viewtest.Count(t, doc, `.tabs a[aria-current="page"]`, 1)
	viewtest.Attr(t, doc, `.tabs a[aria-current="page"]`, "href", "/consultations/2026-0002/explanation")
	viewtest.Attr(t, doc, ".tabs a", "href", "/consultations/2026-0002")
	viewtest.Holds(t, doc, ".tabs .count", "17")
}

func TestEveryCommentableClauseLeadsToTheFormWithItselfChosen(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, consultview.Draft(consultview.DraftPage{Head: head(t), Clauses: clauses()}))
	viewtest.Count(t, doc, ".draft .act a", 3)
	viewtest.Attr(t, doc, "#c-2 .act a", "href", "/consultations/2026-0002/comments?clause=2#form")
	viewtest.Holds(t, doc, "#c-2 .act", "已公开 3 条意见")
	viewtest.Holds(t, doc, "#c-2 #c-3", "（一） an item")
	viewtest.Holds(t, doc, "h3.chapter#c-1", "第一章 总则")
	viewtest.Holds(t, doc, "#c-4", "second <article>")
	viewtest.Count(t, doc, "#c-5 table tr", 2)
	viewtest.Count(t, doc, "aside#form form", 1)
	viewtest.Attr(t, doc, ".thumb-bar a", "href", "#form")
}

func TestADraftThatIsNotOpenOffersNoForm(t *testing.T) {
	t.Parallel()
	for _, moment := range []string{"2026-11-12 08:59", "2026-12-13 00:00"} {
		doc := viewtest.Document(t, consultview.Draft(consultview.DraftPage{Head: at(t, moment), Clauses: clauses()}))
		viewtest.Count(t, doc, ".act a, #form, .thumb-bar", 0)
		viewtest.Count(t, doc, "main form", 0)
	}
}

func TestTheFormPostsTheAgreedFields(t *testing.T) {
	t.Parallel()
	page := consultview.CommentsPage{Head: head(t), Clauses: clauses(), Form: consultview.CommentForm{IdempotencyKey: "key"}}
	page.Form.Values.Points = []consult.Point{{ClauseIDs: []int64{4}}}
	doc := viewtest.Document(t, consultview.Comments(page))
	viewtest.Attr(t, doc, "#form form", "action", "/consultations/2026-0002/comments")
	viewtest.Attr(t, doc, `#form form input[name="idempotency_key"]`, "value", "key")
	viewtest.Attr(t, doc, `#form form input[name="_csrf"]`, "value", "token")
	for _, name := range []string{"points[0].body", "name", "phone", "email", "organisation", "uscc"} {
		viewtest.Count(t, doc, `#form form [name="`+name+`"]`, 1)
	}
	viewtest.Count(t, doc, `#form form [name="identity"]`, 2)
	viewtest.Count(t, doc, `#form form [name="points[0].clauses"]`, 3)
	viewtest.Attr(t, doc, `.chosen input[checked]`, "value", "4")
	viewtest.Attr(t, doc, `button[name="action"]`, "value", "add_point")
	viewtest.Holds(t, doc, "#form", "5000 字")
	viewtest.Holds(t, doc, ".privacy", "《个人信息保护法》")
}

// Enter in a text field presses a form's first button, which must not be 再加一条意见.
func TestTheFirstButtonOfTheFormSendsIt(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, consultview.Comments(consultview.CommentsPage{Head: head(t), Clauses: clauses()}))
	if _, named := doc.Find("#form form button").First().Attr("name"); named {
		t.Error("the first button adds a point")
	}
}

func TestARejectedFormComesBackWithWhatWasTyped(t *testing.T) {
	t.Parallel()
	page := consultview.CommentsPage{Head: head(t), Clauses: clauses()}
	page.Form.Values = consult.Submission{
		Points:   []consult.Point{{Body: "one"}, {Body: "two", ClauseIDs: []int64{2, 4}}},
		Identity: consult.Enterprise, Name: "somebody", Phone: "12",
	}
	page.Form.Errors = []fault.Field{{Name: "points.1.body", Key: "form.error"}, {Name: "phone", Key: "form.error"}, {Key: "form.error"}}
	doc := viewtest.Document(t, consultview.Comments(page))
	viewtest.Count(t, doc, ".error-summary li", 3)
	viewtest.Attr(t, doc, ".error-summary a", "href", "#points.1.body")
	viewtest.Count(t, doc, `textarea[id="points.1.body"][aria-invalid="true"]`, 1)
	viewtest.Holds(t, doc, `textarea[id="points.1.body"]`, "two")
	viewtest.Count(t, doc, `[name="points[1].clauses"][checked]`, 2)
	viewtest.Attr(t, doc, "#name", "value", "somebody")
	viewtest.Attr(t, doc, `[name="identity"][checked]`, "value", "enterprise")
	if _, open := doc.Find("details.person").Attr("open"); !open {
		t.Error("the part with the faulty phone is folded away")
	}
}

func TestATenthPointIsTheLast(t *testing.T) {
	t.Parallel()
	page := consultview.CommentsPage{Head: head(t)}
	page.Form.Values.Points = make([]consult.Point, consult.MaxPoints)
	viewtest.Count(t, viewtest.Document(t, consultview.Comments(page)), `[value="add_point"]`, 0)
}

func TestTheCommentsTabSaysWhyNothingIsShown(t *testing.T) {
	t.Parallel()
	publishing := head(t)
	publishing.Consultation.PublishWhileOpen = true
	for name, c := range map[string]struct {
		head consultview.Head
		want string
	}{
		"not yet open":          {at(t, "2026-11-01 09:00"), "征集开始并收到意见后"},
		"open, kept until then": {head(t), "本次征集期间只公布收到的件数"},
		"open, none moderated":  {publishing, "还没有公开的意见"},
		"closed, none":          {at(t, "2026-12-20 09:00"), "还没有公开的意见"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			viewtest.Holds(t, viewtest.Document(t, consultview.Comments(consultview.CommentsPage{Head: c.head})), "#published .empty", c.want)
		})
	}
}

func TestPublishedCommentsKeepTheirLineBreaksAndAreEscaped(t *testing.T) {
	t.Parallel()
	page := consultview.CommentsPage{Head: at(t, "2026-12-20 09:00"), PageNo: 1, LastPage: 2, Comments: []consult.Comment{{
		Identity: consult.Resident, PublicName: "朱**", ReceivedAt: viewtest.At(t, "2026-11-20 19:41"),
		Points: []consult.Point{{Body: "a\n<b>b</b>", ClauseLabels: []string{"第三条", "第五条"}}},
	}}}
	doc := viewtest.Document(t, consultview.Comments(page))
	if body := doc.Find(".comment .plain").Text(); body != "a\n<b>b</b>" {
		t.Errorf("body reads %q", body)
	}
	viewtest.Holds(t, doc, ".comment", "第三条、第五条")
	viewtest.Holds(t, doc, ".comment", "朱**")
	viewtest.Attr(t, doc, `.pager [rel="next"]`, "href", "/consultations/2026-0002/comments?page=2#published")
	viewtest.Count(t, doc, "#form form", 0)
}

func TestTheReceiptShowsNumberSecretAndHash(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, consultview.Receipt(consultview.ReceiptPage{
		Head: head(t), Receipt: consult.Receipt{No: "R-1", Secret: "S-2", TextHash: "abc"}, ReceivedAt: viewtest.At(t, "2026-11-22 10:30"),
	}))
	for _, want := range []string{"R-1", "S-2", "abc", "2026年11月22日 10:30:00", "https://yunxi.example/receipts"} {
		viewtest.Holds(t, doc, ".slip", want)
	}
	viewtest.Count(t, doc, "[data-js][hidden] [data-print]", 1)
	viewtest.Count(t, doc, "[data-js][hidden] [data-save]", 1)
}

func TestThePosterLeadsToTheCallByCodeAndAddress(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, consultview.Poster(head(t)))
	viewtest.Holds(t, doc, ".poster", "https://yunxi.example/consultations/2026-0002")
	viewtest.Holds(t, doc, ".poster", "2026年12月12日 23:59:59")
	viewtest.Count(t, doc, ".poster svg.qr path", 1)
	viewtest.Count(t, doc, "header, footer", 0)
}

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

func TestTheListKeepsItsFiltersFromPageToPage(t *testing.T) {
	t.Parallel()
	h := head(t)
	doc := viewtest.Document(t, consultview.List(consultview.ListPage{
		Page: h.Page, Now: h.Now, Items: []consult.Consultation{h.Consultation}, Total: 41, PageNo: 2, LastPage: 3,
		Counts: consultview.Counts{Open: 41, Answered: 2}, Units: []consultview.Unit{{ID: 7, Name: "Unit"}},
		Filter: consultview.Filter{Status: consult.Open, Kind: consult.Plan, UnitID: 7, Audience: consult.Public, Query: "养犬"},
	}))
	viewtest.Attr(t, doc, `.pager [rel="next"]`, "href", "/consultations?audience=public&kind=plan&page=3&q=%E5%85%BB%E7%8A%AC&status=open&unit=7")
	viewtest.Attr(t, doc, `#unit option[selected]`, "value", "7")
	viewtest.Attr(t, doc, `#q`, "value", "养犬")
	viewtest.Attr(t, doc, `.tabs a`, "href", "/consultations?audience=public&kind=plan&q=%E5%85%BB%E7%8A%AC&unit=7")
	viewtest.Holds(t, doc, ".tabs a:first-child .count", "43")
	viewtest.Holds(t, doc, ".rows", "2026年12月12日截止")
}

func TestAListWithoutHitsSaysWhatToDo(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, consultview.List(consultview.ListPage{Filter: consultview.Filter{Query: "x"}}))
	viewtest.Holds(t, doc, ".empty", "没有符合条件的征集")
	viewtest.Attr(t, doc, ".empty a", "href", "/consultations")
}

func TestAttachmentsSayTheirSize(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, consultview.Notice(consultview.NoticePage{Head: head(t), Attachments: []consult.Attachment{
		{ID: 3, Name: "map.pdf", Size: 3 << 20}, {ID: 4, Name: "note.txt", Size: 1},
	}}))
	viewtest.Attr(t, doc, `.links a`, "href", "/consultations/2026-0002/attachments/3")
	viewtest.Holds(t, doc, ".links", "map.pdf 3.0 MB")
	viewtest.Holds(t, doc, ".links", "note.txt 1 KB")
}

// longDraft is as long as a draft gets: a hundred articles with two paragraphs each.
func longDraft() []consult.Clause {
	var out []consult.Clause
	for i := range int64(100) {
		label := "第" + strconv.FormatInt(i+1, 10) + "条"
		out = append(out, consult.Clause{ID: 3*i + 1, Kind: "article", Number: label, Label: label, Text: "为了规范养犬行为，保障公民人身安全和公共环境卫生，根据有关法律法规，结合本县实际，制定本规定。"},
			consult.Clause{ID: 3*i + 2, Depth: 1, Kind: "paragraph", Text: "本县行政区域内犬只的饲养、诊疗、经营以及相关监督管理活动，适用本规定。"},
			consult.Clause{ID: 3*i + 3, Depth: 1, Kind: "item", Number: "（一）", Text: "县公安机关是养犬管理的主管部门。"})
	}
	return out
}

func BenchmarkADraftOfAHundredArticles(b *testing.B) {
	h := consultview.Head{Now: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Consultation: consult.Consultation{
		No: "2026-0001", State: consult.Released,
		Times: consult.Times{OpensAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), ClosesAt: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)},
	}}
	view := consultview.Draft(consultview.DraftPage{Head: h, Clauses: longDraft()})
	for b.Loop() {
		viewtest.Render(b, view)
	}
}
