package consult

import (
	"slices"
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/internal/text"
)

// MaxHiddenReasonRunes bounds the words that go with a reason for hiding.
const MaxHiddenReasonRunes = 200

// ReasonCode says why the public cannot read a comment, or a part of one.
type ReasonCode string

// The reasons.
const (
	ReasonPersonalData ReasonCode = "personal_data"
	ReasonInsult       ReasonCode = "insult"
	ReasonSpam         ReasonCode = "spam"
	ReasonOffTopic     ReasonCode = "off_topic"
	ReasonPetition     ReasonCode = "petition" // 信访、投诉、举报: its sender is told where to go (信访工作条例 art. 23)
	ReasonOther        ReasonCode = "other"    // in words of the moderator's own
)

// HideCodes are the reasons for hiding a comment, in the order of the form.
var HideCodes = []ReasonCode{ReasonPersonalData, ReasonInsult, ReasonSpam, ReasonOffTopic, ReasonPetition, ReasonOther}

// Moderation decides whether the public can read a comment.
type Moderation struct {
	To     Visibility `db:"to" json:"visibility"`
	Code   ReasonCode `db:"code" json:"hidden_code,omitempty"` // for hiding
	Reason string     `db:"reason" json:"reason"`              // words that go with it; the sender reads them with the receipt
}

// Normalise gives the moderation as it is stored; publishing needs no reason.
func (m Moderation) Normalise() Moderation {
	if m.To == Published {
		return Moderation{To: Published}
	}
	return Moderation{To: m.To, Code: m.Code, Reason: text.Block(m.Reason)}
}

// Validate checks a normalised moderation: a comment is published, or hidden for
// one of the reasons. It never goes back to pending. Error: fault.Invalid.
func (m Moderation) Validate() error {
	var f fault.Fields
	f.Check(m.To == Published || m.To == Hidden, "visibility", "moderate.error.visibility")
	f.Check(m.To != Hidden || slices.Contains(HideCodes, m.Code), "code", "moderate.error.code")
	f.Check(m.To != Hidden || m.Code != ReasonOther || m.Reason != "", "reason", "moderate.error.reason_required")
	f.Check(utf8.RuneCountInString(m.Reason) <= MaxHiddenReasonRunes, "reason", "moderate.error.reason_long", MaxHiddenReasonRunes)
	return f.Err()
}

// Seen names a comment and how it stood on the page where somebody decided on it:
// nobody overwrites a decision that they have not seen.
type Seen struct {
	ID       int64
	Revision int // how many steps of moderation there had been
}

// Standing is how far moderation has come with a comment.
type Standing struct {
	Moderation
	Revision int `db:"revision"`
}

// CheckSeen refuses a decision on a comment that has been decided on since.
// Error: fault.Conflict.
func (s Standing) CheckSeen(seen Seen) error {
	if s.Revision != seen.Revision {
		return fault.New(fault.Conflict, "moderate.error.changed")
	}
	return nil
}
