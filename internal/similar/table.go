package similar

// table finds leaders by key: slots by open addressing, and behind each a chain of
// entries. A map of slices takes three times as much memory, and there are twenty
// keys to a leader. Most keys of most texts are unknown, which one look tells.
type table struct {
	slots   []slot // a power of two, at most two thirds of them taken
	taken   int
	entries []entry
}

type slot struct {
	tag  uint32 // the high bits of the key
	last uint32 // 1 + its latest entry, 0 for a free slot
}

type entry struct {
	key    int64
	leader uint32
	next   uint32 // 1 + an entry, 0 for none
}

func newTable() *table { return &table{slots: make([]slot, 1<<10)} }

// find gives the slot of a key, or the free one where it would go. Two keys with one tag
// and slot share a chain: that costs a comparison, and decides nothing.
func (t *table) find(key int64) *slot {
	tag, mask := uint32(uint64(key)>>32), uint64(len(t.slots)-1)
	for at := uint64(key) & mask; ; at = (at + 1) & mask {
		if s := &t.slots[at]; s.last == 0 || s.tag == tag {
			return s
		}
	}
}

// each calls visit with the leaders that have a key, and counts them.
func (t *table) each(key int64, visit func(leader uint32)) (n int) {
	for at := t.find(key).last; at != 0; at = t.entries[at-1].next {
		visit(t.entries[at-1].leader)
		n++
	}
	return n
}

// add makes a leader known by a key.
func (t *table) add(key int64, leader uint32) {
	if 3*t.taken >= 2*len(t.slots) {
		t.grow()
	}
	t.entries = append(t.entries, entry{key: key, leader: leader})
	t.link(len(t.entries) - 1)
}

func (t *table) grow() {
	t.slots, t.taken = make([]slot, 2*len(t.slots)), 0
	for i := range t.entries {
		t.link(i)
	}
}

// link puts an entry before those of its key.
func (t *table) link(i int) {
	s := t.find(t.entries[i].key)
	if s.last == 0 {
		s.tag = uint32(uint64(t.entries[i].key) >> 32)
		t.taken++
	}
	t.entries[i].next, s.last = s.last, uint32(i+1)
}
