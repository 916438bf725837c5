package draft

import (
	"fmt"
	"strings"
)

// assemble turns the visible paragraphs of a file into a tree with warnings.
func assemble(src source) Tree {
	w := &warnings{}
	lines := dropTOC(linesOf(src.blocks), w)
	lines = splitGlued(lines, w)
	untagFirst(lines)
	title, lines, behind := takeTitle(lines)
	if !anyClause(lines) {
		openParagraphs(lines, behind, w)
	}
	clauses, places := build(lines)
	tree := Tree{Title: title, Clauses: clauses}
	w.addNotes(src.notes, places)
	w.checkNumbers(tree)
	w.checkTables(tree)
	w.checkCharacters(tree)
	tree.Warnings = w.sorted()
	return tree
}

// untagFirst makes 附件1 on the first line a note: the file is then an annex by
// itself, not a text with an annex.
func untagFirst(lines []line) {
	if len(lines) > 1 && lines[0].mark.family == famAppendix && lines[0].mark.rest == "" {
		lines[0].front, lines[0].mark = true, marker{}
	}
}

// anyClause reports whether anything but loose text is in the lines.
func anyClause(lines []line) bool {
	e := newEmphasis(lines)
	for i, l := range lines {
		if l.mark.family != none && !l.mark.weak && !l.front {
			return true
		}
		if !l.front && e.isHeading(&builder{lines: lines, stack: []*node{{}}}, i) {
			return true
		}
	}
	return false
}

// openParagraphs opens a text without any number, such as a short reply, behind
// title and notes: its paragraphs are what people can point at.
func openParagraphs(lines []line, first int, w *warnings) {
	inNote := false
	for first < len(lines) {
		l := lines[first]
		wasNote := inNote
		inNote = inNote && !strings.ContainsAny(l.text, "）)") || opensNote(l.text)
		if l.table || !(wasNote || l.front || l.soft || l.centred || isNote(l.text) || strings.HasSuffix(l.text, "：")) {
			break
		}
		first++
	}
	if first < len(lines) {
		lines[first].loose = true
		w.add("全文", "没有识别出编号的条款，已按自然段导入，请核对。")
	}
}

// place gives the place of a source paragraph for people.
func place(para int, places map[int]string) string {
	switch {
	case para == 0:
		return "全文"
	case places[para] != "":
		return places[para]
	}
	return fmt.Sprintf("第%d段", para)
}
