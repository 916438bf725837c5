package similar

import "slices"

// negations turn a statement round when they are put in.
var negations = []rune("不未没无勿")

// opposites turn a statement round when one takes the place of the other.
var opposites = [][2][2]rune{
	{{'支', '持'}, {'反', '对'}}, {{'同', '意'}, {'反', '对'}}, {{'赞', '成'}, {'反', '对'}}, {{'允', '许'}, {'禁', '止'}},
	{{'提', '高'}, {'降', '低'}}, {{'增', '加'}, {'减', '少'}}, {{'取', '消'}, {'保', '留'}}, {{'延', '长'}, {'缩', '短'}},
}

// opposed reports whether two texts differ in one turning the other round: the
// likeness of 同意这个方案 and 不同意这个方案 is high, and nobody may be counted for
// what they spoke against.
func opposed(a, b shingleSet) bool {
	return negated(a, b) || negated(b, a) || swapped(a, b)
}

// negated reports whether a reads x不yz where b reads xyz, and not the other too.
func negated(a, b shingleSet) bool {
	for _, s := range a {
		x, middle, y := unpack(s)
		if !slices.Contains(negations, middle) || b.has(s) || a.word(x, y) {
			continue
		}
		for _, plain := range b.beginning(x, y) {
			if _, _, z := unpack(plain); a.has(pack(middle, y, z)) {
				return true
			}
		}
	}
	return false
}

// swapped reports whether a and b have opposites in the same place.
func swapped(a, b shingleSet) bool {
	for _, o := range opposites {
		if replaced(a, b, o[0], o[1]) || replaced(a, b, o[1], o[0]) {
			return true
		}
	}
	return false
}

// replaced reports whether a has one word where b has the other, between the same
// neighbours, and neither has both.
func replaced(a, b shingleSet, one, other [2]rune) bool {
	if !a.word(one[0], one[1]) || !b.word(other[0], other[1]) || a.word(other[0], other[1]) || b.word(one[0], one[1]) {
		return false
	}
	before := slices.ContainsFunc(a, func(s uint64) bool {
		x, first, second := unpack(s)
		return first == one[0] && second == one[1] && b.has(pack(x, other[0], other[1]))
	})
	return before && slices.ContainsFunc(a.beginning(one[0], one[1]), func(s uint64) bool {
		_, _, y := unpack(s)
		return b.has(pack(other[0], other[1], y))
	})
}

func unpack(s uint64) (a, b, c rune) {
	const mask = 1<<runeBits - 1
	return rune(s >> (2 * runeBits)), rune(s >> runeBits & mask), rune(s & mask)
}

func (s shingleSet) has(shingle uint64) bool {
	_, found := slices.BinarySearch(s, shingle)
	return found
}

// beginning gives the shingles that begin with two characters.
func (s shingleSet) beginning(x, y rune) shingleSet {
	from, _ := slices.BinarySearch(s, pack(x, y, 0))
	to, _ := slices.BinarySearch(s, pack(x, y+1, 0))
	return s[from:to]
}

// word reports whether y follows x in the text.
func (s shingleSet) word(x, y rune) bool { return len(s.beginning(x, y)) > 0 }
