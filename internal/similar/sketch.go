package similar

import (
	"crypto/sha256"
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

	set shingleSet
}

// NewSketch folds a text, cuts it and hashes it.
func NewSketch(text string) Sketch {
	letters, pieces := cut(text)
	keys := make([]int64, 0, bands+min(len(pieces), maxPieces))
	s := Sketch{Hash: hash(letters), set: shingles(letters)}
	s.Keys = pieceKeys(bandKeys(keys, s.set), letters, pieces)
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
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			letters = append(letters, r)
		case isStop(r):
			end()
		}
	}
	end()
	return letters, pieces
}

func hash(letters []rune) (h Hash) {
	sum := sha256.Sum256([]byte(string(letters)))
	copy(h[:], sum[:])
	return h
}
