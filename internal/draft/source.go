package draft

import "strings"

// block is one visible paragraph, or one table, as a reader found it.
type block struct {
	text    string // visible text, an automatic number included; \n is a soft break
	auto    string // the automatic number that text begins with
	para    int    // 1-based place among the non-empty paragraphs of the file
	level   int    // outline level, 1 the highest; 0 for body text
	title   bool   // the file itself calls it the title
	front   bool   // before an explicit end of front matter
	toc     bool   // part of a table of contents
	centred bool
	right   bool
	gap     bool // an empty paragraph stands before it
	table   bool // text holds rows and tab-separated cells
}

// note is a warning of a reader; build.go turns its paragraph into a place.
type note struct {
	para    int // 0: the whole text
	message string
}

// source is what a reader hands to the tree builder.
type source struct {
	blocks    []block
	notes     []note
	altChunks int // documents embedded whole, whose text is not in the file's own format
	lines     int // of all blocks, soft breaks counted
}

// add appends a block, numbered, unless nothing in it is visible.
func (s *source) add(b block) {
	b.text = trimSpace(b.text)
	if b.text == "" {
		return
	}
	s.push(b)
}

// addTable appends a table; its empty first cells must not be trimmed away.
func (s *source) addTable(text string) {
	if squeeze(text) != "" {
		s.push(block{text: text, table: true})
	}
}

// push numbers and appends a block; beyond maxLines it only counts, and Parse
// refuses the file.
func (s *source) push(b block) {
	if s.lines += 1 + strings.Count(b.text, "\n"); s.lines > maxLines {
		return
	}
	b.para = len(s.blocks) + 1
	s.blocks = append(s.blocks, b)
}

// warn notes something about the paragraph that will be added next.
func (s *source) warn(message string) {
	s.notes = append(s.notes, note{para: len(s.blocks) + 1, message: message})
}

// warnAll notes something about the whole text.
func (s *source) warnAll(message string) {
	s.notes = append(s.notes, note{message: message})
}

// line is one line of a block with what its beginning announces.
type line struct {
	block
	mark  marker
	soft  bool // continues the block of the line before it
	loose bool // the first paragraph of a text without any number
}

// linesOf cuts blocks at soft breaks and classifies every line.
func linesOf(blocks []block) []line {
	lines := make([]line, 0, len(blocks))
	for _, b := range blocks {
		if b.table {
			lines = append(lines, line{block: b})
			continue
		}
		soft := false
		for text := range strings.SplitSeq(b.text, "\n") {
			if text = trimSpace(text); text == "" {
				continue
			}
			l := line{block: b, soft: soft}
			l.gap = b.gap && !soft
			l.text, l.mark = text, classify(text)
			if l.level > 0 && l.mark.family == none {
				l.mark = bareNumber(text)
			}
			if b.auto != "" && !soft {
				l.mark = l.mark.automatic(b.auto, text)
			}
			lines = append(lines, l)
			soft = true
		}
	}
	return lines
}
