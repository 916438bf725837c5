package storybook

import (
	"nayan/internal/account"
	"nayan/internal/compare"
	"nayan/internal/consult"
	consultview "nayan/views/consult"
	"nayan/views/desk"
)

func (f fixtures) results() []Story {
	full := f.resultsPage()
	byClause, pending, filtered, empty, partial := full, full, full, full, full
	byClause.ByClause, byClause.Rows, byClause.Final = true, nil, true
	byClause.Clauses = consultview.Fates(f.clauseResults(), f.finalTexts())
	pending.ByClause, pending.Rows = true, nil
	pending.Clauses = consultview.Fates(f.clauseResults(), consultview.FinalTexts{Consulted: f.Clauses})
	filtered.Filter, filtered.Found = consultview.ResultFilter{Outcome: consult.Adopted, Clause: consultview.WholeDraft}, len(f.Rows)
	empty.Filter, empty.Rows = consultview.ResultFilter{Query: "?"}, nil
	partial.Head, partial.Batch = f.head(f.Closed), consultview.Batch{Batches: 1, LeftOpen: 12, At: &f.Now}
	return []Story{
		{"consultations/results", consultview.Results(full)},
		{"consultations/results/clauses", consultview.Results(byClause)},
		{"consultations/results/clauses/pending", consultview.Results(pending)},
		{"consultations/results/filtered", consultview.Results(filtered)},
		{"consultations/results/filtered/empty", consultview.Results(empty)},
		{"consultations/results/partial", consultview.Results(partial)},
		{"consultations/results/line", consultview.ResultLine(f.resultLine())},
		{"consultations/results/line/hidden", consultview.ResultLine(f.hiddenLine())},
		{"consultations/results/none", consultview.Results(consultview.ResultsPage{Head: f.head(f.AnsweredEmpty)})},
		{"consultations/results/open", consultview.Results(consultview.ResultsPage{Head: f.head(f.Open)})},
		{"consultations/results/closed", consultview.Results(consultview.ResultsPage{Head: f.head(f.Closed)})},
		{"consultations/results/scheduled", consultview.Results(consultview.ResultsPage{Head: f.head(f.Scheduled)})},
		{"consultations/draft/final", consultview.Draft(f.finalDraft())},
	}
}

func (f fixtures) resultsPage() consultview.ResultsPage {
	rows := append([]consult.ResultRow{}, f.Rows...)
	for i := range rows {
		rows[i].SuggestionID = int64(i + 1)
	}
	rows[0].Voices = consult.Voices{Comments: 44, Persons: 41, Enterprises: 2}
	rows[0].Finals = []consult.FinalClause{{ID: 1004, Label: f.Clauses[3].Label}}
	return consultview.ResultsPage{Head: f.head(f.Answered), Totals: f.Totals, Rows: rows, Found: len(rows), Places: f.Clauses, PageNo: 1, LastPage: 3}
}

// articles are the clauses that people speak of.
func (f fixtures) articles() (out []consult.Clause) {
	for _, c := range f.Clauses {
		if c.Kind == "article" {
			out = append(out, c)
		}
	}
	return out
}

func (f fixtures) clauseResults() []consult.ClauseResults {
	rows, on := f.resultsPage().Rows, f.articles()
	out := []consult.ClauseResults{{Rows: rows[:1]}}
	for i, c := range on[:min(3, len(on))] {
		out = append(out, consult.ClauseResults{ClauseID: c.ID, Label: c.Label, Heading: c.Heading, Rows: rows[:1+i%2]})
	}
	return out
}

// finalTexts are the draft and what was made of it.
func (f fixtures) finalTexts() consultview.FinalTexts {
	c := f.changes()
	return consultview.FinalTexts{Consulted: c.Old, Final: c.New, Changes: compare.Compare(texts(c.Old), texts(c.New)), HasFinal: true}
}

func (f fixtures) resultLine() consultview.ResultLinePage {
	p := consultview.ResultLinePage{Head: f.head(f.Answered), Row: f.resultsPage().Rows[0], Clauses: consultview.Fates(f.clauseResults()[1:], f.finalTexts()),
		Public: 43, Hidden: 1, PageNo: 1, LastPage: 3}
	starts, ends := 2, 9
	for i, c := range f.Comments {
		v := consult.Voice{PublicName: c.PublicName, Identity: c.Identity, ReceivedAt: c.ReceivedAt, Body: c.Points[0].Body}
		if i == 1 {
			v.Starts, v.Ends = &starts, &ends
		}
		p.Voices = append(p.Voices, v)
	}
	return p
}

func (f fixtures) hiddenLine() consultview.ResultLinePage {
	row := f.resultsPage().Rows[1]
	row.Body, row.PublicName = "", ""
	return consultview.ResultLinePage{Head: f.head(f.Answered), Row: row, Hidden: 1, PageNo: 1, LastPage: 1}
}

func (f fixtures) finalDraft() consultview.DraftPage {
	p := f.draft(f.Answered)
	p.Versions, p.Shown = f.publicVersions(), 2
	p.Versions[1].Final = true
	on := f.articles()
	for i := range consultview.MostChangedFor {
		p.ChangedFor = append(p.ChangedFor, consult.ChangedFor{ClauseID: on[0].ID, SuggestionID: int64(i + 1), Position: i + 1})
	}
	p.ChangedFor = append(p.ChangedFor, consult.ChangedFor{ClauseID: on[1].ID, SuggestionID: 12, Position: 12})
	return p
}

// finalLinks are the desk's page about them.
func (d deskFixtures) finalLinks() []Story {
	rows := d.fixtures.resultsPage().Rows
	lines := []desk.FinalLine{{ResultRow: rows[0]}, {ResultRow: rows[1], Chosen: true}}
	page := desk.FinalClausesPage{Page: d.seat("desk.consultations.title", desk.Consultations, account.Adjudicator), Con: d.Answered, HasFinal: true,
		Lines: lines, Open: 1, All: 2, At: 1, Last: 1}
	looking, editing, none := page, page, page
	looking.Page = d.seat("desk.consultations.title", desk.Consultations, account.Auditor)
	editing.Edit, editing.Clauses = rows[0].SuggestionID, d.fixtures.articles()
	none.HasFinal, none.Lines = false, nil
	return []Story{
		{"desk/final", desk.FinalClauses(page)}, {"desk/final/looking", desk.FinalClauses(looking)},
		{"desk/final/editing", desk.FinalClauses(editing)}, {"desk/final/none", desk.FinalClauses(none)},
	}
}
