package similar_test

import (
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"nayan/internal/similar"
	"nayan/internal/similar/similartest"
)

// corpus is n opinions, numbered.
func corpus(n int, seed uint64) []similar.Text {
	list := make([]similar.Text, 0, n)
	for i, t := range similartest.Corpus(n, seed) {
		list = append(list, similar.Text{ID: int64(i), Text: t.Text})
	}
	return list
}

// added gives the match of each text, added in order.
func added(texts iter.Seq[similar.Text]) (matches []similar.Match) {
	x := similar.NewIndex()
	for s := range similar.SketchAll(texts) {
		matches = append(matches, x.Add(s.ID, s.Sketch))
	}
	return matches
}

func TestEveryTextIsNearItsLeader(t *testing.T) {
	t.Parallel()
	texts := corpus(5_000, 3)
	near := 0
	for i, m := range added(slices.Values(texts)) {
		a, b := similar.NewSketch(texts[i].Text), similar.NewSketch(texts[m.Leader].Text)
		likeness, isNear := a.Near(b)
		if !isNear || m.Likeness-likeness > 1e-6 || likeness-m.Likeness > 1e-6 {
			t.Errorf("%q joined %q by %v: %v", texts[i].Text, texts[m.Leader].Text, m.Likeness, likeness)
		}
		if m.How == similar.Near {
			near++
		}
	}
	if near < 500 {
		t.Errorf("only %d of %d texts are near another", near, len(texts))
	}
}

func TestAddingOneByOneGivesWhatABatchGives(t *testing.T) {
	t.Parallel()
	texts := corpus(5_000, 4)
	batch := added(slices.Values(texts))
	x := similar.NewIndex()
	for i, text := range texts {
		if m := x.Add(text.ID, similar.NewSketch(text.Text)); m != batch[i] {
			t.Fatalf("text %d: %v alone, %v in the batch", i, m, batch[i])
		}
	}
	groups := similar.Groups(slices.Values(texts))
	for _, g := range groups {
		for _, id := range g.Members {
			if batch[id].Leader != g.Leader {
				t.Fatalf("text %d is in the group of %d, and joined %d", id, g.Leader, batch[id].Leader)
			}
		}
	}
	if len(groups) != x.Leaders() {
		t.Errorf("%d groups, %d leaders", len(groups), x.Leaders())
	}
}

func TestACampaignIsOneLeaderHoweverStrong(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 1))
	x := similar.NewIndex()
	for i := range 20_000 {
		text := similartest.Respell(r, original)
		if i%2 == 1 {
			text = similartest.Sentence(r) + original
		}
		if m := x.Add(int64(i), similar.NewSketch(text)); m.Leader != 0 {
			t.Fatalf("%q joined %v", text, m)
		}
	}
	if x.Leaders() != 1 {
		t.Errorf("%d leaders", x.Leaders())
	}
}

func TestChainsDoNotGlueUnlikeTexts(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 2))
	long := []rune(similar.Fold(similartest.Opinion(r) + similartest.Opinion(r) + similartest.Opinion(r) + similartest.Opinion(r)))
	var texts []similar.Text
	for i := 0; i+60 <= len(long); i += 5 {
		texts = append(texts, similar.Text{ID: int64(i), Text: string(long[i : i+60])})
	}
	for i := range texts[1:] {
		if _, near := similar.NewSketch(texts[i].Text).Near(similar.NewSketch(texts[i+1].Text)); !near {
			t.Fatal("neighbours in the chain are not near")
		}
	}
	for _, g := range similar.Groups(slices.Values(texts)) {
		if span := g.Members[len(g.Members)-1] - g.Members[0]; span > 30 {
			t.Errorf("texts that begin %d characters apart are in one group", span)
		}
	}
}

func TestTheSameTextTwiceIsExact(t *testing.T) {
	t.Parallel()
	x := similar.NewIndex()
	for i, text := range []string{original, "我是六栋住户。" + original, "我是六棟住戶！" + original, "好", "好！"} {
		m := x.Add(int64(i), similar.NewSketch(text))
		want := []similar.Match{{Leader: 0, How: similar.None, Likeness: 1}, {Leader: 0, How: similar.Near, Likeness: m.Likeness},
			{Leader: 0, How: similar.Exact, Likeness: m.Likeness}, {Leader: 3, How: similar.None, Likeness: 1}, {Leader: 3, How: similar.Exact, Likeness: 1}}[i]
		if m != want {
			t.Errorf("%q: %v, want %v", text, m, want)
		}
	}
}

func TestTextsWithoutLettersResembleNothing(t *testing.T) {
	t.Parallel()
	for i, m := range added(slices.Values([]similar.Text{{ID: 0, Text: ""}, {ID: 1, Text: "。。。"}, {ID: 2, Text: "。。。"}, {ID: 3, Text: "👍"}})) {
		if m.Leader != int64(i) || m.How != similar.None {
			t.Errorf("text %d: %v", i, m)
		}
	}
	if s := similar.NewSketch("……"); !s.Empty() || len(s.Keys) != 0 {
		t.Errorf("keys of nothing: %v", s.Keys)
	}
	if _, ok := similar.Best(similar.NewSketch("！"), []similar.Candidate{{ID: 1, Text: "！"}}); ok {
		t.Error("nothing resembles nothing")
	}
}

func TestSketchingCanBeLeftOff(t *testing.T) {
	t.Parallel()
	n := 0
	for s := range similar.SketchAll(slices.Values(corpus(20_000, 6))) {
		if n++; n == 3_000 || s.Sketch.Empty() {
			break
		}
	}
	if n != 3_000 {
		t.Errorf("%d texts", n)
	}
}
