package report

import (
	"strconv"
	"strings"

	"nayan/internal/ooxml"
)

// sheetWriter writes one worksheet, its elements in the order of ECMA-376, 18.3.1.99.
// Texts stand in the cells themselves: a table of shared ones would have to be kept.
type sheetWriter struct {
	Sheet
	book   *bookWriter
	part   ooxml.Part
	titles []string
	rows   int // of this part so far, the titles included
	parts  int
	merged []string
}

func (p *sheetWriter) open() (err error) {
	if p.part, err = p.book.out.Create("xl/" + sheetPart(len(p.book.sheets))); err != nil {
		return err
	}
	p.rows, p.merged = 0, nil
	p.parts++
	p.part.Put(`<worksheet xmlns="`, nsSheet, `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">`)
	if p.titles != nil {
		p.part.Put(`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>`)
	}
	p.part.Put(`</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>`)
	for i, c := range p.Columns {
		n := strconv.Itoa(i + 1)
		p.part.Put(`<col min="`, n, `" max="`, n, `" width="`, strconv.FormatFloat(c.Width, 'f', -1, 64), `" customWidth="1"/>`)
	}
	p.part.Put(`</cols><sheetData>`)
	if p.titles != nil {
		p.row(headings(p.titles))
	}
	return nil
}

func headings(titles []string) (row Row) {
	for _, t := range titles {
		row = append(row, Heading(t))
	}
	return row
}

// turn goes on on a further sheet.
func (p *sheetWriter) turn() error {
	if err := p.close(); err != nil {
		return err
	}
	return p.open()
}

func (p *sheetWriter) row(cells Row) {
	p.rows++
	n := strconv.Itoa(p.rows)
	p.part.Put(`<row r="`, n, `" ht="`, strconv.Itoa(p.height(cells)), `">`)
	if len(cells) == 1 && cells[0].wide {
		p.merged = append(p.merged, "A"+n+":"+columnName(len(p.Columns)-1)+n)
	}
	for i, c := range cells {
		p.cell(c, columnName(i), n)
	}
	p.part.Put(`</row>`)
}

func (p *sheetWriter) cell(c Cell, column, row string) {
	p.part.Put(`<c r="`, column, row, `" s="`, c.style.id(), `"`)
	if c.number {
		p.part.Put(`><v>`, c.text, `</v></c>`)
		return
	}
	p.part.Put(` t="inlineStr"><is><t xml:space="preserve">`)
	p.part.Text(literal(cut(Clean(c.text), p.book.mark)))
	p.part.Put(`</t></is></c>`)
}

const (
	lineHeight  = 15  // points
	titleHeight = 26  // of a line in large letters
	mostHeight  = 405 // no row is higher than 409
)

// height gives the points that a row takes. Excel finds that out by itself, other
// programs show one line.
func (p *sheetWriter) height(cells Row) int {
	most := lineHeight
	for i, c := range cells {
		switch {
		case c.style == styleTitle:
			most = max(most, lines(c.text, p.width()*11/16)*titleHeight)
		case c.wide:
			most = max(most, lines(c.text, p.width())*lineHeight)
		case i < len(p.Columns) && !c.number:
			most = max(most, lines(c.text, int(p.Columns[i].Width)-1)*lineHeight)
		}
	}
	return min(most+2, mostHeight)
}

// width is that of all columns together.
func (p *sheetWriter) width() int {
	total := 0.0
	for _, c := range p.Columns {
		total += c.Width
	}
	return int(total)
}

func (p *sheetWriter) close() error {
	p.part.Put(`</sheetData>`)
	w := written{name: p.name()}
	if p.titles != nil {
		last := columnName(len(p.Columns)-1) + strconv.Itoa(p.rows)
		p.part.Put(`<autoFilter ref="A1:`, last, `"/>`)
		w.filter = last
	}
	if len(p.merged) > 0 {
		p.part.Put(`<mergeCells count="`, strconv.Itoa(len(p.merged)), `"><mergeCell ref="`, strings.Join(p.merged, `"/><mergeCell ref="`), `"/></mergeCells>`)
	}
	p.part.Put(`<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>`,
		`<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter></worksheet>`)
	p.book.sheets = append(p.book.sheets, w)
	return p.part.Flush()
}

// columnName names a column from 0: A, …, Z, AA.
func columnName(n int) string {
	if n < 26 {
		return letters[n : n+1]
	}
	return columnName(n/26-1) + letters[n%26:n%26+1]
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
