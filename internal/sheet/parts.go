package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"nayan/internal/fault"
)

const (
	// maxColumns is more than anybody's table has, and far less than a cell at the
	// far end of a row makes of it.
	maxColumns = 256
	// maxStrings bounds the texts that a file shares among its cells.
	maxStrings = 1_000_000
)

// parts are the files in the package (ECMA-376 part 2) of which the reader knows
// more than its library tells cheaply.
type parts struct{ byName map[string]*zip.File }

func openParts(data []byte) (p parts, err error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return p, err
	}
	p.byName = map[string]*zip.File{}
	for _, f := range r.File {
		p.byName[strings.TrimPrefix(f.Name, "/")] = f
	}
	return p, nil
}

// read gives a part, "" where there is none.
func (p parts) read(name string) ([]byte, error) {
	f, there := p.byName[name]
	if !there {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // read only
	return io.ReadAll(io.LimitReader(r, maxUnzipped))
}

// sharesTooMany reports whether the file holds more texts than its cells could use:
// its library would make an object of each.
func (p parts) sharesTooMany() (bool, error) {
	shared, err := p.read("xl/sharedStrings.xml")
	return bytes.Count(shared, []byte("<si")) > maxStrings, err
}

// mergeCell is one range of joined cells. The library would build the whole sheet
// in memory, empty cells included, to tell them.
var mergeCell = regexp.MustCompile(`<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"`)

// merged notes cells of a sheet that were joined below the headings: what they say
// counts for the first row alone, which nobody means.
func (r *reader) merged(p parts, name string) error {
	sheetXML, err := p.sheet(name)
	if err != nil {
		return broken("sheet.error.unreadable")
	}
	for _, m := range mergeCell.FindAllSubmatch(sheetXML, r.most) {
		if _, last, err := excelize.CellNameToCoordinates(string(m[2])); err == nil && last > r.head {
			r.table.Problems = append(r.table.Problems, fault.Field{Name: string(m[1]), Key: "sheet.error.merged"})
		}
	}
	return nil
}

// sheet finds the part that holds a sheet: the workbook names its relation, which
// names the part.
func (p parts) sheet(name string) ([]byte, error) {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"` // in either namespace, transitional or strict
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := p.decode("xl/workbook.xml", &book); err != nil {
		return nil, err
	}
	if err := p.decode("xl/_rels/workbook.xml.rels", &relations); err != nil {
		return nil, err
	}
	for _, s := range book.Sheets {
		for _, rel := range relations.List {
			if s.Name == name && s.ID == rel.ID {
				return p.read(target(rel.Target))
			}
		}
	}
	return nil, nil
}

// target resolves what a relation of the workbook points to.
func target(t string) string {
	if absolute, is := strings.CutPrefix(t, "/"); is {
		return absolute
	}
	return path.Join("xl", t)
}

func (p parts) decode(name string, into any) error {
	data, err := p.read(name)
	if err != nil {
		return err
	}
	return xml.Unmarshal(data, into)
}
