package consultview

import (
	"strconv"

	"nayan/internal/consult"
)

// ResultLinePage is one line of the results with everybody behind it.
type ResultLinePage struct {
	Head
	Row     consult.ResultRow
	Clauses []ClauseFate // that it is on

	Corrections []consult.Correction // of it, the latest first

	Voices   []consult.Voice
	Public   int // points that the public may read
	Hidden   int // comments that it may not
	PageNo   int
	LastPage int
}

func (p ResultLinePage) pageURL(page int) string {
	address := p.lineURL(p.Row.SuggestionID)
	if page > 1 {
		address += "?page=" + strconv.Itoa(page)
	}
	return address + "#behind"
}
