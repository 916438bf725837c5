package report

import (
	"strconv"
	"strings"
)

// grid is a table of the document while it is written, row by row.
type grid struct {
	s       *statement
	columns []gridColumn
}

const (
	cellMargins = 170 // left and right of the text in a cell, in twentieths of a point
	halfWidth   = 105 // of a half-width character of 10.5 pt
)

// gridColumn is one column; its width is in twentieths of a point.
type gridColumn struct {
	title  string
	width  int
	centre bool
}

// table begins a table with a row of headings that comes again on every page.
func (s *statement) table(columns ...gridColumn) grid {
	g := grid{s, columns}
	s.gap()
	total := 0
	for _, c := range columns {
		total += c.width
	}
	s.Put(`<w:tbl><w:tblPr><w:tblW w:w="`, strconv.Itoa(total), `" w:type="dxa"/><w:jc w:val="center"/>`)
	s.TableBorders()
	s.Put(`<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, c := range columns {
		s.Put(`<w:gridCol w:w="`, strconv.Itoa(c.width), `"/>`)
	}
	s.Put(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for _, c := range columns {
		g.cell(c, styleCellHead, c.title)
	}
	s.Put(`</w:tr>`)
	return g
}

func (g grid) row(cells ...string) {
	g.s.Put(`<w:tr>`)
	if g.short(cells) {
		g.s.Put(`<w:trPr><w:cantSplit/></w:trPr>`)
	}
	for i, c := range g.columns {
		style := styleCell
		if c.centre {
			style = styleCellCentre
		}
		g.cell(c, style, cells[i])
	}
	g.s.Put(`</w:tr>`)
}

// pageLines is fewer lines than a page holds below the headings.
const pageLines = 20

// short reports whether a row fits on a page, which it is then not split over. One
// that does not must be: programs cut off what they may not split.
func (g grid) short(cells []string) bool {
	for i, c := range g.columns {
		if lines(cells[i], (c.width-cellMargins)/halfWidth) > pageLines {
			return false
		}
	}
	return true
}

func (g grid) cell(c gridColumn, style, passage string) {
	g.s.Put(`<w:tc><w:tcPr><w:tcW w:w="`, strconv.Itoa(c.width), `" w:type="dxa"/></w:tcPr>`)
	for l := range strings.SplitSeq(Clean(passage), "\n") {
		g.s.Paragraph(style, l)
	}
	g.s.Put(`</w:tc>`)
}

// end closes the table.
func (g grid) end() {
	g.s.Put(`</w:tbl>`)
	g.s.gap()
}
