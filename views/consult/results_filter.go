package consultview

import (
	"context"
	"net/url"
	"strconv"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// WholeDraft is how a filter names the lines that are on no clause.
const WholeDraft = "whole"

// ResultFilter is what the list of results is narrowed to; empty values do not narrow.
type ResultFilter struct {
	Outcome  consult.Outcome
	Clause   string // the id of one, or WholeDraft
	Identity consult.Identity
	Query    string
}

func (f ResultFilter) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"outcome": string(f.Outcome), "clause": f.Clause, "identity": string(f.Identity), "q": f.Query} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

func (f ResultFilter) narrows() bool { return f != ResultFilter{} }

func outcomeOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: i18n.T(ctx, "results.filter.all")}}
	for _, o := range consult.Outcomes {
		out = append(out, ui.Option{Value: string(o), Label: i18n.T(ctx, "outcome."+string(o))})
	}
	return out
}

func identityOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: i18n.T(ctx, "results.filter.all")}}
	for _, i := range []consult.Identity{consult.Resident, consult.Enterprise} {
		out = append(out, ui.Option{Value: string(i), Label: i18n.T(ctx, "identity."+string(i))})
	}
	return out
}

func (p ResultsPage) clauseOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: i18n.T(ctx, "results.filter.all")}, {Value: WholeDraft, Label: i18n.T(ctx, "comment.whole_draft")}}
	for _, c := range p.Places {
		out = append(out, ui.Option{Value: strconv.FormatInt(c.ID, 10), Label: short(c.Label+" "+c.Heading, 20)})
	}
	return out
}

// short cuts a text that is longer than n characters.
func short(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return string(runes[:n]) + "…"
}
