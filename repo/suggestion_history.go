package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const (
	stepHistory = `SELECT t.id, t.kind, coalesce(t.into_id, 0) AS into_id, t.from_ids, t.from_count, t.points, t.staff_id, t.at, u.at AS undone_at,
    coalesce(t.undoes, 0) AS undoes, coalesce(x.kind, '') AS undone_kind, coalesce(x.into_id, 0) AS undone_into, coalesce(x.from_ids, '{}') AS undone_from,
    coalesce(x.from_count, 0) AS undone_count, coalesce(x.points, 0) AS undone_points, x.at AS undone_step_at
FROM suggestion_steps t
LEFT JOIN suggestion_steps u ON u.consultation_id = t.consultation_id AND u.undoes = t.id
LEFT JOIN suggestion_steps x ON x.consultation_id = t.consultation_id AND x.id = t.undoes
WHERE t.consultation_id = $1 AND ($2 = 0 OR t.id < $2)`
	newestSteps = ` ORDER BY t.id DESC LIMIT $3`
	// What it was cut from, and kept, is in no link of the step.
	sqlHistory           = stepHistory + newestSteps
	sqlSuggestionHistory = stepHistory + ` AND (t.from_ids[1] = $4 OR t.id IN (SELECT l.step_id FROM suggestion_step_links l
    WHERE l.consultation_id = $1 AND l.suggestion_id = $4))` + newestSteps
)

type stepRow struct {
	consult.SuggestionStep
	From        pq.Int64Array    `db:"from_ids"`
	Undoes      int64            `db:"undoes"`
	UndoneKind  consult.StepKind `db:"undone_kind"`
	UndoneInto  int64            `db:"undone_into"`
	UndoneFrom  pq.Int64Array    `db:"undone_from"`
	UndoneCount int              `db:"undone_count"`
	UndonePoint int              `db:"undone_points"`
	UndoneStep  *time.Time       `db:"undone_step_at"`
}

func (r stepRow) step() consult.SuggestionStep {
	s := r.SuggestionStep
	s.FromIDs = r.From
	if r.Undoes != 0 {
		s.Undoes = &consult.SuggestionStep{ID: r.Undoes, Kind: r.UndoneKind, IntoID: r.UndoneInto, FromIDs: r.UndoneFrom,
			FromCount: r.UndoneCount, Points: r.UndonePoint, At: *r.UndoneStep}
	}
	return s
}

// SuggestionHistory lists the steps on a suggestion, or, of suggestion 0, on all of
// a consultation, the newest first: those before a step, 0 for from the newest. The
// names of staff are sealed and left to the caller.
func (r *Repo) SuggestionHistory(ctx context.Context, consultationID, suggestionID, before int64, limit int) (list []consult.SuggestionStep, err error) {
	defer fault.Wrap(&err, "repo.SuggestionHistory(%d, %d)", consultationID, suggestionID)
	query, args := sqlHistory, []any{consultationID, before, limit}
	if suggestionID != 0 {
		query, args = sqlSuggestionHistory, append(args, suggestionID)
	}
	var rows []stepRow
	err = r.list(ctx, &rows, query, args...)
	for _, row := range rows {
		list = append(list, row.step())
	}
	return list, err
}
