package report

import (
	"io"
	"strconv"

	"nayan/internal/ooxml"
)

// MaxRows is how many rows a sheet can have. What goes beyond it goes on on a
// further sheet.
const MaxRows = 1 << 20

// Book is a workbook (.xlsx).
type Book struct {
	Sheets []Sheet
	Cut    string // stands behind what is cut off, where a text is longer than a cell may be
}

// Sheet is one table of a workbook. Where its columns have titles, they stand on
// top, stay there, are printed on every page, and filter.
type Sheet struct {
	Name    string
	Columns []Column
	Rows    Rows
}

// Write writes the workbook straight through, without a file on the disk.
func (b Book) Write(w io.Writer) error {
	x := &bookWriter{out: ooxml.NewWriter(w), mark: b.Cut, most: MaxRows}
	for _, s := range b.Sheets {
		if err := x.sheet(s); err != nil {
			return err
		}
	}
	return x.close()
}

// bookWriter writes a workbook. The parts that list the others come last, when it is
// known how many sheets there are.
type bookWriter struct {
	out    *ooxml.Writer
	mark   string
	most   int // rows of one sheet
	sheets []written
}

// written is a sheet that is in the package.
type written struct {
	name   string
	filter string // the range that filters; "" where there are no titles
}

func (x *bookWriter) sheet(s Sheet) error {
	p := &sheetWriter{book: x, Sheet: s, titles: titles(s.Columns)}
	if err := p.open(); err != nil {
		return err
	}
	for row, err := range each(s.Rows) {
		if err != nil {
			return err
		}
		if p.rows == x.most {
			if err := p.turn(); err != nil {
				return err
			}
		}
		p.row(row)
		if err := p.part.Err(); err != nil {
			return err
		}
	}
	return p.close()
}

func (x *bookWriter) close() error {
	for _, part := range []struct{ name, xml string }{
		{"xl/styles.xml", partStyles},
		{"xl/workbook.xml", x.workbook()},
		{"xl/_rels/workbook.xml.rels", x.relations()},
		{"_rels/.rels", ooxml.RootRelation("xl/workbook.xml")},
		{"[Content_Types].xml", x.contentTypes()},
	} {
		if err := x.out.Add(part.name, part.xml); err != nil {
			return err
		}
	}
	return x.out.Close()
}

// sheetPart names the part of the n-th sheet, from 0, within its folder.
func sheetPart(n int) string { return "worksheets/sheet" + strconv.Itoa(n+1) + ".xml" }
