package report_test

import (
	"slices"
	"strings"
	"testing"

	"nayan/internal/document"
	"nayan/internal/draft"
	"nayan/internal/ooxml"
	"nayan/internal/report"
)

// told is what a reader of ours finds in the statement.
func told(t testing.TB, r report.Results) string {
	t.Helper()
	text, err := document.Text("说明.docx", docx(t, r))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// inOrder reports the first of the pieces that does not follow the one before.
func inOrder(text string, pieces ...string) (missing string) {
	for _, p := range pieces {
		_, after, found := strings.Cut(text, p)
		if !found {
			return p
		}
		text = after
	}
	return ""
}

func TestTheStatementSaysWhatWasAskedAnsweredAndWhy(t *testing.T) {
	t.Parallel()
	text := told(t, dogs())
	if missing := inOrder(text, "关于《云溪县养犬管理办法（征求意见稿）》公开征求意见采纳情况的说明",
		"一、征集意见基本情况", "云溪县公安局于2026年9月1日至2026年9月30日就《云溪县养犬管理办法（征求意见稿）》（征集编号：2026-0003）公开征求意见。意见通过网站、来信、座谈会等渠道收集。",
		"共收到意见 9 件，由 6 人、2 家单位提出，归纳为意见建议 5 条。",
		"二、意见采纳情况", "本次共征集意见建议 5 条", "采纳情况", "条数", "采纳", "1", "合计", "5", "各项之和等于总条数",
		"三、主要意见及处理情况", "序号", "征求意见稿条款", "意见内容", "采纳情况", "理由", "采纳后条款",
		"第五条", "登记期限太短", "建议改为三十日。", "采纳", "登记期限由十五日改为三十日。", "全文", "该意见内容未予公开", "解释说明",
		"四、未采纳意见的理由", "（一）关于第十二条的意见建议 1 条", "（序号：3）",
		"五、更正情况", "（一）序号 2，2026年11月5日更正", "原采纳情况为“未采纳”，理由：免疫点已经够用。", "更正后为“部分采纳”", "更正原因：核对后",
		"云溪县公安局", "2026年10月22日"); missing != "" {
		t.Errorf("%q is missing or elsewhere in\n%s", missing, text)
	}
}

func TestTheStatementOfACallThatDrewNothingIsShort(t *testing.T) {
	t.Parallel()
	text := told(t, none())
	if missing := inOrder(text, "一、征集意见基本情况", "公开征求意见。", "本次征集未收到意见建议。", "云溪县公安局", "2026年10月22日"); missing != "" {
		t.Errorf("%q is missing in\n%s", missing, text)
	}
	if strings.Contains(text, "二、") || strings.Contains(text, "采纳后条款") {
		t.Errorf("it says too much:\n%s", text)
	}
}

func TestSectionsWithoutContentAreLeftOutAndTheOthersCountOn(t *testing.T) {
	t.Parallel()
	r := dogs()
	r.Refusals = nil
	text := told(t, r)
	if strings.Contains(text, "未采纳意见的理由") || inOrder(text, "三、主要意见", "四、更正情况") != "" {
		t.Errorf("got\n%s", text)
	}
	r.Corrections = nil
	if doc := parts(t, docx(t, r))["word/document.xml"]; strings.Count(doc, "<w:sectPr>") != 2 || !strings.HasSuffix(doc, `</w:sectPr></w:body></w:document>`) ||
		strings.Count(doc, `w:orient="landscape"`) != 1 {
		t.Error("a page would hold nothing but the signature")
	}
}

func TestTitlesWithinTitlesGetSingleMarks(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"关于修改《云溪县养犬管理办法》的决定": "关于《关于修改〈云溪县养犬管理办法〉的决定》公开征求意见采纳情况的说明",
		"《云溪县养犬管理办法》":        "关于《云溪县养犬管理办法》公开征求意见采纳情况的说明",
		"《甲》《乙》":             "关于《〈甲〉〈乙〉》公开征求意见采纳情况的说明",
	} {
		r := none()
		r.Title = title
		if text := told(t, r); !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
}

func TestManyRefusalsNameTheFirstNumbers(t *testing.T) {
	t.Parallel()
	r := dogs()
	r.Refusals = func(yield func(report.Refusal, error) bool) {
		yield(report.Refusal{Positions: []int{3, 7}, Count: 40, Reason: "全文结构已经审定。"}, nil)
	}
	if missing := inOrder(told(t, r), "（一）关于全文的意见建议 40 条", "全文结构已经审定。", "（序号：3、7等）"); missing != "" {
		t.Errorf("%q is missing", missing)
	}
}

func TestOurReaderOfDraftsTakesTheStatementForADocument(t *testing.T) {
	t.Parallel()
	tree, err := draft.Parse("说明.docx", docx(t, dogs()))
	if err != nil || tree.Title != "关于《云溪县养犬管理办法（征求意见稿）》公开征求意见采纳情况的说明" {
		t.Fatalf("%q, %v", tree.Title, err)
	}
}

// order is in which order the schema wants the children that we write (ECMA-376,
// 17.3.1.26, 17.3.2.28, 17.4.60 and others): Word refuses a file over it.
var order = map[string][]string{
	"pPr":      {"pStyle", "keepNext", "spacing", "ind", "jc", "outlineLvl", "rPr", "sectPr"},
	"rPr":      {"rFonts", "sz", "szCs", "lang"},
	"tblPr":    {"tblW", "jc", "tblBorders", "tblLayout", "tblCellMar"},
	"trPr":     {"cantSplit", "tblHeader"},
	"tcPr":     {"tcW"},
	"tbl":      {"tblPr", "tblGrid", "tr"},
	"tc":       {"tcPr", "p"},
	"tr":       {"trPr", "tc"},
	"style":    {"name", "basedOn", "next", "pPr", "rPr"},
	"sectPr":   {"footerReference", "pgSz", "pgMar"},
	"settings": {"evenAndOddHeaders", "compat"},
	"styles":   {"docDefaults", "style"},
	"body":     {"p", "tbl", "sectPr"}, // p and tbl in any order, sectPr last

	"worksheet":  {"sheetPr", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "mergeCells", "pageMargins", "pageSetup", "headerFooter"},
	"styleSheet": {"fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles"},
	"workbook":   {"bookViews", "sheets", "definedNames"},
	"font":       {"b", "sz", "name", "charset"},
}

func TestElementsStandInTheOrderOfTheSchema(t *testing.T) {
	t.Parallel()
	for _, data := range [][]byte{docx(t, dogs()), docx(t, none()), xlsx(t, dogs())} {
		for name, part := range parts(t, data) {
			ordered(t, name, part)
		}
	}
}

func ordered(t *testing.T, name, part string) {
	t.Helper()
	type open struct {
		name string
		last int
	}
	var path []open
	for x := ooxml.NewReader([]byte(part)); x.Next(); {
		switch {
		case x.Starts():
			if len(path) > 0 {
				parent := &path[len(path)-1]
				if at := place(parent.name, x.Name()); at < parent.last && parent.name != "body" {
					t.Errorf("%s: %s within %s", name, x.Name(), parent.name)
				} else {
					parent.last = at
				}
			}
			path = append(path, open{x.Name(), 0})
		case x.Name() != "":
			path = path[:len(path)-1]
		}
	}
}

func place(parent, child string) int {
	list, known := order[parent]
	if !known {
		return 0
	}
	return slices.Index(list, child)
}

func TestTablesRepeatTheirHeadingsAndPagesAreNumbered(t *testing.T) {
	t.Parallel()
	all := parts(t, docx(t, dogs()))
	if n := strings.Count(all["word/document.xml"], "<w:tblHeader/>"); n != 2 {
		t.Errorf("%d tables repeat their headings", n)
	}
	for _, footer := range []string{"word/footer1.xml", "word/footer2.xml"} {
		if !strings.Contains(all[footer], `w:instr=" PAGE "`) {
			t.Errorf("%s has no page number", footer)
		}
	}
}
