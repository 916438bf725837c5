// Package document reads the text of the files that people publish and takes
// out of them what tells about their authors.
package document

import "nayan/internal/fault"

// The refusals. They are compared with errors.Is; each message says what to do next.
var (
	ErrEncrypted   = fault.New(fault.Invalid, "document.error.encrypted")   // a password protects it
	ErrDamaged     = fault.New(fault.Invalid, "document.error.damaged")     // cut off or broken
	ErrNoText      = fault.New(fault.Invalid, "document.error.no_text")     // a scan or a picture: nothing to read, so nothing can be vouched for
	ErrTooLarge    = fault.New(fault.Invalid, "document.error.too_large")   // unpacks beyond the bounds
	ErrUnsupported = fault.New(fault.Invalid, "document.error.unsupported") // a format that is not read here
)
