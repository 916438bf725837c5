package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// SuggestionList is one page of suggestions. Total counts the state asked for,
// Counts all that the rest of the filter leaves.
type SuggestionList struct {
	Items  []consult.Suggestion
	Total  int
	Counts SuggestionCounts
}

// Each suggestion with the first of its points.
const sqlSuggestionTexts = `WITH page AS (SELECT s.consultation_id, s.id, s.summary, coalesce(d.outcome, '') AS outcome,
    coalesce(d.reason, '') AS reason, coalesce(d.decided_by, 0) AS decided_by, d.checked_by IS NOT NULL AS checked,
    coalesce(d.back_note, '') AS back_note, coalesce(d.override_note, '') AS override_note, coalesce(d.overridden, '') AS overridden,
    coalesce(d.revision, 0) AS revision, w.suggestion_id IS NOT NULL AS released
FROM ` + suggestionTables + ` WHERE s.consultation_id = $1 AND s.id = ANY ($2))
SELECT s.id, m.id AS comment_id, m.channel, m.identity, m.public_name, m.visibility, m.received_at, p.body,
    s.outcome, s.reason, s.decided_by, s.checked, s.back_note, s.override_note, s.overridden, s.revision, s.released, s.summary,
    v.comments, v.persons, v.enterprises,
    ` + pointClauses + ` AS clauses
FROM page s
CROSS JOIN LATERAL (SELECT o.comment_id, o.position FROM suggestion_points o
    WHERE o.consultation_id = s.consultation_id AND o.suggestion_id = s.id AND ` + notSuperseded + ` ORDER BY o.comment_id, o.position LIMIT 1) first
JOIN points p ON p.consultation_id = s.consultation_id AND p.comment_id = first.comment_id AND p.position = first.position
JOIN comments m ON m.consultation_id = s.consultation_id AND m.id = first.comment_id
CROSS JOIN LATERAL (SELECT ` + voices + ` FROM suggestion_points o JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
    WHERE o.consultation_id = s.consultation_id AND o.suggestion_id = s.id AND ` + notSuperseded + `) v
ORDER BY s.id`

type suggestionRow struct {
	consult.Suggestion
	Refs clauseRefs `db:"clauses"`
}

// Suggestions gives a page of a consultation's suggestions in the order they
// came, with the desk's decisions, drafts included. Those that nobody makes any
// more, as their enterprise spoke again, are not among them.
func (r *Repo) Suggestions(ctx context.Context, consultationID int64, f SuggestionFilter) (l SuggestionList, err error) {
	defer fault.Wrap(&err, "repo.Suggestions(%d, %q, page %d)", consultationID, f.State, f.Page)
	var ids []int64
	l.Counts, ids, err = r.pageOf(ctx, consultationID, f)
	l.Total = l.Counts.of(f.State)
	if err != nil || len(ids) == 0 {
		return l, err
	}
	var rows []suggestionRow
	err = r.list(ctx, &rows, sqlSuggestionTexts, consultationID, pq.Array(ids))
	l.Items = readSuggestions(rows)
	return l, err
}

// readSuggestions names the clauses of each.
func readSuggestions(rows []suggestionRow) (list []consult.Suggestion) {
	for _, row := range rows {
		row.ClauseLabels, row.Clauses = consult.ClauseLabels(row.Refs), row.Refs
		list = append(list, row.Suggestion)
	}
	return list
}
