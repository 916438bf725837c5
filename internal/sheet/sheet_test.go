package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nayan/internal/fault"
	"nayan/internal/sheet"
)

var book = sheet.Book{Sheet: "意见", GuideSheet: "说明", Guide: []string{"怎样填写。"}, Mark: "示例", Columns: []sheet.Column{
	{Key: "serial", Title: "序号", Example: "示例", Width: 8},
	{Key: "channel", Title: "来源", Example: "电话", Width: 10, Kind: sheet.Choice, Required: true,
		Options: []sheet.Option{{Value: "phone", Label: "电话"}, {Value: "letter", Label: "来信"}}},
	{Key: "day", Title: "收到日期", Width: 12, Kind: sheet.Day, Required: true, Hint: "例如2026-11-20"},
	{Key: "phone", Title: "联系电话", Width: 16, Kind: sheet.Number},
	{Key: "body", Title: "意见内容", Width: 40, Required: true},
}}

// workbook makes a file of rows that stand as given: strings, numbers, formulas.
func workbook(t testing.TB, rows [][]any, change ...func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", "A"+strconv.Itoa(i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range change {
		c(f)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var titles = []any{"序号", "来源", "收到日期", "联系电话", "意见内容"}

func read(t testing.TB, data []byte) sheet.Table {
	t.Helper()
	table, err := book.Read(data, 100)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestTheTemplateIsReadBackWithoutItsExample(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	_, err := book.Read(out.Bytes(), 100)
	if f := fault.Of(err); f.Kind != fault.Invalid || f.Fields[0].Key != "sheet.error.empty" {
		t.Errorf("the bare template: %v", err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for cell, value := range map[string]string{"A3": "1", "B3": "来信", "C3": "2026-11-20", "D3": "19900001234", "E3": "赞成"} {
		if err := f.SetCellStr("意见", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	out.Reset()
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	table := read(t, out.Bytes())
	want := map[string]string{"serial": "1", "channel": "letter", "day": "2026-11-20", "phone": "19900001234", "body": "赞成"}
	if len(table.Rows) != 1 || table.Rows[0].Number != 3 || fmt.Sprint(table.Rows[0].Cells) != fmt.Sprint(want) || len(table.Problems) != 0 {
		t.Errorf("%+v", table)
	}
	props, err := f.GetDocProps()
	if err != nil || props.Creator != "" || props.LastModifiedBy != "" {
		t.Errorf("the template names who made it: %+v, %v", props, err)
	}
}

func TestColumnsAreKnownByTheirHeadingsWhereverTheyStand(t *testing.T) {
	t.Parallel()
	table := read(t, workbook(t, [][]any{{"云溪县意见汇总"}, {}, {"意见内容＊", "备注", " 收到 日期（年月日）", "来源"}, {"赞成", "内部", "2026/1/2", " 电话 "}}))
	if len(table.Rows) != 1 || table.Rows[0].Cells["body"] != "赞成" || table.Rows[0].Cells["day"] != "2026-01-02" || table.Rows[0].Cells["channel"] != "phone" {
		t.Errorf("%+v", table)
	}
	if !slices.Equal(table.Ignored, []string{"备注"}) {
		t.Errorf("ignored: %v", table.Ignored)
	}
	if got := table.Cell(4, "day"); got != "C4" {
		t.Errorf("the day is in %s", got)
	}
}

func TestDaysAndNumbersAreReadInEveryFormThatSpreadsheetsMake(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		day, phone any
		wantDay    string
		wantPhone  string
	}{
		{46346, 19900001234, "2026-11-20", "19900001234"},
		{46346.75, "19900001234.0", "2026-11-20", "19900001234"},
		{"2026年11月20日", "1.9900001234E10", "2026-11-20", "19900001234"},
		{"２０２６．１１．２０", "１９９００００１２３４", "2026-11-20", "19900001234"},
		{20261120, "0571-8765 4321", "2026-11-20", "0571-8765 4321"},
		{"2026-11-20 09:30:00", "+86 19900001234", "2026-11-20", "+86 19900001234"},
		{"2026-11-20T00:00:00", "", "2026-11-20", ""},
	} {
		table := read(t, workbook(t, [][]any{titles, {1, "电话", c.day, c.phone, "赞成"}}))
		if cells := table.Rows[0].Cells; cells["day"] != c.wantDay || cells["phone"] != c.wantPhone || len(table.Problems) > 0 {
			t.Errorf("%v and %v are read as %v, %v", c.day, c.phone, cells, table.Problems)
		}
	}
}

func TestWhatIsWrongIsNamedByItsCell(t *testing.T) {
	t.Parallel()
	data := workbook(t, [][]any{titles,
		{1, "传真", "明天", "1.38E+10", "赞成"},
		{2, "电话", "1926-11-20", "9.13501E+17", "#REF!"},
		{3, "电话", "2026-11-20", "", "合并"}, {}, {4, "电话", "2026-11-20", "", "隐藏"}},
		func(f *excelize.File) {
			if err := f.MergeCell("Sheet1", "E4", "E5"); err != nil {
				t.Fatal(err)
			}
			if err := f.SetRowVisible("Sheet1", 6, false); err != nil {
				t.Fatal(err)
			}
		})
	table := read(t, data)
	got := map[string]string{}
	for _, p := range table.Problems {
		got[p.Name] = p.Key
	}
	want := map[string]string{"B2": "sheet.error.choice", "C2": "sheet.error.day", "D2": "sheet.error.scientific", "C3": "sheet.error.day",
		"D3": "sheet.error.scientific", "E3": "sheet.error.failed", "E4": "sheet.error.merged", "A6": "sheet.error.hidden"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestAFormulaCountsWithTheValueBesideIt(t *testing.T) {
	t.Parallel()
	table := read(t, workbook(t, [][]any{titles, {1, "电话", "2026-11-20", "", 5}}, func(f *excelize.File) {
		if err := f.SetCellFormula("Sheet1", "E2", "=1+1"); err != nil {
			t.Fatal(err)
		}
	}))
	if body := table.Rows[0].Cells["body"]; body != "5" {
		t.Errorf("the formula was run, or its value lost: %q", body)
	}
}

func TestAFileThatIsNoTableIsRefusedWithWhatToDo(t *testing.T) {
	t.Parallel()
	many := [][]any{titles}
	for i := range 101 {
		many = append(many, []any{i, "电话", "2026-11-20", "", "赞成"})
	}
	for name, c := range map[string]struct {
		data []byte
		key  string
	}{
		"no zip":       {[]byte("序号,来源"), "sheet.error.unreadable"},
		"no headings":  {workbook(t, [][]any{{"甲", "乙"}, {1, 2}}), "sheet.error.no_headings"},
		"a column off": {workbook(t, [][]any{{"序号", "来源", "收到日期"}, {1, "电话", "2026-11-20"}}), "sheet.error.columns"},
		"empty":        {workbook(t, [][]any{titles}), "sheet.error.empty"},
		"too long":     {workbook(t, many), "sheet.error.too_many"},
	} {
		_, err := book.Read(c.data, 100)
		if f := fault.Of(err); f.Kind != fault.Invalid || f.Fields[0].Name != "file" || f.Fields[0].Key != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// around makes a file of one sheet's XML: what a fuzzer changes in a packed file
// would break its checksums first.
func around(t testing.TB, sheetXML []byte) []byte {
	t.Helper()
	const ns, rel = `http://schemas.openxmlformats.org/`, `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	var out bytes.Buffer
	zip := zip.NewWriter(&out)
	for name, content := range map[string]string{
		"[Content_Types].xml":        `<Types xmlns="` + ns + `package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="` + ns + `package/2006/relationships"><Relationship Id="r1" Type="` + rel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns="` + ns + `spreadsheetml/2006/main" xmlns:r="` + rel + `"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="` + ns + `package/2006/relationships"><Relationship Id="r1" Type="` + rel + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   string(sheetXML),
	} {
		w, err := zip.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// inline is a sheet with these cells, texts and numbers.
func inline(rows ...string) []byte {
	return []byte(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + strings.Join(rows, "") + `</sheetData></worksheet>`)
}

const headXML = `<row r="1"><c r="A1" t="str"><v>来源</v></c><c r="B1" t="str"><v>收到日期</v></c><c r="C1" t="inlineStr"><is><t>意见内容</t></is></c></row>`

func FuzzRead(f *testing.F) {
	f.Add(inline(headXML, `<row r="2"><c r="A2" t="str"><v>电话</v></c><c r="B2"><v>46346</v></c><c r="C2" t="str"><f>1+1</f><v>赞成</v></c></row>`))
	f.Add(inline(headXML, `<row r="1048576" hidden="1"><c r="XFD1048576" t="e"><v>#N/A</v></c></row></sheetData><mergeCells><mergeCell ref="A2:B9"/></mergeCells><sheetData>`))
	f.Add([]byte("<worksheet"))
	f.Fuzz(func(t *testing.T, sheetXML []byte) {
		table, err := book.Read(around(t, sheetXML), 100)
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
		for _, p := range table.Problems {
			if p.Key == "" {
				t.Errorf("a problem without words: %+v", p)
			}
		}
	})
}

func TestAMinimalFileIsRead(t *testing.T) {
	t.Parallel()
	table := read(t, around(t, inline(headXML, `<row r="7"><c r="A7" t="str"><v>来信</v></c><c r="B7"><v>46346</v></c><c r="C7" t="str"><v>赞成</v></c></row>`)))
	if len(table.Rows) != 1 || table.Rows[0].Number != 7 || table.Cell(7, "body") != "C7" || len(table.Problems) != 0 {
		t.Errorf("%+v", table)
	}
}

// A few bytes may name a cell at the far corner of the sheet, or unpack to gigabytes.
func TestASmallFileCannotMakeTheReaderWorkForLong(t *testing.T) {
	t.Parallel()
	far := inline(headXML, `<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>`)
	_, err := book.Read(around(t, far), 100)
	if f := fault.Of(err); f.Kind != fault.Invalid || f.Fields[0].Key != "sheet.error.too_many" {
		t.Errorf("a cell in the far corner: %v", err)
	}
	wide := inline(headXML, `<row r="2"><c r="XFD2" t="str"><v>x</v></c></row>`)
	_, err = book.Read(around(t, wide), 100)
	if f := fault.Of(err); f.Kind != fault.Invalid || f.Fields[0].Key != "sheet.error.too_wide" {
		t.Errorf("a row as wide as the sheet: %v", err)
	}
	var styled []string // cells at the far end that say nothing
	for n := range 20_000 {
		styled = append(styled, fmt.Sprintf(`<row r="%d"><c r="A%[1]d" t="str"><v>电话</v></c><c r="XFD%[1]d" s="1"/></row>`, n+2))
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _ = book.Read(around(t, inline(headXML, strings.Join(styled, ""))), 20_000) // whatever it says
	if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 1<<30 {
		t.Errorf("%d MiB are taken for empty cells", (after.TotalAlloc-before.TotalAlloc)>>20)
	}
	bomb := inline(headXML, strings.Repeat(" ", 200<<20))
	_, err = book.Read(around(t, bomb), 100)
	if f := fault.Of(err); f.Kind != fault.Invalid || f.Fields[0].Key != "sheet.error.unreadable" {
		t.Errorf("200 MiB of blanks: %v", err)
	}
}
