package app_test

import (
	"fmt"
	"testing"

	"nayan/internal/consult"
	"nayan/repo"
	"nayan/repo/repotest"
)

// BenchmarkWorkbench reads what a page of the adjudicators' list shows, with 10,000
// suggestions and with 100,000: the counts of its chips, its texts, and what staff
// have beside them.
func BenchmarkWorkbench(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		c := openCall(b)
		repotest.Crowd(b, c.db, c.id, n, c.actor.StaffID)
		for _, page := range []struct {
			name   string
			filter repo.SuggestionFilter
		}{
			{"first", repo.SuggestionFilter{}}, {"last", repo.SuggestionFilter{Page: n / 20}},
			{"first of the table", repo.SuggestionFilter{PerPage: 100}}, {"last of the table", repo.SuggestionFilter{Page: n / 100, PerPage: 100}},
			{"undecided", repo.SuggestionFilter{State: repo.Undecided}}, {"unchecked", repo.SuggestionFilter{State: repo.Unchecked}},
			{"adopted", repo.SuggestionFilter{State: string(consult.Adopted)}}, {"clause", repo.SuggestionFilter{ClauseID: c.clauses[1]}},
			{"whole draft", repo.SuggestionFilter{ClauseID: repo.WholeDraft}}, {"channel", repo.SuggestionFilter{Channel: consult.ByPhone}},
			{"identity", repo.SuggestionFilter{Identity: consult.Enterprise}}, {"assignee", repo.SuggestionFilter{AssigneeID: c.actor.StaffID}},
			{"nobody", repo.SuggestionFilter{AssigneeID: repo.Nobody}}, {"unit", repo.SuggestionFilter{UnitID: 1}},
			{"words in few", repo.SuggestionFilter{Query: "增设消防通道"}}, {"words in all", repo.SuggestionFilter{Query: "物业 责任"}},
		} {
			if page.filter.PerPage == 0 {
				page.filter.PerPage = 20
			}
			b.Run(fmt.Sprintf("%d/%s", n, page.name), func(b *testing.B) {
				for b.Loop() {
					c.readPage(b, page.filter)
				}
			})
		}
	}
}

func (c *call) readPage(b *testing.B, f repo.SuggestionFilter) {
	b.Helper()
	list, err := c.Repo.Suggestions(b.Context(), c.id, f)
	if err != nil || len(list.Items) == 0 {
		b.Fatal(len(list.Items), err)
	}
	ids := make([]int64, len(list.Items))
	for i, s := range list.Items {
		ids[i] = s.ID
	}
	if _, err := c.Repo.SuggestionWork(b.Context(), c.id, ids); err != nil {
		b.Fatal(err)
	}
}
