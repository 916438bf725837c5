package compare

import "strings"

// tidy makes of the shortest script one that reads well: what stands between two
// changes by chance joins them, and an insertion or a deletion that could stand in
// several places stands where a phrase begins or ends.
func (t *text) tidy(list []hunk) []hunk {
	return t.slide(t.join(list))
}

// join merges neighbours with next to nothing between them.
func (t *text) join(list []hunk) []hunk {
	var out []hunk
	for _, h := range list {
		out = append(out, h)
		for n := len(out); n > 1 && t.belong(out[n-2], out[n-1]); n = len(out) {
			out[n-2].a1, out[n-2].b1 = out[n-1].a1, out[n-1].b1
			out = out[:n-1]
		}
	}
	return out
}

// chance is the longest text, in characters, that is taken for a coincidence.
const chance = 5

// belong reports whether two changes read better as one. Between sentences they
// stay apart; so do two insertions, or two deletions, unless a single character
// lies between longer ones.
func (t *text) belong(x, y hunk) bool {
	between := t.a[x.a1:y.a0]
	kept := size(between)
	if kept > chance || strings.ContainsAny(strings.Join(between, ""), "。；\n") {
		return false
	}
	small := min(t.weight(x), t.weight(y))
	if alike(x, y) {
		return kept == 1 && small > 2 && !isBreak(between[0])
	}
	return kept <= small
}

// weight is how many characters a hunk replaces, or by how many.
func (t *text) weight(h hunk) int { return max(size(t.a[h.a0:h.a1]), size(t.b[h.b0:h.b1])) }

// alike reports whether both only insert, or both only delete.
func alike(x, y hunk) bool {
	return x.a0 == x.a1 && y.a0 == y.a1 || x.b0 == x.b1 && y.b0 == y.b1
}

// slide moves each insertion and deletion to the best of the places where it may stand.
func (t *text) slide(list []hunk) []hunk {
	for i, h := range list {
		low, high := 0, len(t.a)
		if i > 0 {
			low = list[i-1].a1
		}
		if i+1 < len(list) {
			high = list[i+1].a0
		}
		switch {
		case h.a0 == h.a1:
			list[i] = best(t.b, t.nb, h.b0, h.b1, h.a0-low, high-h.a1).of(h)
		case h.b0 == h.b1:
			list[i] = best(t.a, t.na, h.a0, h.a1, h.a0-low, high-h.a1).of(h)
		}
	}
	return list
}

// by is how far a hunk slides.
type by int

func (n by) of(h hunk) hunk {
	return hunk{h.a0 + int(n), h.a1 + int(n), h.b0 + int(n), h.b1 + int(n)}
}

// best slides words[from:to] at most left or right steps and tells how far is best.
func best(words []string, numbers []int32, from, to, left, right int) by {
	shift, score := 0, edges(words, from, to)
	for n := 1; n <= left && numbers[from-n] == numbers[to-n]; n++ {
		if s := edges(words, from-n, to-n); s > score {
			shift, score = -n, s
		}
	}
	for n := 1; n <= right && numbers[from+n-1] == numbers[to+n-1]; n++ {
		if s := edges(words, from+n, to+n); s > score {
			shift, score = n, s
		}
	}
	return by(shift)
}

func edges(words []string, from, to int) int { return edge(words, from) + edge(words, to) }

// edge tells how clearly a phrase ends before words[i].
func edge(words []string, i int) int {
	if i == 0 || i == len(words) {
		return 4
	}
	switch before := words[i-1]; {
	case strings.Contains("。；：！？\n", before):
		return 4
	case strings.Contains("，、,;:", before):
		return 3
	case strings.Contains("”’）》〕】)", before):
		return 2
	}
	switch after := words[i]; {
	case strings.Contains("“‘（《〔【(", after):
		return 2
	case strings.Contains("，、。；：,;:", after):
		return 1
	}
	return 0
}

func isBreak(w string) bool { return strings.Contains("，、。；：,;:\n", w) }
