package draft

import (
	"fmt"
	"strings"
	"testing"
)

func TestGapsRepetitionsAndJumpsAreReportedWithTheirPlace(t *testing.T) {
	t.Parallel()
	tree := parseText(t, `规定
第一章　甲
第一条　内容：
（一）甲；
（三）乙。
第二条　内容。
第二条　内容。
第四条　内容。
第三条　内容。
第三章　乙
第五条　内容。
第一条　内容。`)
	for _, want := range []struct{ place, part string }{
		{"第一条第（三）项", "由“（一）”跳到“（三）”"},
		{"第二条", "“第二条”重复出现"},
		{"第四条", "由“第二条”跳到“第四条”"},
		{"第三条", "“第三条”排在“第四条”之后"},
		{"第三章", "由“第一章”跳到“第三章”"},
		{"第一条", "重新开始"},
	} {
		wantWarning(t, tree, want.place, want.part)
	}
}

func TestNumbersThatRunOnFromParentToParentAreFine(t *testing.T) {
	t.Parallel()
	tree := parseText(t, "规定\n第一编　甲\n第一章　甲\n第一条　甲。\n第二编　乙\n第二章　乙\n第二条　乙。\n附件\n第一条　丙。")
	if len(tree.Warnings) != 0 {
		t.Errorf("got %+v", tree.Warnings)
	}
}

func TestCharactersThatMayNotShowAreReported(t *testing.T) {
	t.Parallel()
	tree := parseText(t, "规定\n第一条　溶\uE010解氧。\n第二条　无\uFFFD法。\n第三条　零\u200b宽。\n第四条　控\u0007制。\n第五条　扩\U000F0001展。")
	for place, part := range map[string]string{
		"第一条": "U+E010", "第二条": "无法识别", "第三条": "U+200B", "第四条": "U+0007", "第五条": "U+F0001",
	} {
		wantWarning(t, tree, place, part)
	}
	if got := tree.Clauses[2].Text; got != "零\u200b宽。" {
		t.Errorf("the zero-width character is not kept: %q", got)
	}
}

func TestWarningsAreBounded(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("规定\n")
	for n := 1; n < 1000; n += 2 {
		fmt.Fprintf(&b, "第%d条　甲。\n", n)
	}
	tree := parseText(t, b.String())
	last := tree.Warnings[len(tree.Warnings)-1]
	if len(tree.Warnings) != maxWarnings+1 || last.Place != "全文" || !strings.Contains(last.Message, "另有299处") {
		t.Errorf("got %d, last %+v", len(tree.Warnings), last)
	}
}

func TestArticlesInsideTablesAreReported(t *testing.T) {
	t.Parallel()
	tree := mustParse(t, "a.md", []byte("# 修改对照表\n\n第一条　见下表。\n\n| 原文 | 修改 |\n|-|-|\n| 第一条 甲 | 第一条 乙 |\n"))
	wantWarning(t, tree, "第一条表一", "2个")
}
