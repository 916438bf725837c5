package compare

import (
	"math"
	"slices"
	"sort"
)

// longest gives which of the numbers make the longest increasing run.
func longest(list []int) []bool {
	tails := []int{} // tails[n]: where the best run of n+1 numbers ends
	before := make([]int, len(list))
	for k, v := range list {
		n := sort.Search(len(tails), func(n int) bool { return list[tails[n]] >= v })
		before[k] = -1
		if n > 0 {
			before[k] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, k)
		} else {
			tails[n] = k
		}
	}
	in := make([]bool, len(list))
	if len(tails) > 0 {
		for k := tails[len(tails)-1]; k >= 0; k = before[k] {
			in[k] = true
		}
	}
	return in
}

// anchor is a pair that kept its order.
type anchor struct{ i, j int }

// anchors gives the pairs that keep their order among those of the list.
func (p *pairing) anchors(list []int) []anchor {
	var pairs []anchor
	var order []int
	for _, i := range list {
		if j := p.ab[i]; j >= 0 {
			pairs, order = append(pairs, anchor{i, j}), append(order, j)
		}
	}
	kept := longest(order)
	out := pairs[:0]
	for k, pair := range pairs {
		if kept[k] {
			out = append(out, pair)
		}
	}
	return out
}

// places gives how well a pair stands, as a tie-breaker for likeness: near the
// place where its neighbours went, with the same number, of the same kind.
func (l *level) places() func(i, j int) float64 {
	p, a, b, anchors := l.p, l.a, l.b, l.p.anchors(l.all)
	expected := make([]int, len(a))
	for k, i := range a {
		n := sort.Search(len(anchors), func(n int) bool { return anchors[n].i >= i })
		if n > 0 {
			expected[k] = anchors[n-1].j + i - anchors[n-1].i
		} else if len(anchors) > 0 {
			expected[k] = anchors[0].j - (anchors[0].i - i)
		} else {
			expected[k] = i
		}
	}
	return func(i, j int) float64 {
		score := 0.08 / (1 + math.Abs(float64(b[j]-expected[i]))/4)
		if p.a.clauses[a[i]].Label == p.b.clauses[b[j]].Label {
			score += 0.05
		}
		if !p.kin(a[i], b[j]) {
			score -= 0.15
		}
		return score
	}
}

// gap is what has no partner between two anchors.
type gap struct{ a, b []int }

func (l *level) gaps() []gap {
	anchors := l.p.anchors(l.all)
	list := make([]gap, len(anchors)+1)
	for _, i := range l.a {
		n := sort.Search(len(anchors), func(n int) bool { return anchors[n].i >= i })
		list[n].a = append(list[n].a, i)
	}
	for _, j := range l.b {
		n := sort.Search(len(anchors), func(n int) bool { return anchors[n].j >= j })
		list[n].b = append(list[n].b, j)
	}
	return slices.DeleteFunc(list, func(g gap) bool { return len(g.a) == 0 || len(g.b) == 0 })
}
