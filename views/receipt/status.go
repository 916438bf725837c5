package receiptview

import (
	"context"
	"slices"
	"strings"
	"time"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	consultview "nayan/views/consult"
	"nayan/views/layout"
	"nayan/views/ui"
)

// StatusPage shows the holder of a receipt where the comment stands.
type StatusPage struct {
	layout.Page
	Now    time.Time
	Status consult.ReceiptStatus
}

func (p StatusPage) decided() bool { return p.Status.State == consult.Decided }

// secret reports whether part of it was sent in confidence.
func (p StatusPage) secret() bool {
	return slices.ContainsFunc(p.Status.Points, func(point consult.AnsweredPoint) bool { return point.Secret != "" })
}

// steps are the comment's own way: received, call closed, decided.
func (p StatusPage) steps(ctx context.Context) []ui.Step {
	s := p.Status
	if s.WithdrawnAt != nil {
		return []ui.Step{{Title: i18n.T(ctx, "status.step.received"), Detail: i18n.Minute(ctx, s.ReceivedAt), State: ui.StepDone},
			{Title: i18n.T(ctx, "step.withdrawn"), Detail: i18n.Minute(ctx, *s.WithdrawnAt), State: ui.StepDone}}
	}
	steps := []ui.Step{
		{Title: i18n.T(ctx, "status.step.received"), Detail: i18n.Minute(ctx, s.ReceivedAt), State: ui.StepDone},
		{Title: i18n.T(ctx, "step.close"), Detail: i18n.Second(ctx, s.LastSecond()), State: ui.StepAhead},
		{Title: i18n.T(ctx, "step.answer"), Detail: s.UnitName, State: ui.StepAhead},
		{Title: i18n.T(ctx, "step.results"), Detail: i18n.T(ctx, "status.step.all"), State: ui.StepAhead},
	}
	done, now := 1, 1
	switch {
	case p.decided():
		done, now = 4, -1
		if s.ResultsAt != nil {
			steps[3].Detail = i18n.Minute(ctx, *s.ResultsAt)
		}
	case s.PhaseAt(p.Now) != consult.Open:
		done, now = 2, 2
	}
	for i := range steps {
		if i < done {
			steps[i].State = ui.StepDone
		} else if i == now {
			steps[i].State = ui.StepNow
		}
	}
	return steps
}

// partly reports whether a first batch of results answered a part of it.
func (p StatusPage) partly() bool {
	return !p.decided() && slices.ContainsFunc(p.Status.Points, func(point consult.AnsweredPoint) bool { return len(point.Decisions) > 0 })
}

// waiting says what happens until there is an answer.
func (p StatusPage) waiting(ctx context.Context) string {
	if p.partly() {
		return i18n.T(ctx, "status.waiting.partly", p.Status.UnitName)
	}
	switch p.Status.PhaseAt(p.Now) {
	case consult.Withdrawn:
		return i18n.T(ctx, "status.waiting.withdrawn", i18n.Minute(ctx, *p.Status.WithdrawnAt))
	case consult.Open:
		return i18n.T(ctx, "status.waiting.open", i18n.Second(ctx, p.Status.LastSecond()))
	}
	return i18n.T(ctx, "status.waiting.closed", p.Status.UnitName)
}

// visibility says whether others can read the comment, since when, and why not if
// it is hidden.
func (p StatusPage) visibility(ctx context.Context) string {
	text := i18n.T(ctx, "status.visibility."+string(p.Status.Visibility))
	if why := consultview.HiddenReason(ctx, p.Status.HiddenCode, p.Status.HiddenReason); why != "" {
		text += i18n.T(ctx, "status.hidden_reason", why)
	}
	if p.Status.ModeratedAt != nil {
		text += i18n.T(ctx, "moderation.receipt.at", i18n.Minute(ctx, *p.Status.ModeratedAt))
	}
	return text
}

// covered says why the public does not read parts of a point, and since when.
func covered(ctx context.Context, list []consult.Redaction) string {
	var why []string
	latest := list[0].At
	for _, r := range list {
		if word := i18n.T(ctx, "moderation.code."+string(r.Code)); !slices.Contains(why, word) {
			why = append(why, word)
		}
		if r.At.After(latest) {
			latest = r.At
		}
	}
	return i18n.T(ctx, "moderation.receipt.covered.why", strings.Join(why, i18n.T(ctx, "comment.and")), i18n.Minute(ctx, latest))
}

// about names what a point is on.
func about(ctx context.Context, clauses []consult.ClauseRef) string {
	return ui.ClauseNames(ctx, clauses, i18n.T(ctx, "comment.whole_draft"))
}
