package compare

import "slices"

// changes writes down what the pairing found, in the order of the new version.
func (p *pairing) changes() []Change {
	moved := p.moved()
	list := make([]Change, 0, len(p.b.clauses))
	removed := p.removedBefore(moved)
	for j, i := range p.ba {
		list = p.insertRemoved(list, removed[j])
		if i < 0 {
			list = append(list, Change{Kind: Added, A: -1, B: j, Diff: all(Insert, p.b.clauses[j].Body())})
			continue
		}
		list = append(list, p.change(i, j, moved[i]))
	}
	return p.insertRemoved(list, removed[len(p.b.clauses)])
}

func (p *pairing) change(i, j int, moved bool) Change {
	a, b := p.a.clauses[i], p.b.clauses[j]
	c := Change{Kind: Same, A: i, B: j, Moved: moved, Renumbered: !sameNumber(a.Number, b.Number),
		Diff: diff(a.Body(), b.Body(), &p.left)}
	switch {
	case c.Diff != nil:
		c.Kind = Changed
		c.Minor = p.a.own(i) == p.b.own(j)
	case moved:
		c.Kind = Moved
	}
	return c
}

func all(op Op, text string) []Edit {
	if text == "" {
		return nil
	}
	return []Edit{{op, text}}
}

// moved tells which clauses of the old version changed their order: among their
// neighbours when these went along, or by going elsewhere.
func (p *pairing) moved() []bool {
	moved := make([]bool, len(p.ab))
	framesA, blocksA := p.a.split()
	p.outOfOrder(blocksA, moved)
	p.outOfOrder(framesA, moved)
	for i := range p.ab {
		if len(p.a.kids[i]) > 0 && !p.a.frame(i) {
			p.outOfOrder(p.a.kids[i], moved)
		}
	}
	for i, j := range p.ab {
		if up := p.a.parent[i]; j >= 0 && up >= 0 && !p.a.frame(up) && p.ab[up] != p.b.parent[j] {
			moved[i] = true
		}
	}
	return moved
}

func (p *pairing) outOfOrder(list []int, moved []bool) {
	var paired, order []int
	for _, i := range list {
		j := p.ab[i]
		if j >= 0 && (p.a.parent[i] < 0 || p.a.frame(p.a.parent[i]) || p.ab[p.a.parent[i]] == p.b.parent[j]) {
			paired, order = append(paired, i), append(order, j)
		}
	}
	for k, kept := range longest(order) {
		moved[paired[k]] = moved[paired[k]] || !kept
	}
}

// removedBefore gives the removed clauses by the clause of the new version that
// they are told before: the partner of the next one that kept its order and is
// not inside of them.
func (p *pairing) removedBefore(moved []bool) [][]int {
	before := make([][]int, len(p.b.clauses)+1)
	next := make([]int, len(p.ab)+1)
	next[len(p.ab)] = len(p.b.clauses)
	anchors := slices.DeleteFunc(p.anchors(p.a.every()), func(x anchor) bool { return moved[x.i] })
	for i := len(p.ab) - 1; i >= 0; i-- {
		next[i] = next[i+1]
		if n := len(anchors); n > 0 && anchors[n-1].i == i {
			next[i], anchors = anchors[n-1].j, anchors[:n-1]
		}
	}
	for i, j := range p.ab {
		if j < 0 {
			at := next[p.a.end[i]]
			before[at] = append(before[at], i)
		}
	}
	return before
}

// insertRemoved puts removed clauses at the end of the list, each before what was
// added there in its place.
func (p *pairing) insertRemoved(list []Change, removed []int) []Change {
	for len(removed) > 0 {
		depth, n := p.a.clauses[removed[0]].Depth, 1
		for n < len(removed) && p.a.clauses[removed[n]].Depth >= depth {
			n++
		}
		list, removed = slices.Insert(list, p.insteadOf(list, depth), p.removals(removed[:n])...), removed[n:]
	}
	return list
}

// insteadOf is where the run of clauses added at the end of the list begins, as
// far as they are of that depth or below.
func (p *pairing) insteadOf(list []Change, depth int) int {
	at := len(list)
	for k := len(list) - 1; k >= 0 && list[k].Kind == Added && p.b.clauses[list[k].B].Depth >= depth; k-- {
		if p.b.clauses[list[k].B].Depth == depth {
			at = k
		}
	}
	return at
}

func (p *pairing) removals(removed []int) []Change {
	out := make([]Change, len(removed))
	for k, i := range removed {
		out[k] = Change{Kind: Removed, A: i, B: -1, Diff: all(Delete, p.a.clauses[i].Body())}
	}
	return out
}
