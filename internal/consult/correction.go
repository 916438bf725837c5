package consult

import (
	"time"
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/internal/text"
)

// NewCorrection is what somebody proposes: another answer to a suggestion whose
// answer is public, and why. The public reads all of it.
type NewCorrection struct {
	SuggestionID int64
	Decision
	Why string
}

// Normalise gives the proposal as it is stored.
func (c NewCorrection) Normalise() NewCorrection {
	return NewCorrection{c.SuggestionID, c.Decision.Normalise(), text.Block(c.Why)}
}

// Validate checks a normalised proposal against the answer that is public. Unlike
// a decision it is no draft: it says why. Error: fault.Invalid.
func (c NewCorrection) Validate(now Decision) error {
	var f fault.Fields
	f.Check(c.Outcome.Valid(), "outcome", "decide.error.outcome")
	f.Check(text.Ink(c.Reason), "reason", "correct.error.reason_required")
	f.Check(utf8.RuneCountInString(c.Reason) <= MaxReasonRunes, "reason", "decide.error.reason_long", MaxReasonRunes)
	f.Check(text.Ink(c.Why), "why", "correct.error.why_required")
	f.Check(utf8.RuneCountInString(c.Why) <= MaxReason, "why", "consult.error.too_long", MaxReason)
	f.Check(c.Decision != now, "reason", "correct.error.same")
	return f.Err()
}

// Correction is one change of a released answer, or the proposal of one.
type Correction struct {
	ID           int64      `db:"id"`
	SuggestionID int64      `db:"suggestion_id"`
	Position     int        `db:"position"` // of its line in the results
	OldOutcome   Outcome    `db:"old_outcome"`
	OldReason    string     `db:"old_reason"`
	Outcome      Outcome    `db:"outcome"`
	Reason       string     `db:"reason"`
	Why          string     `db:"why"`
	ProposedBy   int64      `db:"proposed_by"`
	ProposedAt   time.Time  `db:"proposed_at"`
	ConfirmedAt  *time.Time `db:"confirmed_at"` // nil: it is not in force
	DroppedAt    *time.Time `db:"dropped_at"`   // nil: it was not given up
}

// Open reports whether somebody has yet to look at the proposal.
func (c Correction) Open() bool { return c.ConfirmedAt == nil && c.DroppedAt == nil }

// CheckConfirm says why a member of staff cannot put a proposal in force. Error:
// Conflict (it is settled, or their own).
func (c Correction) CheckConfirm(staffID int64) error {
	switch {
	case !c.Open():
		return fault.New(fault.Conflict, "correct.error.settled")
	case c.ProposedBy == staffID:
		return fault.New(fault.Conflict, "correct.error.own")
	}
	return nil
}
