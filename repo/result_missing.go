package repo

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// missingRows are the suggestions without outcome or reason or which no second
// person has looked at, and the points that belong to no suggestion. Superseded comments need neither.
const missingRows = `SELECT s.id AS suggestion_id, first.comment_id, first.position,
    CASE WHEN d.outcome IS NULL THEN 'results.missing.undecided' WHEN d.reason = '' THEN 'results.missing.no_reason'
        ELSE 'results.missing.unchecked' END AS key
FROM suggestions s
LEFT JOIN decisions d ON d.consultation_id = s.consultation_id AND d.suggestion_id = s.id
LEFT JOIN LATERAL (SELECT o.comment_id, o.position FROM suggestion_points o
    WHERE o.consultation_id = s.consultation_id AND o.suggestion_id = s.id AND ` + notSuperseded + ` ORDER BY o.comment_id, o.position LIMIT 1) first ON true
WHERE s.consultation_id = $1 AND (d.outcome IS NULL OR d.checked_by IS NULL) AND ` + live + `
    AND NOT EXISTS (SELECT FROM result_rows w WHERE w.consultation_id = s.consultation_id AND w.suggestion_id = s.id)
UNION ALL
SELECT 0, o.comment_id, o.position, 'results.missing.unlinked' FROM points o
WHERE o.consultation_id = $1 AND ` + notSuperseded + ` AND NOT EXISTS (SELECT FROM suggestion_points k
    WHERE k.consultation_id = o.consultation_id AND k.comment_id = o.comment_id AND k.position = o.position)`

// The beginnings are read only for the rows that are shown.
const sqlMissing = `SELECT m.suggestion_id, m.key, m.total, coalesce((SELECT left(p.body, 60) FROM points p
    WHERE p.consultation_id = $1 AND p.comment_id = m.comment_id AND p.position = m.position), '') AS excerpt
FROM (SELECT *, count(*) OVER () AS total FROM (` + missingRows + `) x
    ORDER BY x.suggestion_id, x.comment_id, x.position LIMIT $2) m
ORDER BY m.suggestion_id, m.comment_id, m.position`

const sqlAnyMissing = `SELECT EXISTS (` + missingRows + `)`

// Missing lists at most limit reasons why the results of a consultation cannot
// be released at now, and how many there are: still open, intake not over, undecided suggestions,
// decisions without a reason or a second pair of eyes, points linked to no suggestion.
// Errors: NotFound.
func (r *Repo) Missing(ctx context.Context, consultationID int64, now time.Time, limit int) (list []consult.Missing, total int, err error) {
	defer fault.Wrap(&err, "repo.Missing(%d)", consultationID)
	var c consult.IntakeWindow
	if err := r.get(ctx, &c, sqlIntakePending, consultationID); err != nil {
		return nil, 0, err
	}
	if now.Before(c.ClosesAt) {
		list, total = append(list, consult.Missing{Key: "results.missing.not_closed"}), 1
	}
	if c.IntakePending(now) {
		list, total = append(list, consult.Missing{Key: "results.missing.intake"}), 1
	}
	var rows []struct {
		consult.Missing
		Total int `db:"total"`
	}
	if err := r.list(ctx, &rows, sqlMissing, consultationID, limit); err != nil {
		return nil, 0, err
	}
	for i, row := range rows {
		if i == 0 {
			total += row.Total
		}
		list = append(list, row.Missing)
	}
	return list, total, nil
}

// AnyMissing reports whether a suggestion or point stands in the way of a release.
func (t *Tx) AnyMissing(ctx context.Context, consultationID int64) (missing bool, err error) {
	defer fault.Wrap(&err, "repo.AnyMissing(%d)", consultationID)
	return missing, t.get(ctx, &missing, sqlAnyMissing, consultationID)
}
