package layout_test

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/a-h/templ"

	"nayan/internal/fault"
	"nayan/views/layout"
	"nayan/views/viewtest"
)

func TestTheFrameCarriesWhatAGovernmentSiteMustShow(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, layout.Shell(layout.Page{Title: "Page", Nav: layout.NavReceipts, Site: layout.Site{
		Name: "Platform", Emblem: "言", Organiser: "Office", Operator: "Bureau", Phone: "0000-1", SiteCode: "33000001", ICP: "ICP-1", PoliceCode: "P-1",
	}}))
	viewtest.Holds(t, doc, "title", "Page - Platform")
	viewtest.Holds(t, doc, ".brand", "Platform")
	for _, mark := range []string{"Office", "Bureau", "0000-1", "33000001", "ICP-1", "P-1"} {
		viewtest.Holds(t, doc, ".site-footer", mark)
	}
	viewtest.Attr(t, doc, `meta[name="SiteIDCode"]`, "content", "33000001")
	viewtest.Attr(t, doc, "a.skip", "href", "#main")
	within := viewtest.Document(t, layout.Shell(layout.Page{Begin: "text"}))
	viewtest.Attr(t, within, "a.skip", "href", "#text")
	viewtest.Count(t, doc, "nav.main a", 5)
	viewtest.Attr(t, doc, `nav.main [aria-current="page"]`, "href", "/receipts")
	viewtest.Attr(t, doc, `form[role="search"]`, "action", "/consultations")
	viewtest.Count(t, doc, `form[role="search"] [name="q"]`, 1)
}

func TestMarksThatAreNotConfiguredAreLeftOut(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, layout.Shell(layout.Page{Site: layout.Site{Name: "Platform", EmblemURL: "/emblem"}}))
	viewtest.Count(t, doc, ".site-footer dt, .site-footer a[rel=external]", 0)
	viewtest.Count(t, doc, `meta[name="SiteIDCode"]`, 0)
	viewtest.Attr(t, doc, "img.emblem", "src", "/emblem")
	viewtest.Holds(t, doc, "title", "Platform")
	viewtest.Count(t, doc, "nav.crumbs", 0)
}

func TestTheDeskBringsItsOwnMenu(t *testing.T) {
	t.Parallel()
	side := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<b>somebody</b>")
		return err
	})
	doc := viewtest.Document(t, layout.Shell(layout.Page{
		Area: "Desk", Side: side, Menu: []layout.Link{{Href: "/desk", Text: "Calls", Current: true}, {Href: "/desk/staff", Text: "Staff"}},
	}))
	viewtest.Holds(t, doc, ".area", "Desk")
	viewtest.Holds(t, doc, ".side b", "somebody")
	viewtest.Count(t, doc, "nav.main a", 2)
	viewtest.Attr(t, doc, `nav.main [aria-current="page"]`, "href", "/desk")
	viewtest.Count(t, doc, `form[role="search"]`, 0)
}

func TestTheLastCrumbIsThePageItself(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, layout.Shell(layout.Page{Crumbs: []layout.Link{{Href: "/consultations", Text: "All"}, {Text: "This"}}}))
	viewtest.Count(t, doc, ".crumbs li", 3)
	viewtest.Holds(t, doc, `.crumbs [aria-current="page"]`, "This")
	viewtest.Count(t, doc, ".crumbs a", 2)
}

func TestEveryErrorPageSaysWhatToDoNext(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for _, status := range []int{403, 404, 405, 409, 410, 413, 422, 429, 500, 503} {
		doc := viewtest.Document(t, layout.Error(layout.ErrorPage{Status: status}))
		title := viewtest.Text(doc, "h1")
		if before, taken := seen[title]; taken {
			t.Errorf("%d and %d have one title", before, status)
		}
		seen[title] = status
		if doc.Find(".error-page p").Length() < 4 {
			t.Errorf("%d does not say what to do", status)
		}
		viewtest.Attr(t, doc, ".error-page .actions a", "href", "/")
	}
}

func TestAnUnknownStatusReadsLikeTheNearestKnown(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, layout.Error(layout.ErrorPage{Status: 599, RequestID: "R-1"}))
	viewtest.Holds(t, doc, "h1", "平台出了问题")
	viewtest.Holds(t, doc, ".error-page", "R-1")
	doc = viewtest.Document(t, layout.Error(layout.ErrorPage{Status: 418}))
	viewtest.Holds(t, doc, "h1", "填写的内容需要修改")
}

func TestAFaultSpeaksInItsOwnWords(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, layout.Error(layout.ErrorPage{Status: 410, Problem: fault.New(fault.Closed, "booking.error.cancel_over")}))
	viewtest.Holds(t, doc, ".error-page .lead", "活动已经开始")
	link := viewtest.Document(t, layout.Error(layout.ErrorPage{Status: 410, Desk: true, Problem: fault.New(fault.Closed, "staff.error.link")}))
	viewtest.Holds(t, link, "h1", "这个链接不能用了")
	viewtest.Holds(t, link, ".error-page", "请直接登录工作台")
	viewtest.Attr(t, link, ".error-page .actions a", "href", "/desk")
	unknown := viewtest.Document(t, layout.Error(layout.ErrorPage{Status: 410, Problem: fault.New(fault.Closed, "")}))
	viewtest.Holds(t, unknown, ".error-page .lead", "办理时间已过")
}

func TestALimitSaysWhenToComeBackAndNeverTooEarly(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]string{
		400 * time.Millisecond: "请等 1 秒后再试（10:30 以后）",
		59*time.Second + 1:     "请等 1 分钟后再试（10:31 以后）",
		90 * time.Second:       "请等 2 分钟后再试（10:32 以后）",
	} {
		doc := viewtest.Document(t, layout.Error(layout.ErrorPage{
			Status: 429, Now: viewtest.At(t, "2026-11-22 10:30"), Problem: fault.Limited("", wait),
		}))
		viewtest.Holds(t, doc, ".error-page", want)
	}
}
