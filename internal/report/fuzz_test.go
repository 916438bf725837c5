package report_test

import (
	"encoding/csv"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"nayan/internal/consult"
	"nayan/internal/document"
	"nayan/internal/report"
	"nayan/internal/sheet"
)

// nasties are texts that have broken files like these.
var nasties = []string{
	"", " ", "甲", "]]>", "<a>&amp;</a>\"'", "\x00\x01\x08\x0b\x1f\x7f\u0085", "\uFFFE\uFFFF\uFFFD", "\xff\xfe\xed\xa0\x80", "👨‍👩‍👧🇨🇳𠮷", "a\r\nb\rc\nd\te",
	"=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "＝1", "_x0041_", "_x005F_x0041_", "_x0041_x0042_", "_x_x0041_", "__x0041__", "#N/A", "\u202e倒", "\ufeff头",
	strings.Repeat("长", 40_000), strings.Repeat("😀", 16_384), strings.Repeat("_x0041_", 5_000), strings.Repeat("\n", 300), "a,b;\"c\"",
}

// FuzzCell holds that any text gives well-formed files that read back equal, but for
// what Clean takes away, what is beyond a cell, and the apostrophe of a CSV.
func FuzzCell(f *testing.F) {
	for _, s := range nasties {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		inWorkbook(t, s)
		inCSV(t, s)
		inStatement(t, s)
	})
}

const mark = "……（略）"

var columns = []report.Column{{Title: "序号", Width: 8}, {Title: "内容", Width: 40}}

func inWorkbook(t *testing.T, s string) {
	t.Helper()
	data := made(t, func(w io.Writer) error {
		return report.Book{Cut: mark, Sheets: []report.Sheet{{Name: "表", Columns: columns, Rows: rows(report.Row{report.Text("1"), report.Text(s)})}}}.Write(w)
	})
	parts(t, data)
	got, err := opened(t, data).GetCellValue("表", "B2")
	if err != nil {
		t.Fatal(err)
	}
	want := report.Clean(s)
	if size := len(utf16.Encode([]rune(want))); size > report.MaxCell {
		kept, cut := strings.CutSuffix(got, mark)
		if !cut || !strings.HasPrefix(want, kept) || len(utf16.Encode([]rune(got))) < report.MaxCell-1 || len(utf16.Encode([]rune(got))) > report.MaxCell {
			t.Fatalf("of %d characters %d are left", size, len(got))
		}
	} else if got != want {
		t.Fatalf("%q reads %q", want, got)
	}
	table, err := sheet.Book{Sheet: "表", Columns: []sheet.Column{{Key: "no", Title: "序号", Required: true}, {Key: "body", Title: "内容", Required: true}}}.Read(data, 1)
	if err != nil || len(table.Problems) == 0 && table.Rows[0].Cells["body"] != strings.TrimSpace(got) {
		t.Fatalf("our own reader: %v, %v", table, err)
	}
}

func inCSV(t *testing.T, s string) {
	t.Helper()
	data := made(t, func(w io.Writer) error {
		return report.WriteCSV(w, columns, rows(report.Row{report.Number(1), report.Text(s)}))
	})
	got, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff"))).ReadAll()
	if want := report.Defused(report.Clean(s)); err != nil || len(got) != 2 || got[1][1] != want {
		t.Fatalf("%q reads %q, %v", want, got, err)
	}
}

func inStatement(t *testing.T, s string) {
	t.Helper()
	r := none()
	r.Title, r.Unit, r.Channels, r.Lead = s, s, []string{s}, s
	r.Totals = consult.Totals{Comments: 1, Persons: 1, Suggestions: 1, NotAdopted: 1}
	r.Lines = lines(report.Line{Position: 1, Clause: s, Body: s, Outcome: consult.NotAdopted, Reason: s, Final: s})
	r.Refusals = func(yield func(report.Refusal, error) bool) {
		yield(report.Refusal{Positions: []int{1}, Count: 1, Clauses: s, Reason: s}, nil)
	}
	r.Corrections = []report.Correction{{Position: 1, On: s, WasReason: s, NowReason: s, Because: s}}
	data := docx(t, r)
	for name, part := range parts(t, data) {
		ordered(t, name, part)
	}
	text, err := document.Text("a.docx", data)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range strings.Split(report.Clean(s), "\n") {
		if i == 20 {
			return // each line is looked for in the whole text
		}
		if l = strings.TrimSpace(strings.ReplaceAll(l, "\t", " ")); !strings.Contains(strings.ReplaceAll(text, "\t", " "), l) {
			t.Fatalf("%q is not in the statement", l)
		}
	}
}
