package consultview

import (
	"context"
	"strconv"
	"time"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/layout"
	"nayan/views/ui"
)

// Head is what every page about one consultation has in common. Its frame
// (title, crumbs, navigation) is filled in by the view.
type Head struct {
	layout.Page
	Now          time.Time
	Consultation consult.Consultation
	Changes      []consult.Change    // since its release; only the tabs that show reasons have them
	Milestones   []consult.Milestone // likewise: of the decision
}

// tab is one of the five pages of a consultation; its text is the key "tab." and the tab.
type tab string

const (
	tabNotice      tab = "notice"
	tabDraft       tab = "draft"
	tabExplanation tab = "explanation"
	tabComments    tab = "comments"
	tabResults     tab = "results"
)

var tabOrder = []tab{tabNotice, tabDraft, tabExplanation, tabComments, tabResults}

func (h Head) phase() consult.Phase { return h.Consultation.PhaseAt(h.Now) }

func (h Head) open() bool { return h.phase() == consult.Open }

// url is the address of the consultation with a path behind it.
func (h Head) url(path string) string { return "/consultations/" + h.Consultation.No + path }

func (h Head) tabURL(t tab) string {
	if t == tabNotice {
		return h.url("")
	}
	return h.url("/" + string(t))
}

// framed completes the frame for a page called name (may be empty).
func (h Head) framed(ctx context.Context, name string) layout.Page {
	p := h.Page
	p.Nav = layout.NavConsultations
	p.Title = h.Consultation.Title
	p.Crumbs = []layout.Link{
		{Href: "/consultations", Text: i18n.T(ctx, "nav.consultations")},
		{Href: h.url(""), Text: h.Consultation.No},
	}
	if name != "" {
		p.Title = name + " - " + p.Title
		p.Crumbs = append(p.Crumbs, layout.Link{Text: name})
	}
	p.Meta = h.meta(ctx)
	return p
}

// meta gives the labels that government pages carry for search and for the
// national inspection (政府网站发展指引, 国办发〔2017〕47号, annex on labels).
func (h Head) meta(ctx context.Context) []layout.Meta {
	c := h.Consultation
	return []layout.Meta{
		{Name: "ColumnName", Content: i18n.T(ctx, "nav.consultations")},
		{Name: "ArticleTitle", Content: c.Title},
		{Name: "PubDate", Content: c.OpensAt.In(i18n.Zone).Format("2006-01-02 15:04")},
		{Name: "ContentSource", Content: c.UnitName},
	}
}

func (h Head) tabs(ctx context.Context, current tab) []ui.Tab {
	out := make([]ui.Tab, 0, len(tabOrder))
	for _, t := range tabOrder {
		entry := ui.Tab{Href: h.tabURL(t), Text: i18n.T(ctx, "tab."+string(t)), Current: t == current}
		if t == tabComments {
			entry.Count = h.Consultation.CommentCount
		}
		out = append(out, entry)
	}
	return out
}

// facts come before any prose.
func (h Head) facts(ctx context.Context) []ui.Fact {
	c := h.Consultation
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "fact.unit"), Value: c.UnitName},
		{Label: i18n.T(ctx, "fact.closes"), Value: i18n.Second(ctx, c.LastSecond()), Note: h.extended(ctx)},
	}
	if h.phase() != consult.Scheduled {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "fact.comments"), Value: i18n.T(ctx, "unit.comments", c.CommentCount)})
	}
	facts = append(facts, ui.Fact{Label: i18n.T(ctx, "fact.period"), Value: i18n.T(ctx, "unit.days", c.PeriodDays(i18n.Zone))})
	if f, ok := MinimumFact(ctx, c); ok {
		facts = append(facts, f)
	}
	if f, ok := ResultsFact(ctx, c); ok {
		facts = append(facts, f)
	}
	return facts
}

// steps says where the consultation stands and what comes next.
func (h Head) steps(ctx context.Context) []ui.Step {
	c := h.Consultation
	if c.WithdrawnAt != nil {
		return h.withdrawnSteps(ctx)
	}
	steps := []ui.Step{
		{Title: i18n.T(ctx, "step.publish"), Detail: i18n.Minute(ctx, c.OpensAt)},
		{Title: i18n.T(ctx, "step.close"), Detail: i18n.Second(ctx, c.LastSecond())},
		{Title: i18n.T(ctx, "step.answer"), Detail: i18n.T(ctx, "step.answer.detail")},
		{Title: i18n.T(ctx, "step.results"), Detail: h.resultsDetail(ctx)},
	}
	done, now := progress(h.phase())
	for i := range steps {
		switch {
		case i < done:
			steps[i].State = ui.StepDone
		case i == now:
			steps[i].State = ui.StepNow
		default:
			steps[i].State = ui.StepAhead
		}
	}
	return steps
}

// progress gives how many steps are done and which one is under way; -1 for none.
func progress(p consult.Phase) (done, now int) {
	switch p {
	case consult.Open:
		return 1, 1
	case consult.Closed:
		return 2, 2
	case consult.Answered:
		return 4, -1
	}
	return 0, 0
}

// PhaseTone is the ground that a phase has wherever it is shown.
func PhaseTone(p consult.Phase) string {
	switch p {
	case consult.Open:
		return "blue"
	case consult.Answered:
		return "green"
	case consult.Closed:
		return "amber"
	}
	return "grey"
}

// PhaseDetail says what matters about a phase at now: the days left, or the day it opens.
func PhaseDetail(ctx context.Context, c consult.Consultation, now time.Time) string {
	switch c.PhaseAt(now) {
	case consult.Open:
		return i18n.T(ctx, "phase.days_left", c.DaysLeft(now.In(i18n.Zone)))
	case consult.Scheduled:
		return i18n.T(ctx, "phase.opens_on", i18n.Date(ctx, c.OpensAt))
	}
	return ""
}

// clauseRef is the fragment of a clause, the same on every page of the draft.
func clauseRef(id int64) string { return "c-" + strconv.FormatInt(id, 10) }
