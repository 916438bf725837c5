package fold

import (
	"slices"
	"strings"
)

// maxGramBytes keeps the grams of one document below what a tsvector holds
// (1 MB); no draft comes near it, only noise does.
const maxGramBytes = 900_000

// Grams lists, without repeats, every character and every pair of neighbouring
// characters of a folded document. Postgres has no dictionary of Chinese words,
// and needs none: whatever contains a term contains all its grams.
func Grams(document string) []string {
	seen, size := map[string]bool{}, 0
	for line := range strings.SplitSeq(document, "\n") {
		eachGram(line, func(gram string) {
			if !seen[gram] && size+len(gram) <= maxGramBytes {
				seen[gram] = true
				size += len(gram)
			}
		})
	}
	grams := make([]string, 0, len(seen))
	for gram := range seen {
		grams = append(grams, gram)
	}
	slices.Sort(grams)
	return grams
}

// TermGrams lists the grams that find a folded term: its pairs, or the
// character itself where there is only one.
func TermGrams(term string) []string {
	var single, pairs []string
	eachGram(term, func(gram string) {
		if len([]rune(gram)) == 1 {
			single = append(single, gram)
		} else {
			pairs = append(pairs, gram)
		}
	})
	if len(pairs) == 0 {
		return single
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}

// Exact reports whether the grams of a term decide alone: a longer term may have
// all its pairs in a text without standing in it (征集意见 in 征集集意意见).
func Exact(term string) bool { return len([]rune(term)) <= 2 }

// eachGram calls f with every character and every pair of one line.
func eachGram(line string, f func(string)) {
	last := -1
	for i, r := range line {
		f(line[i : i+len(string(r))])
		if last >= 0 {
			f(line[last : i+len(string(r))])
		}
		last = i
	}
}
