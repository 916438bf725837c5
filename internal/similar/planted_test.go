package similar_test

import (
	"math/rand/v2"
	"testing"

	"nayan/internal/similar"
	"nayan/internal/similar/similartest"
)

func TestPlantedEditsAreFound(t *testing.T) {
	t.Parallel()
	least := map[string]float64{"punctuation, width, traditional": 1, "two names": 0.9, "own text as long as the template": 0.9, "sentence left out": 0.85}
	for _, p := range similartest.Plants {
		found, planted := plant(t, p)
		want := 0.97
		if own, ok := least[p.Name]; ok {
			want = own
		}
		if recall := float64(found) / float64(planted); recall < want || planted < 500 {
			t.Errorf("%s: %d of %d found, %.1f %%", p.Name, found, planted, 100*recall)
		}
	}
}

// plant edits texts of people's own and counts the edited ones that join theirs.
func plant(t *testing.T, p similartest.Plant) (found, planted int) {
	t.Helper()
	r := rand.New(rand.NewPCG(11, 11))
	x := similar.NewIndex()
	var texts []string
	for i := range 1_000 {
		texts = append(texts, similartest.Opinion(r))
		x.Add(int64(i), similar.NewSketch(texts[i]))
	}
	for i, text := range texts {
		edited := p.Make(r, text)
		if edited == text {
			continue
		}
		planted++
		switch m := x.Add(int64(1_000+i), similar.NewSketch(edited)); m.Leader {
		case int64(i):
			found++
		case int64(1_000 + i):
		default:
			t.Logf("%s: %q joined %d", p.Name, edited, m.Leader)
		}
	}
	return found, planted
}
