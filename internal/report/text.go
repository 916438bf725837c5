package report

import (
	"strings"
	"unicode"
	"unicode/utf16"
)

// MaxCell is how many characters, in units of UTF-16, Excel takes in one cell.
const MaxCell = 32767

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Clean gives a text in the form in which files hold it: line ends become LF, broken
// UTF-8 becomes U+FFFD, and control characters go, but for tabs and line ends.
// U+FFFE and U+FFFF, which XML cannot hold, go as well.
func Clean(s string) string {
	if strings.Contains(s, "\r") {
		s = lineEnds.Replace(s)
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\uFFFE' || r == '\uFFFF' {
			return -1
		}
		return r
	}, s)
}

// cut shortens what does not fit into a cell and puts mark at the end.
func cut(s, mark string) string {
	if len(s) <= MaxCell { // no text has more units than bytes
		return s
	}
	room, at, units := MaxCell-units(mark), 0, 0
	for i, r := range s {
		if units <= room {
			at = i
		}
		if units += utf16.RuneLen(r); units > MaxCell {
			return s[:at] + mark
		}
	}
	return s
}

func units(s string) (n int) {
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}
