package consultview

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// ResultsPage is the 意见反馈 tab. Totals and Rows count only once results are
// released. With ByClause the lines are in Clauses instead of Rows.
type ResultsPage struct {
	Head
	Batch
	Totals   consult.Totals
	Filter   ResultFilter
	Places   []consult.Clause // that the filter offers
	Rows     []consult.ResultRow
	Found    int // lines that the filter leaves
	ByClause bool
	Clauses  []ClauseFate
	// Corrections are those of the lines on the page, and the latest, the latest first.
	Corrections []consult.Correction
	Final       bool // there is a final text
	PageNo      int  // from 1
	LastPage    int
}

// Batch says how far the release of the results has come.
type Batch struct {
	Batches  int        // released so far
	LeftOpen int        // suggestions that a further one will answer
	At       *time.Time // when the last one became public
}

// released reports whether there is anything to show.
func (p ResultsPage) released() bool {
	return p.phase() == consult.Answered || p.Batches > 0
}

// asOf is the moment the figures are of.
func (p ResultsPage) asOf() time.Time {
	if p.At != nil {
		return *p.At
	}
	return *p.Consultation.ResultsAt
}

func (p ResultsPage) pageURL(page int) string {
	q := p.Filter.query()
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

// outcomeURL leads to the lines of one outcome.
func (p ResultsPage) outcomeURL(o consult.Outcome) string {
	return p.url("/results?" + url.Values{"outcome": {string(o)}}.Encode() + "#lines")
}

// lineURL is the page of one line.
func (h Head) lineURL(suggestionID int64) string {
	return h.url("/results/" + strconv.FormatInt(suggestionID, 10))
}

// lead is the sentence on top: of all, or of what is answered so far.
func (p ResultsPage) lead(ctx context.Context) string {
	if p.LeftOpen == 0 {
		return Lead(ctx, p.Totals)
	}
	return PartialLead(ctx, p.Totals)
}

// PartialLead is the sentence while there is more to be answered.
func PartialLead(ctx context.Context, t consult.Totals) string {
	return sentence(ctx, t, i18n.T(ctx, "results.lead.partial", t.Suggestions, t.Comments, t.Persons, t.Enterprises))
}

// Lead is the sentence that results open with: how many opinions, from whom, and
// what became of them. Outcomes that nobody got are left out.
func Lead(ctx context.Context, t consult.Totals) string {
	if t.Suggestions == 0 {
		return i18n.T(ctx, "results.none")
	}
	return sentence(ctx, t, i18n.T(ctx, "results.lead", t.Suggestions, t.Comments, t.Persons, t.Enterprises))
}

func sentence(ctx context.Context, t consult.Totals, begin string) string {
	parts := []string{begin}
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

// ResultName is who stands behind a line: up to three names, and how many they are
// together where that is more.
func ResultName(ctx context.Context, r consult.ResultRow) string {
	name := PublicName(ctx, r.PublicName)
	named := strings.Count(name, i18n.T(ctx, "comment.and")) + 1
	if r.Persons+r.Enterprises <= named {
		return name
	}
	return i18n.T(ctx, "results.among", name, voices(ctx, r.Voices))
}

// voices counts persons and enterprises in words: 41 人、2 家.
func voices(ctx context.Context, v consult.Voices) string {
	var parts []string
	if v.Persons > 0 {
		parts = append(parts, i18n.T(ctx, "results.persons", v.Persons))
	}
	if v.Enterprises > 0 {
		parts = append(parts, i18n.T(ctx, "results.enterprises", v.Enterprises))
	}
	return strings.Join(parts, i18n.T(ctx, "comment.and"))
}

// columns are the table's headings, looked up once a page; they come again as
// labels in the folded table.
type columns struct{ no, name, clause, body, outcome, reason, see string }

func newColumns(ctx context.Context) columns {
	return columns{
		i18n.T(ctx, "results.no"), i18n.T(ctx, "results.name"), i18n.T(ctx, "results.clause"),
		i18n.T(ctx, "results.body"), i18n.T(ctx, "results.outcome"), i18n.T(ctx, "results.reason"), i18n.T(ctx, "results.see_line"),
	}
}

func clauseName(ctx context.Context, label string) string {
	if label == "" {
		return i18n.T(ctx, "comment.whole_draft")
	}
	return label
}
