package draft

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// splitGlued cuts 第五条…。第六条　… in one paragraph into two articles, so that
// each can be commented on, and says so. It cuts only where the number is the
// one expected, stands behind the end of a sentence, is followed by a space, and
// has no paragraph of its own further on.
func splitGlued(lines []line, w *warnings) []line {
	own := map[int]int{} // how many lines begin with the article number
	for _, l := range lines {
		if l.mark.family == famArticle {
			own[l.mark.ord]++
		}
	}
	out := make([]line, 0, len(lines))
	last := 0
	for _, l := range lines {
		if l.mark.family == famArticle {
			last = l.mark.end
		}
		for last > 0 && !l.table && own[last+1] == 0 {
			at := gluedAt(l.text, last+1)
			if at < 0 {
				break
			}
			head, tail := l, l
			head.text = trimSpace(l.text[:at])
			head.mark = classify(head.text)
			tail.text, tail.soft, tail.gap = l.text[at:], false, false
			tail.mark = classify(tail.text)
			w.add(tail.mark.number, fmt.Sprintf("“%s”与前一条写在同一段中，已按单独一条导入，请核对。", tail.mark.number))
			out = append(out, head)
			l, last = tail, tail.mark.end
		}
		out = append(out, l)
	}
	return out
}

// gluedAt finds where article n begins inside a text, or gives -1.
func gluedAt(text string, n int) int {
	for from := 0; ; {
		i := strings.Index(text[from:], "第")
		if i < 0 {
			return -1
		}
		at := from + i
		from = at + len("第")
		before, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(text[:at], isBlank))
		if at == 0 || !strings.ContainsRune("。；", before) {
			continue
		}
		c := cursor{s: text[at:]}
		c.lit("第")
		if v, ok := c.numeral(); ok && v == n && c.lit("条") && !c.atEnd() && isBlank(c.peek()) && classify(text[at:]).family == famArticle {
			return at
		}
	}
}
