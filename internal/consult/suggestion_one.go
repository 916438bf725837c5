package consult

// OneSuggestion is a suggestion as its own page shows it, without its points. Of
// the embedded one it has what is its own, nothing of its first point.
type OneSuggestion struct {
	Suggestion
	MergedInto    int64   `db:"merged_into"` // 0: it has points
	Silent        bool    `db:"silent"`      // nobody makes it any more
	Points        int     `db:"points"`
	DecidedBefore []int64 `db:"-"` // the first that were merged into it with a decision of theirs
}

// SuggestionPoint is a point of a suggestion, whole, with who said it.
type SuggestionPoint struct {
	PointKey
	Part                   // that the suggestion is about
	Comment    Comment     `db:"comment"`
	Body       string      `db:"body"`
	Clauses    []ClauseRef `db:"-"`
	Others     []int64     `db:"-"` // suggestions that have the point as well
	Redactions []Redaction `db:"-"` // of all points of the comment
}
