package similar

// Index groups texts in memory as they arrive. It is not safe for concurrent use.
type Index struct {
	leaders []leader
	known   map[Hash]joined // every different text
	table   *table

	marks []uint32 // by leader: the last text that looked at it
	turn  uint32
}

type leader struct {
	id  int64
	set shingleSet
}

// joined is what an earlier text of the same words joined.
type joined struct {
	leader   uint32
	likeness float32
}

// NewIndex makes an index that knows nothing.
func NewIndex() *Index { return &Index{known: map[Hash]joined{}, table: newTable()} }

// Leaders counts the groups, those of one text included.
func (x *Index) Leaders() int { return len(x.leaders) }

// Add takes in a text and says whose group it joins. A copy joins what its
// original joined and is Exact; Likeness is to the leader. A text that resembles no
// leader becomes one: its match is itself, with None.
func (x *Index) Add(id int64, s Sketch) Match {
	if s.Empty() {
		return Match{id, None, 1}
	}
	if j, copied := x.known[s.Hash]; copied {
		return Match{x.leaders[j.leader].id, Exact, float64(j.likeness)}
	}
	at, likeness, found := x.nearest(s)
	if !found {
		at, likeness = x.lead(id, s), 1
	}
	x.known[s.Hash] = joined{at, float32(likeness)}
	if !found {
		return Match{id, None, 1}
	}
	return Match{x.leaders[at].id, Near, likeness}
}

// nearest finds the leader that a text resembles most, the earliest of equals.
func (x *Index) nearest(s Sketch) (at uint32, likeness float64, found bool) {
	x.turn++
	for _, key := range s.Keys {
		x.table.each(key, func(l uint32) {
			if x.marks[l] == x.turn {
				return
			}
			x.marks[l] = x.turn
			value, near := s.Near(Sketch{set: x.leaders[l].set})
			if near && (!found || value > likeness || value == likeness && l < at) {
				at, likeness, found = l, value, true
			}
		})
	}
	return at, likeness, found
}

func (x *Index) lead(id int64, s Sketch) uint32 {
	at := uint32(len(x.leaders))
	x.leaders = append(x.leaders, leader{id, s.set})
	x.marks = append(x.marks, 0)
	for _, key := range s.Keys {
		x.table.add(key, at)
	}
	return at
}
