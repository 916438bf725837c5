package compare

import "slices"

// Blocks finds what became of a clause with everything inside it: an article is
// what people speak of, and its items are clauses of their own.
type Blocks struct {
	changes    []Change
	ofA, ofB   []int // places in changes
	endA, endB []int // behind the last clause inside
}

// NewBlocks reads a comparison of two versions, given the depths of their clauses.
func NewBlocks(changes []Change, a, b []int) Blocks {
	x := Blocks{changes: changes, ofA: make([]int, len(a)), ofB: make([]int, len(b)), endA: ends(a), endB: ends(b)}
	for k, c := range changes {
		if c.A >= 0 {
			x.ofA[c.A] = k
		}
		if c.B >= 0 {
			x.ofB[c.B] = k
		}
	}
	return x
}

func ends(depths []int) []int {
	out := make([]int, len(depths))
	for i := range depths {
		out[i] = i + 1
		for out[i] < len(depths) && depths[out[i]] > depths[i] {
			out[i]++
		}
	}
	return out
}

// Old gives the clauses of the old version from i up to, and without, the next
// that is not inside it.
func (x Blocks) Old(i int) (from, end int) { return i, x.endA[i] }

// Of gives which clause of the new version became of clause i of the old one, -1
// for none, and the changes of both with all that is inside them, in order.
func (x Blocks) Of(i int) (to int, inside []Change) {
	to = x.changes[x.ofA[i]].B
	places := slices.Clone(x.ofA[i:x.endA[i]])
	if to >= 0 {
		places = append(places, x.ofB[to:x.endB[to]]...)
	}
	slices.Sort(places)
	for _, k := range slices.Compact(places) {
		inside = append(inside, x.changes[k])
	}
	return to, inside
}

// Touched reports whether words are other ones than before; what only moved or was
// renumbered says the same.
func Touched(list []Change) bool {
	return slices.ContainsFunc(list, func(c Change) bool { return c.Kind != Same && c.Kind != Moved })
}
