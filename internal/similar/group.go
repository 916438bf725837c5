package similar

import "iter"

// Group is a leader with the texts that joined it; most are leaders alone.
type Group struct {
	Leader   int64
	Members  []int64 // in the order of the texts, the leader first
	How      How     // Exact if all are copies of the leader, Near if not
	Likeness float64 // the lowest to the leader
}

// Groups adds texts to a new index in their order, see [Index.Add]. Texts without
// letters are in no group.
func Groups(texts iter.Seq[Text]) []Group {
	x := NewIndex()
	var groups []Group
	byLeader := map[int64]int{}
	for t := range SketchAll(texts) {
		m := x.Add(t.ID, t.Sketch)
		if t.Sketch.Empty() {
			continue
		}
		at, known := byLeader[m.Leader]
		if !known {
			at = len(groups)
			byLeader[m.Leader] = at
			groups = append(groups, Group{Leader: m.Leader, How: Exact, Likeness: 1})
		}
		groups[at].join(t.ID, m)
	}
	return groups
}

func (g *Group) join(id int64, m Match) {
	g.Members = append(g.Members, id)
	g.Likeness = min(g.Likeness, m.Likeness)
	if m.How == Near {
		g.How = Near
	}
}
