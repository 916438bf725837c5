package report

import (
	"encoding/csv"
	"io"
	"strings"
	"unicode/utf8"
)

// CSV writes a table line by line for a spreadsheet: UTF-8 with the mark without
// which Excel takes it for GBK, CRLF at the ends of lines (RFC 4180), and no cell
// that could be taken for a formula.
type CSV struct{ w *csv.Writer }

// NewCSV begins a table with the names of its columns, if they have any.
func NewCSV(w io.Writer, columns []string) *CSV {
	t := &CSV{csv.NewWriter(&marked{w: w})}
	t.w.UseCRLF = true
	if len(columns) > 0 {
		t.Write(columns)
	}
	return t
}

// Write adds a line. Errors wait for Flush.
func (t *CSV) Write(record []string) {
	line := make([]string, len(record))
	for i, cell := range record {
		line[i] = Defused(Clean(cell))
	}
	_ = t.w.Write(line)
}

// Flush passes on what has been written so far, and the first error.
func (t *CSV) Flush() error {
	t.w.Flush()
	return t.w.Error()
}

// WriteCSV writes a table. Numbers stand as they are, negative ones too.
func WriteCSV(w io.Writer, columns []Column, rows Rows) error {
	t := NewCSV(w, titles(columns))
	var line []string
	for row, err := range rows {
		if err != nil {
			return err
		}
		line = line[:0]
		for _, c := range row {
			if c.number {
				line = append(line, c.text)
			} else {
				line = append(line, Defused(Clean(c.text)))
			}
		}
		if err := t.w.Write(line); err != nil {
			return err
		}
	}
	return t.Flush()
}

// formulaStarts are what a spreadsheet may take for the beginning of a formula
// (OWASP, CSV injection), full-width forms included: Excel takes them alike where
// it speaks Chinese.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

// Defused keeps a spreadsheet from taking a cell of a CSV file for a formula: what
// begins like one gets an apostrophe.
func Defused(cell string) string {
	if first, size := utf8.DecodeRuneInString(cell); size > 0 && strings.ContainsRune(formulaStarts, first) {
		return "'" + cell
	}
	return cell
}

// marked puts the mark of UTF-8 before what is written first.
type marked struct {
	w     io.Writer
	begun bool
}

func (m *marked) Write(p []byte) (int, error) {
	if !m.begun {
		if _, err := io.WriteString(m.w, "\ufeff"); err != nil {
			return 0, err
		}
		m.begun = true
	}
	return m.w.Write(p)
}
