package fault

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// PanicError is what a function panicked with, without what people may have typed.
type PanicError struct {
	What  string
	Stack []byte
}

// Error implements the error interface.
func (p *PanicError) Error() string { return fmt.Sprintf("panic: %s\n%s", p.What, p.Stack) }

// Safely turns a panic of f into a *PanicError: one bad request, or job, must not end
// the program.
func Safely(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &PanicError{What: panicText(r), Stack: debug.Stack()}
		}
	}()
	return f()
}

// panicText describes what was panicked with. Only what the runtime says is free
// of what people typed; of anything else the type must do.
func panicText(r any) string {
	if err, ok := r.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", r)
}
