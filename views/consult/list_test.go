package consultview_test

import (
	"testing"

	"nayan/internal/consult"
	consultview "nayan/views/consult"
	"nayan/views/viewtest"
)

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

func TestACallThatHasNotBegunCountsNothing(t *testing.T) {
	t.Parallel()
	h := head(t)
	h.Now = h.Consultation.OpensAt.Add(-1)
	doc := viewtest.Document(t, consultview.List(consultview.ListPage{Page: h.Page, Now: h.Now, Items: []consult.Consultation{h.Consultation}}))
	viewtest.Count(t, doc, ".rows:contains(已收)", 0)
	viewtest.Count(t, viewtest.Document(t, consultview.Notice(consultview.NoticePage{Head: h})), ".facts:contains(已收)", 0)
}

func TestAListWithoutHitsSaysWhatToDo(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, consultview.List(consultview.ListPage{Filter: consultview.Filter{Query: "x"}}))
	viewtest.Holds(t, doc, ".empty", "没有符合条件的征集")
	viewtest.Attr(t, doc, ".empty a", "href", "/consultations")
	doc = viewtest.Document(t, consultview.List(consultview.ListPage{Filter: consultview.Filter{Status: consult.Open}, Counts: consultview.Counts{Closed: 2}}))
	viewtest.Holds(t, doc, ".empty", "“征集中”里现在没有事项")
	doc = viewtest.Document(t, consultview.List(consultview.ListPage{}))
	viewtest.Holds(t, doc, ".empty", "还没有发布过征集")
	viewtest.Count(t, doc, ".empty a", 0)
}
