package desk

import (
	"context"
	"slices"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/internal/workday"
	"nayan/views/ui"
)

// Workbench is what the list of suggestions has beside the decisions.
type Workbench struct {
	Today        workday.Date
	Total        int // suggestions that the filter leaves
	Work         map[int64]consult.SuggestionWork
	Names        map[int64]string // of staff
	Units        map[int64]string
	Askable      []ui.Option // units
	Adjudicators []ui.Option
	Clauses      []ui.Option // of the current version, in its order
	Picked       []int64     // of a form that was refused
	All          bool        // likewise
	Assign       AssignForm
	Ask          AskForm
}

// AssignForm gives suggestions to an adjudicator, as it was typed.
type AssignForm struct {
	Assignee, Due string
	Errors        ui.Errors
}

// AskForm asks another unit for its opinion, as it was typed.
type AskForm struct {
	Unit, Question, Due string
	Errors              ui.Errors
}

// Aside is what stands beside a suggestion, in the list and on its own page. Its
// forms come back to Back, an address below the list.
type Aside struct {
	Page           Page
	ConsultationID int64
	SuggestionID   int64
	Work           consult.SuggestionWork
	Names, Units   map[int64]string
	Today          workday.Date
	Back           string
	Open           bool // the results are not out
}

func (p SuggestionsPage) aside(s consult.Suggestion) Aside {
	return Aside{Page: p.Page, ConsultationID: p.Con.ID, SuggestionID: s.ID, Work: p.Bench.Work[s.ID], Names: p.Bench.Names, Units: p.Bench.Units,
		Today: p.Bench.Today, Back: p.Filter.URL(p.Con.ID) + "#" + SuggestionAnchor(s.ID), Open: p.Con.ResultsAt == nil}
}

// writes reports whether who is signed in may leave a note.
func (a Aside) writes() bool { return a.Page.Can(account.Adjudicator, account.Reviewer) }

func (a Aside) note(ctx context.Context) ui.Field {
	return noteField(ctx, "note-"+id64(a.SuggestionID), "", "")
}

func noteField(ctx context.Context, id, value, problem string) ui.Field {
	return ui.Field{ID: id, Name: "note", Label: i18n.T(ctx, "workbench.note"), Hint: i18n.T(ctx, "workbench.note.hint"), Value: value,
		Error: problem, Rows: 3, MaxLength: consult.MaxNoteRunes, Required: true}
}

// selects reports whether who is signed in can do something with several suggestions.
func (p SuggestionsPage) selects() bool { return (p.open() || p.checking()) && len(p.Items) > 0 }

func (p SuggestionsPage) picked(id int64) bool { return slices.Contains(p.Bench.Picked, id) }

// benchErrors are the faults of the forms below the list.
func (p SuggestionsPage) benchErrors() ui.Errors {
	return append(p.Bench.Assign.Errors[:len(p.Bench.Assign.Errors):len(p.Bench.Assign.Errors)], p.Bench.Ask.Errors...)
}

// stage is where a suggestion stands, one of SuggestionStates.
func stage(s consult.Suggestion) string {
	switch {
	case s.Released:
		return Released
	case !s.Outcome.Valid():
		return Undecided
	case !complete(s):
		return NoReason
	case s.BackNote != "":
		return SentBack
	case !s.Checked:
		return Unchecked
	}
	return Checked
}

func stageTone(s string) string {
	switch s {
	case Undecided, NoReason:
		return "amber"
	case Unchecked:
		return "blue"
	case SentBack:
		return "red"
	}
	return "green"
}

// anyOption is the first choice of a filter: it does not narrow.
func anyOption(ctx context.Context, options ...ui.Option) []ui.Option {
	return append([]ui.Option{{Label: i18n.T(ctx, "workbench.any")}}, options...)
}

func (p SuggestionsPage) clauseOptions(ctx context.Context) []ui.Option {
	return append(anyOption(ctx, ui.Option{Value: id64(WholeDraft), Label: i18n.T(ctx, "desk.point.whole")}), p.Bench.Clauses...)
}

func (p SuggestionsPage) assigneeOptions(ctx context.Context) []ui.Option {
	return append(anyOption(ctx, ui.Option{Value: id64(Nobody), Label: i18n.T(ctx, "workbench.nobody")}), p.Bench.Adjudicators...)
}

