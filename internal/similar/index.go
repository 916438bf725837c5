package similar

// Index groups texts in memory as they arrive. It is not safe for concurrent use.
type Index struct {
	leaders []leader
	known   map[Hash]joined // every different text
	table   *table

	turn   uint32
	seen   []uint32 // the leaders that share a key with the text of this turn
	counts []int    // by key of the text: how many they are
}

// leader is a text that others join. All that is asked of one that only shares a key
// lies together: in a large index every look into memory counts.
type leader struct {
	id     int64
	print  fingerprint
	set    shingleSet
	turn   uint32 // in which it was last seen
	shared uint32 // the weights of the keys that it shared then
}

// joined is what an earlier text of the same words joined.
type joined struct {
	leader   uint32
	likeness float32
}

// MaxLeaders bounds what one key leads to, the earliest leaders: a band or a clause that
// many unlike leaders share tells nothing about them.
const MaxLeaders = 32

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
	x.look(s)
	for _, l := range x.seen {
		other := &x.leaders[l]
		if !s.worth(len(other.set), other.print, other.shared) {
			continue
		}
		value, near := s.Near(Sketch{set: other.set})
		if near && (!found || value > likeness || value == likeness && l < at) {
			at, likeness, found = l, value, true
		}
	}
	return at, likeness, found
}

// look lists the leaders that share a key with a text, and notes how much they share.
func (x *Index) look(s Sketch) {
	x.turn++
	x.seen, x.counts = x.seen[:0], x.counts[:0]
	for i, key := range s.Keys {
		weight := s.weight(i)
		x.counts = append(x.counts, x.table.each(key, func(l uint32) {
			other := &x.leaders[l]
			if other.turn != x.turn {
				other.turn, other.shared = x.turn, 0
				x.seen = append(x.seen, l)
			}
			other.shared += weight
		}))
	}
}

// lead makes the text of this turn a leader.
func (x *Index) lead(id int64, s Sketch) uint32 {
	at := uint32(len(x.leaders))
	x.leaders = append(x.leaders, leader{id: id, print: s.print, set: s.set})
	for i, key := range s.Keys {
		if x.counts[i] < MaxLeaders {
			x.table.add(key, at)
		}
	}
	return at
}

// Restore makes a leader known that was one already, under its keys or those of
// them that are given, for callers who keep their leaders in a database. Restored in
// the order in which they became leaders, with every key that a text to be added
// has, leaders are found as if they had been added here.
func (x *Index) Restore(id int64, s Sketch, keys []int64) {
	at := uint32(len(x.leaders))
	x.leaders = append(x.leaders, leader{id: id, print: s.print, set: s.set})
	x.known[s.Hash] = joined{at, 1}
	for _, key := range keys {
		if x.table.each(key, func(uint32) {}) < MaxLeaders {
			x.table.add(key, at)
		}
	}
}
