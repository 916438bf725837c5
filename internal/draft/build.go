package draft

// node is a clause under construction.
type node struct {
	Clause
	kids []*node
	rank int
	mark marker
}

// Ranks order what may stand in what: a line closes every open node of its own
// rank or above. Between them lies room for the paragraphs of a numbered node.
const (
	rankRoot      = 0
	rankAppendix  = 5
	rankChapter   = 30
	rankSection   = 35
	rankArticle   = 40
	rankLoose     = 99 // paragraphs outside any article: closed by everything
	paragraphStep = 2
)

var rankOf = map[family]int{
	famAppendix: rankAppendix, famPart: 10, famSubpart: 20, famChapter: rankChapter, famSection: rankSection,
	famArticle: rankArticle, famDun: 50, famParenCn: 60, famDigit: 70, famMulti: 75, famParen: 80,
	famCircled: 85, famLetter: 90, famBullet: 95,
}

var structureKind = map[family]Kind{
	famAppendix: Appendix, famPart: Part, famSubpart: Part, famChapter: Chapter, famSection: Section, famArticle: Article,
}

// builder hangs lines into a tree: every line either opens a numbered node,
// a heading or a table, or is text of what is open.
type builder struct {
	lines   []line
	next    []int   // the marked line that comes after each line; len(lines) for none
	dunHead []bool  // lines whose 一、 is a heading above articles
	stack   []*node // open nodes, the root first
	article marker  // the last article, to tell whether a weak one is expected
	started bool    // a clause was seen: what comes is no preamble
	heading int     // the line after which a heading may go on, 0 for none
	places  map[int]string
}

// build gives the clauses, and for each paragraph of the source the article it
// went to.
func build(lines []line) ([]Clause, map[int]string) {
	b := &builder{lines: lines, places: map[int]string{}}
	b.next = nextMarked(lines)
	b.dunHead = dunHeadings(lines)
	root := &node{rank: rankRoot - 1}
	b.stack = []*node{root}
	e := newEmphasis(lines)
	for i := range lines {
		b.line(i, e)
		b.places[lines[i].para] = b.place()
	}
	return clausesOf(root.kids), b.places
}

// line places one line.
func (b *builder) line(i int, e emphasis) {
	l := b.lines[i]
	if l.loose {
		b.closePreamble()
		b.started = true
	}
	switch {
	case l.table:
		b.addTable(l.text)
	case b.isMarked(i):
		b.addMarked(i)
	case l.soft:
		b.continueText(l.text)
	case !l.front && e.isHeading(b, i):
		b.addHeading(i)
	case b.started && isSignature(b.lines, i):
		b.closeTo(rankAppendix + 1)
		b.open(&node{Clause: Clause{Kind: Paragraph, Text: l.text}, rank: rankLoose})
	default:
		b.addPlain(i)
	}
}

func nextMarked(lines []line) []int {
	next := make([]int, len(lines))
	at := len(lines)
	for i := len(lines) - 1; i >= 0; i-- {
		next[i] = at
		if lines[i].mark.family != none {
			at = i
		}
	}
	return next
}

// lookahead bounds how many numbers are looked at to see whether a list goes on.
const lookahead = 100

// goesOn reports whether the list that m is in has its next entry behind line i,
// before anything of the same or a higher level.
func (b *builder) goesOn(m marker, i int) bool {
	for range lookahead {
		if i = b.next[i]; i == len(b.lines) {
			return false
		}
		next := b.lines[i].mark
		if next.family == m.family && next.ord > 0 && next.ord == m.ord+1 {
			return true
		}
		if !next.weak && rankOf[next.family] <= rankOf[m.family] {
			return false
		}
	}
	return false
}

func (b *builder) top() *node { return b.stack[len(b.stack)-1] }

// closeTo closes every open node of the rank or deeper.
func (b *builder) closeTo(rank int) {
	for len(b.stack) > 1 && b.top().rank >= rank {
		b.stack = b.stack[:len(b.stack)-1]
	}
}

// closePreamble ends the text before the first clause.
func (b *builder) closePreamble() {
	for i, n := range b.stack {
		if n.Kind == Preamble {
			b.stack = b.stack[:i]
			return
		}
	}
}

// open hangs a node under what is open and opens it.
func (b *builder) open(n *node) {
	b.top().kids = append(b.top().kids, n)
	b.stack = append(b.stack, n)
}

// addTable hangs a table under the innermost open node that is no list entry;
// one before the first clause stands by itself.
func (b *builder) addTable(text string) {
	b.closePreamble()
	for b.top().Kind == Item || b.top().Kind == Subitem || b.top().Kind == Paragraph && b.top().rank == rankLoose {
		b.stack = b.stack[:len(b.stack)-1]
	}
	b.top().kids = append(b.top().kids, &node{Clause: Clause{Kind: Table, Text: text}})
}

// place names the open article for warnings, "" outside any.
func (b *builder) place() string {
	place := ""
	for _, n := range b.stack {
		if n.Kind == Appendix || n.Kind == Article {
			place += shownNumber(n.Number)
		}
	}
	return place
}

// clausesOf turns nodes into clauses; children are never nil.
func clausesOf(nodes []*node) []Clause {
	out := make([]Clause, len(nodes))
	for i, n := range nodes {
		out[i] = n.Clause
		out[i].Children = clausesOf(n.kids)
	}
	return out
}
