package similar

import (
	"cmp"
	"slices"
)

// maxTerms is how many phrases a proposal gives as its reason.
const maxTerms = 6

// phrase is a run of a text that consists of tokens in a profile.
type phrase struct {
	from, to int
	weight   float64
}

// phrases finds the runs of a text that a profile knows, as they are written there,
// the weightiest first, each once.
func phrases(v *vocabulary, text string, p profile) []string {
	known := make(map[uint32]float64, len(p.tokens))
	for _, t := range p.tokens {
		known[t.token] = t.weight
	}
	var runs []phrase
	for _, t := range tokens(text) {
		weight, ok := known[v.numbers[t.value]]
		if !ok {
			continue
		}
		if last := len(runs) - 1; last >= 0 && t.from <= runs[last].to {
			runs[last].to, runs[last].weight = t.to, runs[last].weight+weight
		} else {
			runs = append(runs, phrase{t.from, t.to, weight})
		}
	}
	slices.SortStableFunc(runs, func(a, b phrase) int { return cmp.Compare(b.weight, a.weight) })
	return spelled(text, runs)
}

// spelled gives the words of phrases that differ after folding.
func spelled(text string, runs []phrase) (terms []string) {
	seen := map[string]bool{}
	for _, r := range runs {
		term := text[r.from:r.to]
		if folded := Fold(term); !seen[folded] && len(terms) < maxTerms {
			seen[folded] = true
			terms = append(terms, term)
		}
	}
	return terms
}
