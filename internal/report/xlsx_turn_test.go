package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nayan/internal/ooxml"
)

func TestWhatIsTooLongForASheetGoesOnOnTheNext(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	x := &bookWriter{out: ooxml.NewWriter(&out), most: 3}
	five := []Row{{Number(1)}, {Number(2)}, {Number(3)}, {Number(4)}, {Number(5)}}
	if err := x.sheet(Sheet{Name: "采纳情况", Columns: []Column{{Title: "序号", Width: 8}}, Rows: list(five)}); err != nil {
		t.Fatal(err)
	}
	if err := x.close(); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, name)
		for _, row := range rows {
			got = append(got, row...)
		}
	}
	if text := strings.Join(got, " "); text != "采纳情况 序号 1 2 采纳情况（2） 序号 3 4 采纳情况（3） 序号 5" {
		t.Error(text)
	}
}

func TestNamesOfSheetsAreThoseThatProgramsTake(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"'甲[乙]:*?/\\'": "甲（乙）：＊？／＼", strings.Repeat("长", 40): strings.Repeat("长", 31)} {
		if got := (&sheetWriter{Sheet: Sheet{Name: name}, parts: 1}).name(); got != want {
			t.Errorf("%q becomes %q", name, got)
		}
	}
}

func TestColumnsAreNamedAsSpreadsheetsNameThem(t *testing.T) {
	t.Parallel()
	for n := range 1000 {
		if want, err := excelize.ColumnNumberToName(n + 1); err != nil || columnName(n) != want {
			t.Fatalf("column %d is %s, not %s", n, columnName(n), want)
		}
	}
}
