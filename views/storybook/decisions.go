package storybook

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/desk"
	"nayan/views/ui"
)

//go:embed fixtures/decisions.json
var decisionsJSON []byte

// decisionWords are the texts of the stories below: what reasons can begin with, and
// what somebody typed.
type decisionWords struct {
	Templates consult.ReasonTemplates
	Words     []string
}

// decisions are the gate, the second pair of eyes, and many answers at once.
func (d deskFixtures) decisions() []Story {
	var words decisionWords
	if err := json.Unmarshal(decisionsJSON, &words); err != nil {
		panic(fmt.Sprintf("storybook: fixtures/decisions.json: %v", err))
	}
	w := words.Words
	seat := d.seat("desk.suggestions.title", desk.Consultations, account.Adjudicator, account.Reviewer)
	settings := d.seat("desk.settings.title", desk.Settings, account.Administrator)
	filter := desk.SuggestionFilter{State: desk.All, Page: 1}
	s := d.Suggestions[0]
	s.Outcome, s.Reason, s.DecidedBy, s.Revision = consult.NotAdopted, w[0], 7, 1
	overridden, back := s, s
	overridden.Override, overridden.Overridden = w[1], "too_short,no_basis"
	back.BackNote = w[2]
	list := func(s consult.Suggestion, form desk.DecisionForm) desk.SuggestionsPage {
		form.SuggestionID = s.ID
		return desk.SuggestionsPage{Page: seat, Con: d.Closed, Filter: filter, Items: []consult.Suggestion{s}, Last: 1, Form: form, Staff: 3,
			Templates: words.Templates, Counts: desk.SuggestionCounts{All: 1, States: map[string]int{desk.Unchecked: 1}}}
	}
	weak := desk.DecisionForm{Outcome: "not_adopted", Reason: w[3], Errors: ui.Errors{
		{Name: "reason-" + strconv.FormatInt(s.ID, 10), Key: "reason.warning.too_short", Args: []any{9, 20}},
		{Name: "reason-" + strconv.FormatInt(s.ID, 10), Key: "reason.warning.blank", Args: []any{w[4]}}}}
	many := desk.ManyPage{Page: seat, Con: d.Closed, Open: 214, Decided: 12, First: d.Suggestions, Templates: words.Templates, Form: desk.ManyForm{Filter: filter, All: true}}
	whole := many
	whole.Form.Outcome, whole.Form.Reason, whole.Form.Override, whole.Form.Whole = "explained", w[5], w[6], true
	whole.Warnings = []consult.Warned{{Warning: consult.SameAsOther, Key: "reason.warning.same_for_many", Args: []any{202}}}
	at := time.Date(2026, 11, 20, 10, 0, 0, 0, i18n.Zone)
	preview := desk.DecisionBatchPage{Page: seat, Con: d.Closed, ID: 3, New: 18, Changed: 1, Unchanged: 4, Unwritten: 2, Drafts: 1, Waiting: true, Ignored: w[7],
		First: []desk.DecisionChange{{ID: 17, Before: consult.Decision{Outcome: consult.Explained, Reason: w[8]},
			After: consult.Decision{Outcome: consult.Adopted, Reason: w[9]}},
			{ID: 18, After: consult.Decision{Outcome: consult.NotAdopted, Reason: w[0], Override: w[10], Overridden: "too_short"}}}}
	imported, gone := preview, preview
	imported.ImportedAt, gone.Waiting = &at, false
	return []Story{
		{"desk/decisions/weak", desk.Suggestions(list(s, weak))},
		{"desk/decisions/overridden", desk.Suggestions(list(overridden, desk.DecisionForm{}))},
		{"desk/decisions/sent-back", desk.Suggestions(list(back, desk.DecisionForm{}))},
		{"desk/decisions/many", desk.DecideMany(many)},
		{"desk/decisions/many/confirm", desk.DecideMany(whole)},
		{"desk/decisions/many/none", desk.DecideMany(desk.ManyPage{Page: seat, Con: d.Closed, Form: desk.ManyForm{Filter: filter}})},
		{"desk/decisions/import", desk.DecisionImport(desk.DecisionImportPage{Page: seat, Con: d.Closed})},
		{"desk/decisions/import/wrong", desk.DecisionImport(desk.DecisionImportPage{Page: seat, Con: d.Closed, Good: 12, Problems: ui.Errors{
			{Name: "H7", Key: "reason.warning.no_basis"}, {Name: "J9", Key: "decide.error.row_changed"}}})},
		{"desk/decisions/import/preview", desk.DecisionBatch(preview)},
		{"desk/decisions/import/done", desk.DecisionBatch(imported)},
		{"desk/decisions/import/gone", desk.DecisionBatch(gone)},
		{"desk/settings/reasons", desk.ReasonTemplates(desk.ReasonTemplatesPage{Page: settings, All: words.Templates, County: true})},
		{"desk/settings/reasons/read-only", desk.ReasonTemplates(desk.ReasonTemplatesPage{Page: settings, All: words.Templates})},
		{"desk/settings/reasons/rejected", desk.ReasonTemplates(desk.ReasonTemplatesPage{Page: settings, All: words.Templates, County: true,
			Refused: consult.Adopted, Errors: ui.Errors{{Name: "text-2", Key: "reason.error.template_twice"}}})},
	}
}
