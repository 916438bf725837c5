package app

import (
	"context"
	"strconv"
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/openday"
	"nayan/repo"
)

// CreateOpenDay begins an open day; the actor is its author. Errors: Invalid.
func (a *App) CreateOpenDay(ctx context.Context, actor Actor, f openday.Fields) (id int64, err error) {
	defer fault.Wrap(&err, "app.CreateOpenDay")
	f = f.Trimmed()
	if err := f.Validate(); err != nil {
		return 0, err
	}
	html, now := RenderMarkdown(f.Content), a.Now()
	err = a.Repo.Write(ctx, func(tx *repo.Tx) (err error) {
		if id, err = tx.InsertOpenDay(ctx, f, html, actor.StaffID, now); err != nil {
			return unknownUnit(err)
		}
		if err := checkUnit(ctx, tx, actor, f.UnitID, account.Drafter); err != nil {
			return err
		}
		return tx.Audit(ctx, openDayAudit("open_day.create", id, actor, now, nil, f))
	})
	return id, err
}

// UpdateOpenDay replaces what its author wrote, sessions included, while it is
// being drafted. Errors: NotFound, Invalid, Conflict once released, Forbidden for
// others than the author.
func (a *App) UpdateOpenDay(ctx context.Context, actor Actor, id int64, f openday.Fields) (err error) {
	defer fault.Wrap(&err, "app.UpdateOpenDay(%d)", id)
	f = f.Trimmed()
	if err := f.Validate(); err != nil {
		return err
	}
	html, now := RenderMarkdown(f.Content), a.Now()
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		d, err := tx.LockOpenDay(ctx, id)
		if err != nil {
			return err
		}
		if err := openday.CheckEdit(d, actor.StaffID); err != nil {
			return err
		}
		if err := tx.UpdateOpenDay(ctx, id, f, html, now); err != nil {
			return unknownUnit(err)
		}
		if err := checkUnit(ctx, tx, actor, f.UnitID, account.Drafter); err != nil {
			return err
		}
		return tx.Audit(ctx, openDayAudit("open_day.update", id, actor, now, d.Fields(), f))
	})
}

// ReleaseOpenDay makes an open day public and gives it its number; the actor is
// somebody other than the author. Errors: NotFound, Forbidden, Conflict when it is
// released already, has no sessions, or none that can still be booked.
func (a *App) ReleaseOpenDay(ctx context.Context, actor Actor, id int64) (err error) {
	defer fault.Wrap(&err, "app.ReleaseOpenDay(%d)", id)
	now := a.Now()
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		d, err := tx.LockOpenDay(ctx, id)
		if err != nil {
			return err
		}
		if err := openday.CheckRelease(d, actor.StaffID, now); err != nil {
			return err
		}
		no, err := tx.NextNumber(ctx, repo.OpenDayNumber, now.In(consult.Zone).Year())
		if err != nil {
			return err
		}
		if err := tx.ReleaseOpenDay(ctx, id, no, actor.StaffID, now); err != nil {
			return err
		}
		return tx.Audit(ctx, openDayAudit("open_day.release", id, actor, now,
			openDayRef{State: openday.Drafting}, openDayRef{openday.Released, no}))
	})
}

// openDayRef is what the audit keeps of a change of state.
type openDayRef struct {
	State openday.State `json:"state"`
	No    string        `json:"no,omitempty"`
}

func openDayAudit(action string, id int64, actor Actor, now time.Time, before, after any) repo.AuditEntry {
	return repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: action, ObjectKind: "open_day",
		ObjectID: strconv.FormatInt(id, 10), Before: before, After: after}
}

// unknownUnit turns a broken reference to a unit into a broken field.
func unknownUnit(err error) error {
	if repo.Constraint(err) != "open_days_unit_id_fkey" {
		return err
	}
	var f fault.Fields
	f.Add("unit_id", "openday.error.unit_required")
	return f.Err()
}
