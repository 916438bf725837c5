package consult

import (
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/internal/text"
)

// MaxHiddenReasonRunes bounds the reason for hiding a comment.
const MaxHiddenReasonRunes = 200

// Moderation decides whether the public can read a comment.
type Moderation struct {
	To     Visibility `db:"to" json:"visibility"`
	Reason string     `db:"reason" json:"reason"` // for hiding; the sender reads it with the receipt
}

// Normalise gives the moderation as it is stored; publishing needs no reason.
func (m Moderation) Normalise() Moderation {
	if m.To == Published {
		return Moderation{To: Published}
	}
	return Moderation{To: m.To, Reason: text.Block(m.Reason)}
}

// Validate checks a normalised moderation: a comment is published, or hidden
// with a reason. It never goes back to pending. Error: fault.Invalid.
func (m Moderation) Validate() error {
	var f fault.Fields
	f.Check(m.To == Published || m.To == Hidden, "visibility", "moderate.error.visibility")
	f.Check(m.To != Hidden || m.Reason != "", "reason", "moderate.error.reason_required")
	f.Check(utf8.RuneCountInString(m.Reason) <= MaxHiddenReasonRunes, "reason", "moderate.error.reason_long", MaxHiddenReasonRunes)
	return f.Err()
}
