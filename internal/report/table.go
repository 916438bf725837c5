package report

import (
	"iter"
	"strconv"
)

// Rows are the rows of a table, one after the other. The first error is the last of
// them.
type Rows = iter.Seq2[Row, error]

// Row is one row, its cells from the left.
type Row []Cell

// Column is one column of a table.
type Column struct {
	Title string
	Width float64 // in half-width characters, of which a Chinese one is two
}

// Cell is one cell. Nothing that people wrote is ever taken for a formula.
type Cell struct {
	text   string
	number bool
	style  style
	wide   bool // over all columns
}

// Text is a cell with text, shown as it is.
func Text(s string) Cell { return Cell{text: s, style: styleText} }

// Number is a cell with a whole number, which spreadsheets can sum.
func Number(n int) Cell {
	return Cell{text: strconv.Itoa(n), number: true, style: styleNumber}
}

// Heading is a cell that names a column in the middle of a sheet.
func Heading(s string) Cell { return Cell{text: s, style: styleHeading} }

// Title is a line over all columns in large letters.
func Title(s string) Cell { return Cell{text: s, style: styleTitle, wide: true} }

// Note is text over all columns.
func Note(s string) Cell { return Cell{text: s, style: styleNote, wide: true} }

// Bold gives the cell in bold letters, as for a sum.
func (c Cell) Bold() Cell {
	switch c.style {
	case styleText:
		c.style = styleBoldText
	case styleNumber:
		c.style = styleBoldNumber
	}
	return c
}

// titles are the headings of a table, nil where no column has one.
func titles(columns []Column) (out []string) {
	named := false
	for _, c := range columns {
		out = append(out, c.Title)
		named = named || c.Title != ""
	}
	if !named {
		return nil
	}
	return out
}
