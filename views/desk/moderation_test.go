package desk_test

import (
	"testing"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/views/desk"
	"nayan/views/viewtest"
)

func part(position, start, end int) consult.PlacedSpan {
	return consult.PlacedSpan{Position: position, Span: consult.Span{Start: start, End: end, Code: consult.ReasonPersonalData}}
}

func TestWhatSeemsPrivateIsMarkedAndOfferedUntilItIsCovered(t *testing.T) {
	t.Parallel()
	p := desk.ModerationPage{Page: frame(t, account.Adjudicator), Con: call(t, consult.Released), Queue: &desk.Queue{Waiting: 2},
		Comment: consult.Comment{ID: 7, Revision: 3, Visibility: consult.Pending, Points: []consult.Point{{Position: 1, Body: "find 139, call 010",
			Redactions: []consult.Redaction{{ID: 4, PlacedSpan: part(1, 4, 8)}}}}},
		Hits: []desk.Hit{{PlacedSpan: part(1, 5, 8), Text: "139"}, {PlacedSpan: part(1, 15, 18), Text: "010"}}}
	doc := viewtest.Document(t, desk.Moderation(p))
	viewtest.Holds(t, doc, "mark.covered", "139")
	viewtest.Holds(t, doc, "mark.suggested", "010")
	viewtest.Count(t, doc, "input[name=place]", 1)
	viewtest.Attr(t, doc, "input[name=place]", "value", "1:15:18")
	viewtest.Count(t, doc, "details[data-redact][open]", 1)
	viewtest.Holds(t, doc, ".redacted", "139")
	viewtest.Count(t, doc, `form input[name=revision][value="3"]`, 4)
}

func TestWhoOnlyReadsAModeratedCommentIsOfferedNothing(t *testing.T) {
	t.Parallel()
	p := desk.ModerationPage{Page: frame(t, account.Auditor), Con: call(t, consult.Released),
		Comment: consult.Comment{ID: 7, Visibility: consult.Published, Points: []consult.Point{{Position: 1, Body: "text"}}}}
	viewtest.Count(t, viewtest.Document(t, desk.Moderation(p)), "main form, main button, .hand", 0)
}
