package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/fold"
)

// The states of the SuggestionFilter that are no outcome. Each suggestion that
// somebody makes is in exactly one of them, so that they foot.
const (
	Undecided = "undecided" // without an outcome
	NoReason  = "no_reason" // decided, and nobody wrote why
	Unchecked = "unchecked" // waits for a second person
	SentBack  = "sent_back" // the second person wants it decided anew
	Checked   = "checked"   // waits for the release
	Answered  = "released"
)

// Values of filters that name nothing of their own.
const (
	WholeDraft int64 = -1 // ClauseID: on no clause
	Nobody     int64 = -1 // AssigneeID: assigned to nobody
)

// SuggestionFilter narrows the adjudicator's list; zero values do not narrow.
type SuggestionFilter struct {
	State         string // one of the states above, or an outcome
	ClauseID      int64  // or WholeDraft
	Channel       consult.Channel
	Identity      consult.Identity
	Query         string // looked for in the points and in the summary
	AssigneeID    int64  // or Nobody
	UnitID        int64  // that was asked for its opinion
	ID            int64  // that one alone
	Page, PerPage int
}

// suggestionTables are the suggestions s with the decision d on each and the line w
// in which it was released, where there are such. The first argument of a
// statement over them is the consultation.
const suggestionTables = `suggestions s
LEFT JOIN decisions d ON d.consultation_id = s.consultation_id AND d.suggestion_id = s.id
LEFT JOIN result_rows w ON w.consultation_id = s.consultation_id AND w.suggestion_id = s.id`

// suggestionStage is the state that a suggestion is in.
const suggestionStage = `CASE WHEN w.suggestion_id IS NOT NULL THEN 'released' WHEN d.outcome IS NULL THEN 'undecided'
    WHEN d.reason = '' THEN 'no_reason' WHEN d.back_by IS NOT NULL THEN 'sent_back' WHEN d.checked_by IS NULL THEN 'unchecked' ELSE 'checked' END`

const (
	suggestionOnClause = `s.id = ANY (ARRAY(SELECT o.suggestion_id FROM point_clauses k JOIN suggestion_points o
    ON o.consultation_id = k.consultation_id AND o.comment_id = k.comment_id AND o.position = k.position
    WHERE k.consultation_id = $1 AND k.clause_id = ` + sameClause + `))`  // an array for the reason of onClause

	suggestionOnDraft = `s.id IN (SELECT o.suggestion_id FROM suggestion_points o WHERE o.consultation_id = $1
    AND NOT EXISTS (SELECT FROM point_clauses k WHERE k.consultation_id = o.consultation_id AND k.comment_id = o.comment_id AND k.position = o.position))`

	suggestionBy = `s.id IN (SELECT o.suggestion_id FROM comments m JOIN suggestion_points o
    ON o.consultation_id = m.consultation_id AND o.comment_id = m.id
    WHERE m.consultation_id = $1 AND (m.channel = ? OR ? = '') AND (m.identity = ? OR ? = '') AND ` + notSuperseded + `)`

	suggestionSays = `(s.id IN (SELECT o.suggestion_id FROM points p JOIN suggestion_points o
    ON o.consultation_id = p.consultation_id AND o.comment_id = p.comment_id AND o.position = p.position
    WHERE p.consultation_id = $1 AND p.body ~ ALL (?::text[])) OR s.summary <> '' AND s.summary ~ ALL (?::text[]))`

	suggestionOf = `s.id IN (SELECT a.suggestion_id FROM suggestion_assignments a WHERE a.consultation_id = $1 AND a.staff_id = ?)`

	suggestionOfNobody = `s.id NOT IN (SELECT a.suggestion_id FROM suggestion_assignments a WHERE a.consultation_id = $1)`

	suggestionAsked = `s.id IN (SELECT q.suggestion_id FROM unit_opinions q
    WHERE q.consultation_id = $1 AND q.unit_id = ? AND q.withdrawn_at IS NULL)`
)

// where chooses the suggestions of a consultation that the filter leaves, for
// statements over suggestionTables.
func (f SuggestionFilter) where(consultationID int64) *where {
	w := f.scope(consultationID)
	f.narrow(w)
	return w
}

