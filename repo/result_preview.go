package repo

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const sqlTotalsNow = countedTotals + countedEnd

// TotalsNow counts what a release of the results would publish now, for the
// desk. Released results keep their own figures.
func (r *Repo) TotalsNow(ctx context.Context, consultationID int64) (t consult.Totals, err error) {
	defer fault.Wrap(&err, "repo.TotalsNow(%d)", consultationID)
	return t, r.get(ctx, &t, sqlTotalsNow, consultationID)
}
