package similar_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"nayan/internal/similar"
)

type opinion struct{ ID, Text, Label string }

// opinions are ours, in the manner of what people send: two campaigns in words of
// their own, one by a template, and what else a county hears.
func opinions(t *testing.T) (list []opinion) {
	t.Helper()
	file, err := os.ReadFile("testdata/opinions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(file) {
		var o opinion
		if err := json.Unmarshal(line, &o); err != nil {
			t.Fatal(err)
		}
		list = append(list, o)
	}
	return list
}

func numbered(list []opinion) (texts []similar.Text) {
	for i, o := range list {
		texts = append(texts, similar.Text{ID: int64(i), Text: o.Text})
	}
	return texts
}

func TestATemplateIsOneGroupAndNobodyElseIs(t *testing.T) {
	t.Parallel()
	list := opinions(t)
	for _, g := range similar.Groups(slices.Values(numbered(list))) {
		label := list[g.Leader].Label
		want := map[string]int{"transfer-station": 8, "agree": 2}[label]
		if len(g.Members) != max(want, 1) || label == "agree" && g.How != similar.Exact {
			t.Errorf("%q leads %d texts, %s", list[g.Leader].Text, len(g.Members), g.How)
		}
	}
}

func TestACampaignInWordsOfTheirOwnIsProposed(t *testing.T) {
	t.Parallel()
	list := opinions(t)
	texts := slices.DeleteFunc(numbered(list), func(x similar.Text) bool { return list[x.ID].Label == "transfer-station" })
	themes := similar.Weak(texts)
	if len(themes) != 2 {
		t.Fatalf("%d themes: %v", len(themes), themes)
	}
	for i, want := range []struct {
		label string
		size  int
		terms string
	}{{"market", 12, "云岭路停车场 柳溪大集 老渡口"}, {"internship", 7, "宏达电子厂 职业高中 毕业证"}} {
		theme := themes[i]
		if len(theme.Members) != want.size || strings.Join(theme.Terms[:3], " ") != want.terms {
			t.Errorf("%d texts share %q", len(theme.Members), theme.Terms)
		}
		for _, m := range theme.Members {
			checkMember(t, list, theme, m, want.label)
		}
	}
}

func checkMember(t *testing.T, list []opinion, theme similar.Theme, m similar.Member, label string) {
	t.Helper()
	text, hub := list[m.ID], list[theme.Hub]
	if text.Label != label || m.Score < theme.Score || m.Score > 1 || (m.ID == theme.Hub) != (m.Score == 1) {
		t.Errorf("%q is in %q by %v", text.Text, label, m.Score)
	}
	for _, term := range m.Terms {
		if !strings.Contains(text.Text, term) || !strings.Contains(similar.Fold(hub.Text), similar.Fold(term)) {
			t.Errorf("%q is not in both %q and %q", term, text.Text, hub.Text)
		}
	}
}

func TestThemesAreNoChains(t *testing.T) {
	t.Parallel()
	word := func(i int) string { return string([]rune{rune(0x4e00 + 3*i), rune(0x4e01 + 3*i), rune(0x4e02 + 3*i)}) }
	var texts []similar.Text
	for i := range 200 { // each shares three words of six with the next
		var b strings.Builder
		for k := range 6 {
			b.WriteString(word(3*i+k) + "，")
		}
		texts = append(texts, similar.Text{ID: int64(i), Text: b.String()})
	}
	for _, theme := range similar.Weak(texts) {
		if span := theme.Members[len(theme.Members)-1].ID - theme.Members[0].ID; span > 2 {
			t.Errorf("a theme reaches over %d texts: %v", span, theme.Terms)
		}
	}
}

func TestWordsOfOtherScriptsAreWholeTokens(t *testing.T) {
	t.Parallel()
	texts := []similar.Text{
		{ID: 1, Text: "The kayak launch at Millbrook weir is dangerous, please rebuild the slipway with Riverside grants."},
		{ID: 2, Text: "Could Riverside grants pay for a slipway? Kayak users at Millbrook weir slip every winter."},
	}
	for i := range 40 {
		texts = append(texts, similar.Text{ID: int64(10 + i), Text: fmt.Sprintf("Street lamp number %d is broken near house %d.", 100+i, 900+i)})
	}
	themes := similar.Weak(texts)
	if len(themes) != 1 || len(themes[0].Members) != 2 || !slices.Contains(themes[0].Terms, "Millbrook") {
		t.Errorf("themes: %v", themes)
	}
}

func TestFewTextsHaveNoThemes(t *testing.T) {
	t.Parallel()
	for _, texts := range [][]similar.Text{nil, {{ID: 1, Text: original}}, {{ID: 1}, {ID: 2}}, {{ID: 1, Text: original}, {ID: 2, Text: original}}} {
		if themes := similar.Weak(texts); len(themes) != 0 {
			t.Errorf("%v: %v", texts, themes)
		}
	}
}
