package email

import (
	"context"

	"nayan/internal/i18n"
	"nayan/internal/message"
)

// answers says what became of each opinion, in the words of who gave it; of a
// correction also why.
func answers(ctx context.Context, t message.Template, v message.Values) []string {
	out := []string{i18n.T(ctx, key(t, "text"), v.Title, v.Unit, v.Receipt)}
	if v.Reason != "" {
		out = append(out, i18n.T(ctx, "message.answered.why", v.Reason))
	}
	for i, a := range v.Answers {
		out = append(out, i18n.T(ctx, "message.answered.said", i+1, a.Said))
		for _, d := range a.Decisions {
			out = append(out, i18n.T(ctx, "message.answered.decision", i18n.T(ctx, "outcome."+d.Outcome), d.Reason))
		}
	}
	return append(out, i18n.T(ctx, "message.answered.next", v.Receipt))
}
