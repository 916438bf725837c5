package sheet

import (
	"io"

	"github.com/xuri/excelize/v2"
)

// WriteRows writes the table with rows to go on filling in, as next gives them until
// it gives none: headings, lists of choices, and the sheet that says how. Every
// cell is text: no spreadsheet takes one for a formula.
func (b Book) WriteRows(w io.Writer, next func() (row []string, err error)) (err error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	s := &writer{f: f, sheet: b.Sheet}
	s.do(f.SetSheetName(f.GetSheetName(0), b.Sheet))
	s.do(f.SetDocProps(&excelize.DocProperties{Title: b.Sheet})) // no name of a program or person
	text := s.style(&excelize.Style{NumFmt: textFormat, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	head := s.style(&excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: textFormat, Alignment: &excelize.Alignment{WrapText: true}})
	for i, c := range b.Columns {
		letter, err := excelize.ColumnNumberToName(i + 1)
		s.do(err)
		s.choice(c, letter, 2)
	}
	s.guide(b)
	stream, err := f.NewStreamWriter(b.Sheet)
	if s.do(err); s.err != nil {
		return s.err
	}
	s.do(stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	titles := make([]any, len(b.Columns))
	for i, c := range b.Columns {
		titles[i] = excelize.Cell{StyleID: head, Value: c.heading()}
		s.do(stream.SetColWidth(i+1, i+1, c.Width))
	}
	s.do(stream.SetRow("A1", titles))
	s.rows(stream, text, next)
	if s.do(stream.Flush()); s.err != nil {
		return s.err
	}
	return f.Write(w)
}

func (s *writer) rows(stream *excelize.StreamWriter, style int, next func() ([]string, error)) {
	for n := 2; s.err == nil; n++ {
		row, err := next()
		if s.do(err); len(row) == 0 {
			return
		}
		cells := make([]any, len(row))
		for i, text := range row {
			cells[i] = excelize.Cell{StyleID: style, Value: text}
		}
		s.do(stream.SetRow(cellName(1, n), cells))
	}
}
