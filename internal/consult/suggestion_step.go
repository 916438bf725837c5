package consult

import (
	"time"
	"unicode/utf8"

	"nayan/internal/fault"
)

// StepKind says what a step did to suggestions.
type StepKind string

// The kinds of steps.
const (
	SplitStep  StepKind = "split"       // a part of a point became a suggestion
	AttachStep StepKind = "attach"      // a point came to one more suggestion
	DetachStep StepKind = "detach"      // a point left a suggestion and stayed with others
	MoveStep   StepKind = "move"        // a point went from one suggestion to another
	MergeStep  StepKind = "merge"       // suggestions became one (并入)
	AdoptStep  StepKind = "adopt_group" // a proposed group became one suggestion
	UndoStep   StepKind = "undo"        // an earlier step was taken back
)

// PointKey names a point within its consultation.
type PointKey struct {
	CommentID int64 `db:"comment_id" json:"comment"`
	Position  int   `db:"position" json:"point"`
}

// Part is a part of a point, in characters; the zero value is all of it.
type Part struct {
	Start int `db:"starts" json:"start,omitempty"`
	End   int `db:"ends" json:"end,omitempty"`
}

// Whole reports whether the part is all of the point.
func (p Part) Whole() bool { return p.End == 0 }

// With gives the least part that has both in it.
func (p Part) With(q Part) Part {
	if p.Whole() || q.Whole() {
		return Part{}
	}
	return Part{min(p.Start, q.Start), max(p.End, q.End)}
}

// Of gives the part as it is stored of a text: what has every character of it is
// all of it. Error: fault.Invalid (outside of the text).
func (p Part) Of(body string) (Part, error) {
	length := utf8.RuneCountInString(body)
	if p == (Part{}) || p.Start == 0 && p.End == length {
		return Part{}, nil
	}
	var f fault.Fields
	f.Check(0 <= p.Start && p.Start < p.End && p.End <= length, "words", "steps.error.part")
	return p, f.Err()
}

// Without gives what is left of the part of a text once q is cut off at one of its
// ends; ok is false where q lies in the middle, outside, or is all of it.
func (p Part) Without(q Part, body string) (rest Part, ok bool) {
	if p.Whole() {
		p.End = utf8.RuneCountInString(body)
	}
	switch {
	case q.Whole():
		return Part{}, false
	case p.Start == q.Start && q.End < p.End:
		return Part{q.End, p.End}, true
	case p.End == q.End && p.Start < q.Start:
		return Part{p.Start, q.Start}, true
	}
	return Part{}, false
}

// Link is that a suggestion is about a point or a part of it.
type Link struct {
	SuggestionID int64 `db:"suggestion_id"`
	PointKey
	Part
}

// StepLink is a link that a step made, or ended.
type StepLink struct {
	Link
	Added bool `db:"added"`
}

// Keeping says what a suggestion keeps of a point that another is cut from.
type Keeping string

// What may be kept.
const (
	KeepPoint   Keeping = "point"   // what it had
	KeepRest    Keeping = "rest"    // what is not in the new one
	KeepNothing Keeping = "nothing" // nothing of the point
)

// Keepings lists them in the order of the form.
var Keepings = []Keeping{KeepPoint, KeepRest, KeepNothing}

// Split gives the links of a step that cuts a part of a point, with the text, off a
// suggestion and makes it one of its own. held are the links of the point; others
// says how many other points the suggestion has.
//
// Error: fault.Invalid, fault.Conflict (the suggestion has no such point, or the
// same part is a suggestion already).
func Split(from, to int64, body string, point PointKey, part Part, keep Keeping, held []Link, others int) ([]StepLink, error) {
	own, ok := linkOf(held, from)
	if !ok {
		return nil, fault.New(fault.Conflict, "steps.error.not_here")
	}
	var f fault.Fields
	f.Check(!part.Whole() || keep == KeepNothing, "words", "steps.error.words")
	f.Check(keep != KeepNothing || others > 0, "keep", "steps.error.only_point", from)
	rest, atEnd := own.Part.Without(part, body)
	f.Check(keep != KeepRest || part.Whole() || atEnd, "keep", "steps.error.no_rest")
	f.Check(keep == KeepPoint || keep == KeepRest || keep == KeepNothing, "keep", "steps.error.keep")
	if err := f.Err(); err != nil {
		return nil, err
	}
	for _, l := range held {
		if l.SuggestionID != from && l.Part == part {
			return nil, fault.New(fault.Conflict, "steps.error.cut_already", l.SuggestionID)
		}
	}
	links := []StepLink{{Link{to, point, part}, true}}
	switch keep {
	case KeepRest:
		return append(links, StepLink{own, false}, StepLink{Link{from, point, rest}, true}), nil
	case KeepNothing:
		return append(links, StepLink{own, false}), nil
	}
	return links, nil
}

// Attach gives the links of a step that brings a part of a point to one more
// suggestion; what this one had of it joins. Error: fault.Conflict (it has it).
func Attach(to int64, point PointKey, part Part, held []Link) ([]StepLink, error) {
	own, ok := linkOf(held, to)
	if !ok {
		return []StepLink{{Link{to, point, part}, true}}, nil
	}
	joined := own.Part.With(part)
	if joined == own.Part {
		return nil, fault.New(fault.Conflict, "steps.error.has_it", to)
	}
	return []StepLink{{own, false}, {Link{to, point, joined}, true}}, nil
}

// Detach gives the links of a step that takes a point from a suggestion. Error:
// fault.Conflict (the suggestion has no such point, or no other one has it).
func Detach(from int64, held []Link) ([]StepLink, error) {
	own, ok := linkOf(held, from)
	if !ok {
		return nil, fault.New(fault.Conflict, "steps.error.not_here")
	}
	if len(held) == 1 {
		return nil, fault.New(fault.Conflict, "steps.error.last")
	}
	return []StepLink{{own, false}}, nil
}

func linkOf(list []Link, suggestion int64) (Link, bool) {
	for _, l := range list {
		if l.SuggestionID == suggestion {
			return l, true
		}
	}
	return Link{}, false
}

// SuggestionStep is a step as its history shows it.
type SuggestionStep struct {
	ID        int64      `db:"id"`
	Kind      StepKind   `db:"kind"`
	IntoID    int64      `db:"into_id"` // 0: no suggestion got points
	FromIDs   []int64    `db:"-"`       // the first of those that gave points
	FromCount int        `db:"from_count"`
	Points    int        `db:"points"`
	StaffID   int64      `db:"staff_id"`
	StaffName string     `db:"-"` // filled when read
	At        time.Time  `db:"at"`
	UndoneAt  *time.Time `db:"undone_at"`
	// Of an undo: what it takes back.
	Undoes *SuggestionStep `db:"-"`
}
