package desk_test

import (
	"strings"
	"testing"
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/views/desk"
	"nayan/views/layout"
	"nayan/views/viewtest"
)

// frame is the frame of a page for somebody with these roles.
func frame(t *testing.T, roles ...account.Role) desk.Page {
	t.Helper()
	return desk.Page{Page: layout.Page{Site: layout.Site{Name: "Platform"}, CSRF: "token", Side: desk.Side("Name", "Unit", "token")},
		Now: viewtest.At(t, "2026-11-22 10:30"), Roles: roles}
}

// call is a consultation of 60 days in a state.
func call(t *testing.T, state consult.State) consult.Consultation {
	t.Helper()
	return consult.Consultation{ID: 7, State: state, UnitName: "Unit", Title: "Call", Kind: consult.MajorDecision, Audience: consult.Public,
		Contact: "Contact", Times: consult.Times{OpensAt: viewtest.At(t, "2026-12-01 00:00"), ClosesAt: viewtest.At(t, "2027-01-31 00:00")}}
}

func TestOnlyAKnownWordIsSaidToBeDone(t *testing.T) {
	t.Parallel()
	for word, notes := range map[string]int{"saved": 1, "": 0, "made_up": 0} {
		p := desk.ConsultationsPage{Page: frame(t)}
		p.Done = word
		viewtest.Count(t, viewtest.Document(t, desk.ConsultationList(p)), "[role=status]", notes)
	}
}

func TestTheMenuShowsStaffToAdministratorsAlone(t *testing.T) {
	t.Parallel()
	for _, role := range account.Roles {
		found := false
		for _, link := range desk.Menu(t.Context(), desk.Home, []account.Role{role}) {
			found = found || link.Href == "/desk/staff"
		}
		if found != (role == account.Administrator) {
			t.Errorf("as %s: staff in the menu: %v", role, found)
		}
	}
}

func TestTheDashboardGroupsWorkByWhatIsToBeDone(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, desk.Dashboard(desk.HomePage{Page: frame(t, account.Reviewer), Name: "Name", Work: []desk.Work{
		{Kind: desk.WorkDecide, Title: "B", Href: "/b"}, {Kind: desk.WorkReview, Title: "A", Href: "/a"}, {Kind: desk.WorkReview, Title: "C", Href: "/c"}}}))
	viewtest.Count(t, doc, ".work", 2)
	viewtest.Holds(t, doc, ".work:first-of-type li:first-child", "A")
}

func TestAnEmptyDashboardSaysWhatToDo(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, desk.Dashboard(desk.HomePage{Page: frame(t, account.Drafter)}))
	viewtest.Attr(t, doc, ".empty .btn", "href", "/desk/consultations/new")
	doc = viewtest.Document(t, desk.Dashboard(desk.HomePage{Page: frame(t, account.Reviewer)}))
	viewtest.Attr(t, doc, ".empty .btn", "href", "/desk/consultations")
}

func TestTheChecklistLeadsToWhatIsMissing(t *testing.T) {
	t.Parallel()
	p := desk.ConsultationPage{Page: frame(t, account.Drafter), Con: call(t, consult.Drafting), Editable: true,
		Missing: []fault.Field{{Name: "draft", Key: "consult.error.required.draft"}}}
	doc := viewtest.Document(t, desk.Consultation(p))
	viewtest.Count(t, doc, ".checklist .ok", 6)
	viewtest.Attr(t, doc, ".checklist .open a", "href", "/desk/consultations/7/draft")
}

func TestARefusedStepSaysWhyAndHasNoButton(t *testing.T) {
	t.Parallel()
	p := desk.ConsultationPage{Page: frame(t, account.Reviewer), Con: call(t, consult.InReview), Choices: []desk.Choice{
		{Transition: consult.Transition{Action: consult.ReviewPass}, Refused: fault.New(fault.Forbidden, "consult.error.same_person")}}}
	doc := viewtest.Document(t, desk.Consultation(p))
	viewtest.Count(t, doc, ".next form", 0)
	viewtest.Holds(t, doc, ".refused", "您现在不能这样做")
}

