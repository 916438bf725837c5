package draft

import (
	"strings"
	"unicode/utf8"
)

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
	quiet := newEmphasis(lines)
	for i := range lines {
		b.line(i, quiet)
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

// weakGap is how many numbers may be missing before 第五条 with text right behind
// it is taken for a reference.
const weakGap = 3

// isMarked accepts a marker; a weak one only where its number may be the next
// to come.
func (b *builder) isMarked(i int) bool {
	l := b.lines[i]
	m := l.mark
	switch {
	case m.family == none || l.front:
		return false
	case !m.weak:
		return true
	case m.family == famArticle:
		return m.ord > b.article.end && m.ord <= b.article.end+weakGap || m.ord == b.article.ord && m.sub == b.article.sub+1
	case m.ord == 1:
		return b.goesOn(m, i)
	}
	for j := len(b.stack) - 1; j > 0; j-- {
		if last := b.stack[j].mark; last.family == m.family {
			return m.ord == last.ord+1
		}
	}
	return false
}

func (b *builder) addMarked(i int) {
	l := b.lines[i]
	m := l.mark
	b.closePreamble()
	b.started = true
	rank := rankOf[m.family]
	if b.dunHead[i] {
		rank = rankChapter
	}
	b.closeTo(rank)
	n := &node{rank: rank, mark: m}
	n.Kind, n.Number = b.kindOf(i), m.number
	headed := b.isHeaded(i)
	b.open(n)
	switch {
	case m.family == famArticle:
		b.article = m
		n.Heading, n.Text = splitHeading(m.rest)
	case m.family == famAppendix:
		b.article = marker{}
	}
	if m.family != famArticle {
		n.Text = m.rest
	}
	if n.Kind != Article && structureKind[m.family] != "" || n.Kind == Chapter || headed {
		n.Heading, n.Text = n.Heading+n.Text, ""
	}
	if m.family == famAppendix && !headingLike(n.Heading) { // 附件：1.… is a list, not a name
		n.Heading, n.Text = "", n.Heading
	}
}

// kindOf names the level of a numbered line: fixed for 章 and 条, one below what
// it stands in for lists.
func (b *builder) kindOf(i int) Kind {
	m := b.lines[i].mark
	if b.dunHead[i] {
		return Chapter
	}
	if !m.family.isList() {
		return structureKind[m.family]
	}
	for j := len(b.stack) - 1; j > 0; j-- {
		switch b.stack[j].Kind {
		case Item, Subitem:
			return Subitem
		case Article:
			return Item
		}
	}
	return Article
}

// isHeaded reports whether a numbered line is the heading of what follows.
func (b *builder) isHeaded(i int) bool {
	l := b.lines[i]
	if !headingLike(l.mark.rest) {
		return false
	}
	if l.level > 0 && l.mark.family != famArticle {
		return true
	}
	if i+1 == len(b.lines) || b.lines[i+1].table || isSignature(b.lines, i+1) {
		return false
	}
	if kids := b.top().kids; len(kids) > 0 { // entries of one list are all headings or none is
		before := kids[len(kids)-1]
		if before.mark.family == l.mark.family && l.mark.ord == before.mark.ord+1 && before.Heading == "" {
			return false
		}
	}
	below := b.lines[i+1].mark.family
	if l.mark.family == famArticle {
		return l.level > 0 && below == none
	}
	return below == none || below.isList() && rankOf[below] > rankOf[l.mark.family]
}

// splitHeading takes 【适用范围】 or （适用范围） off an article's text.
func splitHeading(rest string) (heading, text string) {
	closing, ok := bracketOf(rest)
	if !ok {
		return "", rest
	}
	name, after, ok := strings.Cut(rest, closing)
	_, size := utf8.DecodeRuneInString(name)
	inner := name[min(size, len(name)):]
	if !ok || !headingLike(inner) || classify(rest).family != none || utf8.RuneCountInString(inner) > maxBracketed || isDeletion(inner) {
		return "", rest
	}
	return name + closing, trimSpace(after)
}

// maxBracketed is the longest heading in brackets, in characters.
const maxBracketed = 25

// bracketOf gives the bracket that closes the one a text begins with.
func bracketOf(s string) (closing string, ok bool) {
	for _, pair := range [...][2]string{{"【", "】"}, {"（", "）"}, {"(", ")"}, {"〔", "〕"}, {"［", "］"}, {"[", "]"}} {
		if strings.HasPrefix(s, pair[0]) {
			return pair[1], true
		}
	}
	return "", false
}

// isDeletion: 第五条（删除） has no heading; this is its text.
func isDeletion(name string) bool {
	return strings.Contains(name, "删") || strings.Contains(name, "废止") || strings.Contains(name, "略")
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
			place += strings.TrimRight(n.Number, "：:")
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
