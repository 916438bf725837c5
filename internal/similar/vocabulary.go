package similar

import (
	"math"
	"slices"
)

// Rare tokens say what a text is about. A token is rare when at most one text in
// twenty has it; in a small consultation thirty texts may.
const (
	rarePart = 0.05
	rareFrom = 30
)

// vocabulary knows the tokens of all texts, by number.
type vocabulary struct {
	numbers map[uint64]uint32
	texts   []uint32  // by token: how many texts have it
	weights []float64 // by token: 0 for those too common or in one text only, 1 for the rarest
}

// read lists the tokens of every text, without repeats, and weighs them.
func read(texts []Text) (v *vocabulary, lists [][]uint32) {
	v = &vocabulary{numbers: map[uint64]uint32{}}
	lists = make([][]uint32, len(texts))
	for i, t := range texts {
		lists[i] = v.take(tokens(t.Text))
	}
	v.weigh(len(texts))
	for i := range lists {
		lists[i] = slices.Clip(slices.DeleteFunc(lists[i], func(n uint32) bool { return v.weights[n] == 0 }))
	}
	return v, lists
}

// take numbers the tokens of one text.
func (v *vocabulary) take(list []token) []uint32 {
	numbers := make([]uint32, 0, len(list))
	for _, t := range list {
		n, known := v.numbers[t.value]
		if !known {
			n = uint32(len(v.texts))
			v.numbers[t.value] = n
			v.texts = append(v.texts, 0)
		}
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	for _, n := range numbers {
		v.texts[n]++
	}
	return numbers
}

// weigh gives each rare token its inverse document frequency, as a part of the
// highest there can be, so that sums mean the same in corpora of any size.
func (v *vocabulary) weigh(texts int) {
	common := uint32(max(rareFrom, int(rarePart*float64(texts))))
	v.weights = make([]float64, len(v.texts))
	for n, in := range v.texts {
		if in >= 2 && in <= common && int(in) < texts {
			v.weights[n] = math.Log(float64(texts)/float64(in)) / math.Log(float64(texts))
		}
	}
}

// sum adds up the weights of tokens.
func (v *vocabulary) sum(list []uint32) (total float64) {
	for _, n := range list {
		total += v.weights[n]
	}
	return total
}