func TestTheHistoryBeginsWithTheLastStep(t *testing.T) {
	t.Parallel()
	at := viewtest.At(t, "2026-11-20 09:00")
	p := desk.ConsultationPage{Page: frame(t), Con: call(t, consult.Drafting), History: []consult.ReviewStep{
		{At: at, StaffName: "A", Action: consult.Submit},
		{At: at.Add(time.Hour), StaffName: "B", Action: consult.ReviewSendBack, Reason: "why"}}}
	doc := viewtest.Document(t, desk.Consultation(p))
	viewtest.Holds(t, doc, ".history li:first-child blockquote", "why")
	viewtest.Holds(t, doc, ".history li:last-child", "提交审核")
}

func TestAWarningLeadsToItsClause(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, desk.DraftPreview(desk.PreviewPage{Page: frame(t), Con: call(t, consult.Drafting), Payload: "p", Seal: "s",
		Draft: desk.Draft{FileName: "f.docx", Clauses: []consult.Clause{{Kind: "article", Number: "第一条", Label: "第一条"},
			{Kind: "article", Number: "第三条", Label: "第三条", Text: "a < b"}},
			Warnings: []desk.Warning{{Place: "第三条", Message: "gap"}, {Place: "全文", Message: "all"}}}}))
	viewtest.Attr(t, doc, ".warnings a", "href", "#at-2")
	viewtest.Holds(t, doc, "#at-2", "a < b")
	viewtest.Count(t, doc, ".warnings a", 1)
	viewtest.Attr(t, doc, "input[name=seal]", "value", "s")
}

func suggestionCounts(undecided, checked int) desk.SuggestionCounts {
	return desk.SuggestionCounts{All: undecided + checked, States: map[string]int{desk.Undecided: undecided, desk.Checked: checked},
		Outcomes: map[consult.Outcome]int{"": undecided, consult.Adopted: checked}}
}

func TestTheBrowserComesBackToTheNextUndecidedSuggestion(t *testing.T) {
	t.Parallel()
	p := desk.SuggestionsPage{Page: frame(t, account.Adjudicator), Con: call(t, consult.Released), Filter: desk.SuggestionFilter{State: desk.Undecided, Page: 1}, Last: 1,
		Items: []consult.Suggestion{{ID: 4, Body: "x"}, {ID: 9, Body: "y"}}, Counts: suggestionCounts(2, 3)}
	doc := viewtest.Document(t, desk.Suggestions(p))
	viewtest.Attr(t, doc, "#suggestion-4 input[name=after]", "value", "suggestion-9")
	viewtest.Attr(t, doc, "#suggestion-9 input[name=after]", "value", "suggestions")
	viewtest.Attr(t, doc, "progress", "value", "3")
	viewtest.Attr(t, doc, "progress", "max", "5")
	viewtest.Count(t, doc, ".item input[type=radio]", 2*len(consult.Outcomes))
}

func TestReleasedAnswersCanNoLongerBeChanged(t *testing.T) {
	t.Parallel()
	p := desk.SuggestionsPage{Page: frame(t, account.Adjudicator), Con: call(t, consult.Released), Filter: desk.SuggestionFilter{State: desk.All},
		Items: []consult.Suggestion{{ID: 4, Outcome: consult.Explained, Reason: "because"}}, Counts: suggestionCounts(0, 1)}
	results := p.Now.Add(-time.Hour)
	p.Con.ResultsAt = &results
	doc := viewtest.Document(t, desk.Suggestions(p))
	viewtest.Count(t, doc, ".item input[type=radio]", 0)
	viewtest.Count(t, doc, "#selection", 0)
	viewtest.Holds(t, doc, ".item", "because")
}

