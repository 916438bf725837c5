package document

import (
	"errors"
	"testing"
)

// seeds are files of every kind.
func seeds(f *testing.F) map[string][]byte {
	return map[string][]byte{
		"a.docx": wordOf(f, "<w:p>"+run("甲")+"</w:p>", "word/comments.xml", "<w:comments/>"), "a.xlsx": sheet(f),
		"a.jpg": photo(6), "a.png": drawing(), "a.pdf": annotated(""), "b.pdf": sample(f, "scan.pdf"), "a.txt": []byte("甲"),
	}
}

// FuzzStripMetadata holds that no input makes stripping panic, and that what is
// stripped can be stripped again.
func FuzzStripMetadata(f *testing.F) {
	for name, data := range seeds(f) {
		f.Add(name, data)
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		clean, err := StripMetadata(name, data)
		if err != nil {
			return
		}
		if _, err := StripMetadata(name, clean); err != nil {
			t.Errorf("what was stripped is refused: %v", err)
		}
	})
}

// FuzzText holds that no Office file makes reading panic. PDFs are read in a
// sandbox, too slow to be fuzzed here.
func FuzzText(f *testing.F) {
	for name, data := range seeds(f) {
		if !isPDF(data) {
			f.Add(name, data)
		}
	}
	f.Fuzz(func(_ *testing.T, name string, data []byte) {
		if !isPDF(data) {
			_, _ = Text(name, data)
		}
	})
}

// FuzzSheet fuzzes the XML inside a workbook, which mutations of the packed
// bytes never reach.
func FuzzSheet(f *testing.F) {
	f.Add(`<sheetData><row><c t="s"><v>0</v></c><c s="1"><v>1.39E10</v></c></row></sheetData>`, `<si><t>甲</t></si>`, `<authors><author>张三</author></authors>`)
	f.Fuzz(func(t *testing.T, rows, shared, notes string) {
		data := zipOf(t, "xl/workbook.xml", "<workbook/>", "xl/worksheets/sheet1.xml", "<worksheet>"+rows+"</worksheet>",
			"xl/sharedStrings.xml", "<sst>"+shared+"</sst>", "xl/comments1.xml", "<comments>"+notes+"</comments>")
		_, reading := Text("a.xlsx", data)
		clean, err := StripMetadata("a.xlsx", data)
		if err != nil {
			return
		}
		if _, err := Text("a.xlsx", clean); reading == nil && err != nil && !errors.Is(err, ErrNoText) {
			t.Errorf("what was stripped cannot be read: %v", err)
		}
	})
}
