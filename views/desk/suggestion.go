package desk

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// OneSuggestionPage is one suggestion whole: who says what of it, what was decided,
// and what became of it.
type OneSuggestionPage struct {
	Page
	Con       consult.Consultation
	One       consult.OneSuggestion
	Points    []consult.SuggestionPoint // of this page
	Files     Files
	At, Last  int
	Merged    int64 // the suggestion whose address led here, as it was merged; 0: none
	Other     int64 // that what was just done brought points to; 0: none
	History   StepList
	Point     PointForm
	Merge     MergeForm
	Summary   SummaryForm
	Decision  DecisionForm
	Aside     Aside
	Staff     int64 // who is signed in
	Templates consult.ReasonTemplates
}

// PointForm is what was to be done with a point and was refused, as it was typed.
type PointForm struct {
	Op     string // one of the words below
	Point  consult.PointKey
	Words  string
	Nth    string
	Places []consult.Occurrence // where the words lie, when they do so several times
	Keep   string
	Into   string
	Errors ui.Errors
}

// What can be done with a point: the words that a form says it with.
const (
	OpSplit  = "split"
	OpAttach = "attach"
	OpMove   = "move"
	OpDetach = "detach"
)

// MergeForm is a merge that was refused, as it was typed.
type MergeForm struct {
	Into   string
	Errors ui.Errors
}

// SummaryForm is a summary that was refused, as it was typed.
type SummaryForm struct {
	Words  string
	Errors ui.Errors
}

// StepList is a piece of a history of steps.
type StepList struct {
	Steps []consult.SuggestionStep // the newest first
	Older int64                    // the step behind which it goes on; 0: it ends here
	First bool                     // it begins with the newest
	Undo  bool                     // who reads it may take steps back
	On    int64                    // the suggestion whose page it is on; 0: the history of all
}

// SuggestionURL leads to the page of one suggestion.
func SuggestionURL(consultationID, id int64) string {
	return consultationURL(consultationID, "suggestions/"+id64(id))
}

// SuggestionNo is how a suggestion is called wherever people read of it.
func SuggestionNo(id int64) string { return "#" + id64(id) }

func suggestionNos(ids []int64) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = SuggestionNo(id)
	}
	return strings.Join(words, "、")
}

// PointWord writes which point a form is about.
func PointWord(p consult.PointKey) string { return id64(p.CommentID) + "-" + strconv.Itoa(p.Position) }

// open reports whether who is signed in can still change anything here.
func (p OneSuggestionPage) open() bool {
	return p.Con.ResultsAt == nil && p.Con.WithdrawnAt == nil && !p.One.Released && !p.One.Silent && p.Can(account.Adjudicator)
}

func (p OneSuggestionPage) url(end string) string {
	return SuggestionURL(p.Con.ID, p.One.ID) + end
}

func (p OneSuggestionPage) pageURL(page int) string {
	q := url.Values{}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	return withQuery(p.url(""), q)
}

// form is the refused form of a point, or an empty one.
func (p OneSuggestionPage) form(k consult.PointKey, op ...string) PointForm {
	for _, o := range op {
		if p.Point.Point == k && p.Point.Op == o {
			return p.Point
		}
	}
	return PointForm{Point: k}
}

// field makes the id of a field of one point's form.
func (f PointForm) field(name string) string { return name + "-" + PointWord(f.Point) }

func (f PointForm) words(ctx context.Context) ui.Field {
	id := f.field("words")
	return ui.Field{ID: id, Name: "words", Label: i18n.T(ctx, "steps.words"), Hint: i18n.T(ctx, "steps.words.hint"), Later: true,
		Value: f.Words, Error: f.Errors.Message(ctx, id), Rows: 3}
}

func (f PointForm) keep(ctx context.Context) ui.Field {
	id, value := f.field("keep"), f.Keep
	if value == "" {
		value = string(consult.KeepPoint)
	}
	return ui.Field{ID: id, Name: "keep", Label: i18n.T(ctx, "steps.keep"), Value: value, Error: f.Errors.Message(ctx, id), Required: true}
}

