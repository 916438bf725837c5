package repo

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// KEY SHARE on the consultation: a release of the results waits for moderation
// under way, and moderation waits for a release. The comment's own lock makes
// two moderators of one comment take turns.
const sqlLockComment = `SELECT m.visibility AS to, m.hidden_code AS code, m.hidden_reason AS reason, m.revision
FROM comments m JOIN consultations c ON c.id = m.consultation_id
WHERE m.consultation_id = $1 AND m.id = $2 FOR KEY SHARE OF c FOR NO KEY UPDATE OF m`

// LockComment gives how far moderation has come with a comment, and holds it.
// Errors: NotFound.
func (t *Tx) LockComment(ctx context.Context, consultationID, commentID int64) (s consult.Standing, err error) {
	defer fault.Wrap(&err, "repo.LockComment(%d, %d)", consultationID, commentID)
	return s, t.get(ctx, &s, sqlLockComment, consultationID, commentID)
}

const sqlSetVisibility = `UPDATE comments SET visibility = $3, hidden_code = $4, hidden_reason = $5, moderated_at = $6, revision = revision + 1
WHERE consultation_id = $1 AND id = $2`

// Slot 0 belongs to moderation: commenters never wait for it, and moderators of
// one consultation take turns here, before they lock clauses or released lines: no
// deadlock.
const sqlCountPublished = `INSERT INTO comment_counts AS t (consultation_id, slot, published) VALUES ($1, 0, $2)
ON CONFLICT (consultation_id, slot) DO UPDATE SET published = t.published + EXCLUDED.published`

// Each point counts for its clause and for what that became in every later version.
const sqlCountPublishedPoints = `UPDATE clauses x SET published_points = x.published_points + $3 * p.points
FROM (SELECT o.clause_id, count(*) AS points FROM (
        SELECT k.clause_id FROM point_clauses k WHERE k.consultation_id = $1 AND k.comment_id = $2
        UNION ALL SELECT h.to_clause_id FROM point_clauses k
        JOIN clause_matches h ON h.consultation_id = k.consultation_id AND h.from_clause_id = k.clause_id
        WHERE k.consultation_id = $1 AND k.comment_id = $2 AND h.to_clause_id IS NOT NULL) o GROUP BY o.clause_id) p
WHERE x.consultation_id = $1 AND x.id = p.clause_id`

const (
	sqlRedacting = `SELECT set_config('nayan.redact', $1, true)`
	// A released line speaks in the words of a comment that is public, while there is
	// one behind it.
	sqlRefreshResultRows = `UPDATE result_rows w SET shown = t.shown, body = CASE WHEN t.shown THEN t.body ELSE w.body END,
    public_name = CASE WHEN t.shown THEN t.public_name ELSE w.public_name END
FROM (SELECT DISTINCT suggestion_id FROM suggestion_points WHERE consultation_id = $1 AND comment_id = $2) o
CROSS JOIN LATERAL result_text($1, o.suggestion_id) t
WHERE w.consultation_id = $1 AND w.suggestion_id = o.suggestion_id`
)

// refreshResults puts into the released lines that a comment is behind what the
// public may read of them now. Who moderates another comment behind one of the
// lines waits: each line is put together from what both have changed.
func (t *Tx) refreshResults(ctx context.Context, consultationID, commentID int64) error {
	for _, step := range []struct {
		query string
		args  []any
	}{{sqlRedacting, []any{"on"}}, {sqlRefreshResultRows, []any{consultationID, commentID}}, {sqlRedacting, []any{""}}} {
		if _, err := t.exec(ctx, step.query, step.args...); err != nil {
			return err
		}
	}
	return nil
}

// SetVisibility moves a comment that LockComment holds, and everything computed
// from it: the counters and, after the release, what the results show.
func (t *Tx) SetVisibility(ctx context.Context, consultationID, commentID int64, from, to consult.Moderation, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.SetVisibility(%d, %d)", consultationID, commentID)
	if err := t.changeOne(ctx, sqlSetVisibility, consultationID, commentID, string(to.To), string(to.Code), to.Reason, now); err != nil {
		return err
	}
	delta := shown(to) - shown(from)
	if delta == 0 {
		return nil
	}
	if _, err := t.exec(ctx, sqlCountPublished, consultationID, delta); err != nil {
		return err
	}
	if _, err := t.exec(ctx, sqlCountPublishedPoints, consultationID, commentID, delta); err != nil {
		return err
	}
	return t.refreshResults(ctx, consultationID, commentID)
}

func shown(m consult.Moderation) int {
	if m.To == consult.Published {
		return 1
	}
	return 0
}
