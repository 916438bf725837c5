package repo

import (
	"context"
	"strings"
	"unicode"

	"nayan/internal/consult"
)

// ResultFilter narrows the released results; zero values do not narrow.
type ResultFilter struct {
	Outcome       consult.Outcome
	ClauseID      int64            // of any public version; or WholeDraft
	Identity      consult.Identity // who is among those behind the line
	Query         string           // words that opinion or reason hold, as they are written
	Page, PerPage int
}

func (f ResultFilter) narrows() bool {
	return f.Outcome != "" || f.ClauseID != 0 || f.Identity != "" || len(f.terms()) > 0
}

// terms are the words of the query, bounded as those of other searches.
func (f ResultFilter) terms() (terms []string) {
	for _, term := range strings.Fields(f.Query) {
		if runes := []rune(term); len(runes) > maxTermRunes {
			term = string(runes[:maxTermRunes])
		}
		terms = append(terms, term)
	}
	return terms[:min(len(terms), maxQueryTerms)]
}

// A line without a clause stands at clause 0.
const lineOnClause = `w.position = ANY (ARRAY(SELECT k.position FROM result_row_clauses k
    WHERE k.consultation_id = $1 AND k.clause_id = ` + sameClause + `))`

// Read straight through: 100,000 lines take less than a tenth of a second, and an
// index would have to be written when as many are released. What is withheld is not
// searched. Where nothing has two cases, nothing is folded: twice as fast.
const (
	lineHolds       = `(w.shown AND w.body LIKE ? OR w.reason LIKE ?)`
	lineHoldsFolded = `(w.shown AND w.body ILIKE ? OR w.reason ILIKE ?)`
)

func (f ResultFilter) where(consultationID int64) *where {
	w := new(where)
	w.and("w.consultation_id = ?", consultationID)
	if f.Outcome != "" {
		w.and("w.outcome = ?", string(f.Outcome))
	}
	switch {
	case f.ClauseID == WholeDraft:
		w.and(lineOnClause, 0, 0)
	case f.ClauseID != 0:
		w.and(lineOnClause, f.ClauseID, f.ClauseID)
	}
	switch f.Identity {
	case consult.Resident:
		w.conditions = append(w.conditions, "w.persons > 0")
	case consult.Enterprise:
		w.conditions = append(w.conditions, "w.enterprises > 0")
	}
	for _, term := range f.terms() {
		condition := lineHolds
		if strings.ContainsFunc(term, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsLower(r) }) {
			condition = lineHoldsFolded
		}
		w.and(condition, likePattern(term), likePattern(term))
	}
	return w
}

// filteredRows reads the page of the lines that the filter leaves. How many there
// are of one outcome is known; other filters count in the same statement.
func (r *Repo) filteredRows(ctx context.Context, l *ResultsPage, f ResultFilter) error {
	w, count := f.where(l.ID), `(SELECT count(*) FROM hit)`
	if (ResultFilter{Outcome: f.Outcome}).where(l.ID).sql() == w.sql() {
		count, l.Total = `0`, l.Of(f.Outcome)
	}
	p := page{number: f.Page, size: f.PerPage}
	if p.number > maxFilteredPage {
		return nil
	}
	var rows []resultRow
	err := r.list(ctx, &rows, `WITH hit AS (SELECT w.position FROM result_rows w`+w.sql()+`)
SELECT `+resultColumns+`, `+count+` AS found FROM result_rows w
WHERE w.consultation_id = $1 AND w.position = ANY (ARRAY(SELECT hit.position FROM hit ORDER BY hit.position
    LIMIT `+w.arg(p.limit())+` OFFSET `+w.arg(p.before()*p.limit())+`)) ORDER BY w.position`, w.args...)
	if count != `0` && len(rows) > 0 {
		l.Total = rows[0].Found
	}
	l.Rows = resultRows(rows)
	return err
}

// maxFilteredPage is beyond any page that is filled: no number out of a URL is
// multiplied past an integer of the database.
const maxFilteredPage = 1_000_000
