package compare

import (
	"strings"
	"unicode/utf8"
)

// Diff compares two texts. It gives nil where they are equal.
func Diff(a, b string) []Edit {
	left := budget
	return diff(a, b, &left)
}

func diff(a, b string, left *int) []Edit {
	switch {
	case a == b:
		return nil
	case a == "":
		return []Edit{{Insert, b}}
	case b == "":
		return []Edit{{Delete, a}}
	}
	t := newText(tokens(a), tokens(b))
	list := t.tidy(t.hunks(left))
	if t.scattered(list) {
		return []Edit{{Delete, a}, {Insert, b}}
	}
	return t.edits(list)
}

// text is a pair of texts in tokens, each with a number by which they are compared.
type text struct {
	a, b   []string
	na, nb []int32
}

func newText(a, b []string) *text {
	numbers := make(map[string]int32, len(a))
	return &text{a: a, b: b, na: number(a, numbers), nb: number(b, numbers)}
}

func number(words []string, numbers map[string]int32) []int32 {
	out := make([]int32, len(words))
	for i, w := range words {
		n, known := numbers[w]
		if !known {
			n = int32(len(numbers))
			numbers[w] = n
		}
		out[i] = n
	}
	return out
}

// hunks compares short texts sign by sign. Of long ones it aligns the sentences
// first, and looks closer only where these differ.
func (t *text) hunks(left *int) []hunk {
	if len(t.a)+len(t.b) <= longTokens {
		return hunks(t.na, t.nb, left)
	}
	sa, sb := sentences(t.a), sentences(t.b)
	coarse := newText(whole(t.a, sa), whole(t.b, sb))
	var list []hunk
	for _, h := range hunks(coarse.na, coarse.nb, left) {
		a0, a1, b0, b1 := sa[h.a0], sa[h.a1], sb[h.b0], sb[h.b1]
		for _, fine := range hunks(t.na[a0:a1], t.nb[b0:b1], left) {
			list = append(list, shifted([]hunk{fine}, a0, b0)...)
		}
	}
	return list
}

// sentences gives where each begins, and the end.
func sentences(words []string) []int {
	starts := []int{0}
	for i, w := range words {
		if strings.Contains("。；！？\n", w) && i+1 < len(words) {
			starts = append(starts, i+1)
		}
	}
	return append(starts, len(words))
}

func whole(words []string, starts []int) []string {
	out := make([]string, len(starts)-1)
	for i := range out {
		out[i] = strings.Join(words[starts[i]:starts[i+1]], "")
	}
	return out
}

// scattered reports that so little stayed that what did is chance.
func (t *text) scattered(list []hunk) bool {
	kept, at := 0, 0
	for _, h := range list {
		kept += size(t.a[at:h.a0])
		at = h.a1
	}
	kept += size(t.a[at:])
	return kept*5 < min(size(t.a), size(t.b))
}

// size counts characters.
func size(words []string) int {
	n := 0
	for _, w := range words {
		n += utf8.RuneCountInString(w)
	}
	return n
}

// edits writes the hunks out as runs of text.
func (t *text) edits(list []hunk) []Edit {
	var out []Edit
	add := func(op Op, words []string) {
		if len(words) > 0 {
			out = append(out, Edit{op, strings.Join(words, "")})
		}
	}
	at := 0
	for _, h := range list {
		add(Equal, t.a[at:h.a0])
		add(Delete, t.a[h.a0:h.a1])
		add(Insert, t.b[h.b0:h.b1])
		at = h.a1
	}
	add(Equal, t.a[at:])
	return out
}
