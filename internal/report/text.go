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

// halves gives how wide a text is, in half-width characters.
func halves(s string) (n int) {
	for _, r := range s {
		n++
		if r >= 0x1100 { // Chinese, its punctuation and everything else that may be wide
			n++
		}
	}
	return n
}

// lines gives how many lines of so many half-width characters a text takes.
func lines(s string, width int) (n int) {
	for l := range strings.SplitSeq(s, "\n") {
		n += max((halves(l)+width-1)/max(width, 1), 1)
	}
	return n
}

func units(s string) (n int) {
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}
