package compare

import (
	"math"
	"slices"
)

// gram is one bigram of a text with how often it stands there.
type gram struct {
	id    int32
	count int32
}

// maxShared leaves out bigrams that so many texts share that they tell nothing,
// and would cost the square of that many.
const maxShared = 256

// index finds similar texts by their bigrams. Rare ones weigh more, as in
// 应当 against 养犬登记.
type index struct {
	ids      map[uint64]int32
	a, b     [][]gram
	postings [][]gram // by bigram: texts of b (as id) with counts
	weights  []float64
	na, nb   []float64 // the weight of each text
}

func newIndex(a, b []string) *index {
	x := &index{ids: map[uint64]int32{}}
	x.a, x.b = x.grams(a), x.grams(b)
	x.postings = make([][]gram, len(x.ids))
	shared := make([]int, len(x.ids))
	for _, list := range x.a {
		for _, g := range list {
			shared[g.id]++
		}
	}
	for j, list := range x.b {
		for _, g := range list {
			shared[g.id]++
			x.postings[g.id] = append(x.postings[g.id], gram{int32(j), g.count})
		}
	}
	x.weights = make([]float64, len(x.ids))
	for id, n := range shared {
		if len(x.postings[id]) <= maxShared {
			x.weights[id] = math.Log(1 + float64(len(a)+len(b))/float64(n))
		}
	}
	x.na, x.nb = x.norms(x.a), x.norms(x.b)
	return x
}

func (x *index) grams(texts []string) [][]gram {
	out := make([][]gram, len(texts))
	for i, s := range texts {
		var ids []int32
		last := rune(0)
		for _, r := range s {
			key := uint64(last)<<32 | uint64(r)
			id, known := x.ids[key]
			if !known {
				id = int32(len(x.ids))
				x.ids[key] = id
			}
			ids, last = append(ids, id), r
		}
		slices.Sort(ids)
		for _, id := range ids {
			if n := len(out[i]); n > 0 && out[i][n-1].id == id {
				out[i][n-1].count++
				continue
			}
			out[i] = append(out[i], gram{id, 1})
		}
	}
	return out
}

func (x *index) norms(texts [][]gram) []float64 {
	out := make([]float64, len(texts))
	for i, list := range texts {
		for _, g := range list {
			out[i] += x.weights[g.id] * float64(g.count)
		}
	}
	return out
}

// likeness is how much two texts share: of both together, and of the shorter one.
type likeness struct{ of, within float64 }

// similar gives the texts of b that share anything with text i of a.
func (x *index) similar(i int, shared []float64, visit func(j int, l likeness)) {
	var met []int32
	for _, g := range x.a[i] {
		w := x.weights[g.id]
		if w == 0 {
			continue
		}
		for _, p := range x.postings[g.id] {
			if shared[p.id] == 0 {
				met = append(met, p.id)
			}
			shared[p.id] += w * float64(min(g.count, p.count))
		}
	}
	for _, j := range met {
		visit(int(j), likeness{2 * shared[j] / (x.na[i] + x.nb[j]), shared[j] / min(x.na[i], x.nb[j])})
		shared[j] = 0
	}
}
