package storybook

import (
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/workday"
	consultview "nayan/views/consult"
	"nayan/views/desk"
	receiptview "nayan/views/receipt"
	"nayan/views/ui"
)

// today is the day of every story.
func (f fixtures) today() workday.Date { return consult.DayOf(f.Now) }

// under puts a call under thirty days and a day for its results.
func (f fixtures) under(c consult.Consultation, due workday.Date) consult.Consultation {
	c.Minimum = consult.Minimum{MinimumDays: 30, MinimumIn: workday.CalendarDays, MinimumSource: f.Open.LegalBasis}
	c.MinimumLast, c.ResultsDays, c.ResultsDueOn = c.LastDay(), 20, due
	return c
}

// late is a closed call whose results were promised five days ago.
func (f fixtures) late() consult.Consultation { return f.under(f.Closed, f.today()-5) }

// short is an open call that is shorter than its minimum, into a year that is not known.
func (f fixtures) short() consult.Consultation {
	c := f.under(f.Open, 0)
	c.MinimumLast, c.ShortReason = c.LastDay()+10, f.Typed.Points[0].Body
	c.MinimumAwaits, c.ResultsDueAwaits = f.Now.Year()+1, f.Now.Year()+1
	return c
}

func (f fixtures) withdrawn() consult.Consultation {
	c, at := f.Open, f.Now.Add(-time.Hour)
	c.ReleasedAt, c.WithdrawnAt = &c.OpensAt, &at
	return c
}

func (f fixtures) pastChanges() []consult.Change {
	reason := f.Typed.Points[0].Body
	return []consult.Change{
		{Kind: consult.Extended, At: f.Now.AddDate(0, 0, -40), From: f.today() - 30, To: f.today() - 20, Reason: reason},
		{Kind: consult.NewVersion, At: f.Now.AddDate(0, 0, -30)},
		{Kind: consult.Delayed, At: f.Now.AddDate(0, 0, -3), From: f.today() - 5, To: f.today() + 9, Reason: reason},
		{Kind: consult.CallWithdrawn, At: f.Now.Add(-time.Hour), Reason: reason},
	}
}

// clock are the public pages of what is short, late or withdrawn.
func (f fixtures) clock() []Story {
	notice := func(c consult.Consultation, changes ...consult.Change) consultview.NoticePage {
		p := consultview.NoticePage{Head: f.head(c), HTML: f.NoticeHTML}
		p.Changes = changes
		return p
	}
	delayed, changes := f.late(), f.pastChanges()
	delayed.ResultsDelayedTo = f.today() + 9
	status := f.Waiting
	status.WithdrawnAt = f.withdrawn().WithdrawnAt
	return []Story{
		{"consultations/notice/late", consultview.Notice(notice(f.late()))},
		{"consultations/notice/delayed", consultview.Notice(notice(delayed, changes[:3]...))},
		{"consultations/notice/short", consultview.Notice(notice(f.short()))},
		{"consultations/notice/withdrawn", consultview.Notice(notice(f.withdrawn(), changes...))},
		{"consultations/comments/withdrawn", consultview.Comments(consultview.CommentsPage{Head: f.head(f.withdrawn()), PageNo: 1, LastPage: 1})},
		{"consultations/results/withdrawn", consultview.Results(consultview.ResultsPage{Head: f.head(f.withdrawn()), PageNo: 1, LastPage: 1})},
		{"receipts/withdrawn", receiptview.Status(receiptview.StatusPage{Page: f.page(), Now: f.Now, Status: status})},
	}
}

func (f fixtures) rules() []consult.KindRule {
	thirty := f.short().Minimum
	return []consult.KindRule{
		{Kind: consult.MajorDecision, Enabled: true, Minimum: thirty, ResultsDays: 20, LegalityReview: true},
		{Kind: consult.Rule, Minimum: thirty, ResultsDays: 20, LegalityReview: true},
		{Kind: consult.Plan, Enabled: true, ResultsDays: 20},
	}
}

