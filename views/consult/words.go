package consultview

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// PublicName is the masked name, or a word for somebody who gave none.
func PublicName(ctx context.Context, masked string) string {
	if masked == "" {
		return i18n.T(ctx, "comment.anonymous")
	}
	return masked
}

// about names what an opinion is on: clauses, or the whole draft.
func about(ctx context.Context, clauses []consult.ClauseRef) string {
	return ui.ClauseNames(ctx, clauses, i18n.T(ctx, "comment.whole_draft"))
}

func (f CommentForm) name(ctx context.Context) ui.Field {
	field := f.field(ctx, "name", f.Values.Name)
	field.Autocomplete = "name"
	return field
}

func (f CommentForm) phone(ctx context.Context) ui.Field {
	field := f.field(ctx, "phone", f.Values.Phone)
	field.Type, field.Autocomplete = "tel", "tel"
	return field
}

func (f CommentForm) email(ctx context.Context) ui.Field {
	field := f.field(ctx, "email", f.Values.Email)
	field.Type, field.Autocomplete = "email", "email"
	return field
}

func (f CommentForm) organisation(ctx context.Context) ui.Field {
	field := f.field(ctx, "organisation", f.Values.Organisation)
	field.Autocomplete = "organization"
	return field
}

func (f CommentForm) uscc(ctx context.Context) ui.Field { return f.field(ctx, "uscc", f.Values.USCC) }
