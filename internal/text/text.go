// Package text gives what people type the form in which it is kept and compared,
// and knows the shape of what it says it is. It is pure.
package text

import (
	"strings"
	"unicode"
)

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "")

// Block tidies what may run over several lines: outer white space, NUL and broken
// UTF-8 go, line ends become LF. The words stay as typed, characters not composed
// (no NFC).
func Block(s string) string {
	return strings.TrimSpace(lineEnds.Replace(strings.ToValidUTF8(s, "\uFFFD")))
}

// Line is for what is one line on the form and in the results. What turns the
// direction of writing goes: in a name it would turn its neighbours round.
func Line(s string) string {
	return strings.Join(strings.Fields(strings.Map(notTurning, Block(s))), " ")
}

func notTurning(r rune) rune {
	if unicode.Is(unicode.Bidi_Control, r) {
		return -1
	}
	return r
}

// Code is for what is read out character by character: capitals of half width,
// without blanks.
func Code(s string) string {
	return strings.Join(strings.Fields(strings.ToUpper(HalfWidth(Block(s)))), "")
}

// HalfWidth turns the full-width forms of ASCII, which Chinese input methods
// give, into ASCII.
func HalfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

// Ink reports whether anything can be seen: a text of zero-width characters
// would be an empty line wherever it is shown.
func Ink(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) })
}