func (f PointForm) nth(ctx context.Context) ui.Field {
	id := f.field("nth")
	return ui.Field{ID: id, Name: "nth", Label: i18n.T(ctx, "steps.nth"), Value: f.Nth, Error: f.Errors.Message(ctx, id), Required: true}
}

func (f PointForm) into(ctx context.Context) ui.Field {
	id := f.field("into")
	return ui.Field{ID: id, Name: "into", Label: i18n.T(ctx, "steps.into"), Hint: i18n.T(ctx, "steps.into.hint"), Required: true,
		Value: f.Into, Error: f.Errors.Message(ctx, id), MaxLength: maxNumber}
}

func (f PointForm) part(ctx context.Context) ui.Field {
	id := f.field("part")
	return ui.Field{ID: id, Name: "words", Label: i18n.T(ctx, "steps.part"), Hint: i18n.T(ctx, "steps.part.hint"),
		Value: f.Words, Error: f.Errors.Message(ctx, id), Rows: 2}
}

// maxNumber is as long as the number of a suggestion can be, its mark included.
const maxNumber = 20

func keepOptions(ctx context.Context) (out []ui.Option) {
	for _, k := range consult.Keepings {
		out = append(out, ui.Option{Value: string(k), Label: i18n.T(ctx, "steps.keep."+string(k))})
	}
	return out
}

func (f PointForm) placeOptions() (out []ui.Option) {
	for i, o := range f.Places {
		out = append(out, ui.Option{Value: strconv.Itoa(i + 1), Label: "…" + o.Before + "【" + o.Words + "】" + o.After + "…"})
	}
	return out
}

func (p OneSuggestionPage) summaryField(ctx context.Context) ui.Field {
	f := ui.Field{ID: "summary", Name: "summary", Label: i18n.T(ctx, "steps.summary"), Hint: i18n.T(ctx, "steps.summary.hint"),
		Value: p.One.Summary, Rows: 4, MaxLength: consult.MaxSummaryRunes}
	if len(p.Summary.Errors) > 0 {
		f.Value, f.Error = p.Summary.Words, p.Summary.Errors.Message(ctx, f.ID)
	}
	return f
}

func (p OneSuggestionPage) mergeField(ctx context.Context) ui.Field {
	return ui.Field{ID: "merge-into", Name: "into", Label: i18n.T(ctx, "steps.merge.into"), Hint: i18n.T(ctx, "steps.into.hint"), Required: true,
		Value: p.Merge.Into, Error: p.Merge.Errors.Message(ctx, "merge-into"), MaxLength: maxNumber}
}

// deciding is what the suggestion is decided and looked at with.
func (p OneSuggestionPage) deciding() Deciding {
	s := p.One.Suggestion
	return Deciding{CSRF: p.CSRF, ConsultationID: p.Con.ID, Suggestion: s, Filter: SuggestionFilter{State: All}.Encoded(), After: SuggestionAnchor(s.ID),
		From: FromOne, Save: "desk.suggestions.save", MayDecide: p.open(), MayCheck: p.checking(), Staff: p.Staff, Form: p.Decision}
}

// checking reports whether who is signed in can look at the decision as a second person.
func (p OneSuggestionPage) checking() bool {
	return p.Con.ResultsAt == nil && p.Con.WithdrawnAt == nil && !p.One.Released && !p.One.Silent && p.Can(account.Adjudicator, account.Reviewer)
}

// FromOne says that a form stood on the page of one suggestion, to come back there.
const FromOne = "one"

// forms are all that may have been refused here.
func (p OneSuggestionPage) forms() (all ui.Errors) {
	for _, errors := range []ui.Errors{p.Point.Errors, p.Merge.Errors, p.Summary.Errors, p.Decision.Errors} {
		all = append(all, errors...)
	}
	return all
}

// FromGroups says that a form stood on the page of proposals.
const FromGroups = "groups"

// behind says who is behind a suggestion: 件, 人 and 家.
func behind(ctx context.Context, v consult.Voices) string {
	return i18n.T(ctx, "steps.behind", v.Comments, v.Persons, v.Enterprises)
}
