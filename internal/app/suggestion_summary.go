package app

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// seenSummary is what the audit keeps of staff's words.
type seenSummary struct {
	Summary string `json:"summary"`
}

// Summarise stores staff's words for what a suggestion says (归纳), which results
// show in place of the first of its points; "" takes them away.
//
// Errors: Invalid, NotFound, Conflict (the consultation is not public, answered or
// withdrawn; the suggestion is answered in public).
func (a *App) Summarise(ctx context.Context, actor Actor, consultationID, suggestionID int64, words string) (err error) {
	defer fault.Wrap(&err, "app.Summarise(%d, %d)", consultationID, suggestionID)
	words, err = consult.CheckSummary(words)
	if err != nil {
		return err
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := holdOpen(ctx, tx, consultationID); err != nil {
			return err
		}
		if err := tx.LockSuggestions(ctx, consultationID, []int64{suggestionID}); err != nil {
			return err
		}
		before, err := tx.Summary(ctx, consultationID, suggestionID)
		if err != nil || before == words {
			return err
		}
		if err := tx.SetSummary(ctx, consultationID, suggestionID, words); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "suggestion.summary", ObjectKind: "suggestion",
			ObjectID: partOf(consultationID, suggestionID), Before: seenSummary{before}, After: seenSummary{words}})
	})
}
