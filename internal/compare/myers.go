package compare

// hunk says that old[a0:a1] became new[b0:b1]; between two hunks, before the
// first and after the last, the texts are equal.
type hunk struct{ a0, a1, b0, b1 int }

// Bounds. A pair of clauses that are still similar is done long before maxEdits;
// past it, or once the budget of the whole comparison is used up, the rest of the
// pair is one replacement: correct, and less fine.
const (
	maxEdits   = 1200
	longTokens = 3000        // above this, sentences are aligned first
	budget     = 120_000_000 // steps; about a third of a second
)

// hunks compares two lists of tokens. left is what remains of the budget.
func hunks(a, b []int32, left *int) []hunk {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	a, b = a[head:len(a)-tail], b[head:len(b)-tail]
	var list []hunk
	switch {
	case len(a)+len(b) == 0:
	case len(a) == 0 || len(b) == 0 || *left <= 0:
		list = []hunk{{0, len(a), 0, len(b)}}
	default:
		list = myers(a, b, left)
	}
	return shifted(list, head, head)
}

func shifted(list []hunk, a, b int) []hunk {
	for i := range list {
		list[i] = hunk{list[i].a0 + a, list[i].a1 + a, list[i].b0 + b, list[i].b1 + b}
	}
	return list
}

// myers is E. W. Myers, An O(ND) Difference Algorithm and Its Variations (1986),
// forwards, with the furthest points of each round kept for the way back.
func myers(a, b []int32, left *int) []hunk {
	limit := min(len(a)+len(b), maxEdits)
	v := make([]int32, 2*limit+3) // v[k+limit+1]: the furthest x on diagonal k
	var trace [][]int32
	for d := 0; d <= limit; d++ {
		if *left <= 0 {
			return cut(a, b, trace)
		}
		for k := -d; k <= d; k += 2 {
			x := step(v, k, d, limit)
			y := x - k
			start := x
			for x < len(a) && y < len(b) && a[x] == b[y] {
				x, y = x+1, y+1
			}
			v[k+limit+1] = int32(x)
			*left -= 1 + x - start
			if x >= len(a) && y >= len(b) {
				return back(trace, len(a), len(b), d)
			}
		}
		trace = append(trace, append([]int32(nil), v[limit+1-d:limit+2+d]...))
	}
	return cut(a, b, trace)
}

// step is where diagonal k begins in round d.
func step(v []int32, k, d, limit int) int {
	down, right := int(v[k+1+limit+1]), int(v[k-1+limit+1])+1
	switch {
	case d == 0:
		return 0
	case k == -d, k != d && right-1 < down:
		return down
	}
	return right
}

// cut ends early: from the point that came furthest, the rest is replaced.
func cut(a, b []int32, trace [][]int32) []hunk {
	d := len(trace) - 1
	if d < 0 {
		return []hunk{{0, len(a), 0, len(b)}}
	}
	bestX, bestY := 0, 0
	for i, far := range trace[d] {
		x, k := int(far), i-d
		y := x - k
		if (k+d)%2 == 0 && x <= len(a) && y <= len(b) && y >= 0 && x+y > bestX+bestY {
			bestX, bestY = x, y
		}
	}
	list := back(trace[:d], bestX, bestY, d)
	return append(list, hunk{bestX, len(a), bestY, len(b)})
}

// back walks from (x, y), reached in round d, to the beginning.
func back(trace [][]int32, x, y, d int) []hunk {
	var reversed []hunk
	for ; d > 0; d-- {
		far := trace[d-1] // diagonals -(d-1) to d-1
		at := func(k int) int {
			if k < -(d-1) || k > d-1 {
				return -1
			}
			return int(far[k+d-1])
		}
		k := x - y
		previous := k - 1
		if k == -d || k != d && at(k-1) < at(k+1) {
			previous = k + 1
		}
		px := at(previous)
		py := px - previous
		if previous == k+1 { // down: an insertion
			reversed = append(reversed, hunk{px, px, py, py + 1})
		} else {
			reversed = append(reversed, hunk{px, px + 1, py, py})
		}
		x, y = px, py
	}
	return joined(reversed)
}

// joined reverses single steps and joins those without anything equal between.
func joined(reversed []hunk) []hunk {
	var list []hunk
	for i := len(reversed) - 1; i >= 0; i-- {
		h := reversed[i]
		if n := len(list); n > 0 && list[n-1].a1 == h.a0 && list[n-1].b1 == h.b0 {
			list[n-1].a1, list[n-1].b1 = h.a1, h.b1
			continue
		}
		list = append(list, h)
	}
	return list
}
