package repo

import (
	"context"
	"fmt"

	"nayan/internal/fault"
)

// NumberKind names a series of public numbers.
type NumberKind string

// The series.
const (
	ConsultationNumber NumberKind = "consultation"
	OpenDayNumber      NumberKind = "open_day"
)

const sqlNextNumber = `INSERT INTO numbers AS n (kind, year, last) VALUES ($1, $2, 1)
ON CONFLICT (kind, year) DO UPDATE SET last = n.last + 1 RETURNING last`

// NextNumber gives the next number of a series in a year, as in 2026-0001. The
// row lock lasts until the transaction ends: no number is given twice and, as a
// rolled-back release gives its number back, none is left out.
func (t *Tx) NextNumber(ctx context.Context, kind NumberKind, year int) (no string, err error) {
	defer fault.Wrap(&err, "repo.NextNumber(%s, %d)", kind, year)
	var last int
	if err := t.get(ctx, &last, sqlNextNumber, string(kind), year); err != nil {
		return "", err
	}
	return fmt.Sprintf("%04d-%04d", year, last), nil
}
