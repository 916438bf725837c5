package account

import (
	"slices"

	"nayan/internal/fault"
)

// Industry is a section (门类) of the national classification of industries,
// GB/T 4754-2017, by its letter; "" where it was not said.
type Industry string

// Industries lists the sections, A to T. Their words are the keys "industry." and
// the letter.
var Industries = []Industry{"A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T"}

// Valid reports whether i is one of Industries.
func (i Industry) Valid() bool { return slices.Contains(Industries, i) }

// Size is the size of an enterprise (统计上大中小微型企业划分办法（2017）); ""
// where it was not said.
type Size string

// The sizes.
const (
	Large  Size = "large"
	Medium Size = "medium"
	Small  Size = "small"
	Micro  Size = "micro"
)

// Sizes lists the sizes. Their words are the keys "size." and the size.
var Sizes = []Size{Large, Medium, Small, Micro}

// Valid reports whether s is one of Sizes.
func (s Size) Valid() bool { return slices.Contains(Sizes, s) }

// Traits are what a consultation may choose enterprises by. All may be left out.
type Traits struct {
	Industry   Industry `json:"industry"`
	Size       Size     `json:"size"`
	TownshipID int64    `json:"township_id"` // 0: not said
}

// Validate checks the traits but for whether the township exists. Error: fault.Invalid.
func (t Traits) Validate() error {
	var f fault.Fields
	t.check(&f)
	return f.Err()
}

func (t Traits) check(f *fault.Fields) {
	f.Check(t.Industry == "" || t.Industry.Valid(), "industry", "enterprise.error.industry")
	f.Check(t.Size == "" || t.Size.Valid(), "size", "enterprise.error.size")
	f.Check(t.TownshipID >= 0, "township_id", "enterprise.error.township")
}

// Township is a 乡镇 or 街道 of the county.
type Township struct {
	ID          int64  `db:"id"`
	Name        string `db:"name"`
	Enterprises int    `db:"enterprises"` // that say they are there
}
