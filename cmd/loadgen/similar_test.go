package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nayan/internal/similar"
	"nayan/internal/similar/similartest"
)

// figureOf reads one figure of a report.
func figureOf(t *testing.T, r report, name string) string {
	t.Helper()
	for _, f := range r.figures {
		if f.name == name {
			return f.value
		}
	}
	t.Fatalf("no figure %q", name)
	return ""
}

func TestPrecisionAndRecallCountPairs(t *testing.T) {
	t.Parallel()
	list := []labelled{{Label: "a"}, {Label: "a"}, {Label: "a"}, {Label: "b"}, {}, {}}
	r := judged("x", list, [][]int64{{0, 1, 3}, {2}, {4, 5}})
	for name, want := range map[string]string{"pairs proposed": "4", "of these with a label": "3", "right": "1", "precision": "33.3 %", "recall": "33.3 %"} {
		if got := figureOf(t, r, name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestTheOpinionsAreJudgedByTheirLabels(t *testing.T) {
	t.Parallel()
	list, err := readLabelled(filepath.FromSlash("../../internal/similar/testdata/opinions.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	strong := similar.Groups(numbered(list))
	r := judged("with weak", list, withWeak(list, strong))
	if figureOf(t, r, "precision") != "100.0 %" || figureOf(t, r, "recall") != "100.0 %" {
		t.Errorf("%v", r)
	}
}

func TestPlantedCopiesAreCounted(t *testing.T) {
	t.Parallel()
	list := []labelled{{Text: "建议把老街口的路灯修好，晚上看不清台阶，老人容易摔跤。"}, {Text: "太短"}}
	cmd := similarPlantedCmd{Least: 20, Most: 10}
	plants := cmd.plant(list, similartest.Plants[0])
	if len(plants) != 1 || figureOf(t, found("spelling", list, plants), "recall") != "100.0 %" {
		t.Errorf("planted: %v", plants)
	}
	if r := found("none", list, nil); figureOf(t, r, "recall") != "–" {
		t.Errorf("recall of nothing: %v", r)
	}
}

func TestTheMadeUpTextsAreAbout60Characters(t *testing.T) {
	t.Parallel()
	var lengths []int
	kinds := map[similartest.Kind]int{}
	for _, text := range similartest.Corpus(2_000, 1) {
		lengths = append(lengths, len([]rune(text.Text)))
		kinds[text.Kind]++
	}
	slices.Sort(lengths)
	if middle := lengths[len(lengths)/2]; middle < 50 || middle > 70 || kinds[similartest.Copy] < 150 || kinds[similartest.Edited] < 300 {
		t.Errorf("%d characters in the middle, %v", middle, kinds)
	}
	if strings.Contains(similartest.Corpus(1, 1)[0].Text, "%") {
		t.Error("a template was not filled in")
	}
}
