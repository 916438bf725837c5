package similar

// table finds leaders by key. Entries of one key hang together in a chain, 16
// bytes each: a map of slices takes three times as much, and there are twenty
// keys to a leader.
type table struct {
	heads   []uint32 // by the low bits of a key: 1 + its first entry, 0 for none
	entries []entry
}

type entry struct {
	key    int64
	leader uint32
	next   uint32 // 1 + an entry, 0 for none
}

func newTable() *table { return &table{heads: make([]uint32, 1<<10)} }

func (t *table) chain(key int64) *uint32 { return &t.heads[uint64(key)&uint64(len(t.heads)-1)] }

// each calls visit with the leaders that have a key.
func (t *table) each(key int64, visit func(leader uint32)) {
	for at := *t.chain(key); at != 0; at = t.entries[at-1].next {
		if e := &t.entries[at-1]; e.key == key {
			visit(e.leader)
		}
	}
}

// add makes a leader known by a key.
func (t *table) add(key int64, leader uint32) {
	if len(t.entries) == len(t.heads) {
		t.grow()
	}
	t.entries = append(t.entries, entry{key: key, leader: leader})
	t.link(len(t.entries) - 1)
}

func (t *table) grow() {
	t.heads = make([]uint32, 2*len(t.heads))
	for i := range t.entries {
		t.link(i)
	}
}

func (t *table) link(i int) {
	head := t.chain(t.entries[i].key)
	t.entries[i].next = *head
	*head = uint32(i + 1)
}
