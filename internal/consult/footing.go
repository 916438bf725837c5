package consult

// Footing are the figures of a consultation that must add up, each counted for
// itself: 件, 要点 and 条.
type Footing struct {
	Received   int `db:"received"` // 件, by the counters that pages show
	Web        int `db:"web"`
	API        int `db:"api"`
	Offline    int `db:"offline"`    // recorded by a clerk
	Current    int `db:"current"`    // still the voice of who sent it
	Superseded int `db:"superseded"` // 已由新意见替代
	Residents  int `db:"residents"`  // 件 of residents, still current, from Persons
	Firms      int `db:"firms"`      // 件 of enterprises, still current, from Enterprises
	Persons    int `db:"persons"`
	Companies  int `db:"enterprises"`

	Points   int `db:"points"` // of comments that are current
	Linked   int `db:"linked"` // that belong to a suggestion
	Unlinked int `db:"unlinked"`

	Suggestions   int `db:"suggestions"` // 条 that somebody makes
	Adopted       int `db:"adopted"`
	PartlyAdopted int `db:"partly_adopted"`
	NotAdopted    int `db:"not_adopted"`
	Explained     int `db:"explained"`
	OutOfScope    int `db:"out_of_scope"`
	Undecided     int `db:"undecided"`
	NoReason      int `db:"no_reason"` // decided, and nobody wrote why
	Unchecked     int `db:"unchecked"` // waits for a second person
	Checked       int `db:"checked"`   // waits for the release
	Released      int `db:"released"`
	Published     int `db:"published"` // by the figures of the batches
}

// Of gives the figure of one outcome.
func (f Footing) Of(o Outcome) int {
	return Totals{Adopted: f.Adopted, PartlyAdopted: f.PartlyAdopted, NotAdopted: f.NotAdopted, Explained: f.Explained, OutOfScope: f.OutOfScope}.Of(o)
}

// Sum is one line of the footing: a figure and the parts that make it up.
type Sum struct {
	Name  string
	Total int
	Parts []Addend
}

// Addend is one of the figures that a sum is made of.
type Addend struct {
	Name string
	N    int
}

// Off says by how much the parts are more than the figure; 0: it foots.
func (s Sum) Off() int {
	off := -s.Total
	for _, p := range s.Parts {
		off += p.N
	}
	return off
}

// Sums are the lines of the footing, in the order in which an opinion goes through
// them.
func (f Footing) Sums() []Sum {
	answers := Sum{"suggestions", f.Suggestions, nil}
	for _, o := range Outcomes {
		answers.Parts = append(answers.Parts, Addend{string(o), f.Of(o)})
	}
	answers.Parts = append(answers.Parts, Addend{"undecided", f.Undecided})
	return []Sum{
		{"received", f.Received, []Addend{{"web", f.Web}, {"api", f.API}, {"offline", f.Offline}}},
		{"comments", f.Received, []Addend{{"current", f.Current}, {"superseded", f.Superseded}}},
		{"current", f.Current, []Addend{{"residents", f.Residents}, {"firms", f.Firms}}},
		{"points", f.Points, []Addend{{"linked", f.Linked}, {"unlinked", f.Unlinked}}},
		answers,
		{"progress", f.Suggestions, []Addend{{"undecided", f.Undecided}, {"no_reason", f.NoReason}, {"unchecked", f.Unchecked}, {"checked", f.Checked}, {"released", f.Released}}},
		{"batches", f.Published, []Addend{{"released", f.Released}}},
	}
}

// Foots reports whether every line adds up and no point belongs to nothing.
func (f Footing) Foots() bool {
	for _, s := range f.Sums() {
		if s.Off() != 0 {
			return false
		}
	}
	return f.Unlinked == 0
}
