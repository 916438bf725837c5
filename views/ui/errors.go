package ui

import (
	"context"

	"nayan/internal/fault"
	"nayan/internal/i18n"
)

// Errors are the broken rules of a rejected form.
type Errors []fault.Field

// Message gives the text for a field, "" when it is all right.
func (e Errors) Message(ctx context.Context, name string) string {
	for _, f := range e {
		if f.Name == name {
			return i18n.T(ctx, f.Key, f.Args...)
		}
	}
	return ""
}
