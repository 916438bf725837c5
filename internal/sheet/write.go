package sheet

import (
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// textFormat is the built-in number format of text: digits stay as they are typed.
const textFormat = 49

const mostRows = 20_001 // to which the lists of choices reach

// Write writes the table to fill in: headings, an example, lists of choices, and
// the sheet that says how.
func (b Book) Write(w io.Writer) (err error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	s := &writer{f: f, sheet: b.Sheet}
	s.do(f.SetSheetName(f.GetSheetName(0), b.Sheet))
	s.do(f.SetDocProps(&excelize.DocProperties{Title: b.Sheet})) // no name of a program or person
	plain := s.style(&excelize.Style{NumFmt: textFormat, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	head := s.style(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, NumFmt: textFormat,
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}})
	example := s.style(&excelize.Style{Font: &excelize.Font{Italic: true, Color: "7F7F7F"}, NumFmt: textFormat,
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	for i, c := range b.Columns {
		s.column(c, i+1, plain)
	}
	last := cellName(len(b.Columns), 1)
	s.do(f.SetCellStyle(b.Sheet, "A1", last, head))
	s.do(f.SetCellStyle(b.Sheet, "A2", cellName(len(b.Columns), 2), example))
	s.do(f.SetRowHeight(b.Sheet, 1, 32))
	s.do(f.SetPanes(b.Sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	s.guide(b)
	if s.err != nil {
		return s.err
	}
	return f.Write(w)
}

// writer keeps the first error of many small steps.
type writer struct {
	f     *excelize.File
	sheet string
	err   error
}

func (s *writer) do(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *writer) style(style *excelize.Style) int {
	id, err := s.f.NewStyle(style)
	s.do(err)
	return id
}

func (s *writer) column(c Column, at, style int) {
	letter, err := excelize.ColumnNumberToName(at)
	s.do(err)
	s.do(s.f.SetColWidth(s.sheet, letter, letter, c.Width))
	s.do(s.f.SetColStyle(s.sheet, letter, style))
	s.do(s.f.SetCellStr(s.sheet, letter+"1", c.heading()))
	s.do(s.f.SetCellStr(s.sheet, letter+"2", c.Example))
	s.choice(c, letter, 3)
}

// choice offers what a column can hold in its cells from a row on.
func (s *writer) choice(c Column, letter string, from int) {
	if c.Hint == "" && len(c.Options) == 0 {
		return
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = letter + strconv.Itoa(from) + ":" + letter + strconv.Itoa(mostRows)
	if c.Hint != "" {
		v.SetInput(c.Title, c.Hint)
	}
	if len(c.Options) > 0 {
		labels := make([]string, len(c.Options))
		for i, o := range c.Options {
			labels[i] = o.Label
		}
		s.do(v.SetDropList(labels))
	}
	s.do(s.f.AddDataValidation(s.sheet, v))
}

// heading is the title as it stands in the table.
func (c Column) heading() string {
	if c.Required {
		return c.Title + "*"
	}
	return c.Title
}

func (s *writer) guide(b Book) {
	if b.GuideSheet == "" {
		return
	}
	_, err := s.f.NewSheet(b.GuideSheet)
	s.do(err)
	s.do(s.f.SetColWidth(b.GuideSheet, "A", "A", 100))
	wrap := s.style(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	for i, line := range b.Guide {
		cell := cellName(1, i+1)
		s.do(s.f.SetCellStr(b.GuideSheet, cell, line))
		s.do(s.f.SetCellStyle(b.GuideSheet, cell, cell, wrap))
	}
}
