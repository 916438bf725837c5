package draft

import (
	"testing"

	"nayan/internal/text"
)

// level writes a w:lvl.
func level(at, format, text, more string) string {
	return `<w:lvl w:ilvl="` + at + `"><w:start w:val="1"/><w:numFmt w:val="` + format + `"/><w:lvlText w:val="` + text + `"/>` + more + `</w:lvl>`
}

func TestAutomaticNumbersAreResolvedThroughStylesAndRestart(t *testing.T) {
	t.Parallel()
	nothing := `<w:suff w:val="nothing"/>`
	numbers := `<w:abstractNum w:abstractNumId="1">` +
		level("0", "chineseCountingThousand", "第%1章", `<w:pStyle w:val="Chapter"/>`) +
		level("1", "chineseCountingThousand", "第%2条", `<w:lvlRestart w:val="0"/>`) +
		level("2", "chineseCounting", "（%3）", nothing) +
		level("3", "decimal", "%4.", nothing) + `</w:abstractNum>` +
		`<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>` +
		`<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="4"/></w:lvlOverride></w:num>`
	styles := `<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="base"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Chapter"><w:name w:val="c"/><w:basedOn w:val="Base"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Article"><w:name w:val="a"/><w:basedOn w:val="Base"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>`
	body := pStyle("Chapter", "总则") + pStyle("Article", "甲：") +
		p(numPr("2", "5"), "一项；") + p(numPr("3", "5"), "一目；") + p(numPr("3", "5"), "二目；") + p(numPr("2", "5"), "二项。") +
		pStyle("Chapter", "附则") + pStyle("Article", "乙：") + p(numPr("2", "5"), "又从一起；") + p(numPr("2", "6"), "从四起。") +
		p(`<w:pStyle w:val="Article"/><w:numPr><w:numId w:val="0"/></w:numPr>`, "不编号的款。")
	tree := mustParse(t, "a.docx", docxOf(t, body, "word/numbering.xml", numbers, "word/styles.xml", styles))
	wantSketch(t, tree, `
		chapter|第一章|总则|
		 article|第一条||甲：
		  item|（一）||一项；
		   subitem|1.||一目；
		   subitem|2.||二目；
		  item|（二）||二项。
		chapter|第二章|附则|
		 article|第二条||乙：
		  item|（一）||又从一起；
		  item|（四）||从四起。
		  paragraph|||不编号的款。`)
	wantWarning(t, tree, "第二条第一款第（四）项", "缺号")
}

func TestNumbersOfSeveralLevelsAndBullets(t *testing.T) {
	t.Parallel()
	numbers := `<w:abstractNum w:abstractNumId="1">` +
		level("0", "upperRoman", "第%1条", "") + level("1", "upperRoman", "%1.%2", `<w:isLgl/>`) + level("2", "bullet", "\uF06C", "") +
		`</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`
	tree := mustParse(t, "a.docx", docxOf(t, p("", "第一条　总目：")+p(numPr("1", "1"), "分目")+p(numPr("1", "1"), "又分目")+p(numPr("2", "1"), "圆点"),
		"word/numbering.xml", numbers))
	wantSketch(t, tree, `
		article|第一条||总目：
		 item|1.1||分目
		 item|1.2||又分目
		  subitem|•||圆点`)
}

func TestNumberFormats(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		format string
		n      int
		want   string
	}{
		{"decimal", 12, "12"}, {"decimalZero", 7, "07"}, {"chineseCounting", 10, "十"}, {"chineseCountingThousand", 11, "十一"},
		{"japaneseCounting", 103, "一百零三"}, {"chineseCountingThousand", 1010, "一千零一十"}, {"ideographTraditional", 3, "丙"},
		{"ideographDigital", 20, "二〇"}, {"chineseLegalSimplified", 21, "贰拾壹"}, {"decimalFullWidth", 15, "１５"},
		{"decimalEnclosedCircle", 20, "⑳"}, {"decimalEnclosedCircle", 21, "21"}, {"lowerLetter", 28, "bb"}, {"upperLetter", 2, "B"},
		{"lowerRoman", 14, "xiv"}, {"upperRoman", 1999, "MCMXCIX"}, {"none", 4, ""}, {"ordinalText", 4, "4"}, {"lowerLetter", 0, "0"},
	} {
		if got := formatNumber(tc.format, tc.n); got != tc.want {
			t.Errorf("%s %d: got %q, want %q", tc.format, tc.n, got, tc.want)
		}
	}
}

func TestChineseNumbersReadBack(t *testing.T) {
	t.Parallel()
	for n := 1; n <= maxOrdinal; n++ {
		if got := chineseOrdinal(text.ChineseNumber(n)); got != n {
			t.Fatalf("%d is written %s and read %d", n, text.ChineseNumber(n), got)
		}
	}
	if got := chineseOrdinal("一〇三"); got != 103 {
		t.Errorf("一〇三 is read %d", got)
	}
}

func TestAutomaticNumbersAreNeverTakenForReferences(t *testing.T) {
	t.Parallel()
	numbers := `<w:abstractNum w:abstractNumId="1">` + level("0", "chineseCounting", "第%1条", `<w:suff w:val="nothing"/>`) +
		level("1", "ideographTraditional", "%2、", "") + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`
	tree := mustParse(t, "a.docx", docxOf(t, p(numPr("0", "1"), "规定的适用范围如下：")+p(numPr("1", "1"), "县城；")+p(numPr("1", "1"), "乡镇。")+p(numPr("0", "1"), "的确如此。")+p(numPr("0", "1"), ""),
		"word/numbering.xml", numbers))
	wantSketch(t, tree, `
		article|第一条||规定的适用范围如下：
		 item|甲、||县城；
		 item|乙、||乡镇。
		article|第二条||的确如此。`)
}
