package draft

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isBlank reports whether nothing is seen of the rune: white space (U+3000 and
// NBSP included) and the zero-width characters that web pages leave behind.
func isBlank(r rune) bool { return unicode.IsSpace(r) || isZeroWidth(r) }

func isZeroWidth(r rune) bool {
	switch r {
	case '\u200B', '\u200C', '\u200D', '\u200E', '\u200F', '\u2060', '\uFEFF', '\u00AD':
		return true
	}
	return false
}

func trimSpace(s string) string { return strings.TrimFunc(s, isBlank) }

// squeeze takes out everything that is not seen, so that 总　则 equals 总则.
func squeeze(s string) string {
	if strings.IndexFunc(s, isBlank) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isBlank(r) {
			return -1
		}
		return r
	}, s)
}

// headingRunes is the longest line still taken for a heading: real chapter
// headings stay under 40 characters, titles of attached acts under 60.
const headingRunes = 60

// headingLike reports whether a line could be a heading: short, one clause of
// text, not ended as a sentence or list entry is.
func headingLike(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && utf8.RuneCountInString(s) <= headingRunes &&
		!strings.ContainsRune("。；;：:，,、！!？?…", last) && !strings.ContainsAny(s, "。；")
}
