package consult

import "time"

// RedactCodes are the reasons for covering a part of a comment, in the order of
// the form. What is wrong as a whole is hidden instead.
var RedactCodes = []ReasonCode{ReasonPersonalData, ReasonInsult, ReasonSpam}

// Span is a part of a text, counted in characters (code points) from 0; End is
// the first one after it.
type Span struct {
	Start int        `db:"starts" json:"start"`
	End   int        `db:"ends" json:"end"`
	Code  ReasonCode `db:"code" json:"code"`
}

// PlacedSpan is a part of one of a comment's points.
type PlacedSpan struct {
	Position int `db:"position" json:"point"` // of the point
	Span
}

// Redaction is a part of a comment that staff have covered. The comment itself
// does not change; its sender and staff go on reading it whole.
type Redaction struct {
	ID int64 `db:"id"`
	PlacedSpan
	At time.Time `db:"redacted_at"`
}

// SpansOn gives where redactions lie on the point at the position.
func SpansOn(list []Redaction, position int) (out []Span) {
	for _, r := range list {
		if r.Position == position {
			out = append(out, r.Span)
		}
	}
	return out
}
