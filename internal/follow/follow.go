// Package follow is the vocabulary of following: what people may follow, and what
// they are then told. It is pure.
package follow

import (
	"slices"
	"strconv"
	"strings"

	"nayan/internal/consult"
	"nayan/internal/message"
)

// RequestDays is how long a request waits to be confirmed from the mailbox.
const RequestDays = 7

// Subject is what somebody follows: one consultation, or all that come of a unit
// or of a kind; the zero Subject is whatever comes at all.
type Subject struct {
	No     string // of one consultation
	UnitID int64
	Kind   consult.Kind
}

// The words by which a subject is written in a form.
const (
	everything      = "all"
	byUnit          = "unit:"
	byKind          = "kind:"
	oneConsultation = "consultation:"
)

// String writes a subject as forms send it: all, unit:3, kind:plan or
// consultation:2026-0001.
func (s Subject) String() string {
	switch {
	case s.No != "":
		return oneConsultation + s.No
	case s.UnitID != 0:
		return byUnit + strconv.FormatInt(s.UnitID, 10)
	case s.Kind != "":
		return byKind + string(s.Kind)
	}
	return everything
}

// ReadSubject reads what String writes; ok is false for anything else. Whether
// there is such a unit or consultation the database knows.
func ReadSubject(text string) (s Subject, ok bool) {
	if no, found := strings.CutPrefix(text, oneConsultation); found {
		return Subject{No: no}, no != ""
	}
	if id, found := strings.CutPrefix(text, byUnit); found {
		unit, err := strconv.ParseInt(id, 10, 64)
		return Subject{UnitID: unit}, err == nil && unit > 0
	}
	if kind, found := strings.CutPrefix(text, byKind); found {
		return Subject{Kind: consult.Kind(kind)}, slices.Contains(consult.Kinds, consult.Kind(kind))
	}
	return Subject{}, text == everything
}

// Followed is a subject that somebody follows, with the names that it bears.
type Followed struct {
	ID    int64
	Title string // of the consultation
	Unit  string // name of the unit
	Subject
}

// Event is something that followers are told of.
type Event string

// The events. Each is told once; of those that may happen again each has a change
// of its own.
const (
	Released   Event = "released"    // a consultation became public
	Reminder   Event = "reminder"    // it closes in ReminderDays
	Results    Event = "results"     // its results became public
	Extended   Event = "extended"    // it closes later than was said
	Withdrawn  Event = "withdrawn"   // it was called off
	Delayed    Event = "delayed"     // its results come later than is due
	NewVersion Event = "new_version" // its draft was replaced
	FinalText  Event = "final_text"  // what was adopted became public
	Milestone  Event = "milestone"   // something became of the decision
)

// Events lists every event.
var Events = []Event{Released, Reminder, Results, Extended, Withdrawn, Delayed, NewVersion, FinalText, Milestone}

// ReminderDays is how many calendar days before the last one somebody is reminded.
const ReminderDays = 3

// Template gives the words of the mail.
func (e Event) Template() message.Template { return message.Template("follow_" + string(e)) }

// Page is the page of a consultation that has the news.
func (e Event) Page(no string) string {
	page := "/consultations/" + no
	switch e {
	case Results:
		return page + "/results"
	case NewVersion, FinalText:
		return page + "/draft"
	case Milestone:
		return page + "#progress"
	}
	return page
}

// Wide reports whether those who follow a unit, a kind or everything hear of it.
// They hear what begins and how it ends; what happens in between is for those who
// follow the consultation itself.
func (e Event) Wide() bool { return e == Released || e == Results }

// WhileOpen reports whether the news is worthless once the call has closed.
func (e Event) WhileOpen() bool {
	return e == Released || e == Reminder || e == Extended || e == NewVersion
}

// NewsDays is how long other news is worth a mail that could not be sent at once.
const NewsDays = 30
