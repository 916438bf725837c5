package repo

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// Each figure is counted for itself, and none from others: a sum that is off shows.
// The figures of the batches are those that the public reads.
const sqlFooting = `SELECT (SELECT coalesce(sum(k.comments), 0) FROM comment_counts k WHERE k.consultation_id = $1) AS received,
    (SELECT coalesce(max(r.suggestions), 0) FROM results_now r WHERE r.consultation_id = $1) AS published, c.*, p.*, s.* FROM (
    SELECT count(*) FILTER (WHERE m.channel = 'web') AS web, count(*) FILTER (WHERE m.channel = 'api') AS api,
        count(*) FILTER (WHERE m.channel NOT IN ('web', 'api')) AS offline,
        count(*) FILTER (WHERE x.comment_id IS NULL) AS current, count(*) FILTER (WHERE x.comment_id IS NOT NULL) AS superseded,
        count(*) FILTER (WHERE x.comment_id IS NULL AND m.identity = 'resident') AS residents,
        count(*) FILTER (WHERE x.comment_id IS NULL AND m.identity = 'enterprise') AS firms,
        count(DISTINCT coalesce(m.phone_index, m.email_index, int8send(m.id))) FILTER (WHERE m.identity = 'resident') AS persons,
        count(DISTINCT coalesce(m.uscc_index, m.organisation_index, int8send(m.id)))
            FILTER (WHERE m.identity = 'enterprise' AND x.comment_id IS NULL) AS enterprises
    FROM comments m LEFT JOIN superseded_comments x ON x.consultation_id = m.consultation_id AND x.comment_id = m.id WHERE m.consultation_id = $1
) c CROSS JOIN (
    SELECT count(*) AS points, count(*) FILTER (WHERE k.comment_id IS NOT NULL) AS linked, count(*) FILTER (WHERE k.comment_id IS NULL) AS unlinked
    FROM points o LEFT JOIN (SELECT DISTINCT k.comment_id, k.position FROM suggestion_points k WHERE k.consultation_id = $1) k
        ON k.comment_id = o.comment_id AND k.position = o.position
    WHERE o.consultation_id = $1 AND ` + notSuperseded + `
) p CROSS JOIN (
    SELECT count(*) AS suggestions, count(*) FILTER (WHERE d.outcome = 'adopted') AS adopted,
        count(*) FILTER (WHERE d.outcome = 'partly_adopted') AS partly_adopted, count(*) FILTER (WHERE d.outcome = 'not_adopted') AS not_adopted,
        count(*) FILTER (WHERE d.outcome = 'explained') AS explained, count(*) FILTER (WHERE d.outcome = 'out_of_scope') AS out_of_scope,
        count(*) FILTER (WHERE d.outcome IS NULL) AS undecided,
        count(*) FILTER (WHERE d.reason = '') AS no_reason,
        count(*) FILTER (WHERE d.reason <> '' AND d.checked_by IS NULL) AS unchecked,
        count(*) FILTER (WHERE d.checked_by IS NOT NULL AND w.position IS NULL) AS checked,
        count(w.position) AS released
    FROM suggestions s LEFT JOIN decisions d ON d.consultation_id = s.consultation_id AND d.suggestion_id = s.id
    LEFT JOIN result_rows w ON w.consultation_id = s.consultation_id AND w.suggestion_id = s.id
    WHERE s.consultation_id = $1 AND ` + live + `
) s`

// Footing counts what must add up before and after a release.
func (r *Repo) Footing(ctx context.Context, consultationID int64) (f consult.Footing, err error) {
	defer fault.Wrap(&err, "repo.Footing(%d)", consultationID)
	return f, r.get(ctx, &f, sqlFooting, consultationID)
}

// ReleasedBatch is one batch of results as it was published, and what is said of it now.
type ReleasedBatch struct {
	Batch      int       `db:"batch"`
	ReleasedAt time.Time `db:"released_at"`
	LeftOpen   int       `db:"left_open"`
	Corrected  int       `db:"corrections"`
	consult.Totals
}

const sqlReleasedBatches = `SELECT t.batch, t.released_at, t.left_open, t.corrections, ` + totalsColumns + `
FROM result_batches_now t WHERE t.consultation_id = $1 ORDER BY t.batch`

// Batches lists the batches in which results were released.
func (r *Repo) Batches(ctx context.Context, consultationID int64) (list []ReleasedBatch, err error) {
	defer fault.Wrap(&err, "repo.Batches(%d)", consultationID)
	return list, r.list(ctx, &list, sqlReleasedBatches, consultationID)
}
