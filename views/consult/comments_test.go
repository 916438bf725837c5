package consultview_test

import (
	"testing"

	"nayan/internal/consult"
	"nayan/internal/fault"
	consultview "nayan/views/consult"
	"nayan/views/viewtest"
)

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

func TestAnEnterpriseFindsItsFieldsOpenWhereEnterprisesAreAsked(t *testing.T) {
	t.Parallel()
	page := consultview.CommentsPage{Head: head(t), Clauses: clauses()}
	doc := viewtest.Document(t, consultview.Comments(page))
	viewtest.Count(t, doc, "details.person[open]", 0)
	viewtest.Attr(t, doc, `[name="identity"][checked]`, "value", "resident")
	page.Consultation.Audience = consult.Enterprises
	doc = viewtest.Document(t, consultview.Comments(page))
	viewtest.Count(t, doc, "details.person[open]", 1)
	viewtest.Attr(t, doc, `[name="identity"][checked]`, "value", "enterprise")
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
	viewtest.Count(t, doc, ".error-summary[autofocus] li", 3)
	viewtest.Holds(t, doc, "title", "错误：")
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
		Points: []consult.Point{{Body: "a\n<b>b</b>", Clauses: []consult.ClauseRef{{Label: "第三条"}, {Label: "第五条", Version: 1}}}},
	}}}
	doc := viewtest.Document(t, consultview.Comments(page))
	if body := doc.Find(".comment .plain").Text(); body != "a\n<b>b</b>" {
		t.Errorf("body reads %q", body)
	}
	viewtest.Holds(t, doc, ".comment", "第三条、第五条（第1版，该条已删除）")
	viewtest.Holds(t, doc, ".comment", "朱**")
	viewtest.Attr(t, doc, `.pager [rel="next"]`, "href", "/consultations/2026-0002/comments?page=2#published")
	viewtest.Count(t, doc, "#form form", 0)
}
