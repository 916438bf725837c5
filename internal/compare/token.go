package compare

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokens cuts a text into what a reader takes for one sign: a Han character, a
// Latin word or a run of digits, a part of a date (3月), a Chinese number (三十), a
// reference (第三条), a punctuation mark, a run of blanks. Joined they are the text.
func tokens(s string) []string {
	out := make([]string, 0, len(s)/3+1)
	for s != "" {
		n := tokenLen(s)
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

func tokenLen(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r == '第':
		if m := reference(s); m > 0 {
			return m
		}
	case isNumeral(r):
		return run(s, isNumeral)
	case isWord(r):
		return word(s)
	case r == '\n':
		return n
	case unicode.IsSpace(r):
		return run(s, func(r rune) bool { return r != '\n' && unicode.IsSpace(r) })
	}
	return n + trailing(s[n:])
}

// reference is the length of 第三条, 第12款, 第十七条之一; 0 where there is none.
func reference(s string) int {
	n := len("第")
	digits := run(s[n:], func(r rune) bool { return isNumeral(r) || unicode.IsDigit(r) })
	if digits == 0 {
		return 0
	}
	n += digits
	r, size := utf8.DecodeRuneInString(s[n:])
	if !strings.ContainsRune("编章节条款项目", r) {
		return 0
	}
	n += size
	if rest, ok := strings.CutPrefix(s[n:], "之"); ok {
		if sub := run(rest, isNumeral); sub > 0 {
			n += len("之") + sub
		}
	}
	return n
}

// isNumeral: a run of these is a number, and half a number says nothing.
func isNumeral(r rune) bool {
	return strings.ContainsRune("〇零一二三四五六七八九十百千", r)
}

// isWord: scripts written with spaces between words, and digits of any form.
func isWord(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) || unicode.IsDigit(r) ||
		unicode.IsLetter(r) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Yi, unicode.Tibetan)
}

// word is the length of a word or a number such as 3.5 or 1,000.
func word(s string) int {
	n := run(s, isWord)
	for n < len(s) && strings.IndexByte(".,", s[n]) >= 0 && isDigit(s[n-1]) && n+1 < len(s) && isDigit(s[n+1]) {
		n += 1 + run(s[n+1:], isWord)
	}
	if isDigit(s[n-1]) && n < len(s) {
		if r, size := utf8.DecodeRuneInString(s[n:]); strings.ContainsRune("年月日号", r) {
			n += size
		}
	}
	return n + trailing(s[n:])
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// run is how many bytes at the beginning hold runes that are in the class.
func run(s string, in func(rune) bool) int {
	for i, r := range s {
		if !in(r) {
			return i
		}
	}
	return len(s)
}

// trailing is the length of what belongs to the sign before: combining marks,
// variation selectors, and what a zero-width joiner binds.
func trailing(s string) int {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\u200d':
			_, next := utf8.DecodeRuneInString(s[i+n:])
			i += n + next
		case unicode.Is(unicode.M, r):
			i += n
		default:
			return i
		}
	}
	return len(s)
}
