package consultview

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/internal/workday"
	"nayan/views/ui"
)

// day writes a day of the calendar: 2026年11月22日.
func day(ctx context.Context, d workday.Date) string { return i18n.Date(ctx, d.In(i18n.Zone)) }

// MinimumFact is the shortest period of a call with its source, and what cannot
// be told of it yet; ok is false where none is set.
func MinimumFact(ctx context.Context, c consult.Consultation) (f ui.Fact, ok bool) {
	if c.MinimumDays == 0 {
		return f, false
	}
	f = ui.Fact{Label: i18n.T(ctx, "fact.statutory"), Value: i18n.T(ctx, "clock.minimum."+string(c.MinimumIn), c.MinimumDays),
		Note: c.MinimumSource}
	if c.MinimumAwaits != 0 {
		f.Note = i18n.T(ctx, "clock.minimum.awaits", c.MinimumSource, c.MinimumAwaits)
	}
	return f, true
}

// ResultsFact is the day by which the results are promised; ok is false where
// none is, or nothing is left to promise.
func ResultsFact(ctx context.Context, c consult.Consultation) (f ui.Fact, ok bool) {
	if c.ResultsAt != nil || c.WithdrawnAt != nil || resultsBy(ctx, c) == "" {
		return f, false
	}
	return ui.Fact{Label: i18n.T(ctx, "fact.results"), Value: resultsBy(ctx, c),
		Note: i18n.T(ctx, "clock.results.days", c.ResultsDays)}, true
}

// resultsBy says by when the results are promised, or what has to be known first.
func resultsBy(ctx context.Context, c consult.Consultation) string {
	switch {
	case c.ResultsDueAwaits != 0:
		return i18n.T(ctx, "clock.results.awaits", c.ResultsDueAwaits)
	case !c.Promised().IsZero():
		return i18n.T(ctx, "clock.results.by", day(ctx, c.Promised()))
	}
	return ""
}

// resultsDetail is what the last step says.
func (h Head) resultsDetail(ctx context.Context) string {
	if h.Consultation.ResultsAt != nil {
		return i18n.Minute(ctx, *h.Consultation.ResultsAt)
	}
	if by := resultsBy(ctx, h.Consultation); by != "" {
		return by
	}
	return i18n.T(ctx, "step.results.detail")
}

// withdrawnSteps end where the consultation did.
func (h Head) withdrawnSteps(ctx context.Context) []ui.Step {
	c := h.Consultation
	return []ui.Step{
		{Title: i18n.T(ctx, "step.publish"), Detail: i18n.Minute(ctx, *c.ReleasedAt), State: ui.StepDone},
		{Title: i18n.T(ctx, "step.withdrawn"), Detail: i18n.Minute(ctx, *c.WithdrawnAt), State: ui.StepDone},
	}
}

// last gives the latest change of a kind; ok is false where there was none, or
// the page does not show the history.
func (h Head) last(kind consult.ChangeKind) (c consult.Change, ok bool) {
	for _, x := range h.Changes {
		if x.Kind == kind {
			c, ok = x, true
		}
	}
	return c, ok
}

// extended says beside the last day that it was another one: the notice still
// names that.
func (h Head) extended(ctx context.Context) string {
	c, ok := h.last(consult.Extended)
	if !ok {
		return ""
	}
	return i18n.T(ctx, "clock.extended", day(ctx, c.From))
}

// ChangeText says what a change did: 截止日期由2026年11月22日延长至2026年12月1日.
func ChangeText(ctx context.Context, c consult.Change) string {
	switch c.Kind {
	case consult.Extended, consult.Delayed:
		return i18n.T(ctx, "change.text."+string(c.Kind), day(ctx, c.From), day(ctx, c.To))
	}
	return i18n.T(ctx, "change.text."+string(c.Kind))
}
