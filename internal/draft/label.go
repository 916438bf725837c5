package draft

import (
	"fmt"
	"strings"

	"nayan/internal/text"
)

// labeller names siblings for people, one after the other.
type labeller struct {
	base       string // the numbered clause around them
	scope      string // the appendix around them
	parent     *Clause
	siblings   []Clause
	paragraphs int
	tables     int
}

// label names the next sibling.
func (l *labeller) label(c *Clause) string {
	number := shownNumber(c.Number)
	switch c.Kind {
	case Preamble:
		return l.base + orElse(c.Heading, "正文之前")
	case Paragraph:
		return l.paragraph()
	case Table:
		l.tables++
		return l.base + "表" + text.ChineseNumber(l.tables)
	case Item:
		return l.base + l.firstParagraph() + ordinal(number, "项")
	case Subitem:
		return l.base + ordinal(number, "目")
	case Article:
		if strings.HasPrefix(number, "第") {
			return l.scope + number // articles are numbered through all chapters
		}
	}
	if number == "" {
		return l.base + orElse(c.Heading, "无编号标题")
	}
	if l.base != "" && !strings.HasPrefix(number, "第") {
		return l.base + "之" + number
	}
	return l.base + number
}

// below gives base and scope for the children of c. A heading without number is
// too long to be part of every label below it.
func (l *labeller) below(c *Clause, label string) (base, scope string) {
	switch {
	case c.Kind == Appendix:
		return label, label
	case c.Number == "" && (c.Kind == Chapter || c.Kind == Section):
		return l.base, l.scope
	}
	return label, l.scope
}

// shownNumber takes off the punctuation that separates a number from its text;
// 一、 keeps its own, without which it says little.
func shownNumber(number string) string {
	number = strings.TrimRight(squeeze(number), "：:．.")
	if strings.HasPrefix(number, "第") {
		number = strings.TrimRight(number, "、")
	}
	return number
}

// paragraph counts 款: the article's own text is the first.
func (l *labeller) paragraph() string {
	l.paragraphs++
	switch {
	case l.parent == nil:
		return fmt.Sprintf("正文第%s段", text.ChineseNumber(l.paragraphs))
	case l.parent.Kind == Article || l.parent.Kind == Preamble:
		n, unit := l.paragraphs, "款"
		if l.parent.Text != "" {
			n++
		}
		if l.parent.Kind == Preamble {
			unit = "段"
		}
		return l.base + "第" + text.ChineseNumber(n) + unit
	}
	return l.base + "第" + text.ChineseNumber(l.paragraphs) + "段"
}

// firstParagraph: an item right under an article of several 款 is in the first.
func (l *labeller) firstParagraph() string {
	if l.parent == nil || l.parent.Kind != Article {
		return ""
	}
	for i := range l.siblings {
		if l.siblings[i].Kind == Paragraph {
			return "第一款"
		}
	}
	return ""
}

// ordinal writes 第（一）项, 第1目.
func ordinal(number, unit string) string {
	number = strings.TrimRight(number, "、．.")
	if number == "" || number == bullet {
		return "无编号" + unit
	}
	return "第" + number + unit
}

func orElse(s, other string) string {
	if s != "" {
		return s
	}
	return other
}