func TestResultsAreReleasedOnlyWhenNothingIsMissing(t *testing.T) {
	t.Parallel()
	p := desk.ResultsPage{Page: frame(t, account.Adjudicator), Con: call(t, consult.Released),
		Totals: consult.Totals{Comments: 1, Persons: 1, Suggestions: 2, Adopted: 1}, MissingTotal: 1, Footing: consult.Footing{Suggestions: 2, Adopted: 1},
		Missing: []consult.Missing{{SuggestionID: 5, Key: "results.missing.undecided", Excerpt: "begins"}}}
	doc := viewtest.Document(t, desk.Results(p))
	viewtest.Count(t, doc, "main form", 0)
	viewtest.Attr(t, doc, ".warnings a", "href", "/desk/consultations/7/suggestions?state=undecided#suggestion-5")
	viewtest.Holds(t, doc, ".footing .off", "不符，组成比合计少 1")

	p.Missing = []consult.Missing{{SuggestionID: 6, Key: "results.missing.no_reason", Excerpt: strings.Repeat("长", 41)}}
	doc = viewtest.Document(t, desk.Results(p))
	viewtest.Attr(t, doc, ".warnings a", "href", "/desk/consultations/7/suggestions?state=no_reason#suggestion-6")
	viewtest.Holds(t, doc, ".warnings a", strings.Repeat("长", 40)+"…")

	p.Missing, p.MissingTotal, p.Totals.Explained = nil, 0, 1
	doc = viewtest.Document(t, desk.Results(p))
	viewtest.Count(t, doc, "main form", 1)
	viewtest.Holds(t, doc, ".lead", "采纳 1 条，解释说明 1 条")
}

func TestThePeriodHasItsHoursWhereDaysAreNotWhole(t *testing.T) {
	t.Parallel()
	p := desk.ResultsPage{Page: frame(t, account.Adjudicator), Con: call(t, consult.Released)}
	p.Con.OpensAt, p.Con.ClosesAt = viewtest.At(t, "2026-11-01 09:00"), viewtest.At(t, "2026-12-02 00:00")
	viewtest.Holds(t, viewtest.Document(t, desk.Results(p)), ".facts", "2026年11月1日 09:00 — 2026年12月1日 共")
	p.Con.OpensAt, p.Con.ClosesAt = viewtest.At(t, "2026-11-01 00:00"), viewtest.At(t, "2026-12-01 18:00")
	viewtest.Holds(t, viewtest.Document(t, desk.Results(p)), ".facts", "2026年11月1日 — 2026年12月1日 18:00")
}

func TestTheButtonSaysThatTheNextOpinionComesUp(t *testing.T) {
	t.Parallel()
	p := desk.SuggestionsPage{Page: frame(t, account.Adjudicator), Con: call(t, consult.Released), Filter: desk.SuggestionFilter{State: desk.Undecided, Page: 1}, Last: 1,
		Counts: suggestionCounts(2, 0), Items: []consult.Suggestion{{ID: 1}, {ID: 2}}}
	viewtest.Count(t, viewtest.Document(t, desk.Suggestions(p)), ".item button:contains(下一条)", 2)
	p.Counts, p.Items = suggestionCounts(1, 0), p.Items[:1]
	viewtest.Count(t, viewtest.Document(t, desk.Suggestions(p)), ".item button:contains(下一条)", 0)
}

func TestOnlyTheRejectedFormOfAListIsMarked(t *testing.T) {
	t.Parallel()
	p := desk.CommentsPage{Page: frame(t, account.Adjudicator), Con: call(t, consult.Released), At: 1, Last: 1,
		Items: []consult.Comment{{ID: 1, Visibility: consult.Pending}, {ID: 2, Visibility: consult.Published}},
		Form:  desk.ModerationForm{CommentID: 2, Code: "other", Errors: []fault.Field{{Name: "reason-2", Key: "moderate.error.reason_required"}}}}
	doc := viewtest.Document(t, desk.Comments(p))
	viewtest.Holds(t, doc, "title", "错误：")
	viewtest.Count(t, doc, "details[open]", 1)
	viewtest.Count(t, doc, "#comment-2 .field.invalid", 1)
	viewtest.Attr(t, doc, ".error-summary a", "href", "#reason-2")
	viewtest.Count(t, doc, "#comment-1 button:contains(公开)", 2)
}
