package report_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/internal/report"
)

// words are those of the catalogue.
func words(key string, args ...any) string { return i18n.T(context.Background(), key, args...) }

// dogs are the results of a call with five lines, one of each outcome, of which one
// was corrected.
func dogs() report.Results {
	return report.Results{
		Title: "云溪县养犬管理办法（征求意见稿）", No: "2026-0003", Unit: "云溪县公安局",
		Period: "2026年9月1日至2026年9月30日", Channels: []string{"网站", "来信", "座谈会"}, ReleasedOn: "2026年10月22日",
		Lead: "本次共征集意见建议 5 条（9 件，6 人，2 家单位），采纳 1 条，部分采纳 1 条，未采纳 1 条，解释说明 1 条，不属于本次征集范围 1 条。",
		Totals: consult.Totals{Comments: 9, Persons: 6, Enterprises: 2, Suggestions: 5, Adopted: 1, PartlyAdopted: 1, NotAdopted: 1,
			Explained: 1, OutOfScope: 1, Offline: 2, Superseded: 1, EnterpriseSuggestions: 1},
		Lines: lines(
			report.Line{Position: 1, Name: "朱**、欧阳**", Clause: "第五条", Body: "登记期限太短，外出务工的人办不了。\n建议改为三十日。", Comments: 4, Persons: 3,
				Outcome: consult.Adopted, Reason: "登记期限由十五日改为三十日。", Final: "第五条　养犬人应当自取得犬只之日起三十日内办理登记。", Released: "2026年10月22日"},
			report.Line{Position: 2, Name: "云溪县虚构宠物医院", Clause: "第八条、第九条", Body: "=SUM(A1) 免疫点太少。", Comments: 1, Enterprises: 1,
				Outcome: consult.PartlyAdopted, Reason: "每个乡镇设一个免疫点；城区的另行安排。", Final: "第八条　每个乡镇至少设一个免疫点。", Released: "2026年10月22日"},
			report.Line{Position: 3, Name: "王*", Clause: "第十二条", Body: "遛犬时间应当再长一些。", Comments: 1, Persons: 1,
				Outcome: consult.NotAdopted, Reason: "第十二条依据《云溪县市容管理规定》第七条，时间与相邻县一致。", Released: "2026年10月22日"},
			report.Line{Position: 4, Comments: 1, Persons: 1, Outcome: consult.Explained, Reason: "已有规定，见第三条。", Released: "2026年10月22日"},
			report.Line{Position: 5, Name: "李**", Clause: "第一条", Body: "城东的路灯坏了。", Comments: 1, Persons: 1,
				Outcome: consult.OutOfScope, Reason: "已转县城管局办理。", Released: "2026年11月2日（第二批）"},
		),
		Refusals: func(yield func(report.Refusal, error) bool) {
			yield(report.Refusal{Positions: []int{3}, Count: 1, Clauses: "第十二条", Reason: "第十二条依据《云溪县市容管理规定》第七条，时间与相邻县一致。"}, nil)
		},
		Corrections: []report.Correction{{Position: 2, On: "2026年11月5日", Was: consult.NotAdopted, Now: consult.PartlyAdopted,
			WasReason: "免疫点已经够用。", NowReason: "每个乡镇设一个免疫点；城区的另行安排。", Because: "核对后发现两个乡镇没有免疫点。"}},
	}
}

// none are the results of a call that nobody answered.
func none() report.Results {
	r := dogs()
	r.Totals, r.Lines, r.Refusals, r.Corrections, r.Channels = consult.Totals{}, nil, nil, nil, nil
	return r
}

func lines(list ...report.Line) iter.Seq2[report.Line, error] {
	return func(yield func(report.Line, error) bool) {
		for _, l := range list {
			if !yield(l, nil) {
				return
			}
		}
	}
}

func rows(list ...report.Row) report.Rows {
	return func(yield func(report.Row, error) bool) {
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// made is what a writer writes.
func made(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func docx(t testing.TB, r report.Results) []byte {
	t.Helper()
	return made(t, func(w io.Writer) error { return r.WriteDOCX(w, words) })
}

func xlsx(t testing.TB, r report.Results) []byte {
	t.Helper()
	return made(t, func(w io.Writer) error { return r.WriteXLSX(w, words) })
}

// parts are the parts of a package, each well-formed.
func parts(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name] = string(text); f.Modified.Year() > 1980 {
			t.Errorf("%s says when it was made", f.Name)
		}
		wellFormed(t, f.Name, string(text))
	}
	return out
}

func wellFormed(t testing.TB, name, text string) {
	t.Helper()
	for dec := xml.NewDecoder(strings.NewReader(text)); ; {
		switch _, err := dec.Token(); {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			t.Fatalf("%s: %v", name, err)
		}
	}
}
