package similar

// A text is looked for by bands of MinHash values: two texts of likeness j share
// a band with probability j^rows, so one at least of all with 1-(1-j^rows)^bands.
// At a likeness of 0.6 that is 94 %, at 0.7 99.6 %, at 0.1 0.2 %.
const (
	bands = 20
	rows  = 4
)

// coefficients of the hash functions x -> a·x + b. The seed is part of [Version].
var coefficients = makeCoefficients(0x6e6179616e) // "nayan"

func makeCoefficients(seed uint64) (list [bands * rows]struct{ a, b uint64 }) {
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

// bandKeys appends one key for each band. The number of the band is in the key,
// so that keys of different bands never meet.
func bandKeys(keys []int64, set shingleSet) []int64 {
	if len(set) == 0 {
		return keys
	}
	var least [bands * rows]uint64
	for i := range least {
		least[i] = ^uint64(0)
	}
	for _, s := range set {
		x := mix(s)
		for i := range coefficients {
			least[i] = min(least[i], coefficients[i].a*x+coefficients[i].b)
		}
	}
	for band := range bands {
		key := uint64(band)
		for _, value := range least[band*rows : (band+1)*rows] {
			key = mix(key ^ value)
		}
		keys = append(keys, int64(key))
	}
	return keys
}
