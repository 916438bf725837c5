// Package fold gives Chinese text one spelling, so that a search finds what a
// reader means: full and half width, upper and lower case, simplified and
// traditional characters are the same, and what cannot be seen does not count.
package fold

import (
	_ "embed"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// tsCharacters maps a traditional character to its simplified form, one pair a
// line; data/README.md names its source.
//
//go:embed data/TSCharacters.tsv
var tsCharacters string

var simplified = parsePairs(tsCharacters)

func parsePairs(table string) map[rune]rune {
	pairs := make(map[rune]rune, strings.Count(table, "\n"))
	for line := range strings.Lines(table) {
		from, to, _ := strings.Cut(strings.TrimSpace(line), "\t")
		pairs[[]rune(from)[0]] = []rune(to)[0]
	}
	return pairs
}

// Text folds s and leaves out all white space: headings are spaced (总　则) and
// lines are broken anywhere, while a reader searches for 总则.
func Text(s string) string {
	if folded, ok := plain(s); ok {
		return folded
	}
	return thorough(s)
}

// thorough folds any text.
func thorough(s string) string {
	return strings.Map(foldRune, norm.NFKC.String(strings.ToValidUTF8(s, "")))
}

// foldRune folds one character of NFKC text; -1 leaves it out.
func foldRune(r rune) rune {
	if unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector) {
		return -1
	}
	if s, ok := simplified[r]; ok {
		return s
	}
	return unicode.ToLower(r)
}

// Document folds the parts of a text for searching, one a line: no match runs
// from one part into the next.
func Document(parts ...string) string {
	folded := make([]string, 0, len(parts))
	for _, p := range parts {
		if t := Text(p); t != "" {
			folded = append(folded, t)
		}
	}
	return strings.Join(folded, "\n")
}

// Terms folds a query into its terms, which white space separates. A document
// matches when it contains every one of them.
func Terms(query string) []string {
	var terms []string
	for _, word := range strings.Fields(query) {
		if t := Text(word); t != "" {
			terms = append(terms, t)
		}
	}
	return terms
}
