package consult

import (
	"time"
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/internal/workday"
)

// Bounds of what staff write to each other about a suggestion.
const (
	MaxNoteRunes     = 2000
	MaxQuestionRunes = 1000
	MaxAnswerRunes   = 2000
)

// MaxAsked is how many suggestions a unit is asked about at once: each wants an
// answer of its own.
const MaxAsked = 100

// AskedWorkdays is how long a unit has for its answer unless somebody says otherwise.
const AskedWorkdays = 5

// Assignment says who answers a suggestion, and by when.
type Assignment struct {
	StaffID int64        `db:"staff_id"` // 0: nobody in particular
	DueOn   workday.Date `db:"due_on"`   // zero: whenever
}

// Late reports whether the day is over.
func (a Assignment) Late(today workday.Date) bool { return !a.DueOn.IsZero() && a.DueOn < today }

// Validate checks the day. Error: fault.Invalid.
func (a Assignment) Validate(today workday.Date) error {
	var f fault.Fields
	f.Check(!a.Late(today), "due", "workbench.error.past")
	return f.Err()
}

// Note is what one member of staff tells the others about a suggestion, and nobody else.
type Note struct {
	ID           int64     `json:"id"`
	SuggestionID int64     `json:"suggestion_id"` // that it was written on, which may be merged by now
	StaffID      int64     `json:"staff_id"`
	At           time.Time `json:"at"`
	Body         string    `json:"body"`
}

// ValidateNote checks a normalised note. Error: fault.Invalid.
func ValidateNote(body string) error {
	var f fault.Fields
	f.Check(body != "", "note", "workbench.error.note")
	f.Check(utf8.RuneCountInString(body) <= MaxNoteRunes, "note", "workbench.error.long", MaxNoteRunes)
	return f.Err()
}

// Question is what a unit is asked about suggestions, and by when it answers.
type Question struct {
	UnitID int64
	Text   string
	DueOn  workday.Date
}

// Validate checks a normalised question of a unit. Error: fault.Invalid.
func (q Question) Validate(asking int64, today workday.Date) error {
	var f fault.Fields
	f.Check(q.UnitID > 0, "unit", "workbench.error.unit")
	f.Check(q.UnitID != asking, "unit", "workbench.error.own_unit")
	f.Check(q.Text != "", "question", "workbench.error.question")
	f.Check(utf8.RuneCountInString(q.Text) <= MaxQuestionRunes, "question", "workbench.error.long", MaxQuestionRunes)
	f.Check(!q.DueOn.IsZero(), "ask-due", "workbench.error.due")
	f.Check(q.DueOn.IsZero() || q.DueOn >= today, "ask-due", "workbench.error.past")
	return f.Err()
}

// UnitOpinion is the opinion of another unit on a suggestion (征求部门意见): what it
// is asked, and once it has answered what it said.
type UnitOpinion struct {
	ID           int64        `db:"id" json:"id"`
	SuggestionID int64        `db:"suggestion_id" json:"suggestion_id"`
	UnitID       int64        `db:"unit_id" json:"unit_id"`
	Question     string       `db:"question" json:"question"`
	DueOn        workday.Date `db:"due_on" json:"due_on"`
	AskedBy      int64        `db:"asked_by" json:"asked_by"`
	AskedAt      time.Time    `db:"asked_at" json:"asked_at"`
	Answer       string       `db:"answer" json:"answer"`
	AnsweredBy   int64        `db:"answered_by" json:"answered_by"`
	AnsweredAt   *time.Time   `db:"answered_at" json:"answered_at"`
	WithdrawnAt  *time.Time   `db:"withdrawn_at" json:"withdrawn_at"`
}

// Open reports whether it still waits for its answer.
func (o UnitOpinion) Open() bool { return o.AnsweredAt == nil && o.WithdrawnAt == nil }

// Late reports whether it waits and its day is over.
func (o UnitOpinion) Late(today workday.Date) bool { return o.Open() && o.DueOn < today }

// CheckOpen reports why there is nothing to answer or to take back. Error: fault.Conflict.
func (o UnitOpinion) CheckOpen() error {
	switch {
	case o.WithdrawnAt != nil:
		return fault.New(fault.Conflict, "opinion.error.withdrawn")
	case o.AnsweredAt != nil:
		return fault.New(fault.Conflict, "opinion.error.answered")
	}
	return nil
}

// ValidateAnswer checks a normalised answer of a unit. Error: fault.Invalid.
func ValidateAnswer(answer string) error {
	var f fault.Fields
	f.Check(answer != "", "answer", "opinion.error.answer")
	f.Check(utf8.RuneCountInString(answer) <= MaxAnswerRunes, "answer", "workbench.error.long", MaxAnswerRunes)
	return f.Err()
}

// SuggestionWork is what staff have around a suggestion beside the decision.
type SuggestionWork struct {
	Assignment
	Notes    []Note
	Opinions []UnitOpinion // that were not taken back
}
