package compare

import "math/bits"

// maxVerified bounds a check of likeness, in the product of two lengths; above
// it, bigrams of texts that long are proof enough.
const maxVerified = 16 << 20

// common is the length of the longest common subsequence, 64 signs at a time:
// M. Crochemore et al., A fast and practical bit-vector algorithm for the longest
// common subsequence problem (2001).
func common(a, b []rune) int {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	words := (len(a) + 63) / 64
	match := map[rune][]uint64{}
	for i, r := range a {
		m := match[r]
		if m == nil {
			m = make([]uint64, words)
			match[r] = m
		}
		m[i/64] |= 1 << (i % 64)
	}
	v := make([]uint64, words)
	for i := range v {
		v[i] = ^uint64(0)
	}
	for _, r := range b {
		m := match[r]
		if m == nil {
			continue
		}
		var carry uint64
		for i := range v {
			u := v[i] & m[i]
			var sum uint64
			sum, carry = bits.Add64(v[i], u, carry)
			v[i] = sum | v[i]&^m[i]
		}
	}
	zeros := 0
	for i, w := range v {
		if i == words-1 && len(a)%64 != 0 {
			w |= ^uint64(0) << (len(a) % 64)
		}
		zeros += bits.OnesCount64(^w)
	}
	return zeros
}
