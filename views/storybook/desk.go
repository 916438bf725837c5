package storybook

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/openday"
	"nayan/views/desk"
	"nayan/views/layout"
	"nayan/views/ui"
)

//go:embed fixtures/desk.json
var deskJSON []byte

// deskFixtures are the invented staff and their work.
type deskFixtures struct {
	fixtures
	Member, Unit string   // who is signed in
	Other        string   // a colleague
	Terms        []string // that texts on one matter share
	Members      []desk.Member
	History      []consult.ReviewStep
	Warnings     []desk.Warning
	Bookings     []openday.Booking
	Suggestions  []consult.Suggestion
	Missing      []consult.Missing
	Notice       string
}

func mustDesk(f fixtures) deskFixtures {
	d := deskFixtures{fixtures: f}
	if err := json.Unmarshal(deskJSON, &d); err != nil {
		panic(fmt.Sprintf("storybook: fixtures/desk.json: %v", err))
	}
	return d
}

// seat is the frame of a titled page for somebody with these roles.
func (d deskFixtures) seat(title string, section desk.Section, roles ...account.Role) desk.Page {
	ctx := context.Background()
	p := desk.Page{Page: d.page(), Now: d.Now, Roles: roles}
	p.Title, p.Styles, p.Area = i18n.T(ctx, title), desk.Styles, i18n.T(ctx, "desk.area")
	p.Menu = desk.Menu(ctx, section, roles)
	p.Side = desk.Side(d.Member, d.Unit, p.CSRF)
	return p
}

// door is the frame of somebody who has not signed in.
func (d deskFixtures) door() layout.Page {
	p := d.page()
	p.Title, p.Styles = i18n.T(context.Background(), "desk.sign_in.title"), desk.Styles
	return p
}

// inState is a consultation as it stands on the desk.
func (d deskFixtures) inState(s consult.State) consult.Consultation {
	c := d.Scheduled
	c.State = s
	if s != consult.Released {
		c.No = ""
	}
	return c
}

func (d deskFixtures) options() []ui.Option {
	out := make([]ui.Option, len(d.Units))
	for i, u := range d.Units {
		out[i] = ui.Option{Value: fmt.Sprint(u.ID), Label: u.Name}
	}
	return out
}

func (d deskFixtures) entrance() []Story {
	refused := []fault.Field{{Name: "email", Key: "staff.error.sign_in"}}
	work := []desk.Work{
		{Kind: desk.WorkReview, Title: d.Scheduled.Title, Unit: d.Unit, Href: "/desk/consultations/6"},
		{Kind: desk.WorkDecide, Title: d.Closed.Title, Unit: d.Unit, Href: "/desk/consultations/4/suggestions", Late: true},
	}
	return []Story{
		{"desk/sign-in", desk.SignIn(desk.SignInPage{Page: d.door()})},
		{"desk/sign-in/refused", desk.SignIn(desk.SignInPage{Page: d.door(), Form: desk.SignInForm{Email: d.Members[0].Email, Errors: refused}})},
		{"desk/home", desk.Dashboard(desk.HomePage{Page: d.seat("desk.home.title", desk.Home, account.Reviewer, account.Adjudicator), Name: d.Member, Work: work,
			Figures: []desk.Figure{{Label: d.Unit, Value: 3, Href: "/desk/consultations"}}})},
		{"desk/home/empty", desk.Dashboard(desk.HomePage{Page: d.seat("desk.home.title", desk.Home, account.Drafter), Name: d.Member})},
	}
}

func (d deskFixtures) drafting() []Story {
	draft := desk.Draft{FileName: "draft.docx", Version: 2, Clauses: d.Clauses, Warnings: d.Warnings}
	con := d.inState(consult.Drafting)
	form := desk.ConsultationForm{Title: con.Title, UnitID: "1", Kind: string(con.Kind), Audience: string(con.Audience), Contact: con.Contact,
		OpensOn: "2026-11-30", ClosesOn: "2026-12-30", Notice: d.Notice}
	rejected := form
	rejected.Title, rejected.Errors = "", []fault.Field{{Name: "title", Key: "consult.error.required.title"}}
	return []Story{
		{"desk/consultations", desk.ConsultationList(desk.ConsultationsPage{Page: d.seat("desk.consultations.title", desk.Consultations, account.Drafter), Total: 2, Last: 1, At: 1,
			Items: []consult.Consultation{con, d.Open}, Count: map[consult.State]int{"": 2, consult.Drafting: 1, consult.Released: 1}})},
		{"desk/consultations/none", desk.ConsultationList(desk.ConsultationsPage{Page: d.seat("desk.consultations.title", desk.Consultations, account.Drafter), Last: 1, At: 1})},
		{"desk/consultations/new", desk.ConsultationEdit(desk.ConsultationFormPage{Page: d.seat("desk.consultation.new", desk.Consultations, account.Drafter), Units: d.options()})},
		{"desk/consultations/edit", desk.ConsultationEdit(desk.ConsultationFormPage{Page: d.seat("desk.consultation.edit", desk.Consultations, account.Drafter), ID: con.ID, Units: d.options(), Form: rejected})},
		{"desk/draft/upload", desk.DraftUpload(desk.DraftPage{Page: d.seat("desk.consultations.title", desk.Consultations, account.Drafter), Con: con, Current: draft})},
		{"desk/draft/preview", desk.DraftPreview(desk.PreviewPage{Page: d.seat("desk.consultations.title", desk.Consultations, account.Drafter), Con: con, Heading: d.DraftTitle, Draft: draft, Payload: "e30", Seal: "seal"})},
		{"desk/consultation/drafting", desk.Consultation(desk.ConsultationPage{Page: d.seat("desk.consultations.title", desk.Consultations, account.Drafter), Con: con, Editable: true, AuthorName: d.Member,
			Missing: []fault.Field{{Name: "draft", Key: "consult.error.required.draft"}}, Choices: d.choices(consult.Drafting, nil)})},
		{"desk/consultation/in-review", desk.Consultation(desk.ConsultationPage{Page: d.seat("desk.consultations.title", desk.Consultations, account.Reviewer), Con: d.inState(consult.InReview),
			AuthorName: d.Other, NoticeHTML: d.NoticeHTML, ExplanationHTML: d.ExplanationHTML, Draft: draft, Attachments: d.Attachments,
			History: d.History, Choices: d.choices(consult.InReview, nil)})},
		{"desk/consultation/refused", desk.Consultation(desk.ConsultationPage{Page: d.seat("desk.consultations.title", desk.Consultations, account.Approver), Con: d.inState(consult.InApproval),
			AuthorName: d.Member, History: d.History, Choices: d.choices(consult.InApproval, fault.New(fault.Forbidden, "consult.error.same_person"))})},
	}
}

