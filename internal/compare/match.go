package compare

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// Thresholds, found on 45 pairs of versions of real acts (docs/compare.md).
const (
	alikeShare  = 0.30 // of weighted bigrams, for a closer look
	alikeRatio  = 0.50 // of characters kept, in order
	withinShare = 0.75 // of the shorter text, where one grew or shrank much
	withinRunes = 15   // and how long it must be
	placeRatio  = 0.40 // of characters kept, where number and place are the same
	frameScore  = 0.40 // of what is in a chapter, see votes
	candidates  = 8    // looked at closely, for each clause
)

// level is one run of matching: clauses of one kind of place in both versions.
type level struct {
	p      *pairing
	all    []int // clauses of the old version, by which places are told
	a, b   []int // clauses without a partner yet
	text   func(t *tree, i int) string
	strict bool // far from its place: only what is surely the same
}

// match pairs what belongs together among the level's clauses.
func (l *level) match() {
	l.rest()
	l.equal()
	l.like()
	if !l.strict {
		l.inPlace()
	}
}

// equal pairs equal texts, those with the same number first, then in order.
func (l *level) equal() {
	groups := map[string][]int{}
	for _, j := range l.b {
		s := l.text(l.p.b, j)
		groups[s] = append(groups[s], j)
	}
	l.each(groups, func(i, j int) bool { return l.p.a.clauses[i].Label == l.p.b.clauses[j].Label })
	l.each(groups, func(i, j int) bool { return sameNumber(l.p.a.clauses[i].Number, l.p.b.clauses[j].Number) })
	l.each(groups, func(int, int) bool { return true })
	l.rest()
}

func (l *level) each(groups map[string][]int, fit func(i, j int) bool) {
	for _, i := range l.a {
		s := l.text(l.p.a, i)
		group := groups[s]
		if l.p.ab[i] >= 0 || len(group) == 0 || s == "" || l.strict && utf8.RuneCountInString(s) < withinRunes {
			continue
		}
		// A text that stands very often is not searched through for its number.
		k := slices.IndexFunc(group[:min(len(group), 64)], func(j int) bool { return l.p.kin(i, j) && fit(i, j) })
		if k >= 0 {
			l.p.link(i, group[k])
			copy(group[1:k+1], group[:k])
			groups[s] = group[1:]
		}
	}
}

// rest leaves what is not paired yet.
func (l *level) rest() {
	l.a = slices.DeleteFunc(slices.Clone(l.a), func(i int) bool { return l.p.ab[i] >= 0 })
	l.b = slices.DeleteFunc(slices.Clone(l.b), func(j int) bool { return l.p.ba[j] >= 0 })
}

// candidate is a pair that may belong together.
type candidate struct {
	i, j  int
	share likeness
	score float64
}

// like pairs similar texts, the most similar first.
func (l *level) like() {
	if len(l.a) == 0 || len(l.b) == 0 {
		return
	}
	x := newIndex(l.texts(l.p.a, l.a), l.texts(l.p.b, l.b))
	shared := make([]float64, len(l.b))
	place := l.places()
	var found []candidate
	for i := range l.a {
		from := len(found)
		x.similar(i, shared, func(j int, s likeness) {
			if s.of >= alikeShare || s.within >= withinShare {
				found = append(found, candidate{l.a[i], l.b[j], s, max(s.of, s.within*0.6) + place(i, j)})
			}
		})
		slices.SortFunc(found[from:], byScore)
		found = found[:min(len(found), from+candidates)]
	}
	found = slices.DeleteFunc(found, func(c candidate) bool { return !l.verified(&c) })
	slices.SortStableFunc(found, byScore)
	for _, c := range found {
		if l.p.ab[c.i] < 0 && l.p.ba[c.j] < 0 {
			l.p.link(c.i, c.j)
		}
	}
	l.rest()
}

func byScore(x, y candidate) int {
	return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.i, y.i), cmp.Compare(x.j, y.j))
}

func (l *level) texts(t *tree, of []int) []string {
	out := make([]string, len(of))
	for k, i := range of {
		out[k] = l.text(t, i)
	}
	return out
}

// verified looks at the characters that stayed, in their order.
func (l *level) verified(c *candidate) bool {
	kept, shorter := l.kept(c.i, c.j, c.share.of)
	if l.strict {
		return shorter >= withinRunes && c.share.of >= 0.7 && kept >= 0.7
	}
	if c.share.of >= alikeShare && kept >= alikeRatio {
		return l.p.kin(c.i, c.j) || kept >= 0.8
	}
	return c.share.within >= withinShare && shorter >= withinRunes && l.p.kin(c.i, c.j)
}

// kept is the share of the characters of both that are common, in order; for
// very long texts what their bigrams say.
func (l *level) kept(i, j int, share float64) (ratio float64, shorter int) {
	a, b := []rune(l.text(l.p.a, i)), []rune(l.text(l.p.b, j))
	shorter = min(len(a), len(b))
	if len(a)*len(b) > min(maxVerified, l.p.left) {
		return share, shorter
	}
	l.p.left -= len(a) * len(b) / 64
	return 2 * float64(common(a, b)) / float64(max(1, len(a)+len(b))), shorter
}

// inPlace pairs what is left between the same neighbours: with the same number,
// or alone on both sides.
func (l *level) inPlace() {
	for _, g := range l.gaps() {
		for _, i := range g.a {
			for _, j := range g.b[:min(len(g.b), 64)] {
				if l.p.ba[j] < 0 && l.p.ab[i] < 0 && sameNumber(l.p.a.clauses[i].Number, l.p.b.clauses[j].Number) {
					l.settle(i, j)
				}
			}
		}
		if len(g.a) == 1 && len(g.b) == 1 {
			l.settle(g.a[0], g.b[0])
		}
	}
}

func (l *level) settle(i, j int) {
	if l.p.ab[i] >= 0 || l.p.ba[j] >= 0 || !l.p.kin(i, j) {
		return
	}
	if kept, _ := l.kept(i, j, 0); kept >= placeRatio {
		l.p.link(i, j)
	}
}
