package storybook

import (
	"strconv"
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/desk"
	"nayan/views/ui"
)

// templatesOfReasons are some of those that a county begins with.
var templatesOfReasons = consult.ReasonTemplates{
	consult.Adopted:    {"予以采纳。已在第【】条中增加“【增加的内容】”。", "予以采纳。第【】条修改为：“【修改后的条文】”。"},
	consult.NotAdopted: {"根据《【法规名称】》第【】条规定，【规定的内容】。您的建议与上述规定不一致，因此未采纳。"},
	consult.OutOfScope: {"您反映的是【事项】，不属于本次征集意见的范围。已转交【承办单位】办理，由其直接答复您。"},
}

// decisions are the gate, the second pair of eyes, and many answers at once.
func (d deskFixtures) decisions() []Story {
	seat := d.seat("desk.suggestions.title", desk.Consultations, account.Adjudicator, account.Reviewer)
	settings := d.seat("desk.settings.title", desk.Settings, account.Administrator)
	filter := desk.SuggestionFilter{State: desk.All, Page: 1}
	s := d.Suggestions[0]
	s.Outcome, s.Reason, s.DecidedBy, s.Revision = consult.NotAdopted, "不采纳。", 7, 1
	overridden, back := s, s
	overridden.Override, overridden.Overridden = "已当面向本人说明，本人表示理解", "too_short,no_basis"
	back.BackNote = "请写明依据的是哪一部法规的第几条。"
	list := func(s consult.Suggestion, form desk.DecisionForm) desk.SuggestionsPage {
		form.SuggestionID = s.ID
		return desk.SuggestionsPage{Page: seat, Con: d.Closed, Filter: filter, Items: []consult.Suggestion{s}, Last: 1, Form: form, Staff: 3,
			Templates: templatesOfReasons, Counts: desk.SuggestionCounts{All: 1, States: map[string]int{desk.Unchecked: 1}}}
	}
	weak := desk.DecisionForm{Outcome: "not_adopted", Reason: "根据《【法规名称】》，不采纳。", Errors: ui.Errors{
		{Name: "reason-" + strconv.FormatInt(s.ID, 10), Key: "reason.warning.too_short", Args: []any{9, 20}},
		{Name: "reason-" + strconv.FormatInt(s.ID, 10), Key: "reason.warning.blank", Args: []any{"【法规名称】"}}}}
	many := desk.ManyPage{Page: seat, Con: d.Closed, Open: 214, Decided: 12, First: d.Suggestions, Templates: templatesOfReasons, Form: desk.ManyForm{Filter: filter, All: true}}
	whole := many
	whole.Form.Outcome, whole.Form.Reason, whole.Form.Override, whole.Form.Whole = "explained", "第十条对此已有规定：由社区组织居民协商确定。", "内容相近，涉及同一条", true
	whole.Warnings = []consult.Warned{{Warning: consult.SameAsOther, Key: "reason.warning.same_for_many", Args: []any{202}}}
	at := time.Date(2026, 11, 20, 10, 0, 0, 0, i18n.Zone)
	preview := desk.DecisionBatchPage{Page: seat, Con: d.Closed, ID: 3, New: 18, Changed: 1, Unchanged: 4, Unwritten: 2, Drafts: 1, Waiting: true, Ignored: "备注",
		First: []desk.DecisionChange{{ID: 17, Before: consult.Decision{Outcome: consult.Explained, Reason: "正在研究。"},
			After: consult.Decision{Outcome: consult.Adopted, Reason: "予以采纳。第八条增加“设置高度适宜的投放口”。"}},
			{ID: 18, After: consult.Decision{Outcome: consult.NotAdopted, Reason: "不采纳。", Override: "已当面说明", Overridden: "too_short"}}}}
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
		{"desk/settings/reasons", desk.ReasonTemplates(desk.ReasonTemplatesPage{Page: settings, All: templatesOfReasons, County: true})},
		{"desk/settings/reasons/read-only", desk.ReasonTemplates(desk.ReasonTemplatesPage{Page: settings, All: templatesOfReasons})},
		{"desk/settings/reasons/rejected", desk.ReasonTemplates(desk.ReasonTemplatesPage{Page: settings, All: templatesOfReasons, County: true,
			Refused: consult.Adopted, Errors: ui.Errors{{Name: "text-2", Key: "reason.error.template_twice"}}})},
	}
}
