// Package compare says what changed from one version of a draft to the next:
// which clause became which, and what differs inside each, character by
// character. It is pure and imports the standard library only.
//
// It works in five steps. match.go finds pairs among clauses of one level: equal
// texts first, whatever their numbers, then similar ones. pair.go applies it from
// the outside in: articles through the whole text, what is inside them within
// each pair, chapters by what they hold. order.go tells which of them moved, and
// puts what was removed where it stood. diff.go compares the texts of a pair, and
// echo.go finds text that left one clause for another.
// Everything is bounded by the sizes of the two texts and a budget of steps, so
// that no pair of files can hold a processor.
package compare

// Clause is one addressable piece of a draft. A version is a list of them in the
// order of the text, each with its depth, 0 for the outermost.
type Clause struct {
	Depth   int
	Kind    string // as in internal/draft: article, paragraph, chapter …
	Number  string
	Heading string
	Text    string
	Label   string // 第三条第二款
}

// Body is the text that is compared: without the number, which is compared apart.
func (c Clause) Body() string {
	if c.Heading == "" || c.Text == "" {
		return c.Heading + c.Text
	}
	return c.Heading + "　" + c.Text
}

// Kind says what became of a clause.
type Kind string

// The kinds of change. A clause that both moved and changed is Changed, with
// Moved set.
const (
	Same    Kind = "same"
	Changed Kind = "changed"
	Moved   Kind = "moved"
	Added   Kind = "added"
	Removed Kind = "removed"
)

// Change is one clause of either version, or one of each that belong together.
type Change struct {
	Kind       Kind   `json:"kind"`
	A          int    `json:"a"`                    // its place in the old version; -1 for an added one
	B          int    `json:"b"`                    // its place in the new version; -1 for a removed one
	Moved      bool   `json:"moved,omitempty"`      // its order among its neighbours changed
	Renumbered bool   `json:"renumbered,omitempty"` // its own number changed
	Minor      bool   `json:"minor,omitempty"`      // changed in white space and forms of punctuation only
	Diff       []Edit `json:"diff,omitempty"`       // empty where the text is the same
	// Of an added clause: the old one, paired with another, that lost this text. Of
	// a removed clause: the new one, paired with another, that has its text now.
	// So a clause that was split, or two that were merged, can be told.
	Echo *Echo `json:"echo,omitempty"`
}

// Echo is where the text of an added clause comes from, or of a removed one went.
type Echo struct {
	Clause int    `json:"clause"` // its place in the other version
	Diff   []Edit `json:"diff"`   // from the text that was there to the text here; empty where it is the same
}

// Op says where a run of text is.
type Op string

// The operations that lead from the old text to the new one.
const (
	Equal  Op = "equal"
	Insert Op = "insert"
	Delete Op = "delete"
)

// Edit is a run of text. The equal and deleted runs joined are the old body, the
// equal and inserted ones the new body.
type Edit struct {
	Op   Op     `json:"op"`
	Text string `json:"text"`
}

// Counts counts the changes. The first five add up to all of them.
type Counts struct {
	Same       int `json:"same"`
	Changed    int `json:"changed"`
	Moved      int `json:"moved"` // the text being the same
	Added      int `json:"added"`
	Removed    int `json:"removed"`
	MovedToo   int `json:"moved_and_changed"` // of Changed
	Minor      int `json:"minor"`             // of Changed
	Renumbered int `json:"renumbered"`        // of Same, Changed and Moved
}

// Compare gives the changes in the order of the new version, what was removed
// standing where it stood. Every clause of both is in exactly one of them.
func Compare(a, b []Clause) []Change {
	p := pairing{a: newTree(a), b: newTree(b), left: budget}
	p.pair()
	list := p.changes()
	p.echoes(list)
	return list
}

// Count counts changes.
func Count(changes []Change) Counts {
	var n Counts
	for _, c := range changes {
		switch c.Kind {
		case Same:
			n.Same++
		case Changed:
			n.Changed++
			n.MovedToo += one(c.Moved)
			n.Minor += one(c.Minor)
		case Moved:
			n.Moved++
		case Added:
			n.Added++
		case Removed:
			n.Removed++
		}
		n.Renumbered += one(c.Renumbered)
	}
	return n
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
