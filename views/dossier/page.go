package dossierview

import (
	"context"
	_ "embed"
	"io"
	"net/url"
	"strings"

	"nayan/internal/compare"
	"nayan/internal/consult"
	"nayan/internal/dossier"
	"nayan/internal/i18n"
	surveyview "nayan/views/survey"
)

//go:embed dossier.css
var css string

// Pages are what an archive asks for.
var Pages = dossier.Pages{
	Index: func(ctx context.Context, w io.Writer, x dossier.Index) error { return index(x).Render(ctx, w) },
	Document: func(ctx context.Context, w io.Writer, d dossier.Document) error {
		return document(d).Render(ctx, w)
	},
	Comparison: func(ctx context.Context, w io.Writer, c dossier.Comparison) error {
		return comparison(c).Render(ctx, w)
	},
	Survey: surveyview.Table,
}

// FileName is what the archive of a consultation is called.
func FileName(ctx context.Context, which dossier.Copy, no string) string {
	return i18n.T(ctx, "dossier.name."+string(which), no)
}

// href leads from the index to a file beside it, whatever its name.
func href(path string) string {
	parts := strings.Split(path, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return "./" + strings.Join(parts, "/")
}

// anchor is the place of a group in the index.
func anchor(i int) string { return "g" + string(rune('a'+i)) }

// fact is a line of the key facts.
type fact struct{ label, value string }

func facts(ctx context.Context, c consult.Consultation) []fact {
	out := []fact{
		{i18n.T(ctx, "dossier.fact.no"), c.No}, {i18n.T(ctx, "dossier.fact.title"), c.Title}, {i18n.T(ctx, "fact.unit"), c.UnitName},
		{i18n.T(ctx, "fact.kind"), i18n.T(ctx, "kind."+string(c.Kind))}, {i18n.T(ctx, "fact.audience"), i18n.T(ctx, "audience."+string(c.Audience))},
		{i18n.T(ctx, "notice.legal_basis"), c.LegalBasis},
		{i18n.T(ctx, "dossier.fact.period"), i18n.T(ctx, "dossier.fact.period.value", i18n.Minute(ctx, c.OpensAt), i18n.Second(ctx, c.LastSecond()), c.PeriodDays(i18n.Zone))},
	}
	if c.MinimumDays > 0 {
		out = append(out, fact{i18n.T(ctx, "dossier.fact.minimum"), c.MinimumSource})
	}
	if c.ShortReason != "" {
		out = append(out, fact{i18n.T(ctx, "clock.short_reason"), c.ShortReason})
	}
	if !c.ResultsDueOn.IsZero() {
		out = append(out, fact{i18n.T(ctx, "dossier.fact.due"), i18n.Date(ctx, c.ResultsDueOn.In(i18n.Zone))})
	}
	if c.ResultsAt != nil {
		out = append(out, fact{i18n.T(ctx, "dossier.fact.results"), i18n.Minute(ctx, *c.ResultsAt)})
	}
	if c.WithdrawnAt != nil {
		out = append(out, fact{i18n.T(ctx, "dossier.fact.withdrawn"), i18n.Minute(ctx, *c.WithdrawnAt)})
	}
	return out
}

// side is the clause of a change in one of the two versions.
func side(list []consult.Clause, at int) (label, text string) {
	if at < 0 || at >= len(list) {
		return "", ""
	}
	c := list[at]
	return c.Label, compare.Clause{Heading: c.Heading, Text: c.Text}.Body()
}
