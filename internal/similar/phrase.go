package similar

import (
	"cmp"
	"slices"
	"strings"
)

// maxTerms is how many phrases a proposal gives as its reason.
const maxTerms = 6

// phrase is a run of a text that others have too.
type phrase struct {
	from, to int
	weight   float64
}

// phrases finds the longest runs of a text that shared accepts (after folding) and
// that hold tokens in a profile, as they are written there, the weightiest first.
func phrases(v *vocabulary, text string, p profile, shared func(folded string) bool) []string {
	known := make(map[uint32]float64, len(p.tokens))
	for _, t := range p.tokens {
		known[t.token] = t.weight
	}
	var runs []phrase
	for _, t := range tokens(text) {
		weight := known[v.numbers[t.value]]
		last := len(runs) - 1
		switch {
		case last >= 0 && t.from <= runs[last].to && shared(Fold(text[runs[last].from:t.to])):
			runs[last].to, runs[last].weight = t.to, runs[last].weight+weight
		case shared(Fold(text[t.from:t.to])):
			runs = append(runs, phrase{t.from, t.to, weight})
		}
	}
	runs = slices.DeleteFunc(runs, func(r phrase) bool { return r.weight == 0 })
	slices.SortStableFunc(runs, func(a, b phrase) int { return cmp.Compare(b.weight, a.weight) })
	return spelled(text, runs)
}

// spelled gives the words of phrases, none within another.
func spelled(text string, runs []phrase) (terms []string) {
	said := ""
	for _, r := range runs {
		term := strings.Trim(text[r.from:r.to], particles)
		folded := Fold(term)
		if len([]rune(folded)) < 2 || strings.Contains(said, folded) {
			continue
		}
		if said += "\n" + folded; len(terms) < maxTerms {
			terms = append(terms, term)
		}
	}
	return terms
}

// telling reports whether phrases are reason enough: two, or a long one. A short one
// may be the name of a place where many things are wrong.
func telling(terms []string) bool {
	return len(terms) >= 2 || len(terms) == 1 && len([]rune(terms[0])) >= longPhrase
}

const longPhrase = 10 // characters

// particles are left out where a phrase begins or ends.
const particles = "的了在就是和与我们你您他她它有也都把被对为之其及而将要请并又已很等这那个么着过到从向于以所且但或还只才吗呢吧啊"
