package draft

import (
	"fmt"
	"strings"
)

// maxTOC bounds how far a table of contents is followed: the longest, of 民法典,
// has 150 lines.
const maxTOC = 600

// minUntitledTOC is the shortest run of headings without 目录 above it that is
// taken for a table of contents, if it repeats: 编, 章 and 节 may follow each
// other once in the text.
const minUntitledTOC = 4

// dropTOC takes out tables of contents, which repeat the headings, and says so.
func dropTOC(lines []line, w *warnings) []line {
	out := make([]line, 0, len(lines))
	for i := 0; i < len(lines); {
		n := tocAt(lines[i:])
		if n == 0 {
			out = append(out, lines[i])
			i++
			continue
		}
		w.add(fmt.Sprintf("第%d段", lines[i].para), fmt.Sprintf("目录（%d行）没有导入，章节以正文中的标题为准。", n))
		i += n
	}
	return out
}

// tocAt gives the number of lines of the table of contents that begins here.
func tocAt(lines []line) int {
	head := 0
	if isTOCTitle(lines[0]) {
		head = 1
	}
	if n := flaggedTOC(lines[head:]); n > 0 {
		return head + n
	}
	if head == 0 {
		return untitledTOC(lines)
	}
	if n := repeatedTOC(lines[1:min(len(lines), maxTOC)]); n > 0 {
		return 1 + n
	}
	return 0
}

// untitledTOC counts lines that open 编, 章 or 节, up to where the first of them
// comes again.
func untitledTOC(lines []line) int {
	for n, l := range lines[:min(len(lines), maxTOC)] {
		switch {
		case !l.mark.family.isStructure():
			return 0
		case n > 0 && sameEntry(lines[0], l):
			if n < minUntitledTOC {
				return 0
			}
			return n
		}
	}
	return 0
}

func isTOCTitle(l line) bool {
	text := squeeze(l.text)
	return text == "目录" || text == "目次" || text == "【目录】"
}

// flaggedTOC counts lines that Word itself marks as entries.
func flaggedTOC(lines []line) int {
	n := 0
	for n < len(lines) && lines[n].toc && (headingLike(entry(lines[n])) || isTOCTitle(lines[n])) {
		n++
	}
	return n
}

// repeatedTOC counts heading lines up to where the first of them comes again, or
// as long as they lead to page numbers.
func repeatedTOC(lines []line) int {
	leaders := 0
	for n, l := range lines {
		if n > 0 && sameEntry(lines[0], l) {
			return n
		}
		if leads(l.text) {
			leaders = n + 1
		}
		if l.table || !headingLike(entry(l)) || l.mark.family == none && n == 0 && !repeatsLater(lines) {
			break
		}
	}
	return leaders
}

// repeatsLater reports whether an unnumbered first entry comes again at all.
func repeatsLater(lines []line) bool {
	for _, l := range lines[1:] {
		if sameEntry(lines[0], l) {
			return true
		}
	}
	return leads(lines[0].text)
}

// leads reports whether a line runs to a page number over dots or a tab.
func leads(text string) bool {
	bare := strings.TrimRight(text, "0123456789")
	if bare == text {
		return false
	}
	return strings.HasSuffix(bare, "\t") || strings.HasSuffix(squeeze(bare), "……") ||
		strings.HasSuffix(squeeze(bare), "...") || strings.HasSuffix(squeeze(bare), "···")
}

// entry gives a line without leader and page number.
func entry(l line) string {
	return squeeze(strings.TrimRight(l.text, "0123456789 \t.…·．\u3000-—()（）"))
}

// sameEntry reports whether two headings are the same one.
func sameEntry(a, b line) bool {
	if a.mark.family.isStructure() && a.mark.family == b.mark.family {
		return a.mark.ord == b.mark.ord
	}
	return entry(a) != "" && entry(a) == entry(b)
}
