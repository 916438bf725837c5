package notify

import (
	"errors"
	"time"

	"nayan/internal/message"
)

// Outcome says what may follow on a failed attempt.
type Outcome int

// The outcomes.
const (
	Unknown Outcome = iota // perhaps it was taken: never repeated without being asked to
	Later                  // certainly not taken, and may be repeated
	Refused                // certainly not taken, and will not be
)

// SendError is why an attempt failed. It holds nothing that the other side said,
// which may quote the recipient.
type SendError struct {
	Outcome Outcome
	Problem string // a catalogue key
}

// Error implements the error interface.
func (f *SendError) Error() string { return f.Problem }

// Of gives the failure in err; of an error without one the outcome is unknown.
func Of(err error) *SendError {
	var f *SendError
	if errors.As(err, &f) {
		return f
	}
	return &SendError{Unknown, message.ProblemUnanswered}
}

func later(problem string) *SendError   { return &SendError{Later, problem} }
func refused(problem string) *SendError { return &SendError{Refused, problem} }

// sendWithin bounds each part of an attempt: reaching the gateway, handing over.
const sendWithin = 20 * time.Second
