package desk

import (
	"context"
	"net/url"

	"nayan/internal/consult"
	"nayan/internal/i18n"
)

// stepWords say what a step did, in one sentence.
func stepWords(ctx context.Context, s consult.SuggestionStep) string {
	into, from := SuggestionNo(s.IntoID), stepFrom(ctx, s)
	switch s.Kind {
	case consult.SplitStep:
		return i18n.T(ctx, "steps.did.split", from, into)
	case consult.AttachStep:
		return i18n.T(ctx, "steps.did.attach", into)
	case consult.DetachStep:
		return i18n.T(ctx, "steps.did.detach", from)
	case consult.MoveStep:
		return i18n.T(ctx, "steps.did.move", s.Points, from, into)
	case consult.MergeStep:
		return i18n.T(ctx, "steps.did.merge", from, into)
	case consult.AdoptStep:
		return i18n.T(ctx, "steps.did.adopt_group", s.Points, from, into)
	}
	if s.Undoes.Kind == consult.UndoStep {
		return i18n.T(ctx, "steps.did.redo", i18n.Minute(ctx, s.Undoes.At))
	}
	return i18n.T(ctx, "steps.did.undo", i18n.Minute(ctx, s.Undoes.At), stepWords(ctx, *s.Undoes))
}

// stepFrom names the suggestions that gave points, the first of very many.
func stepFrom(ctx context.Context, s consult.SuggestionStep) string {
	if s.FromCount > len(s.FromIDs) {
		return i18n.T(ctx, "steps.from.many", suggestionNos(s.FromIDs), s.FromCount)
	}
	return suggestionNos(s.FromIDs)
}

// url leads to a piece of the history of all suggestions.
func (l StepList) url(consultationID, before int64) string {
	q := url.Values{}
	if before != 0 {
		q.Set("before", id64(before))
	}
	return withQuery(consultationURL(consultationID, "suggestions/history"), q)
}

// HistoryPage is the history of all suggestions of a consultation.
type HistoryPage struct {
	Page
	Con  consult.Consultation
	List StepList
}

// MergePage shows what is about to become one.
type MergePage struct {
	Page
	Con   consult.Consultation
	Items []consult.Suggestion // as they are
	After consult.Voices       // behind all of them together
	Into  int64                // chosen; 0: none yet
	Form  MergeForm
	Gone  []int64 // that were asked for and cannot be merged
}

func (p MergePage) before() (v consult.Voices) {
	for _, s := range p.Items {
		v.Comments, v.Persons, v.Enterprises = v.Comments+s.Comments, v.Persons+s.Persons, v.Enterprises+s.Enterprises
	}
	return v
}

// loses reports whether the decision of one of them may give way to none, or to another.
func (p MergePage) loses() bool {
	decided := 0
	for _, s := range p.Items {
		if s.Outcome != "" {
			decided++
		}
	}
	return decided > 0 && decided < len(p.Items)
}
