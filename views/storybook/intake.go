package storybook

import (
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	consultview "nayan/views/consult"
	"nayan/views/desk"
)

// intakeItems are a letter with scans and a row of a table.
func (d deskFixtures) intakeItems() []desk.IntakeItem {
	posted := d.Now.AddDate(0, 0, -4)
	return []desk.IntakeItem{
		{CommentID: 9, ReceiptNo: d.Receipt.No, Channel: consult.ByLetter, PublicName: d.Comments[0].PublicName, ReceivedOn: d.Now.AddDate(0, 0, -2),
			PostmarkedOn: &posted, By: d.Member, At: d.Now, Files: []desk.IntakeFile{{ID: 1, Size: 480_000}, {ID: 2, Size: 2_300_000}}},
		{CommentID: 8, ReceiptNo: d.Receipt.No, Channel: consult.AtForum, ReceivedOn: d.Now.AddDate(0, 0, -3), Place: d.OpenDays[0].Place,
			By: d.Other, At: d.Now, BatchRow: 17},
	}
}

func (d deskFixtures) intake() []Story {
	seat := d.seat("intake.title", desk.Consultations, account.Clerk)
	window := consult.IntakeWindow{Times: d.Open.Times, IntakeDays: consult.DefaultIntakeDays}
	list := desk.IntakePage{Page: seat, Con: d.Open, Window: window, Items: d.intakeItems(), Total: 2, Last: 3, At: 1}
	pending := list
	pending.Con, pending.Window.Times, pending.Page.Now = d.Closed, d.Closed.Times, d.Closed.ClosesAt.Add(time.Hour)
	shut := desk.IntakePage{Page: seat, Con: d.Closed, Window: window, Last: 1, At: 1, Shut: fault.New(fault.Closed, "intake.error.over", d.Closed.LastSecond())}
	form := desk.IntakeFormPage{Page: seat, Con: d.Open, Clauses: d.Clauses, Form: desk.IntakeForm{Key: "1"}}
	rejected := form
	rejected.Form = desk.IntakeForm{Channel: string(consult.ByLetter), ReceivedOn: "2026-12-30", Comment: consultview.CommentForm{Values: d.Typed},
		Files:  []desk.IntakeFile{{Token: "1", Name: d.Attachments[0].Name, Size: 480_000}},
		Errors: []fault.Field{{Name: "received_on", Key: "intake.error.letter_late", Args: []any{d.Open.LastSecond()}}, {Name: "files", Key: "consult.error.attachment_type"}}}
	return []Story{
		{"desk/intake", desk.Intakes(list)},
		{"desk/intake/pending", desk.Intakes(pending)},
		{"desk/intake/over", desk.Intakes(shut)},
		{"desk/intake/new", desk.IntakeNew(form)},
		{"desk/intake/rejected", desk.IntakeNew(rejected)},
	}
}

func (d deskFixtures) intakeTables() []Story {
	seat := d.seat("intake.import.title", desk.Consultations, account.Clerk)
	table := desk.IntakeImportPage{Page: seat, Con: d.Open, Batches: []desk.IntakeBatchItem{{ID: 2, Rows: 120, At: d.Now, By: d.Member},
		{ID: 1, Rows: 48, At: d.Now.AddDate(0, 0, -1), By: d.Other, Imported: true}}}
	wrong := table
	wrong.Good, wrong.Problems = 118, []fault.Field{{Name: "B4", Key: "intake.error.channel"}, {Name: "H4", Key: "sheet.error.scientific"},
		{Name: "C17", Key: "intake.error.before_opening", Args: []any{d.Open.OpensAt}}}
	unreadable := table
	unreadable.Errors = []fault.Field{{Name: "file", Key: "sheet.error.unreadable"}}
	imported := d.Now.AddDate(0, 0, -1)
	batch := desk.IntakeBatchPage{Page: seat, Con: d.Open, ID: 2, Rows: 450, Waiting: true, SameAt: &imported, Ignored: d.OpenDays[0].Theme}
	for n, point := range d.Comments[0].Points {
		batch.First = append(batch.First, consult.IntakeRow{Row: n + 3, Channel: consult.AtForum, ReceivedOn: "2026-11-20", Name: d.Comments[0].PublicName, Body: point.Body})
	}
	done, gone := batch, batch
	done.ImportedAt, done.Waiting, gone.Waiting = &imported, false, false
	slips := desk.SlipsPage{Page: d.page(), Con: d.Open, Back: "/desk", Recorded: true}
	for range 2 {
		slips.Slips = append(slips.Slips, desk.Slip{No: d.Receipt.No, Secret: d.Receipt.Secret, PublicName: d.Comments[0].PublicName, Channel: consult.ByLetter, Day: d.Now})
	}
	return []Story{
		{"desk/intake/import", desk.IntakeImport(table)},
		{"desk/intake/import/wrong", desk.IntakeImport(wrong)},
		{"desk/intake/import/unreadable", desk.IntakeImport(unreadable)},
		{"desk/intake/batch", desk.IntakeBatch(batch)},
		{"desk/intake/batch/imported", desk.IntakeBatch(done)},
		{"desk/intake/batch/gone", desk.IntakeBatch(gone)},
		{"desk/intake/slips", desk.Slips(slips)},
	}
}
