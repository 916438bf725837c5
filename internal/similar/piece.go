package similar

import (
	"cmp"
	"slices"
	"strings"
)

// A text is also looked for by the clauses in it, which a template keeps whole
// whatever is written before and after. Short ones (希望领导重视) are everybody's.
const (
	pieceLength = 12 // characters at least
	maxPieces   = 12 // the longest of a text
)

// stops end a clause. Folding has already made ，！？；： half-width.
const stops = "。、,.!?;:…"

// piece is a clause of a folded text.
type piece struct{ from, to int }

func isStop(r rune) bool { return strings.ContainsRune(stops, r) }

// pieceKeys appends a key for each of the longest pieces. A key does not depend
// on where the piece stands.
func pieceKeys(keys []int64, text []rune, pieces []piece) []int64 {
	if len(pieces) > maxPieces {
		slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(b.to-b.from, a.to-a.from) })
		pieces = pieces[:maxPieces]
	}
	for _, p := range pieces {
		key := uint64(bands)
		for _, r := range text[p.from:p.to] {
			key = mix(key ^ uint64(r))
		}
		if !slices.Contains(keys, int64(key)) {
			keys = append(keys, int64(key))
		}
	}
	return keys
}