func filterChannels(ctx context.Context) []ui.Option {
	options := anyOption(ctx)
	for _, c := range consult.Channels {
		label := i18n.T(ctx, "workbench.channel."+string(c))
		if c.Offline() {
			label = i18n.T(ctx, "channel."+string(c))
		}
		options = append(options, ui.Option{Value: string(c), Label: label})
	}
	return options
}

func filterIdentities(ctx context.Context) []ui.Option {
	return anyOption(ctx, identityOptions(ctx)...)
}

// filterField is a field of the filter, all of which may stay empty.
func filterField(ctx context.Context, name, value string) ui.Field {
	return ui.Field{ID: "filter-" + name, Name: name, Label: i18n.T(ctx, "workbench.filter."+name), Value: value, Later: true}
}

func filterValue(id int64) string {
	if id == 0 {
		return ""
	}
	return id64(id)
}

func (f AssignForm) assignee(ctx context.Context) ui.Field {
	return ui.Field{ID: "assignee", Name: "assignee", Label: i18n.T(ctx, "workbench.assignee"), Value: f.Assignee, Later: true, Error: f.Errors.Message(ctx, "assignee")}
}

func (f AssignForm) due(ctx context.Context) ui.Field {
	return ui.Field{ID: "due", Name: "due", Type: "date", Label: i18n.T(ctx, "workbench.due"), Value: f.Due, Error: f.Errors.Message(ctx, "due")}
}

func (p SuggestionsPage) assignOptions(ctx context.Context) []ui.Option {
	options := append([]ui.Option{{Label: i18n.T(ctx, "desk.choose")}}, p.Bench.Adjudicators...)
	return append(options, ui.Option{Value: "0", Label: i18n.T(ctx, "workbench.unassign")})
}

func (f AskForm) unit(ctx context.Context) ui.Field {
	return ui.Field{ID: "unit", Name: "unit", Label: i18n.T(ctx, "workbench.ask.unit"), Value: f.Unit, Later: true, Error: f.Errors.Message(ctx, "unit")}
}

func (f AskForm) question(ctx context.Context) ui.Field {
	return ui.Field{ID: "question", Name: "question", Label: i18n.T(ctx, "workbench.ask.question"), Hint: i18n.T(ctx, "workbench.ask.question.hint"), Value: f.Question,
		Later: true, Rows: 3, MaxLength: consult.MaxQuestionRunes, Error: f.Errors.Message(ctx, "question")}
}

func (f AskForm) due(ctx context.Context) ui.Field {
	return ui.Field{ID: "ask-due", Name: "ask-due", Type: "date", Label: i18n.T(ctx, "workbench.ask.due"), Hint: i18n.T(ctx, "workbench.ask.due.hint", consult.AskedWorkdays),
		Value: f.Due, Later: true, Error: f.Errors.Message(ctx, "ask-due")}
}

func (p SuggestionsPage) askOptions(ctx context.Context) []ui.Option {
	return append([]ui.Option{{Label: i18n.T(ctx, "desk.choose")}}, p.Bench.Askable...)
}

// dueWords says a day, and that it is over.
func dueWords(ctx context.Context, due workday.Date, late bool) string {
	key := "workbench.due.by"
	if late {
		key = "workbench.due.late"
	}
	return i18n.T(ctx, key, i18n.Date(ctx, due.In(i18n.Zone)))
}

// NotePage is a note that was refused, as it was typed.
type NotePage struct {
	Page
	Con          consult.Consultation
	SuggestionID int64
	Back         string
	Body         string
	Errors       ui.Errors
}

// gist is the text by which a list shows a suggestion.
func gist(s consult.Suggestion) string {
	if s.Summary != "" {
		return s.Summary
	}
	return s.Body
}

// answers counts the units that have said something.
func answers(w consult.SuggestionWork) (n int) {
	for _, o := range w.Opinions {
		if o.AnsweredAt != nil {
			n++
		}
	}
	return n
}

func anyLate(w consult.SuggestionWork, today workday.Date) bool {
	return slices.ContainsFunc(w.Opinions, func(o consult.UnitOpinion) bool { return o.Late(today) })
}
