package similar

// Candidate is a leader that shares a key with a text, for callers who keep
// their leaders in a database.
type Candidate struct {
	ID   int64
	Text string
}

// Match is the leader that a text joins.
type Match struct {
	Leader   int64
	How      How     // Exact, Near, or None for a text that leads a group of its own
	Likeness float64 // to the leader; 1 to itself
}

// Best chooses the candidate that a text resembles most, the first of equals. It
// answers false where it resembles none: such a text is a leader.
func Best(s Sketch, candidates []Candidate) (Match, bool) {
	best := Match{}
	for _, c := range candidates {
		other := sketchSet(c.Text)
		if s.Empty() || other.Empty() {
			continue
		}
		if s.Hash == other.Hash {
			return Match{c.ID, Exact, 1}, true
		}
		if likeness, near := s.Near(other); near && likeness > best.Likeness {
			best = Match{c.ID, Near, likeness}
		}
	}
	return best, best.How != None
}
