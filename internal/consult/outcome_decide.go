package consult

import (
	"time"
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/internal/text"
)

// MaxReasonRunes bounds the reason of a decision.
const MaxReasonRunes = 2000

// Normalise gives the decision as it is stored.
func (d Decision) Normalise() Decision {
	return Decision{Outcome: d.Outcome, Reason: text.Block(d.Reason), Override: text.Block(d.Override)}
}

// Validate checks a normalised decision. The reason may still be empty: a
// decision is a draft until all are released together. Error: fault.Invalid.
func (d Decision) Validate() error {
	var f fault.Fields
	f.Check(d.Outcome.Valid(), "outcome", "decide.error.outcome")
	f.Check(utf8.RuneCountInString(d.Reason) <= MaxReasonRunes, "reason", "decide.error.reason_long", MaxReasonRunes)
	f.Check(utf8.RuneCountInString(d.Override) <= MaxOverrideRunes, "override", "reason.error.override_long", MaxOverrideRunes)
	return f.Err()
}

// CheckDecidable reports why decisions can no longer be changed, or not yet.
// Error: fault.Conflict.
func CheckDecidable(state State, t Times) error {
	if state != Released {
		return fault.New(fault.Conflict, "results.error.not_public")
	}
	if t.ResultsAt != nil {
		return fault.New(fault.Conflict, "results.error.already_released")
	}
	if t.WithdrawnAt != nil {
		return fault.New(fault.Conflict, "results.error.withdrawn", *t.WithdrawnAt)
	}
	return nil
}

// CheckReleasable reports why results cannot be released at now, as far as the
// consultation itself tells; what is missing in the decisions is another
// question. Error: fault.Conflict.
func CheckReleasable(state State, t Times, now time.Time) error {
	if err := CheckDecidable(state, t); err != nil {
		return err
	}
	if now.Before(t.ClosesAt) {
		return fault.New(fault.Conflict, "results.error.not_closed", t.LastSecond())
	}
	return nil
}
