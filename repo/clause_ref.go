package repo

import "nayan/internal/consult"

// A point is on clauses of the version its sender read. Beside each stands what it
// became in the current version: h is its match there, y the clause. A clause of
// the current version needs none.
const clauseNow = `JOIN consultations q ON q.id = x.consultation_id
LEFT JOIN clause_matches h ON h.consultation_id = x.consultation_id AND h.draft_id = q.draft_id AND h.from_clause_id = x.id
LEFT JOIN clauses y ON y.consultation_id = h.consultation_id AND y.id = h.to_clause_id`

// clauseAsked is the same beside the version that people commented on: what became
// of the text afterwards, adopted, moves no line of the results. OFFSET keeps the
// planner from asking anew for each row.
const clauseAsked = `CROSS JOIN (SELECT consulted_draft($1) AS draft_id OFFSET 0) q
LEFT JOIN clause_matches h ON h.consultation_id = x.consultation_id AND h.draft_id = q.draft_id AND h.from_clause_id = x.id
LEFT JOIN clauses y ON y.consultation_id = h.consultation_id AND y.id = h.to_clause_id`

// currentPlace orders clauses of several versions as the current one does; what
// is gone comes last, version by version.
const currentPlace = `CASE WHEN x.draft_id = q.draft_id THEN x.position::bigint
    ELSE coalesce(y.position::bigint, x.draft_id * 100000 + 1000000000 + x.position) END`

// clauseRef is one consult.ClauseRef as JSON.
const clauseRef = `jsonb_build_object('id', x.id, 'label', x.label, 'now_id', coalesce(y.id, 0), 'now', coalesce(y.label, ''),
    'version', CASE WHEN x.draft_id = q.draft_id THEN 0 ELSE public_version(x.consultation_id, x.draft_id) END)`

// pointClauses is the clauses of a point p, in the order of the current version.
const pointClauses = `(SELECT coalesce(jsonb_agg(` + clauseRef + ` ORDER BY ` + currentPlace + `), '[]')::text
    FROM point_clauses k JOIN clauses x ON x.consultation_id = k.consultation_id AND x.id = k.clause_id ` + clauseNow + `
    WHERE k.consultation_id = p.consultation_id AND k.comment_id = p.comment_id AND k.position = p.position)`

// versionSuffix says in a name that is kept for good which version it is of.
const versionSuffix = `CASE WHEN x.draft_id = q.draft_id THEN '' ELSE '（第' || public_version(x.consultation_id, x.draft_id) || '版）' END`

// sameClause is the clause ? and all that became it, for a filter.
const sameClause = `ANY (ARRAY(SELECT ?::bigint UNION SELECT h.from_clause_id FROM clause_matches h WHERE h.consultation_id = $1 AND h.to_clause_id = ?))`

// clauseRefs are the clauses of a point.
type clauseRefs []consult.ClauseRef

// Scan implements sql.Scanner.
func (c *clauseRefs) Scan(value any) error { return scanJSON(value, c) }

// ids gives the clauses as they were named.
func (c clauseRefs) ids() (ids []int64) {
	for _, ref := range c {
		ids = append(ids, ref.ID)
	}
	return ids
}
