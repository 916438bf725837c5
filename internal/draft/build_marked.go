package draft

import (
	"strings"
	"unicode/utf8"
)

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
	switch m.family {
	case famArticle:
		b.article = m
		n.Heading, n.Text = splitHeading(m.rest)
	case famAppendix:
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
