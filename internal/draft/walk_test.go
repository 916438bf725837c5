package draft

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestLabelsNameClausesAsPeopleDo(t *testing.T) {
	t.Parallel()
	tree := parseText(t, `规定
第一章　甲
第一条　一款：
（一）甲：
1.目；
第二条　一款：
（一）乙。
二款：
（一）丙。
附件二
一、甲：
（一）乙。`)
	var got []string
	for n := range tree.Walk() {
		got = append(got, n.Label)
	}
	want := "第一章 第一条 第一条第（一）项 第一条第（一）项第1目 第二条 第二条第一款第（一）项 第二条第二款 第二条第二款第（一）项 附件二 附件二之一、 附件二之一、第（一）项"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
	if tree.Articles() != 3 {
		t.Errorf("got %d articles", tree.Articles())
	}
}

func TestAWalkCanStopAndGivesPaths(t *testing.T) {
	t.Parallel()
	tree := parseText(t, "规定\n第一条　甲：\n（一）乙。\n第二条　丙。")
	steps := 0
	for n := range tree.Walk() {
		if steps++; n.Clause.Kind == Item {
			if len(n.Path) != 2 || n.Path[0] != 0 || n.Path[1] != 0 || n.Depth != 1 {
				t.Errorf("path %v, depth %d", n.Path, n.Depth)
			}
			break
		}
	}
	if steps != 2 {
		t.Errorf("got %d steps", steps)
	}
}

func TestPlainTextIsAClauseALine(t *testing.T) {
	t.Parallel()
	tree := parseText(t, "规定\n第一条（目的）　甲。")
	if got := tree.PlainText(); got != "规定\n第一条　（目的）　甲。" {
		t.Errorf("got %q", got)
	}
}

func TestJSONHasArraysAndNeverNull(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(parseText(t, "规定\n第一条　甲。"))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"title":"规定","clauses":[{"kind":"article","number":"第一条","heading":"","text":"甲。","children":[]}],"warnings":[]}`
	if string(got) != want {
		t.Errorf("got %s", got)
	}
}
