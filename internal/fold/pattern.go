package fold

import (
	"strings"
	"sync"
)

// unseen are the characters that Text leaves out, as a regular expression of
// Postgres: they may stand between any two that are looked for.
const unseen = `[\s\u00a0\u00ad\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u3000\ufe00-\ufe0f\ufeff]*`

// lastFolded is the last character that Text may change.
const lastFolded = 0x2FFFF

// spellings gives the characters that fold to one, itself among them. It takes a
// moment, once.
var spellings = sync.OnceValue(func() map[rune]string {
	all := map[rune]string{}
	for r := rune(1); r <= lastFolded; r++ {
		if r >= 0xD800 && r <= 0xF8FF { // halves of pairs, private use
			continue
		}
		if folded := []rune(Text(string(r))); len(folded) == 1 && folded[0] != r {
			all[folded[0]] += string(r)
		}
	}
	return all
})

// Pattern gives a regular expression of Postgres that finds a folded term in text
// that is not folded, in whatever spelling it stands there. Unlike [Text] it does
// not know one character that stands for several (㎡ for m2).
func Pattern(term string) string {
	var p strings.Builder
	for i, r := range []rune(term) {
		if i > 0 {
			p.WriteString(unseen)
		}
		p.WriteByte('[')
		for _, x := range string(r) + spellings()[r] {
			if strings.ContainsRune(`]^-[\`, x) {
				p.WriteByte('\\')
			}
			p.WriteRune(x)
		}
		p.WriteByte(']')
	}
	return p.String()
}
