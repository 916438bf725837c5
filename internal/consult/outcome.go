package consult

import "slices"

// Outcome is the answer to one suggestion (采纳情况).
type Outcome string

// The outcomes.
const (
	Adopted       Outcome = "adopted"        // 采纳
	PartlyAdopted Outcome = "partly_adopted" // 部分采纳
	NotAdopted    Outcome = "not_adopted"    // 未采纳
	Explained     Outcome = "explained"      // 解释说明
	OutOfScope    Outcome = "out_of_scope"   // 不属于本次征集范围
)

// Outcomes lists every outcome in the order tables and charts show them.
var Outcomes = []Outcome{Adopted, PartlyAdopted, NotAdopted, Explained, OutOfScope}

// Valid reports whether o is one of Outcomes.
func (o Outcome) Valid() bool { return slices.Contains(Outcomes, o) }

// Totals are the figures of released results. Suggestions (条), comments (件),
// persons (人) and enterprises (家) are figures of their own. Comments counts all
// that came in; those of them whose enterprise spoke again (Superseded) have no
// part in the other figures. docs/states.md defines each.
type Totals struct {
	Comments      int `db:"comments" json:"comments"`
	Persons       int `db:"persons" json:"persons"`
	Enterprises   int `db:"enterprises" json:"enterprises"`
	Suggestions   int `db:"suggestions" json:"suggestions"`
	Adopted       int `db:"adopted" json:"adopted"`
	PartlyAdopted int `db:"partly_adopted" json:"partly_adopted"`
	NotAdopted    int `db:"not_adopted" json:"not_adopted"`
	Explained     int `db:"explained" json:"explained"`
	OutOfScope    int `db:"out_of_scope" json:"out_of_scope"`
	Offline       int `db:"offline" json:"offline"`       // of the comments: recorded by a clerk
	Superseded    int `db:"superseded" json:"superseded"` // 件 已由新意见替代
	// EnterpriseSuggestions are those among Suggestions that an enterprise made, alone or with others.
	EnterpriseSuggestions int `db:"enterprise_suggestions" json:"enterprise_suggestions"`
}

// Foots reports whether the outcomes add up to the suggestions.
func (t Totals) Foots() bool {
	return t.Suggestions == t.Adopted+t.PartlyAdopted+t.NotAdopted+t.Explained+t.OutOfScope
}

// Of gives the figure of one outcome.
func (t Totals) Of(o Outcome) int {
	switch o {
	case Adopted:
		return t.Adopted
	case PartlyAdopted:
		return t.PartlyAdopted
	case NotAdopted:
		return t.NotAdopted
	case Explained:
		return t.Explained
	case OutOfScope:
		return t.OutOfScope
	}
	return 0
}
