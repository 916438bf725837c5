package receiptview_test

import (
	"testing"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/views/layout"
	receiptview "nayan/views/receipt"
	"nayan/views/viewtest"
)

func TestTheLookUpPostsSoThatTheSecretIsInNoAddress(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, receiptview.Lookup(receiptview.LookupPage{Page: layout.Page{CSRF: "token"}, No: "R-1"}))
	viewtest.Attr(t, doc, "main form", "method", "post")
	viewtest.Attr(t, doc, "main form", "action", "/receipts")
	viewtest.Attr(t, doc, "#no", "value", "R-1")
	viewtest.Attr(t, doc, "#secret", "autocomplete", "off")
	viewtest.Attr(t, doc, `[name="_csrf"]`, "value", "token")
}

func TestAFailedLookUpDoesNotSayWhichPartWasWrong(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, receiptview.Lookup(receiptview.LookupPage{No: "R-1", NotFound: true}))
	viewtest.Holds(t, doc, `[role="alert"]`, "回执号或查询码不对")
	viewtest.Attr(t, doc, "#secret", "value", "")
	viewtest.Count(t, doc, ".field.invalid", 0)
	viewtest.Holds(t, doc, "title", "错误：")
}

func TestAMissingFieldIsNamed(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, receiptview.Lookup(receiptview.LookupPage{Errors: []fault.Field{{Name: "secret", Key: "form.error"}}}))
	viewtest.Attr(t, doc, ".error-summary a", "href", "#secret")
	viewtest.Attr(t, doc, "#secret", "aria-invalid", "true")
}

func status(t *testing.T, state consult.ReceiptState, moment string) receiptview.StatusPage {
	t.Helper()
	return receiptview.StatusPage{Now: viewtest.At(t, moment), Status: consult.ReceiptStatus{
		ReceiptNo: "R-1", ConsultationNo: "2026-0002", ConsultationTitle: "Call", UnitName: "Unit", State: state,
		Visibility: consult.Pending, TextHash: "abc", ReceivedAt: viewtest.At(t, "2026-11-20 19:41"),
		Times:  consult.Times{OpensAt: viewtest.At(t, "2026-11-12 09:00"), ClosesAt: viewtest.At(t, "2026-12-13 00:00")},
		Points: []consult.AnsweredPoint{{Body: "one\ntwo"}, {Body: "three", Clauses: []consult.ClauseRef{{Label: "第三条"}}}},
	}}
}

func TestAReceiptSaysWhenTheAnswerComes(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, receiptview.Status(status(t, consult.Received, "2026-11-22 10:30")))
	viewtest.Holds(t, doc, ".note", "征集到 2026年12月12日 23:59:59 截止")
	viewtest.Holds(t, doc, `.steps [aria-current="step"]`, "征集截止")
	viewtest.Count(t, doc, ".decision", 0)
	closed := viewtest.Document(t, receiptview.Status(status(t, consult.Received, "2026-12-13 00:00")))
	viewtest.Holds(t, closed, ".note", "Unit正在逐条办理")
	viewtest.Holds(t, closed, `.steps [aria-current="step"]`, "办理答复")
}

func TestADecidedReceiptShowsEveryAnswerWithItsReason(t *testing.T) {
	t.Parallel()
	p := status(t, consult.Decided, "2027-02-01 10:30")
	p.Status.Points[0].Decisions = []consult.Decision{{Outcome: consult.Adopted, Reason: "done"}, {Outcome: consult.OutOfScope, Reason: "passed on"}}
	p.Status.Points[1].Decisions = []consult.Decision{{Outcome: consult.NotAdopted, Reason: "because"}}
	doc := viewtest.Document(t, receiptview.Status(p))
	viewtest.Count(t, doc, ".answers > li", 2)
	viewtest.Count(t, doc, ".answers > li:first-child .decision", 2)
	viewtest.Holds(t, doc, ".answers", "passed on")
	viewtest.Holds(t, doc, ".answers .tag.not_adopted", "未采纳")
	viewtest.Count(t, doc, ".note", 0)
	viewtest.Count(t, doc, ".steps .done", 4)
	if body := doc.Find(".answers .plain").First().Text(); body != "one\ntwo" {
		t.Errorf("body reads %q", body)
	}
}

func TestAHiddenCommentSaysWhy(t *testing.T) {
	t.Parallel()
	p := status(t, consult.Received, "2026-11-22 10:30")
	p.Status.Visibility, p.Status.HiddenCode, p.Status.HiddenReason = consult.Hidden, consult.ReasonOther, "names a neighbour"
	viewtest.Holds(t, viewtest.Document(t, receiptview.Status(p)), ".slip", "不公开，照常办理、答复。原因：names a neighbour")
}
