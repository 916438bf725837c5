package draft

import (
	"iter"
	"strings"
)

// Node is a clause met on a walk, with where it stands.
type Node struct {
	Clause *Clause
	Depth  int    // 0 for the outermost
	Label  string // for people: 第三条, 第三条第二款, 第三条第（一）项, 附件二第一条, 一、第（二）项
	Path   []int  // indexes from the outermost clause down; valid until the next step
}

// Walk gives every clause in the order of the text.
func (t *Tree) Walk() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		w := walker{yield: yield}
		w.list(t.Clauses, labeller{siblings: t.Clauses})
	}
}

// Articles counts the articles, those of appendices included.
func (t *Tree) Articles() int {
	n := 0
	for node := range t.Walk() {
		if node.Clause.Kind == Article {
			n++
		}
	}
	return n
}

// PlainText gives title and clauses as text, a clause a line. Its visible
// characters are those of the source, in their order, except for a title copied
// from behind an announcement.
func (t *Tree) PlainText() string {
	var b strings.Builder
	b.WriteString(t.Title)
	for node := range t.Walk() {
		b.WriteByte('\n')
		b.WriteString(node.Clause.Line())
	}
	return b.String()
}

// Line gives a clause without its children on one line: number, heading, text.
func (c *Clause) Line() string {
	var parts []string
	for _, s := range []string{c.Number, c.Heading, c.Text} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "　")
}

type walker struct {
	yield func(Node) bool
	path  []int
}

// list walks siblings, named by l.
func (w *walker) list(clauses []Clause, l labeller) bool {
	w.path = append(w.path, 0)
	defer func() { w.path = w.path[:len(w.path)-1] }()
	for i := range clauses {
		c := &clauses[i]
		w.path[len(w.path)-1] = i
		label := l.label(c)
		if !w.yield(Node{Clause: c, Depth: len(w.path) - 1, Label: label, Path: w.path}) {
			return false
		}
		base, scope := l.below(c, label)
		if !w.list(c.Children, labeller{base: base, scope: scope, parent: c, siblings: c.Children}) {
			return false
		}
	}
	return true
}
