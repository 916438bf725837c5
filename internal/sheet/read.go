package sheet

import (
	"bytes"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"nayan/internal/fault"
)

const (
	// maxUnzipped bounds what a file unpacks to, in bytes; all of it stays in memory.
	maxUnzipped = 128 << 20
	// headRows is how far down the headings may stand.
	headRows = 10
	// maxScanned bounds the rows that are looked at, blank ones included.
	maxScanned = 100_000
)

// Read reads a table of at most so many rows. What is wrong with single cells is in
// the table; an error says that it cannot be read at all.
// Errors: Invalid, with the field "file".
func (b Book) Read(data []byte, most int) (t Table, err error) {
	// A file may be made to break its reader: that ends this request only.
	failed := fault.Safely(func() error {
		t, err = b.read(data, most)
		return nil
	})
	if failed != nil {
		return Table{}, broken("sheet.error.unreadable")
	}
	return t, err
}

func (b Book) read(data []byte, most int) (Table, error) {
	p, err := openParts(data)
	if err != nil {
		return Table{}, broken("sheet.error.unreadable")
	}
	if many, err := p.sharesTooMany(); err != nil || many {
		return Table{}, broken("sheet.error.unreadable")
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return Table{}, broken("sheet.error.unreadable")
	}
	defer func() { _ = f.Close() }() // nothing of it is on the disk
	names := f.GetSheetList()
	if len(names) == 0 {
		return Table{}, broken("sheet.error.unreadable")
	}
	name := names[0]
	if slices.Contains(names, b.Sheet) {
		name = b.Sheet
	}
	r := &reader{book: b, most: most}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		r.date1904 = *props.Date1904
	}
	if err := r.rows(f, name); err != nil {
		return Table{}, err
	}
	return r.table, r.merged(p, name)
}

// reader goes through one sheet from the top.
type reader struct {
	book     Book
	most     int
	date1904 bool
	table    Table
	columns  []placed // by place; nil until the headings are found
	head     int      // their row
	nearest  []string // titles that the row most like the headings lacks
}

// placed is a column with where it stands.
type placed struct {
	Column
	at int
}

func (r *reader) rows(f *excelize.File, name string) error {
	rows, err := f.Rows(name)
	if err != nil {
		return broken("sheet.error.unreadable")
	}
	defer func() { _ = rows.Close() }()
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return broken("sheet.error.unreadable")
		}
		if n > maxScanned {
			return broken("sheet.error.too_many", r.most)
		}
		if len(cells) > maxColumns {
			return broken("sheet.error.too_wide", maxColumns)
		}
		if blank(cells) {
			continue
		}
		if err := r.row(n, cells, rows.GetRowOpts().Hidden); err != nil {
			return err
		}
	}
	if rows.Error() != nil {
		return broken("sheet.error.unreadable")
	}
	if r.columns == nil {
		return r.noHeadings()
	}
	if len(r.table.Rows) == 0 {
		return broken("sheet.error.empty")
	}
	return nil
}

func (r *reader) noHeadings() error {
	if len(r.nearest) > 0 {
		return broken("sheet.error.columns", strings.Join(r.nearest, "、"))
	}
	return broken("sheet.error.no_headings")
}

// row takes the headings, and then what stands below them.
func (r *reader) row(n int, cells []string, hidden bool) error {
	if r.columns == nil {
		if n > headRows {
			return r.noHeadings()
		}
		r.headings(n, cells)
		return nil
	}
	if r.example(cells) {
		return nil
	}
	if len(r.table.Rows) == r.most {
		return broken("sheet.error.too_many", r.most)
	}
	if hidden {
		r.problem(1, n, "sheet.error.hidden")
	}
	row := Row{Number: n, Cells: map[string]string{}}
	for _, c := range r.columns {
		if c.at > len(cells) {
			continue
		}
		value, key := c.read(cells[c.at-1], r.date1904)
		if key != "" {
			r.problem(c.at, n, key, c.args()...)
		}
		row.Cells[c.Key] = value
	}
	r.table.Rows = append(r.table.Rows, row)
	return nil
}

func (r *reader) problem(column, row int, key string, args ...any) {
	r.table.Problems = append(r.table.Problems, fault.Field{Name: cellName(column, row), Key: key, Args: args})
}

// headings finds the columns in a row, if it has all that must be there.
func (r *reader) headings(n int, cells []string) {
	var found []placed
	var ignored []string
	places := map[string]int{}
	for i, cell := range cells {
		title := heading(cell)
		at := slices.IndexFunc(r.book.Columns, func(c Column) bool { return heading(c.Title) == title })
		switch {
		case title == "":
		case at < 0:
			ignored = append(ignored, strings.TrimSpace(cell))
		case places[r.book.Columns[at].Key] != 0:
			r.problem(i+1, n, "sheet.error.twice")
		default:
			found = append(found, placed{r.book.Columns[at], i + 1})
			places[r.book.Columns[at].Key] = i + 1
		}
	}
	var lacking []string
	for _, c := range r.book.Columns {
		if c.Required && places[c.Key] == 0 {
			lacking = append(lacking, c.Title)
		}
	}
	if len(lacking) > 0 {
		r.table.Problems = nil // it was no row of headings
		if len(found) > 1 {
			r.nearest = lacking
		}
		return
	}
	r.columns, r.head, r.table.places, r.table.Ignored = found, n, places, ignored
}

// example reports whether a row shows how to fill in the others.
func (r *reader) example(cells []string) bool {
	return r.book.Mark != "" && strings.HasPrefix(strings.TrimSpace(cells[0]), r.book.Mark)
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(s string) bool { return strings.TrimSpace(s) != "" })
}
