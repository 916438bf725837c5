package ui

import (
	"context"
	"slices"

	"nayan/internal/fault"
	"nayan/internal/i18n"
)

// Errors are the broken rules of a rejected form.
type Errors []fault.Field

// heading counts what is to be mended or, where no field is at fault, says that
// the form as a whole was not taken.
func (e Errors) heading(ctx context.Context) string {
	if slices.ContainsFunc(e, func(f fault.Field) bool { return f.Name != "" }) {
		return i18n.T(ctx, "form.errors", len(e))
	}
	return i18n.T(ctx, "form.refused")
}

// Message gives the text for a field, "" when it is all right.
func (e Errors) Message(ctx context.Context, name string) string {
	for _, f := range e {
		if f.Name == name {
			return i18n.T(ctx, f.Key, f.Args...)
		}
	}
	return ""
}
