package similar_test

import (
	"testing"

	"nayan/internal/similar"
)

func FuzzSketchesAreFair(f *testing.F) {
	f.Add("我同意", "我不同意。")
	f.Add(original, "ｅ\u0301 ＡＢＣ\xff裏👍")
	f.Add("Buena idea.", "不不不不")
	f.Fuzz(func(t *testing.T, one, other string) {
		a, b := similar.NewSketch(one), similar.NewSketch(other)
		if x, y := a.Likeness(b), b.Likeness(a); x != y || x < 0 || x > 1 {
			t.Errorf("likeness %v, %v the other way round", x, y)
		}
		_, near := a.Near(b)
		if _, back := b.Near(a); near != back {
			t.Errorf("near: %v, %v the other way round", near, back)
		}
		if (a.Hash == b.Hash) != (similar.Fold(one) == similar.Fold(other)) {
			t.Error("equal hashes, unequal texts")
		}
		if again := similar.NewSketch(similar.Fold(one)); again.Hash != a.Hash || again.Likeness(a) != 1 && !a.Empty() {
			t.Errorf("%q changes when it is folded again", one)
		}
		if a.Hash == b.Hash && !a.Empty() {
			if _, near := a.Near(b); !near || a.Likeness(b) != 1 {
				t.Error("an exact copy is not near")
			}
		}
		similar.Weak([]similar.Text{{ID: 1, Text: one}, {ID: 2, Text: other}, {ID: 3, Text: one + other}})
	})
}
