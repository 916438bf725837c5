package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const sqlSuggestionHead = `SELECT s.id, s.summary, coalesce(d.outcome, '') AS outcome, coalesce(d.reason, '') AS reason,
    coalesce(d.decided_by, 0) AS decided_by, d.checked_by IS NOT NULL AS checked,
    coalesce(d.back_note, '') AS back_note, coalesce(d.override_note, '') AS override_note, coalesce(d.overridden, '') AS overridden,
    coalesce(d.revision, 0) AS revision, v.comments, v.persons, v.enterprises,
    coalesce(s.merged_into, 0) AS merged_into, NOT (` + live + `) AS silent, ` + releasedLine + ` AS released,
    (SELECT count(*) FROM suggestion_points o WHERE o.consultation_id = s.consultation_id AND o.suggestion_id = s.id) AS points,
    ARRAY(SELECT g.id FROM suggestions g JOIN decisions e ON e.consultation_id = g.consultation_id AND e.suggestion_id = g.id
        WHERE g.consultation_id = s.consultation_id AND g.merged_into = s.id ORDER BY 1 LIMIT 5) AS decided_before
FROM suggestions s LEFT JOIN decisions d ON d.consultation_id = s.consultation_id AND d.suggestion_id = s.id
CROSS JOIN LATERAL (SELECT ` + voices + ` FROM suggestion_points o JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
    WHERE o.consultation_id = s.consultation_id AND o.suggestion_id = s.id AND ` + notSuperseded + `) v
WHERE s.consultation_id = $1 AND s.id = $2`

// Suggestion gives one suggestion, whatever became of it. Errors: NotFound.
func (r *Repo) Suggestion(ctx context.Context, consultationID, id int64) (s consult.OneSuggestion, err error) {
	defer fault.Wrap(&err, "repo.Suggestion(%d, %d)", consultationID, id)
	var row struct {
		consult.OneSuggestion
		DecidedBefore pq.Int64Array `db:"decided_before"`
	}
	err = r.get(ctx, &row, sqlSuggestionHead, consultationID, id)
	row.OneSuggestion.DecidedBefore = row.DecidedBefore
	return row.OneSuggestion, err
}

// Each was emptied after the one before it: the way has an end.
const sqlMergedEnd = `WITH RECURSIVE way AS (
    SELECT id, merged_into FROM suggestions WHERE consultation_id = $1 AND id = $2
    UNION ALL SELECT s.id, s.merged_into FROM way w JOIN suggestions s ON s.consultation_id = $1 AND s.id = w.merged_into
) SELECT id FROM way WHERE merged_into IS NULL`

// MergedEnd gives where the points of a suggestion went in the end: itself, where
// it has some. Errors: NotFound.
func (r *Repo) MergedEnd(ctx context.Context, consultationID, id int64) (end int64, err error) {
	defer fault.Wrap(&err, "repo.MergedEnd(%d, %d)", consultationID, id)
	return end, r.get(ctx, &end, sqlMergedEnd, consultationID, id)
}

type suggestionPointRow struct {
	consult.SuggestionPoint
	Refs   clauseRefs    `db:"clauses"`
	Others pq.Int64Array `db:"others"`
}

const sqlSuggestionPoints = `SELECT o.comment_id, o.position, coalesce(o.starts, 0) AS starts, coalesce(o.ends, 0) AS ends, p.body, ` + pointClauses + ` AS clauses,
    m.id AS "comment.id", m.receipt_no AS "comment.receipt_no", m.channel AS "comment.channel", m.identity AS "comment.identity",
    m.public_name AS "comment.public_name", m.visibility AS "comment.visibility", m.received_at AS "comment.received_at",
    z.at AS "comment.superseded_at",
    ARRAY(SELECT k.suggestion_id FROM suggestion_points k WHERE k.consultation_id = o.consultation_id AND k.comment_id = o.comment_id
        AND k.position = o.position AND k.suggestion_id <> o.suggestion_id ORDER BY 1 LIMIT 20) AS others
FROM (SELECT * FROM suggestion_points WHERE consultation_id = $1 AND suggestion_id = $2
    ORDER BY consultation_id, suggestion_id, comment_id, position LIMIT $3 OFFSET $4) o
JOIN points p ON p.consultation_id = o.consultation_id AND p.comment_id = o.comment_id AND p.position = o.position
JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
LEFT JOIN superseded_comments z ON z.consultation_id = m.consultation_id AND z.comment_id = m.id
ORDER BY o.comment_id, o.position`