// periods are the desk's pages about periods.
func (d deskFixtures) periods() []Story {
	approver := d.seat("desk.consultations.title", desk.Consultations, account.Approver)
	form := desk.ConsultationFormPage{Page: d.seat("desk.consultation.new", desk.Consultations, account.Drafter), Rules: d.rules(),
		Terms: d.short().Terms, Form: desk.ConsultationForm{Kind: string(consult.MajorDecision), ClosesOn: d.today().String(),
			Errors: ui.Errors{{Name: "closes_at", Key: "consult.error.period_short.calendar_days", Args: []any{30, d.Open.LegalBasis, 2026, 12, 31}}}}}
	refused := desk.ChangePage{Page: approver, Con: d.late(), Kind: consult.Delayed, Form: desk.ChangeForm{On: d.today().String(),
		Errors: ui.Errors{{Name: "results_on", Key: "change.error.results_on_later", Args: []any{2026, 11, 22}},
			{Name: "reason", Key: "change.error.reason_required"}}}}
	barred := desk.ChangePage{Page: approver, Con: d.Closed, Kind: consult.Extended, Barred: true, Form: desk.ChangeForm{Reason: d.Typed.Points[0].Body}}
	barred.Problem = fault.New(fault.Conflict, "change.error.extend")
	return append([]Story{
		{"desk/consultation/late", desk.Consultation(desk.ConsultationPage{Page: approver, Con: d.late(), Changes: d.pastChanges()[:1]})},
		{"desk/consultation/short", desk.Consultation(desk.ConsultationPage{Page: approver, Con: d.short()})},
		{"desk/consultation/withdrawn", desk.Consultation(desk.ConsultationPage{Page: approver, Con: d.withdrawn(), Changes: d.pastChanges()})},
		{"desk/consultations/late", desk.ConsultationList(desk.ConsultationsPage{Page: approver, Items: []consult.Consultation{d.late(), d.withdrawn()}, Total: 2, Last: 1, At: 1})},
		{"desk/consultation/form/short", desk.ConsultationEdit(form)},
		{"desk/change/extend", desk.Change(desk.ChangePage{Page: approver, Con: d.Open, Kind: consult.Extended})},
		{"desk/change/extend/barred", desk.Change(barred)},
		{"desk/change/withdraw", desk.Change(desk.ChangePage{Page: approver, Con: d.Open, Kind: consult.CallWithdrawn})},
		{"desk/change/delay/rejected", desk.Change(refused)},
	}, d.settings()...)
}

func (d deskFixtures) settings() []Story {
	page := d.seat("desk.settings.title", desk.Settings, account.Administrator)
	rejected := desk.KindPage{Page: page, Kind: consult.Plan, Form: desk.KindForm{Enabled: true, Minimum: "30", MinimumIn: "weeks", ResultsDays: "x",
		Errors: ui.Errors{{Name: "minimum_in", Key: "kind_rule.error.minimum_in"}, {Name: "source", Key: "kind_rule.error.source"},
			{Name: "results_days", Key: "consult.error.results_days", Args: []any{consult.MaxResultsDays}}}}}
	years := []desk.HolidayYear{{Year: workday.Year{Number: 2027, Papers: []string{"javascript:void(0)"}}, ImportedAt: d.Now, ImportedBy: d.Member}}
	for _, n := range []int{2026, 2025} {
		y, _ := workday.Embedded().Year(n)
		years = append(years, desk.HolidayYear{Year: y, Embedded: true})
	}
	years[1].ImportedAt, years[1].ImportedBy = d.Now, d.Other
	list := desk.HolidaysPage{Page: page, Years: years, County: true, Next: 2028}
	broken, looking := list, list
	broken.Errors = ui.Errors{{Name: "file", Key: "workday.error.far", Args: []any{3, "2031-01-01", 2028}}}
	looking.County = false
	return []Story{
		{"desk/settings/kinds", desk.KindList(desk.KindsPage{Page: page, Rules: d.rules(), County: true})},
		{"desk/settings/kinds/looking", desk.KindList(desk.KindsPage{Page: page, Rules: d.rules()})},
		{"desk/settings/kind", desk.KindEdit(desk.KindPage{Page: page, Kind: consult.Plan, Form: desk.KindForm{Minimum: "0", MinimumIn: "calendar_days", ResultsDays: "20"}})},
		{"desk/settings/kind/rejected", desk.KindEdit(rejected)},
		{"desk/settings/holidays", desk.Holidays(list)},
		{"desk/settings/holidays/rejected", desk.Holidays(broken)},
		{"desk/settings/holidays/looking", desk.Holidays(looking)},
	}
}
