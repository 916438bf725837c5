package similar

import (
	"cmp"
	"slices"
)

// A profile is what the texts of a star have in common. Two in five must share a
// token for it to count; the forty heaviest are kept.
const (
	profilePart   = 0.4
	profileTokens = 40
)

// joinScore is the part of a profile's weight that a text must have to be of its
// theme, together with leastShared.
const joinScore = 0.3

type profile struct {
	size   int // texts in the star
	tokens []weighted
	total  float64
}

type weighted struct {
	token  uint32
	weight float64 // of the token, times the part of the star that has it
}

// profiles describes the stars, the largest first.
func profiles(v *vocabulary, lists [][]uint32, groups [][]int) []profile {
	slices.SortStableFunc(groups, func(a, b []int) int { return cmp.Compare(len(b), len(a)) })
	all := make([]profile, 0, len(groups))
	for _, g := range groups {
		all = append(all, newProfile(v, lists, g))
	}
	return all
}

func newProfile(v *vocabulary, lists [][]uint32, group []int) profile {
	counts := map[uint32]int{}
	for _, i := range group {
		for _, n := range lists[i] {
			counts[n]++
		}
	}
	p := profile{size: len(group)}
	for n, count := range counts {
		if count >= 2 && float64(count) >= profilePart*float64(len(group)) {
			p.tokens = append(p.tokens, weighted{n, v.weights[n] * share(count, len(group))})
		}
	}
	slices.SortFunc(p.tokens, func(a, b weighted) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.token, b.token))
	})
	p.tokens = p.tokens[:min(len(p.tokens), profileTokens)]
	for _, t := range p.tokens {
		p.total += t.weight
	}
	return p
}

// themed is the profile that a text is of, and how much of it the text has.
type themed struct {
	text    int
	profile int
	score   float64
}

// assign finds each text's profile: of those that it resembles enough the
// largest, so that one campaign is one theme; -1 for none.
func assign(v *vocabulary, lists [][]uint32, all []profile) []themed {
	led := make(map[uint32][]pull, len(all))
	for k, p := range all {
		for _, t := range p.tokens {
			if len(led[t.token]) < postings {
				led[t.token] = append(led[t.token], pull{uint32(k), t.weight})
			}
		}
	}
	own, shared := newTally(len(all)), newTally(len(all))
	themes := make([]themed, len(lists))
	for i, list := range lists {
		own.reset()
		shared.reset()
		for _, n := range list {
			for _, p := range led[n] {
				own.add(p.profile, p.weight)
				shared.add(p.profile, v.weights[n])
			}
		}
		themes[i] = choose(i, all, own, shared)
	}
	return themes
}

// pull is what a token says for a profile.
type pull struct {
	profile uint32
	weight  float64
}

func choose(text int, all []profile, own, shared *tally) themed {
	best := themed{text: text, profile: -1}
	for _, k := range own.seen {
		score := own.sums[k] / all[k].total
		if score < joinScore || shared.sums[k] < leastShared {
			continue
		}
		if best.profile < 0 || all[k].size > all[best.profile].size || all[k].size == all[best.profile].size && score > best.score {
			best.profile, best.score = int(k), score
		}
	}
	return best
}
