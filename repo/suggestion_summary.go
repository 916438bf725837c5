package repo

import (
	"context"

	"nayan/internal/fault"
)

const (
	sqlSummary    = `SELECT s.summary, ` + releasedLine + ` AS released FROM suggestions s WHERE s.consultation_id = $1 AND s.id = $2`
	sqlSetSummary = `UPDATE suggestions SET summary = $3 WHERE consultation_id = $1 AND id = $2`
	sqlUncheckOne = `UPDATE decisions SET revision = revision + 1, checked_by = NULL, checked_at = NULL WHERE consultation_id = $1 AND suggestion_id = $2`
)

// Summary gives staff's words for what a suggestion that LockSuggestions holds says.
// Errors: NotFound; Conflict (answered in public).
func (t *Tx) Summary(ctx context.Context, consultationID, id int64) (summary string, err error) {
	defer fault.Wrap(&err, "repo.Summary(%d, %d)", consultationID, id)
	var row struct {
		Summary  string `db:"summary"`
		Released bool   `db:"released"`
	}
	if err := t.get(ctx, &row, sqlSummary, consultationID, id); err != nil {
		return "", err
	}
	if row.Released {
		return "", fault.New(fault.Conflict, "steps.error.released", id)
	}
	return row.Summary, nil
}

// SetSummary stores them; whoever looked at the decision saw others.
func (t *Tx) SetSummary(ctx context.Context, consultationID, id int64, summary string) (err error) {
	defer fault.Wrap(&err, "repo.SetSummary(%d, %d)", consultationID, id)
	if err := t.changeOne(ctx, sqlSetSummary, consultationID, id, summary); err != nil {
		return err
	}
	_, err = t.exec(ctx, sqlUncheckOne, consultationID, id)
	return err
}
