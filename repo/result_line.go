package repo

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// ResultLine is one released line with how much stands behind it.
type ResultLine struct {
	consult.Consultation
	consult.ResultRow
	Changes   Changes      `db:"changes"`
	Consulted int64        `db:"consulted"` // as in ResultsHead
	Final     int64        `db:"final"`
	Links     finalClauses `db:"finals"`
	Clauses   Places       `db:"places"` // that it is on, of the version that people commented on
	Public    int          `db:"public"` // points behind it that the public may read
	Hidden    int          `db:"hidden"` // comments behind it that it may not
}

// behindLine are the links of suggestion $2 whose comments still speak, in
// consultation o.
const (
	behindLine = `FROM suggestion_points o JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
WHERE o.suggestion_id = $2 AND ` + notSuperseded + ` AND o.consultation_id = `
	linePlaces = `(SELECT coalesce(jsonb_agg(jsonb_build_object('ID', x.id, 'Label', x.label, 'Heading', x.heading) ORDER BY k.line), '[]')::text
    FROM result_row_clauses k JOIN clauses x ON x.consultation_id = k.consultation_id AND x.id = k.clause_id
    WHERE k.consultation_id = w.consultation_id AND k.position = w.position)`
)

const sqlResultLine = `SELECT ` + consultationColumns + `, ` + changeList + ` AS changes, consulted_draft(c.id) AS consulted, final_draft(c.id) AS final,
    ` + resultColumns + `, ` + linePlaces + ` AS places, b.public, b.hidden
FROM ` + consultationTables + ` JOIN result_rows w ON w.consultation_id = c.id AND w.suggestion_id = $2
CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE m.visibility = 'published') AS public,
    count(DISTINCT m.id) FILTER (WHERE m.visibility <> 'published') AS hidden ` + behindLine + `c.id) b
WHERE c.no = $1 AND c.state = 'released'`

// ResultLine gives the released line of a suggestion. Errors: NotFound.
func (r *Repo) ResultLine(ctx context.Context, no string, suggestionID int64) (l ResultLine, err error) {
	defer fault.Wrap(&err, "repo.ResultLine(%q, %d)", no, suggestionID)
	err = r.get(ctx, &l, sqlResultLine, no, suggestionID)
	l.Finals = l.Links
	return l, err
}

// A chain of merges is short: what was merged is not merged into again.
const sqlMergedInto = `WITH RECURSIVE went AS (
    SELECT s.id, s.merged_into, 1 AS step FROM suggestions s WHERE s.consultation_id = $1 AND s.id = $2
    UNION ALL SELECT s.id, s.merged_into, went.step + 1 FROM went
    JOIN suggestions s ON s.consultation_id = $1 AND s.id = went.merged_into WHERE went.step < 100
)
SELECT went.id FROM went JOIN result_rows w ON w.consultation_id = $1 AND w.suggestion_id = went.id WHERE went.id <> $2 LIMIT 1`

// MergedInto gives the released suggestion to which the points of another went.
// Errors: NotFound.
func (r *Repo) MergedInto(ctx context.Context, consultationID, suggestionID int64) (id int64, err error) {
	defer fault.Wrap(&err, "repo.MergedInto(%d, %d)", consultationID, suggestionID)
	return id, r.get(ctx, &id, sqlMergedInto, consultationID, suggestionID)
}

// A part is marked in its point only where nothing in it is covered: what is
// covered moves the places.
const sqlVoices = `SELECT m.public_name, m.identity, m.received_at, p.body,
    CASE WHEN r.body IS NULL THEN o.starts END AS starts, CASE WHEN r.body IS NULL THEN o.ends END AS ends
FROM (SELECT o.consultation_id, o.comment_id, o.position, o.starts, o.ends ` + behindLine + `$1 AND m.visibility = 'published'
    ORDER BY o.comment_id, o.position LIMIT $3 OFFSET $4) o
JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
JOIN public_points p ON p.consultation_id = o.consultation_id AND p.comment_id = o.comment_id AND p.position = o.position
LEFT JOIN redacted_points r ON r.consultation_id = o.consultation_id AND r.comment_id = o.comment_id AND r.position = o.position
ORDER BY o.comment_id, o.position`

// Voices gives a page of what the public may read behind a released suggestion, in
// the order it came.
func (r *Repo) Voices(ctx context.Context, consultationID, suggestionID int64, number, perPage int) (list []consult.Voice, err error) {
	defer fault.Wrap(&err, "repo.Voices(%d, %d)", consultationID, suggestionID)
	p := page{number: number, size: perPage}
	return list, r.list(ctx, &list, sqlVoices, consultationID, suggestionID, p.limit(), p.before()*p.limit())
}
