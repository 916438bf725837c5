package report_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nayan/internal/consult"
	"nayan/internal/report"
)

func opened(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func grid(t testing.TB, f *excelize.File, sheet string) [][]string {
	t.Helper()
	got, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestTheWorkbookHasLinesFiguresAndCorrections(t *testing.T) {
	t.Parallel()
	f := opened(t, xlsx(t, dogs()))
	if got := f.GetSheetList(); !slices.Equal(got, []string{"采纳情况", "统计", "更正"}) {
		t.Fatalf("sheets %v", got)
	}
	got := grid(t, f, "采纳情况")
	if want := []string{"序号", "反馈人", "条款", "意见内容", "件数", "人数", "企业数", "采纳情况", "理由", "采纳后条款", "公布日期"}; !slices.Equal(got[0], want) {
		t.Errorf("titles %v", got[0])
	}
	if want := []string{"2", "云溪县虚构宠物医院", "第八条、第九条", "=SUM(A1) 免疫点太少。", "1", "0", "1", "部分采纳", "每个乡镇设一个免疫点；城区的另行安排。", "第八条　每个乡镇至少设一个免疫点。", "2026年10月22日"}; !slices.Equal(got[2], want) {
		t.Errorf("line %v", got[2])
	}
	if row := got[4]; row[1] != "匿名" || row[2] != "全文" || row[3] != "该意见内容未予公开" {
		t.Errorf("what is left out reads %v", row)
	}
	if got := grid(t, f, "更正"); len(got) != 2 || got[1][2] != "未采纳" || got[1][4] != "部分采纳" || got[1][6] != "核对后发现两个乡镇没有免疫点。" {
		t.Errorf("corrections %v", got)
	}
}

func TestTheFiguresOfTheWorkbookFoot(t *testing.T) {
	t.Parallel()
	var figures []string
	for _, row := range grid(t, opened(t, xlsx(t, dogs())), "统计") {
		if len(row) > 1 {
			figures = append(figures, row[0]+row[1])
		} else if len(row) == 1 {
			figures = append(figures, row[0])
		}
	}
	got := strings.Join(figures, " ")
	for _, want := range []string{"征集编号：2026-0003", "收到意见（件）9", "提出意见的个人（人）6", "提出意见的单位（家）2", "意见建议（条）5",
		"采纳情况条数 采纳1 部分采纳1 未采纳1 解释说明1 不属于本次征集范围1 合计5"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
}

func TestACallThatDrewNothingSaysSo(t *testing.T) {
	t.Parallel()
	f := opened(t, xlsx(t, none()))
	if got := f.GetSheetList(); len(got) != 2 {
		t.Errorf("sheets %v", got)
	}
	if lead, err := f.GetCellValue("统计", "A2"); err != nil || lead != "本次征集未收到意见建议。" {
		t.Errorf("%q, %v", lead, err)
	}
	if got := grid(t, f, "采纳情况"); len(got) != 1 {
		t.Errorf("lines %v", got)
	}
}

func TestCellsAreTextAndNumbersAreNumbers(t *testing.T) {
	t.Parallel()
	f := opened(t, xlsx(t, dogs()))
	if formula, err := f.GetCellFormula("采纳情况", "D3"); err != nil || formula != "" {
		t.Errorf("formula %q, %v", formula, err)
	}
	for cell, want := range map[string]excelize.CellType{"A2": excelize.CellTypeUnset, "D3": excelize.CellTypeInlineString} {
		if kind, err := f.GetCellType("采纳情况", cell); err != nil || kind != want {
			t.Errorf("%s is %v, %v", cell, kind, err)
		}
	}
	id, err := f.GetCellStyle("采纳情况", "D3")
	if err != nil {
		t.Fatal(err)
	}
	if style, err := f.GetStyle(id); err != nil || style.NumFmt != 49 || !style.Alignment.WrapText {
		t.Errorf("%+v, %v", style, err)
	}
}

func TestTitlesStayOnTopFilterAndAreBold(t *testing.T) {
	t.Parallel()
	data := xlsx(t, dogs())
	f := opened(t, data)
	if panes, err := f.GetPanes("采纳情况"); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("%+v, %v", panes, err)
	}
	id, err := f.GetCellStyle("采纳情况", "A1")
	if err != nil {
		t.Fatal(err)
	}
	if style, err := f.GetStyle(id); err != nil || !style.Font.Bold {
		t.Errorf("%+v, %v", style, err)
	}
	if sheet := parts(t, data)["xl/worksheets/sheet1.xml"]; !strings.Contains(sheet, `<autoFilter ref="A1:K6"/>`) {
		t.Error("the sheet does not filter")
	}
}

func TestWhatDoesNotFootIsNoDocument(t *testing.T) {
	t.Parallel()
	wrong, short := dogs(), dogs()
	wrong.Totals.Adopted = 2
	short.Totals.Suggestions, short.Totals.Adopted = 6, 2 // foots, and there are five lines
	for name, write := range map[string]func(io.Writer) error{
		"xlsx":        func(w io.Writer) error { return wrong.WriteXLSX(w, words) },
		"csv":         func(w io.Writer) error { return wrong.WriteCSV(w, words) },
		"docx":        func(w io.Writer) error { return wrong.WriteDOCX(w, words) },
		"xlsx, short": func(w io.Writer) error { return short.WriteXLSX(w, words) },
		"csv, short":  func(w io.Writer) error { return short.WriteCSV(w, words) },
	} {
		if err := write(io.Discard); !errors.Is(err, report.ErrFooting) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

var errLost = errors.New("the connection is lost")

// full takes so many bytes and then fails.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errLost
	}
	return len(p), nil
}

func TestAnErrorOfRowsOrWriterEndsEveryDocument(t *testing.T) {
	t.Parallel()
	broken := dogs()
	broken.Lines = func(yield func(report.Line, error) bool) {
		_ = yield(report.Line{Position: 1, Outcome: consult.Adopted}, nil) && yield(report.Line{}, errLost)
	}
	long := dogs()
	long.Lines = func(yield func(report.Line, error) bool) {
		for i := 0; yield(report.Line{Position: i, Body: strings.Repeat("甲乙丙丁", i%50)}, nil); i++ {
			if i > 1_000_000 {
				return
			}
		}
	}
	for _, write := range []func(report.Results, io.Writer) error{
		func(r report.Results, w io.Writer) error { return r.WriteXLSX(w, words) },
		func(r report.Results, w io.Writer) error { return r.WriteCSV(w, words) },
		func(r report.Results, w io.Writer) error { return r.WriteDOCX(w, words) },
	} {
		if err := write(broken, io.Discard); !errors.Is(err, errLost) {
			t.Errorf("lost rows: %v", err)
		}
		if err := write(long, &full{10_000}); !errors.Is(err, errLost) {
			t.Errorf("lost writer: %v", err)
		}
	}
}

func TestEqualResultsGiveEqualBytesWithoutNames(t *testing.T) {
	t.Parallel()
	for _, write := range []func(testing.TB, report.Results) []byte{xlsx, docx} {
		one := write(t, dogs())
		if !bytes.Equal(one, write(t, dogs())) {
			t.Error("equal results give different bytes")
		}
		for name := range parts(t, one) {
			if strings.HasPrefix(name, "docProps") {
				t.Errorf("%s tells who made it", name)
			}
		}
	}
}
