package compare

import (
	"strings"
	"unicode"
)

// fold gives a text as it is matched: without white space and invisible
// characters, full-width forms and the various quotation marks made one.
// (一)新年 and （一） 新年 are the same to a reader.
func fold(s string) string {
	return strings.Map(foldRune, s)
}

func foldRune(r rune) rune {
	switch {
	case unicode.IsSpace(r), unicode.Is(unicode.Cf, r):
		return -1
	case r >= '！' && r <= '～': // the full-width forms of ASCII
		return r - '！' + '!'
	}
	switch r {
	case '“', '”', '„', '〝', '〞':
		return '"'
	case '‘', '’':
		return '\''
	case '〔', '［':
		return '['
	case '〕', '］':
		return ']'
	case '—', '―', '–', '－', '─':
		return '-'
	case '·', '•', '・', '．':
		return '.'
	}
	return r
}

// sameNumber compares two numbers as people read them: 第三条　and 第三条, （一） and (一).
func sameNumber(a, b string) bool {
	return a == b || strings.Trim(fold(a), ".,:、") == strings.Trim(fold(b), ".,:、")
}
