package similar

import (
	"crypto/sha256"
	"slices"
	"unicode"

	"nayan/internal/fold"
)

// Hash is 128 bits of the SHA-256 of a folded text: equal hashes, equal texts.
type Hash [16]byte

// Sketch is what of a text is compared. Hash and Keys may be stored: an equal
// hash is an exact copy, and a leader that shares none of a text's keys need not
// be looked at.
type Sketch struct {
	Hash Hash
	Keys []int64 // 20 bands of MinHash values, then up to 12 clauses; none of an empty text

	set     shingleSet
	print   fingerprint
	weights []uint32 // the lengths of the clauses
}

// NewSketch folds a text, cuts it and hashes it.
func NewSketch(text string) Sketch {
	letters, pieces := cut(text)
	s := Sketch{Hash: hash(letters), set: shingles(letters)}
	if s.Empty() {
		return s
	}
	pieces = longest(pieces)
	least := minima(s.set)
	s.print = newFingerprint(&least)
	s.Keys = bandKeys(make([]int64, 0, bands+len(pieces)), &least)
	for _, p := range pieces {
		if key := pieceKey(letters[p.from:p.to]); !slices.Contains(s.Keys, key) {
			s.Keys, s.weights = append(s.Keys, key), append(s.weights, uint32(p.to-p.from))
		}
	}
	return s
}

// Empty reports whether nothing is left of the text after folding. Such texts
// resemble nothing, not even each other.
func (s Sketch) Empty() bool { return len(s.set) == 0 }

// Likeness is the share of the shingles of either text that both have, 0 to 1
// (their Jaccard index).
func (s Sketch) Likeness(other Sketch) float64 { return s.set.jaccard(other.set) }

// Likeness is the likeness of two texts, see [Sketch.Likeness].
func Likeness(a, b string) float64 { return NewSketch(a).Likeness(NewSketch(b)) }

// Fold is the text as it is compared: letters and digits only.
func Fold(text string) string {
	letters, _ := cut(text)
	return string(letters)
}

// cut folds a text to its letters and notes where its longer clauses stand.
func cut(text string) (letters []rune, pieces []piece) {
	folded := fold.Text(text)
	letters = make([]rune, 0, len(folded)/2)
	from := 0
	end := func() {
		if len(letters)-from >= pieceLength {
			pieces = append(pieces, piece{from, len(letters)})
		}
		from = len(letters)
	}
	for _, r := range folded {
		switch {
		case isLetter(r):
			letters = append(letters, r)
		case isStop(r):
			end()
		}
	}
	end()
	return letters, pieces
}

// isLetter asks for Han characters first: most are.
func isLetter(r rune) bool {
	return '一' <= r && r <= '龥' || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

func hash(letters []rune) (h Hash) {
	sum := sha256.Sum256([]byte(string(letters)))
	copy(h[:], sum[:])
	return h
}
