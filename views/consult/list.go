package consultview

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/layout"
	"nayan/views/ui"
)

// Filter is what the list is narrowed to; empty values do not narrow.
type Filter struct {
	Status   consult.Phase
	Kind     consult.Kind
	UnitID   int64
	Audience consult.Audience
	Query    string
}

// Unit is one choice of the filter by unit.
type Unit struct {
	ID   int64
	Name string
}

// Counts are the consultations of each phase under the other filters.
type Counts struct{ Open, Scheduled, Closed, Answered, Withdrawn int }

// All counts every phase.
func (c Counts) All() int { return c.Open + c.Scheduled + c.Closed + c.Answered + c.Withdrawn }

// Of counts one phase.
func (c Counts) Of(p consult.Phase) int {
	switch p {
	case consult.Open:
		return c.Open
	case consult.Scheduled:
		return c.Scheduled
	case consult.Closed:
		return c.Closed
	case consult.Answered:
		return c.Answered
	case consult.Withdrawn:
		return c.Withdrawn
	}
	return c.All()
}

// ListPage is the list of public consultations.
type ListPage struct {
	layout.Page
	Now      time.Time
	Filter   Filter
	Units    []Unit
	Kinds    []consult.Kind // that are switched on
	Counts   Counts
	Items    []consult.Consultation
	Total    int // under the whole filter
	PageNo   int // from 1
	LastPage int
}

func (p ListPage) framed(ctx context.Context) layout.Page {
	p.Nav = layout.NavConsultations
	p.Title = i18n.T(ctx, "nav.consultations")
	p.Crumbs = []layout.Link{{Text: p.Title}}
	p.Query = p.Filter.Query
	p.Feeds = feeds(ctx, p.Site, p.Filter)
	return p.Page
}

// URL is the address of the list under a filter, on a page.
func (f Filter) URL(page int) string {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("status", string(f.Status))
	set("kind", string(f.Kind))
	set("audience", string(f.Audience))
	set("q", f.Query)
	if f.UnitID != 0 {
		q.Set("unit", strconv.FormatInt(f.UnitID, 10))
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return "/consultations"
	}
	return "/consultations?" + q.Encode()
}

func (f Filter) withStatus(p consult.Phase) Filter {
	f.Status = p
	return f
}

// statuses links each phase with its count; the first one is all of them.
func (p ListPage) statuses(ctx context.Context) []ui.Tab {
	out := []ui.Tab{{
		Href: p.Filter.withStatus("").URL(1), Text: i18n.T(ctx, "list.all"),
		Count: p.Counts.All(), Current: p.Filter.Status == "",
	}}
	for _, phase := range consult.Phases {
		out = append(out, ui.Tab{
			Href: p.Filter.withStatus(phase).URL(1), Text: i18n.T(ctx, "list.status."+string(phase)),
			Count: p.Counts.Of(phase), Current: p.Filter.Status == phase,
		})
	}
	return out
}

// emptyText names the phase when it alone narrows the list.
func (p ListPage) emptyText(ctx context.Context) string {
	if p.Filter == (Filter{Status: p.Filter.Status}) {
		return i18n.T(ctx, "list.empty.status", i18n.T(ctx, "list.status."+string(p.Filter.Status)))
	}
	return i18n.T(ctx, "list.empty")
}

func (p ListPage) units(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: i18n.T(ctx, "list.any")}}
	for _, u := range p.Units {
		out = append(out, ui.Option{Value: strconv.FormatInt(u.ID, 10), Label: u.Name})
	}
	return out
}

// kinds are the choices of the filter: what is switched on, and what is chosen.
func (p ListPage) kinds(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: i18n.T(ctx, "list.any")}}
	for _, k := range consult.Kinds {
		if k != p.Filter.Kind && !slices.Contains(p.Kinds, k) {
			continue
		}
		out = append(out, ui.Option{Value: string(k), Label: i18n.T(ctx, "kind."+string(k))})
	}
	return out
}

func audiences(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: i18n.T(ctx, "list.any")}}
	for _, a := range consult.Audiences {
		out = append(out, ui.Option{Value: string(a), Label: i18n.T(ctx, "audience."+string(a))})
	}
	return out
}

func (f Filter) unitValue() string {
	if f.UnitID == 0 {
		return ""
	}
	return strconv.FormatInt(f.UnitID, 10)
}
