package app

import (
	"context"
	"slices"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// SetReasonTemplates puts templates in the place of those of an outcome, for the
// whole county. Errors: Invalid.
func (a *App) SetReasonTemplates(ctx context.Context, actor Actor, o consult.Outcome, list []string) (err error) {
	defer fault.Wrap(&err, "app.SetReasonTemplates(%s)", o)
	list = consult.CleanTemplates(list)
	if err := consult.CheckTemplates(o, list); err != nil {
		return err
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		before, err := tx.ReplaceTemplates(ctx, o, list)
		if err != nil || slices.Equal(before, list) {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "reason_template.update", ObjectKind: "reason_template",
			ObjectID: string(o), Before: seenTemplates{before}, After: seenTemplates{list}})
	})
}

// seenTemplates is what the audit keeps of templates.
type seenTemplates struct {
	Templates []string `json:"templates"`
}
