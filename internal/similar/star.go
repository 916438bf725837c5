package similar

import "math"

// A text joins the star of the earlier text with which it shares rare tokens: a
// quarter of what both have (cosine), and as much as 2.6 of the rarest.
const (
	starLikeness = 0.25
	leastShared  = 2.6
)

// postings bounds how many leaders one token leads to.
const postings = 64

// stars groups texts around leaders, in their order: what seeds a theme.
func stars(v *vocabulary, lists [][]uint32) [][]int {
	s := starIndex{v: v, leaders: make([][]uint32, len(v.weights)), sums: make([]float64, len(lists)), tally: newTally(len(lists))}
	members := make([][]int, len(lists))
	for i, list := range lists {
		s.sums[i] = v.sum(list)
		leader, found := s.nearest(i, list)
		if !found {
			s.lead(i, list)
			leader = i
		}
		members[leader] = append(members[leader], i)
	}
	var groups [][]int
	for _, m := range members {
		if len(m) > 1 {
			groups = append(groups, m)
		}
	}
	return groups
}

type starIndex struct {
	v       *vocabulary
	leaders [][]uint32 // by token
	sums    []float64  // by text
	tally   *tally
}

func (s *starIndex) nearest(i int, list []uint32) (leader int, found bool) {
	s.tally.reset()
	for _, n := range list {
		for _, l := range s.leaders[n] {
			s.tally.add(l, s.v.weights[n])
		}
	}
	best := 0.0
	for _, l := range s.tally.seen {
		shared := s.tally.sums[l]
		likeness := shared / math.Sqrt(s.sums[i]*s.sums[l])
		if shared >= leastShared && likeness >= starLikeness && likeness > best {
			best, leader, found = likeness, int(l), true
		}
	}
	return leader, found
}

func (s *starIndex) lead(i int, list []uint32) {
	for _, n := range list {
		if len(s.leaders[n]) < postings {
			s.leaders[n] = append(s.leaders[n], uint32(i))
		}
	}
}

// tally adds up weights by number and forgets them at once.
type tally struct {
	sums []float64
	seen []uint32
}

func newTally(n int) *tally { return &tally{sums: make([]float64, n)} }

func (t *tally) reset() {
	for _, i := range t.seen {
		t.sums[i] = 0
	}
	t.seen = t.seen[:0]
}

func (t *tally) add(i uint32, weight float64) {
	if t.sums[i] == 0 {
		t.seen = append(t.seen, i)
	}
	t.sums[i] += weight
}
