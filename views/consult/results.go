package consultview

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// ResultsPage is the 意见反馈 tab. Totals and Rows count only once the results
// are released. With ByClause the lines are in Clauses instead of Rows.
type ResultsPage struct {
	Head
	Totals   consult.Totals
	Rows     []consult.ResultRow
	ByClause bool
	Clauses  []consult.ClauseResults
	PageNo   int // from 1
	LastPage int
}

func (p ResultsPage) pageURL(page int) string {
	q := url.Values{}
	if p.ByClause {
		q.Set("view", "clauses")
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return p.url("/results")
	}
	return p.url("/results?" + q.Encode())
}

// Lead is the sentence that results open with: how many opinions, from whom, and
// what became of them. Outcomes that nobody got are left out.
func Lead(ctx context.Context, t consult.Totals) string {
	if t.Suggestions == 0 {
		return i18n.T(ctx, "results.none")
	}
	parts := []string{i18n.T(ctx, "results.lead", t.Suggestions, t.Comments, t.Persons, t.Enterprises)}
	for _, o := range consult.Outcomes {
		if n := t.Of(o); n > 0 {
			parts = append(parts, i18n.T(ctx, "results.lead.outcome", i18n.T(ctx, "outcome."+string(o)), n))
		}
	}
	return strings.Join(parts, i18n.T(ctx, "results.lead.comma")) + i18n.T(ctx, "results.lead.stop")
}

// EnterpriseFigures are the sentences that count enterprises apart; none where
// there is nothing to count.
func EnterpriseFigures(ctx context.Context, t consult.Totals) (out []string) {
	if t.EnterpriseSuggestions > 0 {
		out = append(out, i18n.T(ctx, "results.of_enterprises", t.EnterpriseSuggestions, t.Enterprises))
	}
	if t.Superseded > 0 {
		out = append(out, i18n.T(ctx, "results.superseded", t.Superseded))
	}
	return out
}

// Shares are the outcomes as parts of the bar, those that nobody got included.
func Shares(ctx context.Context, t consult.Totals) []ui.Share {
	var out []ui.Share
	for _, o := range consult.Outcomes {
		out = append(out, ui.Share{Tone: string(o), Label: i18n.T(ctx, "outcome."+string(o)), Count: t.Of(o)})
	}
	return out
}

// columns are the table's headings, looked up once a page; they come again as
// labels in the folded table.
type columns struct{ no, name, clause, body, outcome, reason string }

func newColumns(ctx context.Context) columns {
	return columns{
		i18n.T(ctx, "results.no"), i18n.T(ctx, "results.name"), i18n.T(ctx, "results.clause"),
		i18n.T(ctx, "results.body"), i18n.T(ctx, "results.outcome"), i18n.T(ctx, "results.reason"),
	}
}

func clauseName(ctx context.Context, label string) string {
	if label == "" {
		return i18n.T(ctx, "comment.whole_draft")
	}
	return label
}
