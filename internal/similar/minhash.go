package similar

import "math/bits"

// A text is looked for by bands of MinHash values: two texts of likeness j share
// a band with probability j^rows, so one at least of all with 1-(1-j^rows)^bands.
// At a likeness of 0.6 that is 94 %, at 0.7 99.6 %, at 0.1 0.2 %.
const (
	bands  = 20
	rows   = 4
	hashes = bands * rows
)

// coefficients of the hash functions x -> a·x + b. The seed is part of [Version].
var coefficients = makeCoefficients(0x6e6179616e) // "nayan"

func makeCoefficients(seed uint64) (list [hashes]struct{ a, b uint64 }) {
	for i := range list {
		list[i].a = mix(seed+uint64(2*i)) | 1
		list[i].b = mix(seed + uint64(2*i+1))
	}
	return list
}

// mix spreads the bits of x over the word (the finisher of SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// minima gives the least value of each hash function over a set.
func minima(set shingleSet) (least [hashes]uint64) {
	for i := range least {
		least[i] = ^uint64(0)
	}
	for _, s := range set {
		x := mix(s)
		for i := range coefficients {
			least[i] = min(least[i], coefficients[i].a*x+coefficients[i].b)
		}
	}
	return least
}

// bandKeys appends one key for each band. The number of the band is in the key,
// so that keys of different bands never meet.
func bandKeys(keys []int64, least *[hashes]uint64) []int64 {
	for band := range bands {
		key := uint64(band)
		for _, value := range least[band*rows : (band+1)*rows] {
			key = mix(key ^ value)
		}
		keys = append(keys, int64(key))
	}
	return keys
}

// fingerprint is one bit of each of the first 64 minima. Two texts of likeness j have
// (1+j)/2 of them in common.
type fingerprint uint64

func newFingerprint(least *[hashes]uint64) (f fingerprint) {
	for i := range 64 {
		f |= fingerprint(least[i]>>32&1) << i
	}
	return f
}

// leastBits is what fingerprints have in common at least if texts are worth comparing:
// at a likeness of 0.6 it is 51 of 64 ± 3, at 0.1 35 ± 4.
const leastBits = 42

func (f fingerprint) close(other fingerprint) bool {
	return 64-bits.OnesCount64(uint64(f^other)) >= leastBits
}
