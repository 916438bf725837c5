package ui

import (
	"context"
	"strings"

	"nayan/internal/consult"
	"nayan/internal/i18n"
)

// ClauseNames names the clauses that somebody spoke of, as they were called in the
// version they read, and says what they became where that is not the current one.
// whole is what stands for no clause at all.
func ClauseNames(ctx context.Context, refs []consult.ClauseRef, whole string) string {
	if len(refs) == 0 {
		return whole
	}
	names := make([]string, len(refs))
	for i, r := range refs {
		names[i] = clauseName(ctx, r)
	}
	return strings.Join(names, i18n.T(ctx, "comment.and"))
}

func clauseName(ctx context.Context, r consult.ClauseRef) string {
	switch {
	case r.Current():
		return r.Label
	case r.Gone():
		return i18n.T(ctx, "clause.gone", r.Label, r.Version)
	case r.Now == r.Label:
		return i18n.T(ctx, "clause.of_version", r.Label, r.Version)
	}
	return i18n.T(ctx, "clause.now", r.Label, r.Version, r.Now)
}
