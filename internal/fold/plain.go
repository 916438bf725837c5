package fold

import "strings"

// The characters of most Chinese texts. They are in normal form as they are.
const (
	firstHan, lastHan   = '一', '\u9fff'
	firstWide, lastWide = '！', '～' // ASCII in full width
	wide                = '！' - '!'
)

// han is what each of the common Han characters is folded to.
var han = foldedHan()

func foldedHan() (table [lastHan - firstHan + 1]rune) {
	for i := range table {
		table[i] = firstHan + rune(i)
		if s, ok := simplified[table[i]]; ok {
			table[i] = s
		}
	}
	return table
}

// plain folds a text in which no character changes with its neighbours. It
// answers false for others.
func plain(s string) (string, bool) {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		folded, ok := plainRune(r)
		if !ok {
			return "", false
		}
		if folded >= 0 {
			b.WriteRune(folded)
		}
	}
	return b.String(), true
}

// plainRune folds Han, ASCII in either width, and the usual punctuation; -1
// leaves a character out. It answers false for other characters.
func plainRune(r rune) (folded rune, ok bool) {
	switch {
	case firstHan <= r && r <= lastHan:
		return han[r-firstHan], true
	case r <= ' ' || r == 0x7f || r == '　':
		return -1, true
	case r < 0x7f:
		return lower(r), true
	case firstWide <= r && r <= lastWide:
		return lower(r - wide), true
	}
	return r, strings.ContainsRune("。、《》“”‘’【】「」—·", r)
}

func lower(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		r += 'a' - 'A'
	}
	return r
}

// Rune folds one character by itself, for callers who must know where it stands
// in the text. It answers false for what is left out.
func Rune(r rune) (rune, bool) {
	folded, ok := plainRune(r)
	if !ok {
		folded = -1
		for _, first := range thorough(string(r)) {
			return first, true
		}
	}
	return folded, folded >= 0
}
