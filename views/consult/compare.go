package consultview

import (
	"context"
	"strconv"

	"nayan/internal/compare"
	"nayan/internal/consult"
	"nayan/internal/i18n"
)

// ComparePage shows what changed from one public version to a later one.
type ComparePage struct {
	Head
	From, To consult.PublicVersion
	Versions []consult.PublicVersion
	Changes  Changes
	All      bool // also what stayed the same
}

// Changes are the changes between two versions with the clauses of both.
type Changes struct {
	List      []compare.Change
	Old, New  []consult.Clause // in document order
	OldAt, At string           // address of each version; clauses are anchors on it; "" for no links
}

// Count counts them.
func (c Changes) Count() compare.Counts { return compare.Count(c.List) }

// change is one line: a clause of either version, or one of each.
type change struct {
	compare.Change
	old, next *consult.Clause
	oldURL    string
	url       string
	echo      string // name of the clause that the text came from or went to
}

// lines gives the changes to show: all, or those that are any.
func (c Changes) lines(all bool) []change {
	var out []change
	for _, x := range c.List {
		if all || x.Kind != compare.Same {
			out = append(out, c.line(x))
		}
	}
	return out
}

// line gives a change with its clauses.
func (c Changes) line(x compare.Change) change {
	line := change{Change: x}
	if x.A >= 0 {
		line.old, line.oldURL = &c.Old[x.A], anchor(c.OldAt, c.Old[x.A].ID)
	}
	if x.B >= 0 {
		line.next, line.url = &c.New[x.B], anchor(c.At, c.New[x.B].ID)
	}
	if x.Echo != nil {
		line.echo = c.echoOf(x).Label
	}
	return line
}

func (c Changes) echoOf(x compare.Change) consult.Clause {
	if x.Kind == compare.Added {
		return c.Old[x.Echo.Clause]
	}
	return c.New[x.Echo.Clause]
}

func anchor(page string, id int64) string {
	if page == "" {
		return ""
	}
	return page + "#" + clauseRef(id)
}

// runs gives what stayed, went and came, in order; a clause that only moved, or
// stayed, is one run.
func (c change) runs() []compare.Edit {
	if len(c.Diff) > 0 || c.next == nil {
		return c.Diff
	}
	body := compare.Clause{Heading: c.next.Heading, Text: c.next.Text}.Body()
	if body == "" {
		return nil
	}
	return []compare.Edit{{Op: compare.Equal, Text: body}}
}

// tone is the ground of the word that says what became of the clause.
func (c change) tone() string {
	return map[compare.Kind]string{compare.Added: "green", compare.Removed: "red", compare.Changed: "amber", compare.Moved: "blue"}[c.Kind]
}

// marks are the words beside it.
func (c change) marks(ctx context.Context) []string {
	var out []string
	if c.Moved && c.Kind == compare.Changed {
		out = append(out, i18n.T(ctx, "compare.moved_too"))
	}
	if c.Renumbered {
		out = append(out, i18n.T(ctx, "compare.renumbered"))
	}
	if c.Minor {
		out = append(out, i18n.T(ctx, "compare.minor"))
	}
	switch {
	case c.echo == "":
	case c.Kind == compare.Added:
		out = append(out, i18n.T(ctx, "compare.from", c.echo))
	default:
		out = append(out, i18n.T(ctx, "compare.into", c.echo))
	}
	return out
}

func (p ComparePage) url(all bool) string {
	u := p.compareURL(p.From.Number, p.To.Number)
	if all {
		u += "&all=1"
	}
	return u
}

// pairs are the other comparisons that can be asked for.
func (p ComparePage) pairs() (list [][2]int) {
	for to := len(p.Versions); to > 1; to-- {
		for from := to - 1; from > 0; from-- {
			if from != p.From.Number || to != p.To.Number {
				list = append(list, [2]int{from, to})
			}
		}
	}
	return list[:min(len(list), 12)]
}

// figure is a count with its word.
type figure struct {
	word  string
	count int
}

// figures are the rows of the table on top; the first five add up to the clauses.
func (c Changes) figures(ctx context.Context) []figure {
	n := c.Count()
	return []figure{{i18n.T(ctx, "compare.kind.changed"), n.Changed}, {i18n.T(ctx, "compare.kind.added"), n.Added},
		{i18n.T(ctx, "compare.kind.removed"), n.Removed}, {i18n.T(ctx, "compare.kind.moved"), n.Moved},
		{i18n.T(ctx, "compare.kind.same"), n.Same}}
}

func itoa(n int) string { return strconv.Itoa(n) }
