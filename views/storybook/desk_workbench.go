package storybook

import (
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/workday"
	"nayan/views/desk"
	"nayan/views/ui"
)

// workbench is what staff do with suggestions among themselves.
func (d deskFixtures) workbench() []Story {
	seat := d.seat("desk.consultations.title", desk.Consultations, account.Adjudicator)
	page := desk.SuggestionsPage{Page: seat, Con: d.Closed, Filter: desk.SuggestionFilter{State: desk.All, Page: 1, Clause: desk.WholeDraft}, Items: d.Suggestions, Last: 1,
		Counts: desk.SuggestionCounts{All: len(d.Suggestions), States: map[string]int{desk.Undecided: 1, desk.Unchecked: 1}}, Bench: d.bench()}
	table := page
	table.Filter.View = desk.TableView
	refused := table
	refused.Bench.Picked = []int64{d.Suggestions[0].ID}
	refused.Bench.Assign.Errors = []fault.Field{{Name: "assignee", Key: "workbench.error.choose"}, {Name: "due", Key: "workbench.error.past"}}
	asked := d.seat("opinion.title", desk.Opinions, account.Adjudicator)
	o := desk.AskedOpinion{UnitOpinion: d.opinions()[0], Title: d.Closed.Title, AskingUnit: d.Unit, Unit: d.Closed.UnitName, Excerpt: d.Suggestions[0].Body}
	one := desk.OpinionPage{Page: asked, Opinion: o, AskedBy: d.Member, Today: d.today(), Points: []desk.AskedPoint{{Body: d.Suggestions[0].Body, Identity: consult.Resident}}}
	answered, mistyped := one, one
	answered.Opinion.UnitOpinion, answered.AnsweredBy = d.opinions()[1], d.Other
	mistyped.Errors = []fault.Field{{Name: "answer", Key: "opinion.error.answer"}}
	return []Story{
		{"desk/workbench/forms", desk.Suggestions(page)},
		{"desk/workbench/table", desk.Suggestions(table)},
		{"desk/workbench/refused", desk.Suggestions(refused)},
		{"desk/workbench/note-refused", desk.SuggestionNote(desk.NotePage{Page: seat, Con: d.Closed, SuggestionID: 2, Back: "/desk",
			Errors: []fault.Field{{Name: "note", Key: "workbench.error.note"}}})},
		{"desk/opinions", desk.OpinionList(desk.OpinionsPage{Page: asked, Items: []desk.AskedOpinion{o, answered.Opinion}, Waiting: 1, Done: 1, At: 1, Last: 1, Today: d.today()})},
		{"desk/opinions/none", desk.OpinionList(desk.OpinionsPage{Page: asked, At: 1, Last: 1, Today: d.today()})},
		{"desk/opinion", desk.Opinion(one)},
		{"desk/opinion/answered", desk.Opinion(answered)},
		{"desk/opinion/refused", desk.Opinion(mistyped)},
	}
}

func (d deskFixtures) today() workday.Date { return consult.DayOf(d.Now) }

// opinions are one that is late, and one that was given.
func (d deskFixtures) opinions() []consult.UnitOpinion {
	at := d.Now.Add(-time.Hour)
	return []consult.UnitOpinion{
		{ID: 1, SuggestionID: d.Suggestions[0].ID, UnitID: 2, Question: d.Notice, DueOn: d.today() - 1, AskedBy: 1, AskedAt: at},
		{ID: 2, SuggestionID: d.Suggestions[0].ID, UnitID: 3, Question: d.Notice, DueOn: d.today() + 5, AskedBy: 1, AskedAt: at, Answer: d.Suggestions[0].Body,
			AnsweredBy: 2, AnsweredAt: &at},
	}
}

func (d deskFixtures) bench() desk.Workbench {
	first := d.Suggestions[0]
	return desk.Workbench{Today: d.today(), Total: len(d.Suggestions), Names: map[int64]string{1: d.Member, 2: d.Other}, Units: map[int64]string{2: d.Unit, 3: d.Closed.UnitName},
		Adjudicators: []ui.Option{{Value: "1", Label: d.Member}, {Value: "2", Label: d.Other}}, Askable: []ui.Option{{Value: "2", Label: d.Unit}},
		Work: map[int64]consult.SuggestionWork{first.ID: {Assignment: consult.Assignment{StaffID: 2, DueOn: d.today() - 2},
			Notes:    []consult.Note{{ID: 1, SuggestionID: first.ID, StaffID: 1, At: d.Now, Body: first.Body}, {ID: 2, SuggestionID: 99, StaffID: 2, At: d.Now, Body: d.Notice}},
			Opinions: d.opinions()}}}
}
