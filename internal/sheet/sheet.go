package sheet

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"nayan/internal/fault"
	"nayan/internal/text"
)

// Kind says what the cells of a column hold.
type Kind int

// The kinds.
const (
	Text   Kind = iota
	Number      // digits to be kept one by one: phones, codes
	Day         // a date, given on as 2006-01-02
	Choice      // one of a list
)

// Option is one choice: what the program calls it and what the cell says.
type Option struct{ Value, Label string }

// Column is one column of a table.
type Column struct {
	Key      string // how the program calls it
	Title    string
	Hint     string // shown when a cell of it is chosen
	Example  string
	Width    float64 // in characters
	Kind     Kind
	Options  []Option
	Required bool // the heading must be there
}

// Book is a table to fill in, with a second sheet that says how. A row whose first
// column begins with Mark is an example.
type Book struct {
	Sheet, GuideSheet string
	Guide             []string
	Mark              string
	Columns           []Column
}

// Row is one row that was filled in, its cells by the keys of their columns.
type Row struct {
	Number int
	Cells  map[string]string
}

// Table is what was read.
type Table struct {
	Rows     []Row
	Problems []fault.Field // named by cell: C17
	Ignored  []string      // headings that no column has
	places   map[string]int
}

// Cell names the cell of a column in a row, as in C17; the row's first one for a
// column that the table lacks.
func (t Table) Cell(row int, key string) string {
	column, there := t.places[key]
	if !there {
		column = 1
	}
	return cellName(column, row)
}

func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return ""
	}
	return name
}

// heading is the form in which headings and choices are compared: without blanks,
// width, case, stars, and what stands in brackets behind.
func heading(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(text.HalfWidth(s)), ""))
	s, _, _ = strings.Cut(s, "(")
	return strings.Trim(s, "*:")
}

func broken(key string, args ...any) error {
	var f fault.Fields
	f.Add("file", key, args...)
	return f.Err()
}
