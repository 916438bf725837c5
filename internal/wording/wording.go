// Package wording finds misspellings of a list in official texts. Pure.
package wording

import (
	"slices"
	"strings"
)

// Rule is one line of the list.
type Rule struct {
	Wrong  string // what is looked for
	Right  string // what it should be
	Source string // where it was observed, for people
}

// Hit is one wrong wording in a text.
type Hit struct {
	Rule
	Offset int // of its first byte: text[Offset:Offset+len(Wrong)] == Wrong
}

// Check finds the wrong wordings in a text, in the order of the text, the
// longest where several begin at one place, none within another. One that is a
// part of its own right form, where that form stands, is none: 市政府 is not
// wrong in 人民市政府 when that is what it should be.
func (x *List) Check(text string) (hits []Hit) {
	for i := 0; i < len(text); {
		rule, ok := x.longest(text, i)
		if !ok {
			i++
			continue
		}
		hits = append(hits, Hit{rule, i})
		i += len(rule.Wrong)
	}
	return hits
}

// gram is how many bytes of a wording the index goes by: a Chinese character
// and a part of the next, which few places of a text share.
const gram = 4

// List is rules made ready to look for. It finds those that may begin at a place
// by the bytes there. It is built once for many texts, and safe for concurrent use.
type List struct {
	begins  [1 << 16]bool    // by a mix of these bytes
	lengths map[string][]int // of the wordings that begin with them, longest first
	rules   map[string]Rule  // by the wrong wording
}

// NewList makes rules ready; of two about one wording the first counts.
func NewList(rules []Rule) *List {
	x := &List{lengths: map[string][]int{}, rules: make(map[string]Rule, len(rules))}
	for _, r := range rules {
		if _, twice := x.rules[r.Wrong]; twice || r.Wrong == "" {
			continue
		}
		key, n := r.Wrong[:min(gram, len(r.Wrong))], len(r.Wrong)
		x.rules[r.Wrong] = r
		x.begins[mix(key)] = true
		if !slices.Contains(x.lengths[key], n) {
			x.lengths[key] = append(x.lengths[key], n)
			slices.SortFunc(x.lengths[key], func(a, b int) int { return b - a })
		}
	}
	return x
}

func mix(key string) (n uint16) {
	for i := range len(key) {
		n = n*31 + uint16(key[i])
	}
	return n
}

// longest gives the longest rule whose wrong wording stands at i.
func (x *List) longest(text string, i int) (Rule, bool) {
	for n := min(gram, len(text)-i); n > 0; n-- { // shorter ones only when no longer one begins here
		key := text[i : i+n]
		if !x.begins[mix(key)] {
			continue
		}
		for _, length := range x.lengths[key] {
			if length > len(text)-i {
				continue
			}
			if r, ok := x.rules[text[i:i+length]]; ok && !isRight(text, i, r) {
				return r, true
			}
		}
	}
	return Rule{}, false
}

// isRight reports whether the wrong wording at i lies within its right form.
func isRight(text string, i int, r Rule) bool {
	for at := 0; ; at++ {
		next := strings.Index(r.Right[at:], r.Wrong)
		if next < 0 {
			return false
		}
		if at += next; at <= i && strings.HasPrefix(text[i-at:], r.Right) {
			return true
		}
	}
}
