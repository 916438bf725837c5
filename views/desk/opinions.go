package desk

import (
	"context"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/internal/workday"
	"nayan/views/ui"
)

// AskedOpinion is what a unit is asked, with what it is about.
type AskedOpinion struct {
	consult.UnitOpinion
	Title      string // of the consultation
	AskingUnit string
	Unit       string // that is asked
	Excerpt    string
	Settled    bool // the results are out: nobody waits any more
}

// OpinionsAnswered is the state in the address of what was answered.
const OpinionsAnswered = "answered"

// OpinionsPage lists what the units of who is signed in are asked.
type OpinionsPage struct {
	Page
	Items         []AskedOpinion
	Answered      bool // the list is of what was answered
	Waiting, Done int
	At, Last      int
	Today         workday.Date
}

// OpinionPage is one question to a unit, with what its answer needs.
type OpinionPage struct {
	Page
	Opinion             AskedOpinion
	AskedBy, AnsweredBy string
	Points              []AskedPoint
	On                  []consult.ClauseRef
	Clauses             map[int64][]consult.Clause // their texts
	Today               workday.Date
	Typed               string
	Errors              ui.Errors
}

// AskedPoint is a point of the suggestion, of nobody by name.
type AskedPoint struct {
	Body     string
	Identity consult.Identity
	Clauses  []consult.ClauseRef
}

func opinionsURL(answered bool, page int) string {
	q := SuggestionFilter{Page: page}.Values()
	if answered {
		q.Set("state", OpinionsAnswered)
	}
	return withQuery("/desk/opinions", q)
}

// OpinionURL leads to one question.
func OpinionURL(id int64) string { return "/desk/opinions/" + id64(id) }

func (p OpinionsPage) chips(ctx context.Context) []chip {
	return []chip{{opinionsURL(false, 1), counted(i18n.T(ctx, "opinion.waiting"), p.Waiting), !p.Answered},
		{opinionsURL(true, 1), counted(i18n.T(ctx, "opinion.answered"), p.Done), p.Answered}}
}

// answerable reports whether who is signed in can answer now.
func (p OpinionPage) answerable() bool {
	return p.Can(account.Adjudicator) && p.Opinion.Open() && !p.Opinion.Settled
}

func (p OpinionPage) answer(ctx context.Context) ui.Field {
	return ui.Field{ID: "answer", Name: "answer", Label: i18n.T(ctx, "opinion.answer"), Hint: i18n.T(ctx, "opinion.answer.hint"), Value: p.Typed,
		Error: p.Errors.Message(ctx, "answer"), Rows: 8, MaxLength: consult.MaxAnswerRunes, Required: true}
}
