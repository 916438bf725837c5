package main

import (
	"context"
	"errors"
	"strings"

	"nayan/internal/fault"
	"nayan/internal/i18n"
)

// explain gives the words for an error on the command line: the catalogue's
// where it has some, else the error itself.
func explain(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err.Error()
	}
	var lines []string
	if i18n.Has(f.Key) {
		lines = append(lines, i18n.T(context.Background(), f.Key, f.Args...))
	}
	for _, field := range f.Fields {
		lines = append(lines, field.Name+": "+i18n.T(context.Background(), field.Key, field.Args...))
	}
	if len(lines) == 0 || f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		lines = append(lines, err.Error())
	}
	return strings.Join(lines, "\n")
}
