package draft

import "strings"

// table reads a w:tbl. A table of one column only lays the page out: what is in
// it stays ordinary paragraphs.
func (r *docxReader) table() {
	var rows [][]source
	columns := 0
	r.x.Each(func(name string) {
		r.row(name, func(cells []source) {
			rows = append(rows, cells)
			columns = max(columns, filled(cells))
		})
	})
	if columns == 0 {
		return
	}
	outer := r.src
	if columns == 1 {
		for _, cells := range rows {
			for _, cell := range cells {
				outer.append(cell)
			}
		}
		return
	}
	lines := make([]string, len(rows))
	for i, cells := range rows {
		texts := make([]string, len(cells))
		for j, cell := range cells {
			texts[j] = cell.flat()
			outer.absorb(cell)
		}
		lines[i] = strings.Join(texts, "\t")
	}
	outer.addTable(strings.Join(lines, "\n"))
}

// row reads a w:tr, or the wrapper around some.
func (r *docxReader) row(name string, add func([]source)) {
	switch name {
	case "tr":
		cells, deleted := r.cells()
		if deleted {
			r.deleted++
		} else {
			add(cells)
		}
	case "sdt", "sdtContent", "ins", "customXml":
		r.x.Each(func(name string) { r.row(name, add) })
	}
}

// cells reads the w:tc of a row, each as a source of its own.
func (r *docxReader) cells() (cells []source, deleted bool) {
	outer := r.src
	defer func() { r.src = outer }()
	var read func(name string)
	read = func(name string) {
		switch name {
		case "trPr":
			r.x.Each(func(name string) { deleted = deleted || name == "del" })
		case "tc":
			r.src = &source{}
			r.blocks()
			cells = append(cells, *r.src)
		case "sdt", "sdtContent", "customXml":
			r.x.Each(read)
		}
	}
	r.x.Each(read)
	return cells, deleted
}

func filled(cells []source) int {
	n := 0
	for _, c := range cells {
		if len(c.blocks) > 0 {
			n++
		}
	}
	return n
}

// flat gives all text of a source on one line.
func (s *source) flat() string {
	texts := make([]string, len(s.blocks))
	for i, b := range s.blocks {
		texts[i] = strings.NewReplacer("\n", " ", "\t", " ").Replace(b.text)
	}
	return strings.Join(texts, " ")
}

// append takes over the blocks of another source.
func (s *source) append(other source) {
	base := len(s.blocks)
	for _, b := range other.blocks {
		if b.table {
			s.addTable(b.text)
		} else {
			s.add(b)
		}
	}
	for _, n := range other.notes {
		s.notes = append(s.notes, note{para: base + n.para, message: n.message})
	}
	s.altChunks += other.altChunks
}

// absorb takes over what was noted about a source whose text goes elsewhere.
func (s *source) absorb(other source) {
	for _, n := range other.notes {
		s.warn(n.message)
	}
	s.altChunks += other.altChunks
}
