package app

import (
	"context"
	"strconv"
	"unicode/utf8"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/text"
	"nayan/repo"
)

// noSuchTownship puts the reference to the townships into words.
func noSuchTownship(err error) error {
	if repo.Constraint(err) != "enterprises_township_id_fkey" {
		return err
	}
	var f fault.Fields
	f.Add("township_id", "enterprise.error.township")
	return f.Err()
}

// seenTraits is what the audit keeps of them.
type seenTraits struct {
	Industry account.Industry `json:"industry"`
	Size     account.Size     `json:"enterprise_size"`
	Township string           `json:"township"`
}

// CorrectTraits puts right what an enterprise said of itself, on behalf of a
// clerk. Errors: Invalid, NotFound; Conflict when nobody is in it any more.
func (a *App) CorrectTraits(ctx context.Context, actor Actor, id int64, traits account.Traits) (err error) {
	defer fault.Wrap(&err, "app.CorrectTraits(%d)", id)
	if err := traits.Validate(); err != nil {
		return err
	}
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		before, err := tx.HoldEnterprise(ctx, id)
		if err != nil {
			return err
		}
		after := repo.Enterprise{ID: id, Industry: traits.Industry, Size: traits.Size, TownshipID: traits.TownshipID}
		if err := tx.SetTraits(ctx, after); err != nil {
			return noSuchTownship(err)
		}
		if after, err = tx.HoldEnterprise(ctx, id); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "enterprise.correct", ObjectKind: "enterprise",
			ObjectID: strconv.FormatInt(id, 10), Before: traitsSeen(before), After: traitsSeen(after)})
	})
}

func traitsSeen(e repo.Enterprise) seenTraits { return seenTraits{e.Industry, e.Size, e.Township} }

// maxTownship bounds the name of a township, in characters.
const maxTownship = 50

// AddTownship adds a township that enterprises may be in. Errors: Invalid; Conflict
// when there is one of its name.
func (a *App) AddTownship(ctx context.Context, actor Actor, name string) (id int64, err error) {
	defer fault.Wrap(&err, "app.AddTownship")
	name = text.Line(name)
	var f fault.Fields
	f.Check(text.Ink(name) && utf8.RuneCountInString(name) <= maxTownship, "township", "township.error.name", maxTownship)
	if err := f.Err(); err != nil {
		return 0, err
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if id, err = tx.InsertTownship(ctx, name); err != nil {
			if fault.Is(err, fault.Conflict) {
				return fault.New(fault.Conflict, "township.error.there")
			}
			return err
		}
		return tx.Audit(ctx, townshipAudit(a, actor, "township.add", id, nil, name))
	})
	return id, err
}

// RemoveTownship removes a township. Errors: Conflict when an enterprise is in it,
// or a consultation chose by it.
func (a *App) RemoveTownship(ctx context.Context, actor Actor, id int64) (err error) {
	defer fault.Wrap(&err, "app.RemoveTownship(%d)", id)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		name, err := tx.DeleteTownship(ctx, id)
		if fault.Is(err, fault.NotFound) || repo.Constraint(err) == "enterprises_township_id_fkey" {
			return fault.New(fault.Conflict, "township.error.in_use")
		}
		if err != nil {
			return err
		}
		return tx.Audit(ctx, townshipAudit(a, actor, "township.remove", id, name, nil))
	})
}

func townshipAudit(a *App, actor Actor, action string, id int64, before, after any) repo.AuditEntry {
	return repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: action, ObjectKind: "township", ObjectID: strconv.FormatInt(id, 10),
		Before: before, After: after}
}
