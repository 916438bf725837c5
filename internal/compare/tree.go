package compare

import "strings"

// maxDepth is how deep a text is followed; what is deeper hangs there. Texts of
// law have six levels.
const maxDepth = 16

// tree is one version: its clauses in order, who is in whom, and the folded text
// of each with what is in it.
type tree struct {
	clauses []Clause
	parent  []int // -1 for the outermost
	kids    [][]int
	end     []int // the first clause behind those that are in clause i
	folded  string
	start   []int // where the folded text of clause i begins
}

func newTree(clauses []Clause) *tree {
	n := len(clauses)
	t := &tree{clauses: clauses, parent: make([]int, n), kids: make([][]int, n), end: make([]int, n), start: make([]int, n+1)}
	var text strings.Builder
	var above []int
	for i, c := range clauses {
		for len(above) > 0 && (clauses[above[len(above)-1]].Depth >= c.Depth || len(above) >= maxDepth) {
			t.end[above[len(above)-1]] = i
			above = above[:len(above)-1]
		}
		t.parent[i] = -1
		if len(above) > 0 {
			up := above[len(above)-1]
			t.parent[i] = up
			t.kids[up] = append(t.kids[up], i)
		}
		above = append(above, i)
		t.start[i] = text.Len()
		text.WriteString(fold(c.Heading))
		text.WriteString(fold(c.Text))
	}
	for _, i := range above {
		t.end[i] = n
	}
	t.start[n] = text.Len()
	t.folded = text.String()
	return t
}

// full is the text of a clause and of all that is in it.
func (t *tree) full(i int) string { return t.folded[t.start[i]:t.start[t.end[i]]] }

// own is its text alone.
func (t *tree) own(i int) string { return t.folded[t.start[i]:t.start[i+1]] }

// frame reports whether a clause only holds others, as a chapter does.
func (t *tree) frame(i int) bool {
	switch t.clauses[i].Kind {
	case "part", "chapter", "section", "appendix":
		return true
	}
	return false
}

// frames and blocks: blocks are the articles, and whatever else stands right in a
// frame or outside of all.
func (t *tree) split() (frames, blocks []int) {
	inside := make([]bool, len(t.clauses)) // of a block
	for i := range t.clauses {
		up := t.parent[i]
		inside[i] = up >= 0 && (inside[up] || !t.frame(up))
		switch {
		case inside[i]:
		case t.frame(i):
			frames = append(frames, i)
		default:
			blocks = append(blocks, i)
		}
	}
	return frames, blocks
}

func (t *tree) every() []int {
	list := make([]int, len(t.clauses))
	for i := range list {
		list[i] = i
	}
	return list
}
