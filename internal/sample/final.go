package sample

import (
	"context"
	"fmt"
	"slices"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/repo"
)

// point says which clauses of a final text were changed for a suggestion, where
// the comparison finds others.
func (f *filler) point(ctx context.Context, at *app.App, c Consultation) error {
	if len(c.Next.Clauses) == 0 {
		return nil
	}
	adjudicator, err := f.withRole(account.Adjudicator)
	if err != nil {
		return err
	}
	r, err := at.Repo.ResultsByNo(ctx, f.calls[c.Key].no, repo.ResultFilter{PerPage: allSuggestions})
	if err != nil {
		return err
	}
	clauses, err := at.Repo.Clauses(ctx, r.ID, r.Final)
	if err != nil {
		return err
	}
	for _, m := range f.county.Comments {
		labels, pointed := c.Next.Clauses[m.Key]
		if !pointed {
			continue
		}
		choice := app.ClauseChoice{}
		for _, row := range r.Rows {
			if row.Body == m.Points[0].Body {
				choice.SuggestionID = row.SuggestionID
			}
		}
		for _, clause := range clauses {
			if slices.Contains(labels, clause.Label) {
				choice.ClauseIDs = append(choice.ClauseIDs, clause.ID)
			}
		}
		if err := at.ChooseClauses(ctx, adjudicator, r.ID, choice); err != nil {
			return fmt.Errorf("%s: %w", m.Key, err)
		}
	}
	return nil
}
