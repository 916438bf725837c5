package document

import (
	"path"
	"strconv"
	"strings"

	"nayan/internal/ooxml"
)

// sheetLines reads a workbook: names of sheets, rows with their cells parted by
// tabs, hidden ones too, then notes, text boxes, charts.
func sheetLines(a *ooxml.Package, main string) ([]string, error) {
	w := workbook{pkg: a}
	if err := w.read(main); err != nil {
		return nil, err
	}
	var drawn []string
	for _, name := range a.Parts() {
		dir, file := path.Split(strings.ToLower(name))
		if path.Ext(file) == ".xml" && (dir == "xl/" && strings.HasPrefix(file, "comments") || dir == "xl/comments/" || dir == "xl/drawings/" ||
			dir == "xl/charts/" || dir == "xl/threadedcomments/") {
			drawn = append(drawn, name)
		}
	}
	more, err := drawnLines(a, drawn)
	return append(w.lines, more...), err
}

// workbook collects the rows of all sheets.
type workbook struct {
	pkg    *ooxml.Package
	shared []string // texts that cells refer to
	comma  []bool   // whether a style shows numbers in groups of three, by index
	lines  []string
}

func (w *workbook) read(main string) error {
	for _, step := range []struct {
		part string
		read func(*ooxml.Reader)
	}{{main, w.names}, {"xl/sharedStrings.xml", w.strings}, {"xl/styles.xml", w.styles}} {
		if err := w.part(step.part, step.read); err != nil {
			return err
		}
	}
	for _, name := range w.pkg.Parts() {
		dir := path.Dir(strings.ToLower(name))
		if dir == "xl/worksheets" || dir == "xl/chartsheets" || dir == "xl/dialogsheets" || dir == "xl/macrosheets" {
			if err := w.part(name, w.sheet); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *workbook) part(name string, read func(*ooxml.Reader)) error {
	data, err := w.pkg.Part(name)
	if err != nil {
		return err
	}
	x := ooxml.NewReader(data)
	for x.Next() {
		if x.Starts() {
			read(x)
		}
	}
	return x.Err()
}

func (w *workbook) names(x *ooxml.Reader) {
	if x.Name() == "sheet" {
		w.lines = append(w.lines, x.Attr("name"))
	}
}

// strings reads the shared strings (ECMA-376 part 1, 18.4.8).
func (w *workbook) strings(x *ooxml.Reader) {
	if x.Name() == "si" {
		w.shared = append(w.shared, richText(x))
	}
}

// richText joins the runs of a string; how to pronounce it (rPh) is no part of it.
func richText(x *ooxml.Reader) string {
	var b strings.Builder
	var inside func(string)
	inside = func(name string) {
		switch name {
		case "t":
			b.WriteString(x.Text())
		case "r", "is":
			x.Each(inside)
		}
	}
	x.Each(inside)
	return b.String()
}

// styles finds out which cells are sums of money and the like (18.8.30, 18.8.45).
func (w *workbook) styles(x *ooxml.Reader) {
	if x.Name() != "styleSheet" {
		return
	}
	grouped := map[string]bool{"3": true, "4": true, "37": true, "38": true, "39": true, "40": true, "41": true, "42": true, "43": true, "44": true}
	x.Each(func(name string) {
		x.Each(func(child string) {
			switch {
			case name == "numFmts" && child == "numFmt":
				grouped[x.Attr("numFmtId")] = strings.Contains(x.Attr("formatCode"), "#,#")
			case name == "cellXfs" && child == "xf":
				w.comma = append(w.comma, grouped[x.Attr("numFmtId")])
			}
		})
	})
}

// sheet reads one row, or the text above and below the printed page.
func (w *workbook) sheet(x *ooxml.Reader) {
	switch name := x.Name(); {
	case name == "row":
		var cells []string
		x.Each(func(name string) {
			if name == "c" {
				if cell := w.cell(x); cell != "" {
					cells = append(cells, cell)
				}
			}
		})
		if len(cells) > 0 {
			w.lines = append(w.lines, strings.Join(cells, "\t"))
		}
	case strings.HasSuffix(name, "Header"), strings.HasSuffix(name, "Footer"):
		w.lines = append(w.lines, x.Text())
	}
}

// cell gives what a cell shows, as far as it matters: numbers whole, however
// many digits they have (18.3.1.4).
func (w *workbook) cell(x *ooxml.Reader) (shown string) {
	kind, style := x.Attr("t"), x.Attr("s")
	x.Each(func(name string) {
		switch name {
		case "v":
			shown = x.Text()
		case "is":
			shown = richText(x)
		}
	})
	switch kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(shown)); err == nil && i >= 0 && i < len(w.shared) {
			return w.shared[i]
		}
		return ""
	case "", "n":
		i, _ := strconv.Atoi(style) // none is the first
		return showNumber(shown, i >= 0 && i < len(w.comma) && w.comma[i])
	}
	return shown
}

// showNumber writes a stored number out: 1.3900000001E10 is a phone.
func showNumber(stored string, grouped bool) string {
	n, err := strconv.ParseFloat(stored, 64)
	if err != nil || n > 1e20 || n < -1e20 {
		return stored
	}
	shown := strconv.FormatFloat(n, 'f', -1, 64)
	if grouped {
		whole, _, _ := strings.Cut(shown, ".")
		for i := len(whole) - 3; i > 0; i -= 3 {
			shown = shown[:i] + "," + shown[i:]
		}
	}
	return shown
}
