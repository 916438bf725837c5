package storybook

import (
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/views/desk"
)

// said are the points of a suggestion: one whole, one in part, one partly covered.
func (d deskFixtures) said() (list []consult.SuggestionPoint) {
	for i, c := range d.Comments {
		c.Channel, c.ReceiptNo = consult.Web, d.Status.ReceiptNo
		point := consult.SuggestionPoint{PointKey: consult.PointKey{CommentID: int64(i + 1), Position: 1}, Comment: c, Body: c.Points[0].Body}
		list = append(list, point)
	}
	list[0].Part, list[0].Others = consult.Part{Start: 2, End: 9}, []int64{12, 31}
	list[1].Comment.Channel = consult.ByPhone
	list[1].Redactions = []consult.Redaction{{ID: 1, At: d.Now, PlacedSpan: consult.PlacedSpan{Position: 1, Span: consult.Span{Start: 1, End: 5, Code: consult.ReasonPersonalData}}}}
	return list
}

// stepsTaken are one step of every kind, the newest first.
func (d deskFixtures) stepsTaken() (list []consult.SuggestionStep) {
	undone := d.Now.Add(-time.Minute)
	merge := consult.SuggestionStep{ID: 3, Kind: consult.MergeStep, IntoID: 9, FromIDs: []int64{12, 15}, FromCount: 2, Points: 2, At: undone, UndoneAt: &undone}
	list = []consult.SuggestionStep{
		{ID: 9, Kind: consult.UndoStep, Points: 2, Undoes: &consult.SuggestionStep{ID: 8, Kind: consult.UndoStep, At: undone}},
		{ID: 8, Kind: consult.UndoStep, Points: 2, Undoes: &merge, UndoneAt: &undone},
		{ID: 7, Kind: consult.AdoptStep, IntoID: 9, FromIDs: []int64{20, 21, 22}, FromCount: 120, Points: 131},
		{ID: 6, Kind: consult.DetachStep, FromIDs: []int64{9}, FromCount: 1, Points: 1},
		{ID: 5, Kind: consult.AttachStep, IntoID: 31, Points: 1},
		{ID: 4, Kind: consult.MoveStep, IntoID: 9, FromIDs: []int64{14}, FromCount: 1, Points: 1},
		merge,
		{ID: 2, Kind: consult.SplitStep, IntoID: 31, FromIDs: []int64{9}, FromCount: 1, Points: 1},
	}
	for i := range list {
		list[i].At, list[i].StaffName = d.Now.Add(time.Duration(-i)*time.Hour), d.Member
	}
	return list
}

// whole are the pages of one suggestion and of what becomes one.
func (d deskFixtures) whole() []Story {
	seat := d.seat("steps.history", desk.Consultations, account.Adjudicator)
	one := consult.OneSuggestion{Suggestion: consult.Suggestion{ID: 9, Voices: consult.Voices{Comments: 3, Persons: 2, Enterprises: 1}}, Points: len(d.said())}
	page := desk.OneSuggestionPage{Page: seat, Con: d.Closed, One: one, Points: d.said(), At: 1, Last: 3,
		History: desk.StepList{Steps: d.stepsTaken(), First: true, Undo: true, On: 9, Older: 2}}
	wrong, released, silent, refused := page, page, page, page
	body := page.Points[2].Body
	first := string([]rune(body)[:1])
	wrong.Point = desk.PointForm{Op: desk.OpSplit, Point: page.Points[2].PointKey, Words: first, Keep: string(consult.KeepRest),
		Places: append(consult.Occurrences(body, first), consult.Occurrences(body, first)...),
		Errors: []fault.Field{{Name: "nth-3-1", Key: "steps.error.ambiguous", Args: []any{2}}}}
	wrong.Merged, wrong.Other, wrong.One.DecidedBefore = 12, 31, []int64{12}
	released.One.Released, released.One.Outcome, released.One.Reason = true, consult.Adopted, d.Suggestions[0].Body
	released.One.Summary, released.Page = d.Suggestions[0].Body, d.seat("steps.history", desk.Consultations, account.Reviewer)
	silent.One.Silent = true
	refused.Problem = fault.New(fault.Conflict, "steps.error.later.merge", d.Now)
	merging := desk.MergePage{Page: seat, Con: d.Closed, Items: d.Suggestions, Into: d.Suggestions[0].ID, After: consult.Voices{Comments: 3, Persons: 2}}
	for i := range merging.Items {
		merging.Items[i].Voices = consult.Voices{Comments: i + 1, Persons: 1}
	}
	none := desk.MergePage{Page: seat, Con: d.Closed, Gone: []int64{12, 15}}
	all := desk.StepList{Steps: d.stepsTaken(), Undo: true, Older: 2}
	return []Story{
		{"desk/suggestion", desk.OneSuggestion(page)},
		{"desk/suggestion/which", desk.OneSuggestion(wrong)},
		{"desk/suggestion/released", desk.OneSuggestion(released)},
		{"desk/suggestion/silent", desk.OneSuggestion(silent)},
		{"desk/suggestion/refused", desk.OneSuggestion(refused)},
		{"desk/suggestion/history", desk.SuggestionHistory(desk.HistoryPage{Page: seat, Con: d.Closed, List: all})},
		{"desk/suggestion/history/none", desk.SuggestionHistory(desk.HistoryPage{Page: seat, Con: d.Closed, List: desk.StepList{First: true}})},
		{"desk/suggestion/merge", desk.MergeSuggestions(merging)},
		{"desk/suggestion/merge/none", desk.MergeSuggestions(none)},
	}
}
