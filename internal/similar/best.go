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
//
// It chooses as [Index.Add] does, if the caller looks for an earlier text with the
// same hash first, and the candidates are the leaders that share a key, the
// earliest first, of each key no more than [MaxLeaders].
func Best(s Sketch, candidates []Candidate) (Match, bool) {
	var best Match
	for _, c := range candidates {
		other := NewSketch(c.Text)
		if s.Empty() || other.Empty() {
			continue
		}
		if s.Hash == other.Hash {
			return Match{c.ID, Exact, 1}, true
		}
		if !s.worth(len(other.set), other.print, s.shared(other)) {
			continue
		}
		if likeness, near := s.Near(other); near && likeness > best.Likeness {
			best = Match{c.ID, Near, likeness}
		}
	}
	return best, best.How != None
}
