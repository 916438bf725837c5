package compare

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// passage is text that came or went within a comparison.
type passage struct {
	change int // its place in the list of changes
	text   string
}

// echoes tells of added clauses whose text left a changed one, and of removed
// clauses whose text entered one.
func (p *pairing) echoes(list []Change) {
	var lost, gained, added, removed []passage
	for k, c := range list {
		switch c.Kind {
		case Changed:
			lost, gained = append(lost, runs(c.Diff, Delete, k)), append(gained, runs(c.Diff, Insert, k))
		case Added:
			added = append(added, runs(c.Diff, Insert, k))
		case Removed:
			removed = append(removed, runs(c.Diff, Delete, k))
		}
	}
	p.echo(added, lost, func(at, from passage) {
		list[at.change].Echo = &Echo{list[from.change].A, diff(from.text, at.text, &p.left)}
	})
	p.echo(removed, gained, func(at, into passage) {
		list[at.change].Echo = &Echo{list[into.change].B, diff(at.text, into.text, &p.left)}
	})
}

func runs(edits []Edit, op Op, change int) passage {
	var b strings.Builder
	for _, e := range edits {
		if e.Op == op {
			b.WriteString(e.Text)
		}
	}
	return passage{change, b.String()}
}

// echo finds, for each passage, the one of the others that says nearly the same.
func (p *pairing) echo(of, among []passage, found func(at, other passage)) {
	of, among = slices.DeleteFunc(of, passage.short), slices.DeleteFunc(among, passage.short)
	x := newIndex(folded(of), folded(among))
	shared := make([]float64, len(among))
	for i, at := range of {
		best, share := -1, 0.6
		x.similar(i, shared, func(j int, l likeness) {
			if l.of > share {
				best, share = j, l.of
			}
		})
		if best >= 0 {
			found(at, among[best])
		}
	}
}

func (p passage) short() bool { return utf8.RuneCountInString(p.text) < withinRunes }

func folded(list []passage) []string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = fold(p.text)
	}
	return out
}
