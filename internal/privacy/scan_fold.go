package privacy

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// folded is a text in which the many ways to type a digit, a letter, a blank or
// a hyphen are one, and characters that nobody sees are gone. All of it that is
// ASCII, and nothing else, may differ from the original.
type folded struct {
	text  string
	was   string
	steps []step
}

// step says that from a place of the folded text on, the original lies shift
// bytes further behind.
type step struct{ from, shift int }

// foldable marks the bytes that begin a character with another form.
var foldable = [256]bool{0xC2: true, 0xE1: true, 0xE2: true, 0xE3: true, 0xEF: true}

// fold gives the text itself when there is nothing to fold.
func fold(text string) folded {
	f := folded{was: text}
	var b strings.Builder
	done := 0 // what is written of text
	for i := 0; i < len(text); {
		if !foldable[text[i]] {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		to, changed := foldRune(r)
		if !changed {
			i += size
			continue
		}
		if b.Cap() == 0 {
			b.Grow(len(text))
		}
		b.WriteString(text[done:i])
		if to != 0 {
			b.WriteByte(to)
		}
		i += size
		done = i
		f.steps = append(f.steps, step{b.Len(), i - b.Len()})
	}
	if f.steps == nil {
		f.text = text
		return f
	}
	b.WriteString(text[done:])
	f.text = b.String()
	return f
}

// foldRune gives the ASCII form of a character, 0 for one that nobody sees.
func foldRune(r rune) (to byte, changed bool) {
	switch {
	case r >= '！' && r <= '～': // full width
		return foldWidth(r)
	case r == 0xAD, r == 0x180E, r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x2064,
		r >= 0x2066 && r <= 0x2069, r == 0xFEFF, r >= 0xFE00 && r <= 0xFE0F:
		return 0, true
	case r == 0xA0, r == '　', r >= 0x2000 && r <= 0x200A, r == 0x202F, r == 0x205F:
		return ' ', true
	case r >= 0x2010 && r <= 0x2015, r == '−', r == '﹣':
		return '-', true
	case r == 'Ⅹ': // the Roman numeral that stands for the last digit of many resident IDs
		return 'X', true
	case r == '﹫':
		return '@', true
	}
	return 0, false
}

// foldWidth leaves the marks that part sentences as they are: there are many,
// and nothing below looks for them.
func foldWidth(r rune) (byte, bool) {
	switch r {
	case '，', '；', '！', '？', '～', '＂', '＇':
		return 0, false
	}
	return byte(r - '！' + '!'), true
}

// original gives where a stretch of the folded text lies in the original.
func (f folded) original(start, end int) (from, to int) {
	last := f.place(end - 1)
	size := 1
	if f.text[end-1] < utf8.RuneSelf {
		_, size = utf8.DecodeRuneInString(f.was[last:])
	}
	return f.place(start), last + size
}

func (f folded) place(at int) int {
	n := sort.Search(len(f.steps), func(i int) bool { return f.steps[i].from > at })
	if n == 0 {
		return at
	}
	return at + f.steps[n-1].shift
}
