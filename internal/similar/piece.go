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

// longest chooses the pieces that a text is looked for by.
func longest(pieces []piece) []piece {
	if len(pieces) <= maxPieces {
		return pieces
	}
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(b.to-b.from, a.to-a.from) })
	return pieces[:maxPieces]
}

// pieceKey does not depend on where the piece stands.
func pieceKey(letters []rune) int64 {
	key := uint64(bands)
	for _, r := range letters {
		key = mix(key ^ uint64(r))
	}
	return int64(key)
}
