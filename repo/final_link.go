package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const (
	sqlDropLinks = `DELETE FROM decision_clauses WHERE consultation_id = $1 AND draft_id = $2 AND set_by IS NULL AND ($3 = 0 OR suggestion_id = $3)`
	// Where staff have chosen, they are believed.
	sqlInsertLinks = `INSERT INTO decision_clauses (consultation_id, suggestion_id, draft_id, clause_id)
SELECT DISTINCT w.consultation_id, w.suggestion_id, $2::bigint, p.final FROM unnest($4::bigint[], $5::bigint[]) AS p(consulted, final)
JOIN result_row_clauses k ON k.consultation_id = $1 AND k.clause_id = p.consulted
JOIN result_rows w ON w.consultation_id = k.consultation_id AND w.position = k.position
WHERE w.outcome IN ('adopted', 'partly_adopted') AND ($3 = 0 OR w.suggestion_id = $3)
  AND NOT EXISTS (SELECT FROM decision_clauses o WHERE o.consultation_id = w.consultation_id AND o.draft_id = $2
    AND o.suggestion_id = w.suggestion_id AND o.set_by IS NOT NULL)`
)

// LinkFinal writes anew which clauses of a final text were changed for the adopted
// suggestions, or for one of them (0: all): those that became of the clauses that
// they are on, given by consulted and final, and are other ones now.
func (t *Tx) LinkFinal(ctx context.Context, consultationID, draftID, suggestionID int64, consulted, final []int64) (err error) {
	defer fault.Wrap(&err, "repo.LinkFinal(%d, %d)", consultationID, draftID)
	if _, err := t.exec(ctx, sqlDropLinks, consultationID, draftID, suggestionID); err != nil {
		return err
	}
	_, err = t.exec(ctx, sqlInsertLinks, consultationID, draftID, suggestionID, pq.Array(consulted), pq.Array(final))
	return err
}

// What a clause became in the corrected text, or that there was none; a clause that
// is gone leaves the choice to the comparison.
const sqlCarryLinks = `INSERT INTO decision_clauses (consultation_id, suggestion_id, draft_id, clause_id, set_by, set_at)
SELECT DISTINCT ON (o.suggestion_id, h.to_clause_id) o.consultation_id, o.suggestion_id, $3::bigint, h.to_clause_id, o.set_by, o.set_at
FROM decision_clauses o
LEFT JOIN clause_matches h ON h.consultation_id = o.consultation_id AND h.draft_id = $3 AND h.from_clause_id = o.clause_id
WHERE o.consultation_id = $1 AND o.draft_id = $2 AND o.set_by IS NOT NULL AND (o.clause_id IS NULL OR h.to_clause_id IS NOT NULL)
ORDER BY o.suggestion_id, h.to_clause_id, o.set_at DESC`

// CarryLinks takes what staff chose for one final text over to the one that
// replaces it.
func (t *Tx) CarryLinks(ctx context.Context, consultationID, from, to int64) (err error) {
	defer fault.Wrap(&err, "repo.CarryLinks(%d, %d, %d)", consultationID, from, to)
	_, err = t.exec(ctx, sqlCarryLinks, consultationID, from, to)
	return err
}

const sqlLinkedClauses = `SELECT w.outcome, (SELECT coalesce(jsonb_agg(jsonb_build_object('id', y.id, 'label', y.label) ORDER BY y.position), '[]')::text
    FROM decision_clauses l JOIN clauses y ON y.consultation_id = l.consultation_id AND y.id = l.clause_id
    WHERE l.consultation_id = w.consultation_id AND l.suggestion_id = w.suggestion_id AND l.draft_id = $3) AS finals
FROM result_rows w WHERE w.consultation_id = $1 AND w.suggestion_id = $2`

// LinkedClauses gives the outcome of a released suggestion and the clauses of a
// final text that were changed for it. Errors: NotFound.
func (t *Tx) LinkedClauses(ctx context.Context, consultationID, suggestionID, draftID int64) (o consult.Outcome, list []consult.FinalClause, err error) {
	defer fault.Wrap(&err, "repo.LinkedClauses(%d, %d)", consultationID, suggestionID)
	var row struct {
		Outcome consult.Outcome `db:"outcome"`
		Finals  finalClauses    `db:"finals"`
	}
	err = t.get(ctx, &row, sqlLinkedClauses, consultationID, suggestionID, draftID)
	return row.Outcome, row.Finals, err
}

const (
	sqlDropChoice = `DELETE FROM decision_clauses WHERE consultation_id = $1 AND draft_id = $2 AND suggestion_id = $3`
	sqlChooseNone = `INSERT INTO decision_clauses (consultation_id, suggestion_id, draft_id, set_by, set_at) VALUES ($1, $3, $2, $4, $5)`
	sqlChoose     = `INSERT INTO decision_clauses (consultation_id, suggestion_id, draft_id, clause_id, set_by, set_at)
SELECT DISTINCT x.consultation_id, $3::bigint, x.draft_id, x.id, $4::bigint, $5::timestamptz FROM clauses x
WHERE x.consultation_id = $1 AND x.draft_id = $2 AND x.id = ANY ($6)`
)

// ChooseClauses says that these clauses of a final text were changed for a
// suggestion; none of them: that none was.
func (t *Tx) ChooseClauses(ctx context.Context, consultationID, draftID, suggestionID int64, clauses []int64, staffID int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.ChooseClauses(%d, %d)", consultationID, suggestionID)
	if err := t.ForgetClauses(ctx, consultationID, draftID, suggestionID); err != nil {
		return err
	}
	if len(clauses) == 0 {
		_, err = t.exec(ctx, sqlChooseNone, consultationID, draftID, suggestionID, staffID, now)
		return err
	}
	_, err = t.exec(ctx, sqlChoose, consultationID, draftID, suggestionID, staffID, now, pq.Array(clauses))
	return err
}

// ForgetClauses takes all that was said of a suggestion's clauses back.
func (t *Tx) ForgetClauses(ctx context.Context, consultationID, draftID, suggestionID int64) (err error) {
	defer fault.Wrap(&err, "repo.ForgetClauses(%d, %d)", consultationID, suggestionID)
	_, err = t.exec(ctx, sqlDropChoice, consultationID, draftID, suggestionID)
	return err
}

// At most one more than are named: a clause that hundreds spoke of stays one line.
const sqlChangedFor = `SELECT x.id AS clause_id, z.suggestion_id, z.position FROM clauses x
CROSS JOIN LATERAL (SELECT l.suggestion_id, w.position FROM decision_clauses l
    JOIN result_rows w ON w.consultation_id = l.consultation_id AND w.suggestion_id = l.suggestion_id AND w.outcome IN ('adopted', 'partly_adopted')
    WHERE l.consultation_id = x.consultation_id AND l.clause_id = x.id ORDER BY l.suggestion_id LIMIT $3) z
WHERE x.consultation_id = $1 AND x.draft_id = $2 ORDER BY x.position, z.position`

// ChangedFor gives the released suggestions for which each clause of a final text
// was changed, at most so many of each.
func (r *Repo) ChangedFor(ctx context.Context, consultationID, draftID int64, most int) (list []consult.ChangedFor, err error) {
	defer fault.Wrap(&err, "repo.ChangedFor(%d, %d)", consultationID, draftID)
	return list, r.list(ctx, &list, sqlChangedFor, consultationID, draftID, most)
}
