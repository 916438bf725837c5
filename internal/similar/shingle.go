package similar

import "slices"

// runeBits holds any code point; the three characters of a shingle fit into one
// word, so that it is its own hash and no two are taken for one.
const runeBits = 21

// edge stands before the first and after the last character, so that texts of one
// or two characters have shingles too.
const edge rune = 0

// shingleSet is a set of shingles, sorted.
type shingleSet []uint64

func pack(a, b, c rune) uint64 {
	return uint64(a)<<(2*runeBits) | uint64(b)<<runeBits | uint64(c)
}

// shingles cuts a folded text: as many shingles as characters, without repeats.
func shingles(text []rune) shingleSet {
	if len(text) == 0 {
		return nil
	}
	set := make(shingleSet, 0, len(text))
	before, at := edge, text[0]
	for _, next := range text[1:] {
		set = append(set, pack(before, at, next))
		before, at = at, next
	}
	set = append(set, pack(before, at, edge))
	slices.Sort(set)
	return slices.Compact(set)
}

// common counts the shingles in both sets. It steps without branches that a
// processor would guess wrong: this is where most of the time goes.
func (s shingleSet) common(other shingleSet) int {
	n, i, j := 0, 0, 0
	for i < len(s) && j < len(other) {
		a, b := s[i], other[j]
		n += one(a == b)
		i += one(a <= b)
		j += one(b <= a)
	}
	return n
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// jaccard is the share of the shingles of either set that both have.
func (s shingleSet) jaccard(other shingleSet) float64 {
	n := s.common(other)
	return share(n, len(s)+len(other)-n)
}

// share of nothing is 0: a text without letters resembles none.
func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
