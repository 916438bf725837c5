// Package fault is the one vocabulary of errors that callers may act on.
//
// Every layer returns ordinary errors; the ones a user or a client can do
// something about carry a [Kind]. Anything without a Kind is internal: it is
// logged with its request id and shown as a neutral page. No fault ever holds a
// citizen's text, name, phone or code.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what went wrong in terms a caller can act on.
type Kind int

// The kinds. handlers maps each of them to one HTTP status.
const (
	Internal        Kind = iota // not the caller's doing; logged
	NotFound                    // no such object, or not to be revealed
	Invalid                     // the input breaks a rule; Fields says which
	Conflict                    // the state of the object does not allow it
	Closed                      // the window for doing it is over
	Forbidden                   // the caller's role does not allow it
	Unauthenticated             // nobody is signed in
	RateLimited                 // too many attempts; RetryAfter says when to return
	Unavailable                 // a part we depend on is down
	Mismatch                    // an idempotency key came back with other content
)

// Field is one rule broken by one input field. Key names a catalogue entry.
type Field struct {
	Name string // the form field or JSON member, as in "points.0.body"
	Key  string // catalogue key of the message
	Args []any  // values for the message; never personal data
}

// Error is an error with a kind. Key, when set, names the catalogue entry that
// tells the user what happened.
type Error struct {
	Kind       Kind
	Key        string
	Args       []any
	Fields     []Field
	RetryAfter time.Duration
	Err        error
}

// Error implements the error interface with text for logs, never for pages.
func (e *Error) Error() string {
	msg := e.Kind.String()
	if e.Key != "" {
		msg += " " + e.Key
	}
	for _, f := range e.Fields {
		msg += " " + f.Name + ":" + f.Key
	}
	if e.Err != nil {
		msg += ": " + e.Err.Error()
	}
	return msg
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// String names the kind as used in problem+json types and logs.
func (k Kind) String() string {
	switch k {
	case NotFound:
		return "not-found"
	case Invalid:
		return "invalid"
	case Conflict:
		return "conflict"
	case Closed:
		return "closed"
	case Forbidden:
		return "forbidden"
	case Unauthenticated:
		return "unauthenticated"
	case RateLimited:
		return "rate-limited"
	case Unavailable:
		return "unavailable"
	case Mismatch:
		return "mismatch"
	default:
		return "internal"
	}
}

// New makes an error of a kind with the catalogue key of its message.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Limited makes a RateLimited error that says when to come back.
func Limited(key string, retryAfter time.Duration) *Error {
	return &Error{Kind: RateLimited, Key: key, RetryAfter: retryAfter}
}

// Of gives the error with a kind in err's chain, or an Internal one around it.
func Of(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Kind: Internal, Err: err}
}

// Is reports whether err carries the kind.
func Is(err error, kind Kind) bool { return err != nil && Of(err).Kind == kind }

// Wrap says once, deferred, what a function was doing when it failed:
//
//	defer fault.Wrap(&err, "repo.ConsultationByNo(%q)", no)
//
// The arguments must hold no personal data.
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}
