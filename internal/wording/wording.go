// Package wording finds misspellings of a list in official texts. Pure.
package wording

import "strings"

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
func Check(text string, rules []Rule) (hits []Hit) {
	index := newIndex(rules)
	for i := 0; i < len(text); {
		rule, ok := index.longest(text, i)
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
// and a half, which few places of a text share.
const gram = 4

// index finds the rules that may begin at a place by the bytes there.
type index struct {
	begins [1 << 16]bool // by a mix of these bytes
	rules  map[string][]Rule
}

func newIndex(rules []Rule) *index {
	x := &index{rules: make(map[string][]Rule, len(rules))}
	for _, r := range rules {
		if r.Wrong != "" {
			key := r.Wrong[:min(gram, len(r.Wrong))]
			x.rules[key] = append(x.rules[key], r)
			x.begins[mix(key)] = true
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
func (x *index) longest(text string, i int) (best Rule, ok bool) {
	for n := min(gram, len(text)-i); n > 0; n-- {
		key := text[i : i+n]
		if !x.begins[mix(key)] {
			continue
		}
		for _, r := range x.rules[key] {
			if len(r.Wrong) > len(best.Wrong) && strings.HasPrefix(text[i:], r.Wrong) && !isRight(text, i, r) {
				best, ok = r, true
			}
		}
	}
	return best, ok
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