// scope is where without the state: what the counts of the states are of.
func (f SuggestionFilter) scope(consultationID int64) *where {
	w := new(where)
	w.and("s.consultation_id = ?", consultationID)
	w.conditions = append(w.conditions, live)
	switch {
	case f.ClauseID == WholeDraft:
		w.conditions = append(w.conditions, suggestionOnDraft)
	case f.ClauseID != 0:
		w.and(suggestionOnClause, f.ClauseID, f.ClauseID)
	}
	if f.Channel != "" || f.Identity != "" {
		w.and(suggestionBy, string(f.Channel), string(f.Channel), string(f.Identity), string(f.Identity))
	}
	switch {
	case f.AssigneeID == Nobody:
		w.conditions = append(w.conditions, suggestionOfNobody)
	case f.AssigneeID != 0:
		w.and(suggestionOf, f.AssigneeID)
	}
	if f.ID != 0 {
		w.and("s.id = ?", f.ID)
	}
	if f.UnitID != 0 {
		w.and(suggestionAsked, f.UnitID)
	}
	if patterns := patterns(f.Query); len(patterns) > 0 {
		w.and(suggestionSays, pq.Array(patterns), pq.Array(patterns))
	}
	return w
}

// narrow adds the condition of the state.
func (f SuggestionFilter) narrow(w *where) {
	switch f.State {
	case "":
	case Undecided:
		w.conditions = append(w.conditions, "d.suggestion_id IS NULL") // a column of the join, so that the planner sees an anti-join
	case NoReason, Unchecked, SentBack, Checked, Answered:
		w.and("("+suggestionStage+") = ?", f.State)
	default:
		w.and("d.outcome = ?", f.State)
	}
}

// patterns gives a regular expression for each term of a query, which finds it in
// texts as people wrote them.
func patterns(query string) (list []string) {
	terms := fold.Terms(query)
	for _, term := range terms[:min(len(terms), maxQueryTerms)] {
		if runes := []rune(term); len(runes) > maxTermRunes {
			term = string(runes[:maxTermRunes])
		}
		list = append(list, fold.Pattern(term))
	}
	return list
}

// SuggestionCounts says how many of the suggestions that a filter leaves without its state
// are in which state, and have which outcome, "" for the undecided.
type SuggestionCounts struct {
	All      int
	States   map[string]int
	Outcomes map[consult.Outcome]int
}

// of is how many a state leaves.
func (c SuggestionCounts) of(state string) int {
	switch state {
	case "":
		return c.All
	case Undecided, NoReason, Unchecked, SentBack, Checked, Answered:
		return c.States[state]
	}
	return c.Outcomes[consult.Outcome(state)]
}

// pageOf counts what a filter leaves and names the suggestions of the page that it
// asks for: what the filter costs is paid once.
func (r *Repo) pageOf(ctx context.Context, consultationID int64, f SuggestionFilter) (c SuggestionCounts, ids []int64, err error) {
	var rows []struct {
		State   string          `db:"state"`
		Outcome consult.Outcome `db:"outcome"`
		N       int             `db:"n"`
		ID      int64           `db:"id"` // 0: a count
	}
	c = SuggestionCounts{States: map[string]int{}, Outcomes: map[consult.Outcome]int{}}
	w, p := f.scope(consultationID), page{number: f.Page, size: f.PerPage}
	matched := `WITH matched AS MATERIALIZED (SELECT s.id, ` + suggestionStage + ` AS state, coalesce(d.outcome, '') AS outcome FROM ` +
		suggestionTables + w.sql() + `) SELECT state, outcome, count(*) AS n, 0 AS id FROM matched GROUP BY 1, 2 UNION ALL SELECT '', '', 0, x.id FROM `
	state := w.arg(f.State)
	err = r.list(ctx, &rows, matched+`(SELECT m.id FROM matched m WHERE `+state+` IN ('', m.state, nullif(m.outcome, ''))
    ORDER BY m.id LIMIT `+w.arg(p.limit())+` OFFSET `+w.arg(p.before()*p.limit())+`) x`, w.args...)
	for _, row := range rows {
		if row.ID != 0 {
			ids = append(ids, row.ID)
			continue
		}
		c.All += row.N
		c.States[row.State] += row.N
		c.Outcomes[row.Outcome] += row.N
	}
	return c, ids, err
}

// FilteredSuggestions gives the ids of all suggestions that a filter leaves, in the
// order they came: what is to be done with all of them is done with these.
func (t *Tx) FilteredSuggestions(ctx context.Context, consultationID int64, f SuggestionFilter) (ids []int64, err error) {
	defer fault.Wrap(&err, "repo.FilteredSuggestions(%d, %q)", consultationID, f.State)
	w := f.where(consultationID)
	return ids, t.list(ctx, &ids, `SELECT s.id FROM `+suggestionTables+w.sql()+` ORDER BY s.id`, w.args...)
}
