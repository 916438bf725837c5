package consult

import (
	"slices"

	"nayan/internal/account"
)

// Addressing says which verified enterprises an enterprise consultation
// addresses. Within one criterion any value will do, the criteria hold together,
// and the listed enterprises come on top; the zero value addresses all.
type Addressing struct {
	Industries []account.Industry
	Sizes      []account.Size
	Townships  []account.Township // id and name
	Listed     []NamedEnterprise
}

// NamedEnterprise is an enterprise of the register as lists name it.
type NamedEnterprise struct {
	ID   int64
	Name string
}

// MaxListed bounds the list of named enterprises.
const MaxListed = 500

// All reports whether every verified enterprise is addressed.
func (a Addressing) All() bool { return !a.Chooses() && len(a.Listed) == 0 }

// Chooses reports whether a criterion narrows; a list alone addresses its
// enterprises and no other.
func (a Addressing) Chooses() bool { return len(a.Industries)+len(a.Sizes)+len(a.Townships) > 0 }

// Includes reports whether a verified enterprise is addressed. The statement in
// repo says the same; a test compares them.
func (a Addressing) Includes(id int64, t account.Traits) bool {
	if a.All() || slices.ContainsFunc(a.Listed, func(e NamedEnterprise) bool { return e.ID == id }) {
		return true
	}
	there := func(p account.Township) bool { return p.ID == t.TownshipID }
	return a.Chooses() && (len(a.Industries) == 0 || slices.Contains(a.Industries, t.Industry)) &&
		(len(a.Sizes) == 0 || slices.Contains(a.Sizes, t.Size)) &&
		(len(a.Townships) == 0 || slices.ContainsFunc(a.Townships, there))
}
