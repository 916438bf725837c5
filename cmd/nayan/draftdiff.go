package main

import (
	"nayan/internal/compare"
	"nayan/internal/draft"
)

// draftDiffCmd compares two files.
type draftDiffCmd struct {
	A string `arg:"" help:"The old version." type:"path"`
	B string `arg:"" help:"The new version." type:"path"`
}

// comparison is what is printed; docs/compare.md describes it.
type comparison struct {
	A       titled         `json:"a"`
	B       titled         `json:"b"`
	Changes []changed      `json:"changes"`
	Counts  compare.Counts `json:"counts"`
}

type titled struct {
	Title string `json:"title"`
}

type changed struct {
	Kind       compare.Kind   `json:"kind"`
	A          *place         `json:"a"`
	B          *place         `json:"b"`
	Moved      bool           `json:"moved"`
	Renumbered bool           `json:"renumbered"`
	Minor      bool           `json:"minor"`
	Diff       []compare.Edit `json:"diff"`
	Echo       *echoed        `json:"echo,omitempty"`
}

// place is a clause of one of the versions.
type place struct {
	Path    []int      `json:"path"`
	Label   string     `json:"label"`
	Kind    draft.Kind `json:"kind"`
	Number  string     `json:"number"`
	Heading string     `json:"heading"`
	Text    string     `json:"text"`
}

type echoed struct {
	Label string         `json:"label"`
	Diff  []compare.Edit `json:"diff"`
}

// Run prints what changed from A to B.
func (cmd draftDiffCmd) Run() error {
	a, err := parseFile(cmd.A)
	if err != nil {
		return err
	}
	b, err := parseFile(cmd.B)
	if err != nil {
		return err
	}
	old, oldPlaces := listed(&a)
	next, newPlaces := listed(&b)
	changes := compare.Compare(old, next)
	out := comparison{A: titled{a.Title}, B: titled{b.Title}, Changes: []changed{}, Counts: compare.Count(changes)}
	for _, c := range changes {
		out.Changes = append(out.Changes, beside(c, oldPlaces, newPlaces))
	}
	return printJSON(out)
}

// listed gives the clauses of a draft as they are compared, and where each stands.
func listed(tree *draft.Tree) (list []compare.Clause, places []place) {
	for n := range tree.Walk() {
		c := n.Clause
		list = append(list, compare.Clause{Depth: n.Depth, Kind: string(c.Kind), Number: c.Number, Heading: c.Heading, Text: c.Text, Label: n.Label})
		places = append(places, place{append([]int(nil), n.Path...), n.Label, c.Kind, c.Number, c.Heading, c.Text})
	}
	return list, places
}

func beside(c compare.Change, old, next []place) changed {
	out := changed{Kind: c.Kind, Moved: c.Moved, Renumbered: c.Renumbered, Minor: c.Minor, Diff: append([]compare.Edit{}, c.Diff...)}
	other := next
	if c.A >= 0 {
		out.A = &old[c.A]
	} else {
		other = old
	}
	if c.B >= 0 {
		out.B = &next[c.B]
	}
	if c.Echo != nil {
		out.Echo = &echoed{other[c.Echo.Clause].Label, append([]compare.Edit{}, c.Echo.Diff...)}
	}
	return out
}
