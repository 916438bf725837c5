package consult

import (
	"unicode/utf8"

	"nayan/internal/fault"
)

// MaxHiddenReasonRunes bounds the reason for hiding a comment.
const MaxHiddenReasonRunes = 200

// ValidateModeration checks a step of moderation: a comment is published, or
// hidden with a reason that its sender can read. It never goes back to pending.
// Error: fault.Invalid.
func ValidateModeration(to Visibility, reason string) error {
	var f fault.Fields
	f.Check(to == Published || to == Hidden, "visibility", "moderate.error.visibility")
	f.Check(to != Hidden || reason != "", "reason", "moderate.error.reason_required")
	f.Check(utf8.RuneCountInString(reason) <= MaxHiddenReasonRunes, "reason", "moderate.error.reason_long", MaxHiddenReasonRunes)
	return f.Err()
}
