package app

import (
	"context"
	"strconv"

	"nayan/internal/fault"
	"nayan/internal/workday"
	"nayan/repo"
)

// ImportHolidays takes the days off of a year from a file in the format of
// holiday-cn. A year that was known is replaced, one that came with the program
// too: the State Council amended its notices for 2019 and 2020. The periods of
// all consultations without results are counted anew in the same transaction.
// Errors: Invalid.
func (a *App) ImportHolidays(ctx context.Context, actor Actor, file []byte) (year int, err error) {
	defer fault.Wrap(&err, "app.ImportHolidays")
	y, err := workday.Parse(file)
	if err != nil {
		return 0, err
	}
	now := a.Now()
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		old, err := calendar(ctx, tx)
		if err != nil {
			return err
		}
		if err := tx.PutHolidayYear(ctx, repo.HolidayYear{Year: y.Number, Source: string(file), ImportedBy: actor.StaffID, ImportedAt: now}); err != nil {
			return err
		}
		recounted, err := recount(ctx, tx)
		if err != nil {
			return err
		}
		entry := repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "holidays.import", ObjectKind: "holiday_year",
			ObjectID: strconv.Itoa(y.Number), After: yearSeen(y, recounted)}
		if before, known := old.Year(y.Number); known {
			entry.Before = yearSeen(before, 0)
		}
		return tx.Audit(ctx, entry)
	})
	return y.Number, err
}

// recount works out anew on which days the periods of all consultations without
// results end, and counts those for which that changed something.
func recount(ctx context.Context, tx *repo.Tx) (changed int, err error) {
	all, err := tx.LockOpenTerms(ctx)
	if err != nil {
		return 0, err
	}
	cal, err := calendar(ctx, tx)
	if err != nil {
		return 0, err
	}
	var moved []repo.OpenTerms
	for _, x := range all {
		before := x.Terms
		x.Terms = before.Counted(x.Times, cal)
		if before.ResultsDueOn.IsZero() && before.ResultsDueAwaits == 0 {
			x.ResultsDueOn, x.ResultsDueAwaits = 0, 0 // published before results were promised for a day
		}
		if x.Terms != before {
			moved = append(moved, x)
		}
	}
	return len(moved), tx.SetCounted(ctx, moved)
}

// seenYear is what the audit keeps of a year of days off.
type seenYear struct {
	Off       int      `json:"days_off"`
	MakeUp    int      `json:"make_up_days"`
	Papers    []string `json:"papers"`
	Recounted int      `json:"recounted,omitempty"` // consultations whose periods it changed
}

func yearSeen(y workday.Year, recounted int) seenYear {
	off, makeUp := y.Off()
	return seenYear{Off: off, MakeUp: makeUp, Papers: y.Papers, Recounted: recounted}
}
