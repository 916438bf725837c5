package consultview_test

import (
	"testing"

	"nayan/internal/consult"
	"nayan/internal/workday"
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
			Times: consult.Times{OpensAt: viewtest.At(t, "2026-11-12 09:00"), ClosesAt: viewtest.At(t, "2026-12-13 00:00")},
			Terms: consult.Terms{Minimum: consult.Minimum{MinimumDays: 30, MinimumIn: workday.CalendarDays,
				MinimumSource: "《重大行政决策程序暂行条例》第十五条"}, MinimumLast: workday.NewDate(2026, 12, 14)},
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
	for _, fact := range []string{"征集单位Unit", "截止2026年12月12日 23:59:59", "已收意见17 件", "本次期限30 日", "最短期限不少于 30 日", "第十五条"} {
		viewtest.Holds(t, doc, ".masthead .facts", fact)
	}
	viewtest.Holds(t, doc, ".crumbs", "2026-0002")
	viewtest.Attr(t, doc, `meta[name="PubDate"]`, "content", "2026-11-12 09:00")
}

func TestAKindWithoutAStatutoryPeriodClaimsNone(t *testing.T) {
	t.Parallel()
	h := head(t)
	h.Consultation.Minimum = consult.Minimum{}
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

func TestTheReceiptComesEvenWhenTheConsultationCannotBeRead(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, consultview.Receipt(consultview.ReceiptPage{
		Head: consultview.Head{Consultation: consult.Consultation{No: "2026-0002"}}, Receipt: consult.Receipt{No: "R-1", Secret: "S-2"},
	}))
	viewtest.Holds(t, doc, ".slip", "S-2")
	viewtest.Count(t, doc, ".receipt ol li", 1)
}

func TestThePosterLeadsToTheCallByCodeAndAddress(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, consultview.Poster(head(t)))
	viewtest.Holds(t, doc, ".poster", "https://yunxi.example/consultations/2026-0002")
	viewtest.Holds(t, doc, ".poster", "2026年12月12日 23:59:59")
	viewtest.Count(t, doc, ".poster svg.qr path", 1)
	viewtest.Count(t, doc, "header, footer", 0)
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
