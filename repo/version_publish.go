package repo

import (
	"context"
	"database/sql"
	"time"

	"github.com/lib/pq"

	"nayan/internal/compare"
	"nayan/internal/consult"
	"nayan/internal/fault"
)

// PublicVersions gives the versions that the public has seen, the first first.
func (t *Tx) PublicVersions(ctx context.Context, consultationID int64) (list []consult.PublicVersion, err error) {
	defer fault.Wrap(&err, "repo.Tx.PublicVersions(%d)", consultationID)
	return list, t.list(ctx, &list, sqlPublicVersions, consultationID)
}

// Clauses gives the clauses of one version, in document order.
func (t *Tx) Clauses(ctx context.Context, consultationID, draftID int64) (list []consult.Clause, err error) {
	defer fault.Wrap(&err, "repo.Tx.Clauses(%d, %d)", consultationID, draftID)
	return list, t.list(ctx, &list, sqlClauses, consultationID, draftID)
}

const sqlInsertComparison = `INSERT INTO draft_comparisons (consultation_id, from_draft_id, to_draft_id, changes) VALUES ($1, $2, $3, $4::jsonb)
ON CONFLICT DO NOTHING`

// InsertComparison keeps what changed between two versions; a pair has one.
func (t *Tx) InsertComparison(ctx context.Context, consultationID, from, to int64, changes []compare.Change) (err error) {
	defer fault.Wrap(&err, "repo.InsertComparison(%d, %d, %d)", consultationID, from, to)
	text, err := jsonText(changes)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, sqlInsertComparison, consultationID, from, to, text)
	return err
}

// ClauseMatch says what a clause of an earlier version became.
type ClauseMatch struct {
	From    int64
	To      int64 // 0: it is gone
	Changed bool
}

const sqlClauseMatches = `SELECT from_clause_id, to_clause_id FROM clause_matches
WHERE consultation_id = $1 AND draft_id = $2 AND to_clause_id IS NOT NULL`

// MatchesInto gives which clause of a version each clause of the earlier ones became.
func (t *Tx) MatchesInto(ctx context.Context, consultationID, draftID int64) (to map[int64]int64, err error) {
	defer fault.Wrap(&err, "repo.MatchesInto(%d, %d)", consultationID, draftID)
	var rows []struct {
		From int64 `db:"from_clause_id"`
		To   int64 `db:"to_clause_id"`
	}
	err = t.list(ctx, &rows, sqlClauseMatches, consultationID, draftID)
	to = make(map[int64]int64, len(rows))
	for _, row := range rows {
		to[row.From] = row.To
	}
	return to, err
}

const sqlInsertClauseMatches = `INSERT INTO clause_matches (consultation_id, draft_id, from_clause_id, to_clause_id, how)
SELECT $1, $2, * FROM unnest($3::bigint[], $4::bigint[], $5::text[])`

// The matches of all versions are there by now: what was said on any of them counts
// for the clause it came to.
const sqlCarryPoints = `UPDATE clauses x SET published_points = n.points FROM (
    SELECT m.to_clause_id, count(*) AS points FROM clause_matches m
    JOIN point_clauses k ON k.consultation_id = m.consultation_id AND k.clause_id = m.from_clause_id
    JOIN comments c ON c.consultation_id = k.consultation_id AND c.id = k.comment_id AND c.visibility = 'published'
    WHERE m.consultation_id = $1 AND m.draft_id = $2 AND m.to_clause_id IS NOT NULL GROUP BY m.to_clause_id
) n WHERE x.consultation_id = $1 AND x.id = n.to_clause_id`

const (
	sqlMakeDraftPublic = `UPDATE drafts SET published_at = $3 WHERE consultation_id = $1 AND id = $2 AND published_at IS NULL`
	sqlMoveToDraft     = `UPDATE consultations SET draft_id = $2, updated_at = $3 WHERE id = $1 AND state = 'released' AND withdrawn_at IS NULL`
)

// PublishDraft makes a draft the current version of a released consultation that
// LockConsultation holds, and carries to it what was said on the earlier ones.
func (t *Tx) PublishDraft(ctx context.Context, consultationID, draftID int64, matches []ClauseMatch, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.PublishDraft(%d, %d)", consultationID, draftID)
	if err := t.changeOne(ctx, sqlMakeDraftPublic, consultationID, draftID, now); err != nil {
		return err
	}
	if err := t.changeOne(ctx, sqlMoveToDraft, consultationID, draftID, now); err != nil {
		return err
	}
	var from pq.Int64Array
	var to []sql.NullInt64
	var how pq.StringArray
	for _, m := range matches {
		from, to, how = append(from, m.From), append(to, sql.NullInt64{Int64: m.To, Valid: m.To != 0}), append(how, m.how())
	}
	if _, err := t.exec(ctx, sqlInsertClauseMatches, consultationID, draftID, from, pq.Array(to), how); err != nil {
		return err
	}
	if _, err := t.exec(ctx, sqlCarryPoints, consultationID, draftID); err != nil {
		return err
	}
	return t.IndexConsultation(ctx, consultationID)
}

func (m ClauseMatch) how() string {
	switch {
	case m.To == 0:
		return "removed"
	case m.Changed:
		return "changed"
	}
	return "same"
}
