package app

import (
	"context"
	"io"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/wording"
	"nayan/repo"
)

// RecordLegality keeps what is known of the legality review, in the place of what
// was recorded before. Errors: Invalid; Conflict unless the consultation is being
// drafted; Forbidden for anybody but its author; NotFound.
func (a *App) RecordLegality(ctx context.Context, actor Actor, id int64, l consult.Legality) (err error) {
	defer fault.Wrap(&err, "app.RecordLegality(%d)", id)
	l = l.Normalise()
	if err := l.Validate(a.Now()); err != nil {
		return err
	}
	return a.edit(ctx, actor, id, func(tx *repo.Tx, _ repo.DeskConsultation, now time.Time) error {
		before, err := tx.Legality(ctx, id)
		if err != nil {
			return err
		}
		if err := tx.SetLegality(ctx, id, l, actor.StaffID, now); err != nil {
			return err
		}
		return tx.Audit(ctx, consultationAudit(now, actor, "legality", id, recorded(before), l))
	})
}

// recorded leaves out what there was not.
func recorded(l *consult.Legality) any {
	if l == nil {
		return nil
	}
	return *l
}

// ImportWordings adds the wordings of a list, or changes what they should be.
// Errors: Invalid, with the line at fault.
func (a *App) ImportWordings(ctx context.Context, actor Actor, list io.Reader) (n int, err error) {
	defer fault.Wrap(&err, "app.ImportWordings")
	rules, err := wording.ParseCSV(list)
	if err != nil {
		return 0, badList(err)
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		now := a.Now()
		if err := tx.AddWordingRules(ctx, rules, actor.StaffID, now); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "wording.import", ObjectKind: "wording", ObjectID: "list",
			After: seenWordings{Rules: len(rules)}})
	})
	return len(rules), err
}

// RemoveWording takes one wording off the county's list. Errors: NotFound.
func (a *App) RemoveWording(ctx context.Context, actor Actor, wrong string) (err error) {
	defer fault.Wrap(&err, "app.RemoveWording")
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		gone, err := tx.DeleteWordingRule(ctx, wrong)
		if err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "wording.remove", ObjectKind: "wording", ObjectID: "list",
			Before: seenWording(gone)})
	})
}

// seenWordings and seenWording are what the audit keeps of a list and of a line.
type (
	seenWordings struct {
		Rules int `json:"rules"`
	}
	seenWording struct {
		Wrong  string `json:"wrong"`
		Right  string `json:"right"`
		Source string `json:"-"`
	}
)

// badList moves what is wrong with a list to the field of the form.
func badList(err error) error {
	why := fault.Of(err)
	if why.Kind != fault.Invalid {
		return err
	}
	var f fault.Fields
	f.Add("list", why.Key, why.Args...)
	return f.Err()
}
