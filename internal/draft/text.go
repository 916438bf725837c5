package draft

import (
	"strings"
	"unicode/utf8"
)

// wrappedRunes is the shortest line that can have been wrapped by an editor:
// such lines are as wide as a page.
const wrappedRunes = 30

// readText reads plain text: a line is a paragraph, unless it was wrapped.
func readText(text string) source {
	var src source
	gap := false
	for _, paragraph := range unwrap(strings.Split(text, "\n")) {
		if trimSpace(paragraph) == "" {
			gap = true
			continue
		}
		src.add(block{text: strings.ReplaceAll(paragraph, "\f", " "), gap: gap})
		gap = false
	}
	return src
}

// unwrap joins lines that an editor broke in the middle of a sentence.
func unwrap(lines []string) []string {
	out := make([]string, 0, len(lines))
	open := false // the last line may go on
	for _, l := range lines {
		if open && wrapsOn(l) {
			out[len(out)-1] = joinWrapped(out[len(out)-1], trimSpace(l))
		} else {
			out = append(out, l)
		}
		last, _ := utf8.DecodeLastRuneInString(trimSpace(l))
		open = utf8.RuneCountInString(l) >= wrappedRunes && !strings.ContainsRune("。；：:;！？…”）)》】|", last) && !isMarkup(l)
	}
	return out
}

// wrapsOn reports whether a line can continue the one before it: it has text,
// no indent and no number of its own.
func wrapsOn(l string) bool {
	first, _ := utf8.DecodeRuneInString(l)
	return trimSpace(l) != "" && !isBlank(first) && !isMarkup(l) && classify(trimSpace(l)).family == none
}

// isMarkup reports whether Markdown gives the line a meaning of its own.
func isMarkup(l string) bool {
	l = trimSpace(l)
	return l != "" && strings.ContainsRune("#|<>-*+=`~!", rune(l[0]))
}

// joinWrapped puts a space back only between Latin words.
func joinWrapped(a, b string) string {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if last < 0x80 && first < 0x80 {
		return a + " " + b
	}
	return a + b
}
