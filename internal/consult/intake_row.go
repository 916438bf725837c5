package consult

import (
	"strings"
	"time"

	"nayan/internal/fault"
	"nayan/internal/text"
)

// IntakeRow is one row of a table of opinions, as it stands in its cells. Days are
// written 2006-01-02; clauses by their labels (第三条、第五条).
type IntakeRow struct {
	Row          int      `json:"row"` // of the table, from 1
	Channel      Channel  `json:"channel"`
	ReceivedOn   string   `json:"received_on"`
	PostmarkedOn string   `json:"postmarked_on"`
	Place        string   `json:"place"`
	Identity     Identity `json:"identity"`
	Name         string   `json:"name"`
	Phone        string   `json:"phone"`
	Email        string   `json:"email"`
	Organisation string   `json:"organisation"`
	USCC         string   `json:"uscc"`
	Clauses      string   `json:"clauses"`
	Body         string   `json:"body"`
}

// RowFault is one rule that a cell of a table breaks.
type RowFault struct {
	Row    int
	Column string // named as in IntakeRow's JSON
	Key    string
	Args   []any
}

// MaxIntakeRows bounds a table.
const MaxIntakeRows = 20_000

// Labels finds the clauses of a draft by what tables and receipts call them.
type Labels map[string]int64

// LabelsOf indexes the clauses that opinions are given on. A label that stands for
// two of them stands for neither.
func LabelsOf(clauses []Clause) Labels {
	out := Labels{}
	for _, c := range clauses {
		label := labelKey(c.Label)
		if label == "" || !c.Commentable() {
			continue
		}
		if _, twice := out[label]; twice {
			out[label] = 0
			continue
		}
		out[label] = c.ID
	}
	return out
}

func labelKey(label string) string { return strings.Join(strings.Fields(text.HalfWidth(label)), "") }

// find reads labels that stand one behind the other.
func (l Labels) find(labels string) (ids []int64, ok bool) {
	for _, label := range strings.FieldsFunc(text.HalfWidth(labels), func(r rune) bool { return strings.ContainsRune("、,;\n\r\t \u3000", r) }) {
		id := l[labelKey(label)]
		if id == 0 {
			return nil, false
		}
		ids = append(ids, id)
	}
	return ids, true
}

// Intake reads a row as what it is to be stored as, and names what is wrong with
// its cells.
func (r IntakeRow) Intake(labels Labels, w IntakeWindow, now time.Time) (Intake, []RowFault) {
	i := Intake{Channel: r.Channel, Place: r.Place, ReceivedOn: rowDay(r.ReceivedOn), PostmarkedOn: rowDay(r.PostmarkedOn)}
	clauses, known := labels.find(r.Clauses)
	i.Submission = Submission{Identity: r.Identity, Name: r.Name, Phone: r.Phone, Email: r.Email, Organisation: r.Organisation,
		USCC: r.USCC, Points: []Point{{Body: r.Body, ClauseIDs: clauses}}}
	i = i.Normalise()
	var bad []RowFault
	for _, f := range fault.Of(i.Validate(w, now)).Fields {
		bad = append(bad, RowFault{r.Row, rowColumn(f.Name), f.Key, f.Args})
	}
	if !known {
		bad = append(bad, RowFault{r.Row, "clauses", "intake.error.label", nil})
	}
	return i, bad
}

// rowColumn is the column of a field of the form.
func rowColumn(field string) string {
	switch field {
	case "points.0.body", "points":
		return "body"
	case "points.0.clause_ids":
		return "clauses"
	}
	return field
}

func rowDay(day string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, day, Zone)
	if err != nil {
		return time.Time{}
	}
	return t
}
