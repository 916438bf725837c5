package app

import (
	"context"
	"strconv"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/follow"
	"nayan/repo"
)

// ReleaseResults makes all decisions of a consultation public together, with
// the figures; a call that drew nothing is released with zeros. Comments under
// way are waited for, so that none is left out.
//
// Errors: NotFound, Conflict (not public, not closed yet, already released,
// something missing: [repo.Repo.Missing] lists it; or personal data in what would
// be shown: [repo.Repo.Findings] lists it).
func (a *App) ReleaseResults(ctx context.Context, actor Actor, consultationID int64) (err error) {
	defer fault.Wrap(&err, "app.ReleaseResults(%d)", consultationID)
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		now := a.Now()
		if err := releasable(ctx, tx, consultationID, now); err != nil {
			return err
		}
		if err := a.checkResults(ctx, tx, consultationID); err != nil {
			return err
		}
		totals, err := tx.ReleaseResults(ctx, consultationID, actor.StaffID, now)
		if err != nil {
			return err
		}
		if err := linkFinal(ctx, tx, consultationID, 0); err != nil {
			return err
		}
		if err := a.tellFollowers(ctx, tx, consultationID, follow.Results, 0); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "results.release",
			ObjectKind: "consultation", ObjectID: strconv.FormatInt(consultationID, 10),
			Before: seenResults{}, After: seenResults{true, &totals}})
	})
	return a.keepResultFindings(ctx, consultationID, err)
}

// seenResults is what the audit keeps of results.
type seenResults struct {
	Released bool `json:"released"`
	*consult.Totals
}

// releasable locks the consultation and checks every condition of a release.
func releasable(ctx context.Context, tx *repo.Tx, consultationID int64, now time.Time) error {
	state, times, err := tx.LockCall(ctx, consultationID)
	if err != nil {
		return err
	}
	if err := consult.CheckReleasable(state, times, now); err != nil {
		return err
	}
	pending, err := tx.IntakePending(ctx, consultationID, now)
	if err != nil {
		return err
	}
	if pending {
		return fault.New(fault.Conflict, "results.error.intake")
	}
	missing, err := tx.AnyMissing(ctx, consultationID)
	if err != nil {
		return err
	}
	if missing {
		return fault.New(fault.Conflict, "results.error.missing")
	}
	return nil
}
