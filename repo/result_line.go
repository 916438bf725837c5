package repo

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// ResultLine is one released line with whatever stands behind it.
type ResultLine struct {
	ResultsHead
	consult.ResultRow
	Batch   int              // in which it was released
	Clauses []consult.Clause // that it is on, of the version it was released on
}

type resultLineRow struct {
	resultRow
	Batch  int    `db:"batch"`
	Places Places `db:"places"`
}

const sqlLineHead = `SELECT ` + headColumns + ` FROM ` + resultsTables + ` WHERE c.no = $1 AND c.state = 'released'`

const sqlResultLine = `SELECT ` + resultColumns + `, w.batch, (SELECT coalesce(jsonb_agg(jsonb_build_object('ID', x.id, 'Label', x.label,
        'Heading', x.heading) ORDER BY k.line), '[]')::text FROM result_row_clauses k
    JOIN clauses x ON x.consultation_id = k.consultation_id AND x.id = k.clause_id
    WHERE k.consultation_id = w.consultation_id AND k.position = w.position) AS places
FROM result_rows w WHERE w.consultation_id = $1 AND w.suggestion_id = $2`

// ResultLine gives the released line of a suggestion. Errors: NotFound.
func (r *Repo) ResultLine(ctx context.Context, no string, suggestionID int64) (l ResultLine, err error) {
	defer fault.Wrap(&err, "repo.ResultLine(%q, %d)", no, suggestionID)
	if err := r.get(ctx, &l.ResultsHead, sqlLineHead, no); err != nil {
		return ResultLine{}, err
	}
	var row resultLineRow
	err = r.get(ctx, &row, sqlResultLine, l.ID, suggestionID)
	row.Finals = row.Links
	l.ResultRow, l.Batch, l.Clauses = row.ResultRow, row.Batch, row.Places
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

// VoiceList is one page of the points behind a line that the public may read, and
// how many there are of both kinds.
type VoiceList struct {
	Items  []consult.Voice
	Public int // points on all pages
	Hidden int // comments behind the line that are not public
}

// behindLine are the links of suggestion $2 whose comments still speak.
const behindLine = `FROM suggestion_points o JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
WHERE o.consultation_id = $1 AND o.suggestion_id = $2 AND ` + notSuperseded

const sqlVoiceCounts = `SELECT count(*) FILTER (WHERE m.visibility = 'published') AS public,
    count(DISTINCT m.id) FILTER (WHERE m.visibility <> 'published') AS hidden ` + behindLine

// A part is marked in its point only where nothing in it is covered: what is
// covered moves the places.
const sqlVoices = `SELECT m.public_name, m.identity, m.received_at, p.body,
    CASE WHEN r.body IS NULL THEN o.starts END AS starts, CASE WHEN r.body IS NULL THEN o.ends END AS ends
FROM (SELECT o.consultation_id, o.comment_id, o.position, o.starts, o.ends ` + behindLine + ` AND m.visibility = 'published'
    ORDER BY o.comment_id, o.position LIMIT $3 OFFSET $4) o
JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
JOIN public_points p ON p.consultation_id = o.consultation_id AND p.comment_id = o.comment_id AND p.position = o.position
LEFT JOIN redacted_points r ON r.consultation_id = o.consultation_id AND r.comment_id = o.comment_id AND r.position = o.position
ORDER BY o.comment_id, o.position`

// Voices gives a page of what stands behind a released suggestion, in the order it came.
func (r *Repo) Voices(ctx context.Context, consultationID, suggestionID int64, number, perPage int) (l VoiceList, err error) {
	defer fault.Wrap(&err, "repo.Voices(%d, %d)", consultationID, suggestionID)
	var n struct{ Public, Hidden int }
	if err := r.get(ctx, &n, sqlVoiceCounts, consultationID, suggestionID); err != nil {
		return l, err
	}
	l.Public, l.Hidden = n.Public, n.Hidden
	p := page{number: number, size: perPage}
	if p.beyond(l.Public) {
		return l, nil
	}
	return l, r.list(ctx, &l.Items, sqlVoices, consultationID, suggestionID, p.limit(), p.before()*p.limit())
}
