package report_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"

	"nayan/internal/report"
)

func TestACSVOpensInExcelAndHoldsNoFormula(t *testing.T) {
	t.Parallel()
	data := made(t, func(w io.Writer) error { return dogs().WriteCSV(w, words) })
	text, marked := strings.CutPrefix(string(data), "\ufeff")
	if !marked || strings.Count(text, "\r\n") != 7 || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
		t.Errorf("no mark, or other ends of lines: %q", text)
	}
	got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(got) != 6 || got[2][3] != "'=SUM(A1) 免疫点太少。" || got[1][3] != "登记期限太短，外出务工的人办不了。\n建议改为三十日。" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestWhatBeginsLikeAFormulaGetsAnApostrophe(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{"": "", "甲=乙": "甲=乙", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\t=1": "'\t=1",
		"\r=1": "'\r=1", "\n=1": "'\n=1", "＝1": "'＝1", "’": "’", "——": "——"} {
		if got := report.Defused(cell); got != want {
			t.Errorf("%q becomes %q, want %q", cell, got, want)
		}
	}
}

func TestNumbersOfACSVStayNumbers(t *testing.T) {
	t.Parallel()
	data := made(t, func(w io.Writer) error {
		return report.WriteCSV(w, []report.Column{{Title: "差"}}, rows(report.Row{report.Number(-3)}))
	})
	if got := strings.TrimPrefix(string(data), "\ufeff"); got != "差\r\n-3\r\n" {
		t.Errorf("got %q", got)
	}
}

func TestATableIsWrittenLineByLine(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	table := report.NewCSV(&out, []string{"甲", "乙"})
	record := []string{"@a", "b\x00\r\nc"}
	table.Write(record)
	if err := table.Flush(); err != nil || out.String() != "\ufeff甲,乙\r\n'@a,\"b\r\nc\"\r\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
	if !slices.Equal(record, []string{"@a", "b\x00\r\nc"}) {
		t.Error("the record was changed")
	}
	if err := report.NewCSV(&full{}, []string{"甲"}).Flush(); err == nil {
		t.Error("a failing writer goes unnoticed")
	}
}
