package consult

import (
	"strings"
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/internal/workday"
)

// Minimum is the shortest period of a call and where that is said. 0 days: none is set.
type Minimum struct {
	MinimumDays   int          `db:"minimum"`
	MinimumIn     workday.Unit `db:"minimum_in"`
	MinimumSource string       `db:"minimum_source"` // 《重大行政决策程序暂行条例》第十五条
}

// KindRule is what holds for the consultations of one kind, as an administrator
// set it. The law's own numbers are in the migration that makes the table.
type KindRule struct {
	Kind    Kind `db:"kind"`
	Enabled bool `db:"enabled"` // may be chosen for a new consultation
	Minimum
	ResultsDays    int  `db:"results_days"`    // working days from closing to the results
	LegalityReview bool `db:"legality_review"` // 合法性审查 is to be recorded before submission
}

// Statute is what the fields of a consultation are measured by: the rule of its
// kind, and the calendar by which days are counted.
type Statute struct {
	Rule     KindRule
	Calendar workday.Calendar
}

// The largest numbers of a rule.
const (
	MaxMinimum     = 365
	MaxResultsDays = 250 // the working days of a year
	MaxSource      = 200
)

func resultsDaysFit(n int) bool { return n >= 1 && n <= MaxResultsDays }

// Clean gives the rule as it is stored.
func (r KindRule) Clean() KindRule {
	r.MinimumSource = strings.Join(strings.Fields(cleanText(r.MinimumSource)), " ")
	return r
}

// Validate checks a cleaned rule. A minimum is said with its source, and only then.
// Errors: Invalid, with the names of the form's fields.
func (r KindRule) Validate() error {
	var bad fault.Fields
	bad.Check(r.MinimumDays >= 0 && r.MinimumDays <= MaxMinimum, "minimum", "kind_rule.error.minimum", MaxMinimum)
	bad.Check(r.MinimumIn.Valid(), "minimum_in", "kind_rule.error.minimum_in")
	bad.Check(r.MinimumDays == 0 || r.MinimumSource != "", "source", "kind_rule.error.source")
	bad.Check(utf8.RuneCountInString(r.MinimumSource) <= MaxSource, "source", "consult.error.too_long", MaxSource)
	bad.Check(resultsDaysFit(r.ResultsDays), "results_days", "consult.error.results_days", MaxResultsDays)
	return bad.Err()
}