// SuggestionPoints gives a page of a suggestion's points in the order they came,
// each whole and with what is covered of it.
func (r *Repo) SuggestionPoints(ctx context.Context, consultationID, id int64, number, perPage int) (list []consult.SuggestionPoint, err error) {
	defer fault.Wrap(&err, "repo.SuggestionPoints(%d, %d, page %d)", consultationID, id, number)
	p := page{number: number, size: perPage}
	var rows []suggestionPointRow
	if err := r.list(ctx, &rows, sqlSuggestionPoints, consultationID, id, p.limit(), p.before()*p.limit()); err != nil {
		return nil, err
	}
	comments := make([]int64, len(rows))
	for i, row := range rows {
		comments[i] = row.CommentID
	}
	var covered []redactionRow
	err = r.list(ctx, &covered, sqlRedactions, consultationID, pq.Array(comments))
	for _, row := range rows {
		point := row.SuggestionPoint
		point.Clauses, point.Others = row.Refs, row.Others
		for _, c := range covered {
			if c.CommentID == point.CommentID {
				point.Redactions = append(point.Redactions, c.Redaction)
			}
		}
		list = append(list, point)
	}
	return list, err
}

const sqlVoicesTogether = `SELECT ` + voices + ` FROM suggestion_points o JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
WHERE o.consultation_id = $1 AND o.suggestion_id = ANY ($2) AND ` + notSuperseded

// VoicesTogether counts who is behind suggestions, each once.
func (r *Repo) VoicesTogether(ctx context.Context, consultationID int64, ids []int64) (v consult.Voices, err error) {
	defer fault.Wrap(&err, "repo.VoicesTogether(%d, %d suggestions)", consultationID, len(ids))
	return v, r.get(ctx, &v, sqlVoicesTogether, consultationID, pq.Array(ids))
}

const sqlToMerge = `SELECT s.id, s.summary, coalesce(d.outcome, '') AS outcome, coalesce(d.reason, '') AS reason, v.comments, v.persons, v.enterprises,
    coalesce((SELECT p.body FROM suggestion_points o JOIN points p ON p.consultation_id = o.consultation_id AND p.comment_id = o.comment_id AND p.position = o.position
        WHERE o.consultation_id = s.consultation_id AND o.suggestion_id = s.id AND ` + notSuperseded + ` ORDER BY o.comment_id, o.position LIMIT 1), '') AS body
FROM suggestions s LEFT JOIN decisions d ON d.consultation_id = s.consultation_id AND d.suggestion_id = s.id
CROSS JOIN LATERAL (SELECT ` + voices + ` FROM suggestion_points o JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
    WHERE o.consultation_id = s.consultation_id AND o.suggestion_id = s.id AND ` + notSuperseded + `) v
WHERE s.consultation_id = $1 AND s.id = ANY ($2) AND ` + live + ` AND NOT ` + releasedLine + ` ORDER BY s.id`

// ToMerge gives those of the suggestions that can be merged, each with the text of
// its first point and who is behind it.
func (r *Repo) ToMerge(ctx context.Context, consultationID int64, ids []int64) (list []consult.Suggestion, err error) {
	defer fault.Wrap(&err, "repo.ToMerge(%d, %d suggestions)", consultationID, len(ids))
	return list, r.list(ctx, &list, sqlToMerge, consultationID, pq.Array(ids))
}
