package consult

import (
	"strconv"

	"nayan/internal/fault"
)

// DecisionRow is one row of a table of answers, as it stands in its cells.
type DecisionRow struct {
	Row      int    `json:"row"` // of the table, from 1
	No       string `json:"no"`
	Outcome  string `json:"outcome"`
	Reason   string `json:"reason"`
	Override string `json:"override"`
	Revision string `json:"revision"`
}

// MaxDecisionRows bounds a table of answers.
const MaxDecisionRows = 20_000

// Empty reports whether nobody answered in a row.
func (r DecisionRow) Empty() bool { return r.Outcome == "" && r.Reason == "" }

// SheetDecision is a row that was read.
type SheetDecision struct {
	Row, Revision int
	ID            int64
	Decision
}

// Decision reads a row, and names what is wrong with its cells.
func (r DecisionRow) Decision() (d SheetDecision, bad []RowFault) {
	d = SheetDecision{Row: r.Row, Decision: Decision{Outcome: Outcome(r.Outcome), Reason: r.Reason, Override: r.Override}.Normalise()}
	var err error
	if d.ID, err = strconv.ParseInt(r.No, 10, 64); err != nil || d.ID <= 0 {
		bad = append(bad, RowFault{Row: r.Row, Column: "no", Key: "decide.error.row_number"})
	}
	if d.Revision, err = strconv.Atoi(r.Revision); err != nil || d.Revision < 0 {
		bad = append(bad, RowFault{Row: r.Row, Column: "revision", Key: "decide.error.row_revision"})
	}
	return d, append(bad, OfRow(r.Row, d.Validate())...)
}

// OfRow names the broken rules of an error by the cells of a row.
func OfRow(row int, err error) (bad []RowFault) {
	if err == nil {
		return nil
	}
	for _, f := range fault.Of(err).Fields {
		bad = append(bad, RowFault{Row: row, Column: f.Name, Key: f.Key, Args: f.Args})
	}
	return bad
}
