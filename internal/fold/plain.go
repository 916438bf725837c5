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

// plain folds a text in which no character changes with its neighbours: Han,
// ASCII in either width, and the usual punctuation. It answers false for others.
func plain(s string) (string, bool) {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case firstHan <= r && r <= lastHan:
			b.WriteRune(han[r-firstHan])
		case r <= ' ' || r == 0x7f || r == '　':
		case r < 0x7f:
			b.WriteByte(lower(byte(r)))
		case firstWide <= r && r <= lastWide:
			b.WriteByte(lower(byte(r - wide)))
		case strings.ContainsRune("。、《》“”‘’【】「」—·", r):
			b.WriteRune(r)
		default:
			return "", false
		}
	}
	return b.String(), true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
