package storybook

import (
	"context"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/desk"
	receiptview "nayan/views/receipt"
)

// partly is the first comment of the fixtures with a part of it covered.
func (f fixtures) partly(visibility consult.Visibility) consult.Comment {
	c := f.Comments[0]
	c.Visibility, c.Revision = visibility, 1
	c.Points = append([]consult.Point(nil), c.Points...)
	for i := range c.Points {
		c.Points[i].Position = i + 1
		c.Points[i].ClauseIDs = make([]int64, len(c.Points[i].ClauseLabels))
	}
	c.Points[0].ClauseIDs[0] = f.Clauses[0].ID
	c.Points[0].Redactions = []consult.Redaction{{ID: 1, At: f.Now, PlacedSpan: consult.PlacedSpan{Position: 1,
		Span: consult.Span{Start: 4, End: 11, Code: consult.ReasonPersonalData}}}}
	return c
}

// moderating is one comment to decide on, in every situation that looks different.
func (d deskFixtures) moderating() []Story {
	seat := d.seat("moderation.title", desk.ModerationQueue, account.Adjudicator)
	refused := seat
	refused.Problem = fault.New(fault.Conflict, "moderate.error.changed")
	span := consult.Span{Start: 12, End: 21}
	hits := []desk.Hit{{Kind: i18n.T(context.Background(), "moderation.redact.hits"), Text: string([]rune(d.Comments[0].Points[0].Body)[span.Start:span.End]), PlacedSpan: consult.PlacedSpan{Position: 1, Span: span}}}
	page := desk.ModerationPage{Page: seat, Con: d.Closed, Comment: d.partly(consult.Pending), Hits: hits,
		Clauses: map[int64][]consult.Clause{d.Clauses[0].ID: d.Clauses[:3]}, Queue: &desk.Queue{Waiting: 7, Previous: 1}}
	alone, again, wrong, told := page, page, page, page
	alone.Queue, alone.Comment.Visibility = nil, consult.Published
	again.Page, again.Comment.Visibility, again.Comment.HiddenCode = refused, consult.Hidden, consult.ReasonPetition
	wrong.Redact = desk.RedactForm{Words: d.Comments[1].PublicName, Code: string(consult.ReasonInsult), Errors: []fault.Field{{Name: "words", Key: "redact.error.absent", Args: []any{1}}}}
	told.Hide = desk.ModerationForm{Code: string(consult.ReasonOther), Errors: []fault.Field{{Name: "reason", Key: "moderate.error.reason_required"}}}
	read := alone
	read.Page = d.seat("moderation.title", desk.Consultations, account.Auditor)
	waiting := append([]consult.Comment(nil), d.Comments...)
	for i := range waiting {
		waiting[i].Visibility = consult.Pending
	}
	bulk := desk.BulkForm{Picked: []string{desk.Pick(waiting[1])}, ModerationForm: desk.ModerationForm{Errors: []fault.Field{{Name: "bulk-code", Key: "moderate.error.code"}}}}
	return []Story{
		{"desk/moderation", desk.Moderation(page)},
		{"desk/moderation/alone", desk.Moderation(alone)},
		{"desk/moderation/changed", desk.Moderation(again)},
		{"desk/moderation/not-found", desk.Moderation(wrong)},
		{"desk/moderation/no-words", desk.Moderation(told)},
		{"desk/moderation/auditor", desk.Moderation(read)},
		{"desk/moderation/empty", desk.Moderation(desk.ModerationPage{Page: seat, Queue: &desk.Queue{}})},
		{"desk/moderation/skipped", desk.Moderation(desk.ModerationPage{Page: seat, Queue: &desk.Queue{Waiting: 2}})},
		{"desk/comments/bulk", desk.Comments(desk.CommentsPage{Page: seat, Con: d.Open, Items: waiting, Total: 3, Last: 1, At: 1, Filter: consult.Pending, Bulk: bulk})},
	}
}

// moderated is what the sender of a comment reads of it.
func (f fixtures) moderated() []Story {
	petition, partly := f.Waiting, f.Status
	petition.HiddenCode, petition.HiddenReason, petition.ModeratedAt, petition.Contact = consult.ReasonPetition, "", &f.Now, "0000-5550100"
	partly.Points = append([]consult.AnsweredPoint(nil), partly.Points...)
	partly.Points[0].Redactions = []consult.Redaction{{At: f.Now, PlacedSpan: consult.PlacedSpan{Span: consult.Span{Start: 2, End: 6, Code: consult.ReasonInsult}}}}
	partly.ModeratedAt = &f.Now
	return []Story{
		{"receipts/petition", receiptview.Status(receiptview.StatusPage{Page: f.page(), Now: f.Now, Status: petition})},
		{"receipts/covered", receiptview.Status(receiptview.StatusPage{Page: f.page(), Now: f.Now, Status: partly})},
	}
}