// choices are the steps from a state, refused for one reason or open to all.
func (d deskFixtures) choices(from consult.State, refused *fault.Error) []desk.Choice {
	var out []desk.Choice
	for _, t := range consult.ActionsFrom(from, account.Roles) {
		out = append(out, desk.Choice{Transition: t, Refused: refused})
	}
	return out
}

func (d deskFixtures) deciding() []Story {
	seat := d.seat("desk.consultations.title", desk.Consultations, account.Adjudicator)
	rejected := desk.DecisionForm{SuggestionID: 2, Outcome: string(consult.NotAdopted), Errors: []fault.Field{{Name: "outcome-2", Key: "decide.error.outcome"}}}
	counts := desk.SuggestionCounts{All: 2, States: map[string]int{desk.Undecided: 1, desk.Unchecked: 1}, Outcomes: map[consult.Outcome]int{"": 1, consult.Adopted: 1}}
	filter := desk.SuggestionFilter{State: desk.All, Page: 1}
	return []Story{
		{"desk/comments", desk.Comments(desk.CommentsPage{Page: seat, Con: d.Closed, Items: d.Comments, Total: 3, Last: 2, At: 1})},
		{"desk/comments/none", desk.Comments(desk.CommentsPage{Page: seat, Con: d.Open, Filter: consult.Pending, Last: 1, At: 1})},
		{"desk/suggestions", desk.Suggestions(desk.SuggestionsPage{Page: seat, Con: d.Closed, Filter: filter, Items: d.Suggestions, Counts: counts, Last: 1})},
		{"desk/suggestions/rejected", desk.Suggestions(desk.SuggestionsPage{Page: seat, Con: d.Closed, Filter: filter, Items: d.Suggestions, Counts: counts, Last: 1, Form: rejected})},
		{"desk/results/missing", desk.Results(desk.ResultsPage{Page: seat, Con: d.Closed, Totals: d.Totals, Footing: d.footing(1), Missing: d.Missing, MissingTotal: 1})},
		{"desk/results/ready", desk.Results(desk.ResultsPage{Page: seat, Con: d.Closed, Totals: d.Totals, Footing: d.footing(0)})},
		{"desk/results/released", desk.Results(desk.ResultsPage{Page: seat, Con: d.Answered, Totals: d.Totals, Footing: d.released(), Release: d.batches(0)})},
	}
}

func (d deskFixtures) visits() []Story {
	seat := d.seat("desk.open_days.title", desk.OpenDays, account.Drafter)
	day := d.OpenDays[0]
	drafting := day
	drafting.State, drafting.No = openday.Drafting, ""
	return []Story{
		{"desk/open-days", desk.OpenDayList(desk.OpenDaysPage{Page: seat, Items: d.OpenDays, Total: 3, Last: 1, At: 1})},
		{"desk/open-days/none", desk.OpenDayList(desk.OpenDaysPage{Page: seat, Last: 1, At: 1})},
		{"desk/open-days/new", desk.OpenDayEdit(desk.OpenDayFormPage{Page: d.seat("desk.open_day.new", desk.OpenDays, account.Drafter), Units: d.options(), Form: desk.OpenDayForm{Sessions: make([]desk.SessionForm, 2)}})},
		{"desk/open-day/drafting", desk.OpenDay(desk.OpenDayPage{Page: seat, Day: drafting, Editable: true, Refused: fault.New(fault.Forbidden, "openday.error.same_person")})},
		{"desk/open-day/released", desk.OpenDay(desk.OpenDayPage{Page: seat, Day: day})},
		{"desk/bookings", desk.Bookings(desk.BookingsPage{Page: seat, Day: day, Bookings: d.Bookings})},
		{"desk/bookings/refused", desk.Bookings(desk.BookingsPage{Page: seat, Day: day, Code: d.Ticket.Code, Refused: fault.New(fault.Conflict, "booking.error.already_checked_in")})},
		{"desk/bookings/admitted", desk.Bookings(desk.BookingsPage{Page: seat, Day: day, Bookings: d.Bookings, Admitted: &d.Ticket})},
	}
}
