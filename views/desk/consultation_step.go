package desk

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// reasonField asks why something is sent back; a page has one for each action,
// and only the one that was sent keeps its text and its error.
func (p ConsultationPage) reasonField(ctx context.Context, action consult.Action) ui.Field {
	f := ui.Field{ID: "reason-" + string(action), Name: "reason", Label: i18n.T(ctx, "desk.reason"),
		Hint: i18n.T(ctx, "desk.reason.hint"), MaxLength: consult.MaxReason, Rows: 3, Required: true}
	if p.Form.Action == action {
		f.Value, f.Error = p.Form.Reason, p.Form.Errors.Message(ctx, "reason")
	}
	return f
}
