package compare

import "slices"

// pairing finds out which clause of the old version became which of the new one.
type pairing struct {
	a, b   *tree
	ab, ba []int // the clause's partner in the other version, or -1
	left   int   // of the budget
}

func (p *pairing) pair() {
	p.ab, p.ba = nobody(len(p.a.clauses)), nobody(len(p.b.clauses))
	framesA, blocksA := p.a.split()
	framesB, blocksB := p.b.split()
	(&level{p: p, all: blocksA, a: blocksA, b: blocksB, text: (*tree).full}).match()
	for _, i := range blocksA {
		p.inside(i)
	}
	p.strays()
	p.frames(framesA, framesB)
}

func nobody(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = -1
	}
	return list
}

func (p *pairing) link(i, j int) { p.ab[i], p.ba[j] = j, i }

// kin reports whether two clauses are of the same level.
func (p *pairing) kin(i, j int) bool { return p.a.clauses[i].Kind == p.b.clauses[j].Kind }

// inside pairs what is in clause i with what is in its partner.
func (p *pairing) inside(i int) {
	j := p.ab[i]
	if j < 0 {
		return
	}
	(&level{p: p, all: p.a.kids[i], a: p.a.kids[i], b: p.b.kids[j], text: (*tree).full}).match()
	for _, k := range p.a.kids[i] {
		if p.ab[k] >= 0 && p.b.parent[p.ab[k]] == j {
			p.inside(k)
		}
	}
}

// strays pairs what went elsewhere: a paragraph that became an article, an item
// of another one. Only its own text counts.
func (p *pairing) strays() {
	l := &level{p: p, all: p.a.every(), text: (*tree).own, strict: true}
	l.a = slices.DeleteFunc(p.a.every(), func(i int) bool { return p.ab[i] >= 0 || p.a.frame(i) })
	l.b = slices.DeleteFunc(p.b.every(), func(j int) bool { return p.ba[j] >= 0 || p.b.frame(j) })
	strays := l.a
	l.match()
	for _, i := range strays {
		p.inside(i)
	}
}

// frames pairs chapters by what they hold, then by their headings.
func (p *pairing) frames(a, b []int) {
	for _, c := range p.votes() {
		if p.ab[c.i] < 0 && p.ba[c.j] < 0 && p.kin(c.i, c.j) {
			p.link(c.i, c.j)
		}
	}
	(&level{p: p, all: a, a: a, b: b, text: (*tree).own}).match()
}

// votes gives pairs of frames, the best first: of the clauses right in each, how
// many are partners. An equal heading counts as much as half of them.
func (p *pairing) votes() []candidate {
	type frames struct{ i, j int }
	held := map[frames]int{}
	for i, j := range p.ab {
		if j < 0 {
			continue
		}
		for fa, fb := p.a.parent[i], p.b.parent[j]; fa >= 0 && fb >= 0; fa, fb = p.a.parent[fa], p.b.parent[fb] {
			if p.a.frame(fa) && p.b.frame(fb) {
				held[frames{fa, fb}]++
			}
		}
	}
	var list []candidate
	for f, n := range held {
		score := float64(n) / float64(max(p.a.end[f.i]-f.i, p.b.end[f.j]-f.j))
		if p.a.own(f.i) == p.b.own(f.j) {
			score += 0.5
		}
		if score >= frameScore {
			list = append(list, candidate{i: f.i, j: f.j, score: score})
		}
	}
	slices.SortFunc(list, byScore)
	return list
}
