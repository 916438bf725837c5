package repo

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// Undecided is the SuggestionFilter state of suggestions without an outcome.
const Undecided = "undecided"

// SuggestionFilter narrows the adjudicator's list; zero values do not narrow.
type SuggestionFilter struct {
	State         string // Undecided or an outcome
	ClauseID      int64
	Page, PerPage int
}

// SuggestionList is one page of suggestions. Counts are per outcome, "" for the
// undecided, of all that the clause filter leaves; Total counts the state asked for.
type SuggestionList struct {
	Items  []consult.Suggestion
	Total  int
	Counts map[consult.Outcome]int
}

const suggestionTables = `suggestions s LEFT JOIN decisions d ON d.consultation_id = s.consultation_id AND d.suggestion_id = s.id`

const suggestionOnClause = `s.id = ANY (ARRAY(SELECT o.suggestion_id FROM point_clauses k JOIN suggestion_points o
    ON o.consultation_id = k.consultation_id AND o.comment_id = k.comment_id AND o.position = k.position
    WHERE k.consultation_id = $1 AND k.clause_id = ` + sameClause + `))` // an array for the reason of onClause

// suggestionTexts reads the suggestions chosen in page, in the order they came,
// each with the first of its points.
const suggestionTexts = `SELECT s.id, m.id AS comment_id, m.channel, m.identity, m.public_name, m.visibility, m.received_at, p.body,
    s.outcome, s.reason, s.decided_by, s.checked, s.back_note, s.override_note, s.overridden, s.revision, s.summary, v.comments, v.persons, v.enterprises,
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
	var w where
	w.and("s.consultation_id = ?", consultationID)
	w.conditions = append(w.conditions, live)
	if f.ClauseID != 0 {
		w.and(suggestionOnClause, f.ClauseID, f.ClauseID)
	}
	if l.Counts, err = r.countSuggestions(ctx, &w); err != nil {
		return SuggestionList{}, err
	}
	l.Total = f.narrow(&w, l.Counts)
	p := page{number: f.Page, size: f.PerPage}
	if p.beyond(l.Total) {
		return l, nil
	}
	var rows []suggestionRow
	err = r.list(ctx, &rows, `WITH page AS (SELECT s.consultation_id, s.id, s.summary, coalesce(d.outcome, '') AS outcome,
    coalesce(d.reason, '') AS reason, coalesce(d.decided_by, 0) AS decided_by, d.checked_by IS NOT NULL AS checked,
    coalesce(d.back_note, '') AS back_note, coalesce(d.override_note, '') AS override_note, coalesce(d.overridden, '') AS overridden,
    coalesce(d.revision, 0) AS revision
FROM `+suggestionTables+w.sql()+` ORDER BY s.id LIMIT `+w.arg(p.limit())+` OFFSET `+w.arg(p.before()*p.limit())+`) `+suggestionTexts, w.args...)
	for _, row := range rows {
		row.ClauseLabels, row.Clauses = consult.ClauseLabels(row.Refs), row.Refs
		l.Items = append(l.Items, row.Suggestion)
	}
	return l, err
}

// narrow adds the state's condition and gives how many suggestions it leaves.
func (f SuggestionFilter) narrow(w *where, counts map[consult.Outcome]int) int {
	switch f.State {
	case "":
		total := 0
		for _, n := range counts {
			total += n
		}
		return total
	case Undecided:
		w.conditions = append(w.conditions, "d.outcome IS NULL")
		return counts[""]
	}
	w.and("d.outcome = ?", f.State)
	return counts[consult.Outcome(f.State)]
}

func (r *Repo) countSuggestions(ctx context.Context, w *where) (map[consult.Outcome]int, error) {
	var rows []struct {
		Outcome consult.Outcome `db:"outcome"`
		N       int             `db:"n"`
	}
	err := r.list(ctx, &rows, `SELECT coalesce(d.outcome, '') AS outcome, count(*) AS n FROM `+suggestionTables+w.sql()+` GROUP BY 1`, w.args...)
	counts := map[consult.Outcome]int{}
	for _, row := range rows {
		counts[row.Outcome] = row.N
	}
	return counts, err
}
