package storybook

import (
	"encoding/json"
	"time"

	"nayan/internal/account"
	"nayan/internal/audit"
	"nayan/internal/fault"
	"nayan/views/desk"
	"nayan/views/ui"
)

// record is what an auditor reads.
func (d deskFixtures) record() []Story {
	seat := d.seat("audit.title", desk.AuditLog, account.Auditor)
	names := desk.AuditNames{Staff: map[int64]string{1: d.Member, 2: d.Other}, Units: map[int64]string{1: d.Unit}}
	staff := []ui.Option{{Value: "1", Label: d.Member}, {Value: desk.AuditProgram, Label: desk.AuditProgram}}
	reader := d.seat("desk.consultations.title", desk.Consultations, account.Auditor)
	return []Story{
		{"desk/audit", desk.Audit(desk.AuditPage{Page: seat, Staff: staff, Names: names, First: true, Older: "1-1", Lines: d.entries()})},
		{"desk/audit/of-a-unit", desk.Audit(desk.AuditPage{Page: seat, Staff: staff, Names: names, Scope: d.Unit,
			Form: desk.AuditForm{Kind: "comment", From: "2026-11-01"}, Lines: d.entries()[1:2]})},
		{"desk/audit/none", desk.Audit(desk.AuditPage{Page: seat, Staff: staff, Names: names, First: true})},
		{"desk/audit/refused", desk.Audit(desk.AuditPage{Page: seat, Staff: staff, Names: names,
			Form: desk.AuditForm{ID: "12", Errors: []fault.Field{{Name: "id", Key: "audit.error.id_kind"}}}})},
		{"desk/comments/read-only", desk.Comments(desk.CommentsPage{Page: reader, Con: d.Closed, Items: d.Comments, Total: 3, Last: 1, At: 1})},
		{"desk/suggestions/read-only", desk.Suggestions(desk.SuggestionsPage{Page: reader, Con: d.Closed, Filter: desk.SuggestionFilter{State: desk.All, Page: 1}, Items: d.Suggestions, Last: 1})},
	}
}

func (d deskFixtures) entries() []desk.AuditLine {
	ago := func(minutes int) time.Time { return d.Now.Add(-time.Duration(minutes) * time.Minute) }
	grant := audit.Object{"role": string(account.Auditor), "unit_id": json.Number("0")}
	return []desk.AuditLine{
		{ID: 9, At: ago(1), StaffID: 1, Action: "consultation.update", Kind: "consultation", ObjectID: "6", Subject: d.Scheduled.Title,
			Changes: []audit.Change{{Field: "closes_at", Before: d.Scheduled.OpensAt, After: d.Scheduled.ClosesAt}, {Field: "title", After: d.Scheduled.Title},
				{Field: "publish_while_open", Before: false, After: true}, {Field: "contact", Before: d.Scheduled.Contact, After: nil}}},
		{ID: 8, At: ago(20), StaffID: 2, Action: "comment.moderate", Kind: "comment", ObjectID: "12/345", Subject: d.Closed.Title,
			Changes: []audit.Change{{Field: "visibility", Before: "pending", After: "hidden"}}},
		{ID: 7, At: ago(30), StaffID: 2, Action: "booking.check_in", Kind: "booking", ObjectID: "3/7", Subject: d.OpenDays[0].Theme,
			Changes: []audit.Change{{Field: "state", Before: "confirmed", After: "checked_in"}}},
		{ID: 6, At: ago(90), Action: "staff.add", Kind: "staff", ObjectID: "1", Changes: []audit.Change{{After: []any{grant, grant}}}},
		{ID: 5, At: ago(91), StaffID: 1, Action: "staff.sign_in", Kind: "staff", ObjectID: "1"},
	}
}
