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

// ReleaseResults makes all decisions of a consultation public together, or what is
// left of them, with the figures; a call that drew nothing is released with zeros.
// Comments under way are waited for, so that none is left out.
//
// Errors: NotFound, Conflict (not public, not closed yet, already released,
// something missing: [repo.Repo.Missing] lists it; or personal data in what would
// be shown: [repo.Repo.Findings] lists it).
func (a *App) ReleaseResults(ctx context.Context, actor Actor, consultationID int64) (err error) {
	defer fault.Wrap(&err, "app.ReleaseResults(%d)", consultationID)
	return a.release(ctx, actor, consultationID, "results.release", false)
}

// ReleaseFirst makes public what is decided and checked of a consultation while
// there is more to be answered. It may be done several times; the last release is
// that of ReleaseResults.
//
// Errors: as ReleaseResults; Conflict also when nothing can go out, or everything.
func (a *App) ReleaseFirst(ctx context.Context, actor Actor, consultationID int64) (err error) {
	defer fault.Wrap(&err, "app.ReleaseFirst(%d)", consultationID)
	return a.release(ctx, actor, consultationID, "results.first", true)
}

// release publishes a batch: what is ready while something is missing (first), or
// whatever is left.
func (a *App) release(ctx context.Context, actor Actor, id int64, action string, first bool) error {
	err := a.Repo.Write(ctx, func(tx *repo.Tx) error {
		now := a.Now()
		if err := releasable(ctx, tx, id, now); err != nil {
			return err
		}
		if err := rightKind(ctx, tx, id, first); err != nil {
			return err
		}
		if err := a.checkResults(ctx, tx, id); err != nil {
			return err
		}
		b, err := tx.ReleaseResults(ctx, id, actor.StaffID, now)
		switch {
		case err != nil:
			return err
		case first && b.Suggestions == 0:
			return fault.New(fault.Conflict, "results.error.none_ready")
		case first && b.LeftOpen == 0: // what is missing is a point that belongs to no suggestion
			return fault.New(fault.Conflict, "results.error.missing")
		}
		if err := linkFinal(ctx, tx, id, 0); err != nil {
			return err
		}
		if err := a.released(ctx, tx, id, first); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: action,
			ObjectKind: "consultation", ObjectID: strconv.FormatInt(id, 10),
			Before: seenResults{}, After: seenResults{true, b.Batch, b.LeftOpen, &b.Totals}})
	})
	return a.keepResultFindings(ctx, id, err)
}

// rightKind holds that a first batch goes out while something is missing, and the
// rest when nothing is.
func rightKind(ctx context.Context, tx *repo.Tx, id int64, first bool) error {
	missing, err := tx.AnyMissing(ctx, id)
	switch {
	case err != nil:
		return err
	case missing && !first:
		return fault.New(fault.Conflict, "results.error.missing")
	case first && !missing:
		return fault.New(fault.Conflict, "results.error.all_ready")
	}
	return nil
}

// released tells everybody concerned of a batch that is public once the
// transaction commits. Followers wait for the last one.
func (a *App) released(ctx context.Context, tx *repo.Tx, id int64, first bool) error {
	if !first {
		if err := a.tellFollowers(ctx, tx, id, follow.Results, 0); err != nil {
			return err
		}
	}
	return tx.EnqueueLater(ctx, TellAuthors{ConsultationID: id})
}

// seenResults is what the audit keeps of results.
type seenResults struct {
	Released bool `json:"released"`
	Batch    int  `json:"batch,omitempty"`
	LeftOpen int  `json:"left_open,omitempty"`
	*consult.Totals
}

// releasable locks the consultation and checks every condition of a release but
// what is missing in the decisions.
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
	return nil
}
