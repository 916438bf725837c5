package consultview

import (
	"nayan/internal/compare"
	"nayan/internal/consult"
)

// FinalTexts are the version that people commented on and the text as it was
// adopted, with what changed. Without a final text there is the first alone.
type FinalTexts struct {
	Consulted, Final []consult.Clause
	Changes          []compare.Change
	HasFinal         bool
}

// fate is what became of a clause in the final text.
type fate string

// The fates.
const (
	fatePending fate = "pending" // there is no final text yet
	fateSame    fate = "same"
	fateMoved   fate = "moved" // the same words under another number
	fateChanged fate = "changed"
	fateRemoved fate = "removed"
	fateWhole   fate = "whole" // of the whole draft: see the comparison
)

// ClauseFate is a clause as people commented on it, the lines on it, and what became of it.
type ClauseFate struct {
	consult.ClauseResults
	old     []consult.Clause // with what is inside it
	fate    fate
	next    consult.Clause // what it became
	changed []change       // what of it is other words now
	rest    bool           // some of it is not
}

// Fates puts clauses with the lines on them beside the final text.
func Fates(list []consult.ClauseResults, t FinalTexts) []ClauseFate {
	places := make(map[int64]int, len(t.Consulted))
	for i, c := range t.Consulted {
		places[c.ID] = i
	}
	blocks := compare.NewBlocks(t.Changes, consult.Depths(t.Consulted), consult.Depths(t.Final))
	out := make([]ClauseFate, len(list))
	for k, results := range list {
		out[k] = ClauseFate{ClauseResults: results, fate: fatePending}
		i, known := places[results.ClauseID]
		if known {
			from, end := blocks.Old(i)
			out[k].old = t.Consulted[from:end]
		}
		switch {
		case !t.HasFinal:
		case results.ClauseID == 0:
			out[k].fate = fateWhole
		case known:
			out[k].become(t, blocks, i)
		default: // of a version before the last one
			out[k].fate = fateRemoved
		}
	}
	return out
}

// become reads what became of clause i.
func (f *ClauseFate) become(t FinalTexts, blocks compare.Blocks, i int) {
	to, inside := blocks.Of(i)
	if to < 0 {
		f.fate = fateRemoved
		return
	}
	f.next, f.fate = t.Final[to], fateSame
	switch {
	case compare.Touched(inside):
		f.fate = fateChanged
	case f.next.Label != t.Consulted[i].Label:
		f.fate = fateMoved
	}
	both := Changes{Old: t.Consulted, New: t.Final}
	for _, x := range inside {
		if compare.Touched([]compare.Change{x}) {
			f.changed = append(f.changed, both.line(x))
		} else {
			f.rest = true
		}
	}
}

// number is how the clause of a change is called inside of the one that became next.
func (f ClauseFate) number(c change) string {
	switch {
	case c.next != nil && c.next.ID == f.next.ID:
		return ""
	case c.next != nil:
		return c.next.Number
	}
	return c.old.Number
}

// passageOf writes a clause down; that of the first one stands above it already.
func passageOf(c consult.Clause, inside bool) string {
	if !inside {
		return c.Text
	}
	return c.Number + c.Heading + c.Text
}

// longClause is from how many characters on a clause is folded away.
const longClause = 120

func (f ClauseFate) long() bool {
	n := 0
	for _, c := range f.old {
		n += len([]rune(c.Heading)) + len([]rune(c.Text))
	}
	return n > longClause
}

// mostNamed is how many lines a clause of the final text names; one more is read,
// to tell whether there are others.
const mostNamed = 5

// MostChangedFor is how many lines are read for each clause.
const MostChangedFor = mostNamed + 1

// named gives the lines that a clause is said to be changed for, and whether there
// are more.
func named(list []consult.ChangedFor) (few []consult.ChangedFor, more bool) {
	return list[:min(len(list), mostNamed)], len(list) > mostNamed
}
