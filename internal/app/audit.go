package app

import (
	"context"
	"time"

	"nayan/internal/fault"
	"nayan/repo"
)

// ExportAudit records that the entries a filter chooses are about to leave the
// desk. It comes before the first line of them: who breaks off has seen some.
func (a *App) ExportAudit(ctx context.Context, actor Actor, f repo.AuditFilter) (err error) {
	defer fault.Wrap(&err, "app.ExportAudit")
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "audit.export", ObjectKind: "audit",
			After: exportSeen(f)})
	})
}

// seenExport is what the audit keeps of an export: which entries were asked for.
type seenExport struct {
	Units      []int64    `json:"units,omitempty"` // none: of all units
	StaffID    int64      `json:"staff_id,omitempty"`
	ByProgram  bool       `json:"by_program,omitempty"`
	Action     string     `json:"action,omitempty"`
	ObjectKind string     `json:"object_kind,omitempty"`
	ObjectID   string     `json:"object_id,omitempty"`
	From       *time.Time `json:"from,omitempty"`
	Until      *time.Time `json:"until,omitempty"`
}

func exportSeen(f repo.AuditFilter) seenExport {
	return seenExport{Units: f.Units.IDs, StaffID: f.StaffID, ByProgram: f.ByProgram, Action: f.Action, ObjectKind: f.ObjectKind,
		ObjectID: f.ObjectID, From: given(f.From), Until: given(f.Until)}
}

// given leaves a time out that was not asked for.
func given(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
