package desk

import (
	"slices"
	"strconv"

	"nayan/internal/consult"
	"nayan/views/ui"
)

// FinalLine is an adopted line with the clauses of the final text that were changed for it.
type FinalLine struct {
	consult.ResultRow
	Chosen bool // by staff, and not found by the comparison
}

// FinalClausesPage points adopted suggestions to the clauses changed for them.
type FinalClausesPage struct {
	Page
	Con       consult.Consultation
	HasFinal  bool
	ShowAll   bool // and not only those that lead nowhere yet
	Lines     []FinalLine
	Open, All int
	At, Last  int
	Edit      int64            // the suggestion whose clauses are being chosen; 0 for none
	Clauses   []consult.Clause // of the final text, to choose from
	Errors    ui.Errors
}

// FinalClausesURL is the address of the page.
func FinalClausesURL(id int64, all bool, page int, edit int64) string {
	u := consultationURL(id, "results/clauses") + "?page=" + strconv.Itoa(page)
	if all {
		u += "&list=all"
	}
	if edit != 0 {
		u += "&edit=" + id64(edit) + "#edit"
	}
	return u
}

func (p FinalClausesPage) pageURL(page int) string {
	return FinalClausesURL(p.Con.ID, p.ShowAll, page, 0)
}

// linked reports whether a line leads to the clause.
func (l FinalLine) linked(id int64) bool {
	return slices.ContainsFunc(l.Finals, func(f consult.FinalClause) bool { return f.ID == id })
}
