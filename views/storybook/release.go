package storybook

import (
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	consultview "nayan/views/consult"
	"nayan/views/desk"
	receiptview "nayan/views/receipt"
)

// correction is one of the first line.
func (f fixtures) correction() consult.Correction {
	at := f.Now.Add(-time.Hour)
	return consult.Correction{ID: 3, SuggestionID: 1, Position: f.Rows[0].Position, OldOutcome: consult.Adopted, OldReason: f.Rows[0].Reason,
		Outcome: consult.PartlyAdopted, Reason: f.Rows[1].Reason, Why: f.Rows[2].Reason,
		ProposedBy: 1, ProposedAt: f.Now.Add(-2 * time.Hour), ConfirmedAt: &at}
}

// inBatches are the public pages while a part is answered, and after a correction.
func (f fixtures) inBatches() []Story {
	k := f.correction()
	corrected := f.resultsPage()
	corrected.Corrections, corrected.LastPage = []consult.Correction{k}, 1
	corrected.Rows[0].Outcome, corrected.Rows[0].Reason, corrected.Rows[0].CorrectedAt = k.Outcome, k.Reason, k.ConfirmedAt
	status := consult.ReceiptStatus{ReceiptNo: f.Receipt.No, ConsultationNo: f.Closed.No, ConsultationTitle: f.Closed.Title, UnitName: f.Closed.UnitName,
		Times: f.Closed.Times, ReceivedAt: f.Closed.OpensAt.Add(time.Hour), State: consult.Received, Visibility: consult.Published, TextHash: f.Receipt.TextHash,
		Points: []consult.AnsweredPoint{
			{Position: 1, Body: f.Rows[0].Body, Decisions: []consult.Decision{{Outcome: k.Outcome, Reason: k.Reason}}, CorrectedAt: k.ConfirmedAt},
			{Position: 2, Body: f.Rows[1].Body}}}
	return []Story{
		{"consultations/results/corrected", consultview.Results(corrected)},
		{"receipts/partial", receiptview.Status(receiptview.StatusPage{Page: f.page(), Now: f.Now, Status: status})},
	}
}

// footing foots, with so many suggestions undecided.
func (d deskFixtures) footing(undecided int) consult.Footing {
	t := d.Totals
	f := consult.Footing{Received: t.Comments, Web: t.Comments - 1, Offline: 1, Current: t.Comments, Residents: t.Comments - 1, Firms: 1, Persons: t.Persons,
		Companies: t.Enterprises, Points: t.Suggestions, Linked: t.Suggestions, Suggestions: t.Suggestions + undecided, Adopted: t.Adopted,
		PartlyAdopted: t.PartlyAdopted, NotAdopted: t.NotAdopted, Explained: t.Explained, OutOfScope: t.OutOfScope, Undecided: undecided, Checked: t.Suggestions}
	return f
}

// released foots once everything is public.
func (d deskFixtures) released() consult.Footing {
	f := d.footing(0)
	f.Checked, f.Released, f.Published = 0, f.Suggestions, f.Suggestions
	return f
}

func (d deskFixtures) batches(leftOpen int) desk.ReleaseState {
	return desk.ReleaseState{Told: 9, NoContact: 3, Waiting: 1, Batches: []desk.Batch{{No: 1, At: d.Now.Add(-3 * time.Hour), LeftOpen: leftOpen, Totals: d.Totals, Corrected: 1}}}
}

// releasing are a first batch, sums that are off, and corrections.
func (d deskFixtures) releasing() []Story {
	seat := d.seat("desk.consultations.title", desk.Consultations, account.Adjudicator)
	first := desk.ResultsPage{Page: seat, Con: d.Closed, Totals: d.Totals, Footing: d.footing(8), Missing: d.Missing, MissingTotal: 8}
	begun := first
	begun.Footing, begun.Release = d.released(), d.batches(8)
	begun.Footing.Undecided, begun.Footing.Suggestions = 8, begun.Footing.Suggestions+8
	off := first
	off.Footing.Web--
	off.Footing.Linked, off.Footing.Unlinked = off.Footing.Linked-1, 1
	waiting := d.correction()
	waiting.ConfirmedAt, waiting.ID = nil, 4
	page := desk.CorrectionsPage{Page: seat, Con: d.Answered, Me: 7, List: []consult.Correction{waiting, d.correction()}}
	form := page
	form.Line = &d.Rows[0]
	form.Form = desk.CorrectionForm{Suggestion: 1, Outcome: string(consult.Adopted), Reason: d.Rows[0].Reason, Errors: []fault.Field{{Name: "why", Key: "correct.error.why_required"}}}
	return []Story{
		{"desk/results/first", desk.Results(first)}, {"desk/results/begun", desk.Results(begun)}, {"desk/results/off", desk.Results(off)},
		{"desk/corrections", desk.Corrections(page)}, {"desk/corrections/rejected", desk.Corrections(form)},
		{"desk/corrections/none", desk.Corrections(desk.CorrectionsPage{Page: seat, Con: d.Answered})},
		{"desk/comments/narrowed", desk.Comments(desk.CommentsPage{Page: seat, Con: d.Closed, Items: d.Comments, Total: 3, Last: 1, At: 1,
			Narrow: consult.CommentNarrow{Channel: "web", Standing: "current"}})},
	}
}
