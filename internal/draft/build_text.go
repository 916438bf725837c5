package draft

import (
	"strings"
	"unicode/utf8"
)

// addPlain places a line without number: a heading that stands on a line of its
// own, the text of what is open, or a further 款.
func (b *builder) addPlain(i int) {
	l := b.lines[i]
	if !b.started && !b.inPreamble() {
		b.open(&node{Clause: Clause{Kind: Preamble}, rank: rankLoose})
	}
	top := b.top()
	switch {
	case b.wantsHeading(top, l):
		top.Heading = l.text
		b.heading = i + 1
	case top.Text == "" && len(top.kids) == 0 && (top.Kind == Article || top.Kind == Item || top.Kind == Subitem || top.Kind == Preamble):
		top.Text = l.text
	default:
		b.addParagraph(i)
	}
}

func (b *builder) inPreamble() bool {
	for _, n := range b.stack {
		if n.Kind == Preamble {
			return true
		}
	}
	return false
}

// wantsHeading: 第一章 or 附件 alone on its line is named by the next.
func (b *builder) wantsHeading(top *node, l line) bool {
	switch top.Kind {
	case Part, Chapter, Section, Appendix:
		return top.Heading == "" && top.Text == "" && len(top.kids) == 0 && headingLike(l.text) && !isNote(l.text) && top.Number != footnoteHeading
	}
	return false
}

// addParagraph adds a 款 to the innermost node that it belongs to.
func (b *builder) addParagraph(i int) {
	n := &node{Clause: Clause{Kind: Paragraph, Text: b.lines[i].text}, rank: rankLoose}
	for j := len(b.stack) - 1; j > 0; j-- {
		owner := b.stack[j]
		if b.owns(owner, i) {
			b.stack = b.stack[:j+1]
			if owner.Kind != Preamble {
				n.rank = owner.rank + paragraphStep
			}
			b.open(n)
			return
		}
	}
	for b.top().rank == rankLoose && b.top().Kind == Paragraph {
		b.stack = b.stack[:len(b.stack)-1]
	}
	b.open(n)
}

// owns reports whether an unnumbered line belongs to an open node: to an
// article always; to a list entry if the list goes on right after, or if the
// entry announces more with a colon.
func (b *builder) owns(n *node, i int) bool {
	switch n.Kind {
	case Article, Preamble:
		return true
	case Item, Subitem:
		return b.goesOn(n.mark, i) || n == b.top() && len(n.kids) == 0 && strings.HasSuffix(n.Text, "：")
	}
	return false
}

// continueText appends a line after a soft break to the text it belongs to.
func (b *builder) continueText(text string) {
	top := b.top()
	switch {
	case len(b.stack) == 1 || top.Kind != Paragraph && len(top.kids) > 0:
		b.open(&node{Clause: Clause{Kind: Paragraph, Text: text}, rank: rankLoose})
	case top.Text == "" && top.Heading != "":
		top.Heading += "\n" + text
	case top.Text == "":
		top.Text = text
	default:
		top.Text += "\n" + text
	}
}

// addHeading opens an unnumbered heading; 序言 opens a preamble.
func (b *builder) addHeading(i int) {
	l := b.lines[i]
	goesOn := b.heading == i && i > 0 && l.level == 0 && !l.gap && b.lines[i-1].centred
	b.heading = i + 1
	if goesOn { // a title broken over several lines
		b.top().Heading += l.text
		return
	}
	b.closePreamble()
	n := &node{Clause: Clause{Kind: Chapter, Heading: l.text}, rank: rankChapter}
	if l.level > 1 {
		n.Kind, n.rank = Section, rankSection
	}
	switch squeeze(l.text) {
	case "序言", "前言", "引言", "序", "导言":
		n.Kind = Preamble
	}
	b.closeTo(n.rank)
	b.article = marker{}
	b.started = true
	b.open(n)
}

// emphasis says whether centring and outline levels mean anything in this file:
// some templates put every paragraph in a heading style.
type emphasis struct{ centred, levels bool }

func newEmphasis(lines []line) emphasis {
	centred, levels := 0, 0
	for _, l := range lines {
		if l.mark.family != none {
			continue
		}
		if l.centred {
			centred++
		}
		if l.level > 0 {
			levels++
		}
	}
	return emphasis{centred: centred*2 < len(lines), levels: levels*2 < len(lines)}
}

// isHeading reports whether an unnumbered line is a heading. A centred line is
// one only behind the first clause: before it stand title and notes; and not
// above a table, which it names.
func (e emphasis) isHeading(b *builder, i int) bool {
	l := b.lines[i]
	if !headingLike(l.text) || isNote(l.text) {
		return false
	}
	if l.level > 0 && e.levels {
		return true
	}
	aboveTable := i+1 < len(b.lines) && b.lines[i+1].table
	return l.centred && e.centred && b.started && !aboveTable && !b.wantsHeading(b.top(), l)
}

// isSignature recognises the office and date under a text: set to the right, or
// a date, or short lines right above one.
func isSignature(lines []line, i int) bool {
	l := lines[i]
	if l.table || l.mark.family != none || l.soft {
		return false
	}
	if l.right && utf8.RuneCountInString(squeeze(l.text)) <= headingRunes || isDate(l.text) {
		return true
	}
	for j := i; j < len(lines) && j <= i+2; j++ {
		switch {
		case lines[j].table, lines[j].mark.family != none:
			return false
		case isDate(lines[j].text):
			return true
		case !headingLike(lines[j].text) || utf8.RuneCountInString(lines[j].text) > 40:
			return false
		}
	}
	return false
}
