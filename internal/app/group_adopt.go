package app

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// AdoptInput says which groups become one suggestion.
type AdoptInput struct {
	ConsultationID int64
	Groups         []consult.GroupSeen // as they were seen: what joined since stays where it is
	Leave          []consult.PointKey  // points that stay where they are
}

// AdoptGroups brings the points of one proposed group, or of several together, to
// the suggestion that has most of them (归为一条), and gives that. What staff cut by
// hand stays where it is, and so does what is answered in public.
//
// Errors: NotFound, Conflict (as [App.Merge]; also points that are together).
func (a *App) AdoptGroups(ctx context.Context, actor Actor, in AdoptInput) (into int64, err error) {
	defer fault.Wrap(&err, "app.AdoptGroups(%d, %d groups)", in.ConsultationID, len(in.Groups))
	return into, a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := tx.CheckGroups(ctx, in.ConsultationID, in.Groups); err != nil {
			return err
		}
		links, err := tx.MovableLinks(ctx, in.ConsultationID, in.Groups)
		if err != nil {
			return err
		}
		points, to, apart := consult.Gathering(links, in.Leave)
		if !apart {
			return fault.New(fault.Conflict, "groups.error.together")
		}
		step, err := a.gatherPoints(ctx, tx, actor, in.ConsultationID, points, to)
		if err != nil {
			return err
		}
		if step == 0 {
			return fault.New(fault.Conflict, "groups.error.together")
		}
		into = to
		_, err = tx.ChooseGroups(ctx, in.ConsultationID, repo.Choice{Kind: consult.ChoseAdopted, Seen: in.Groups, StepID: step, StaffID: actor.StaffID, At: a.Now()})
		return err
	})
}

// seenChoice is what the audit keeps of a choice about a proposal: the group, or the
// one in the middle of several, and how many these are.
type seenChoice struct {
	Choice consult.GroupChoice `json:"choice"`
	Groups int                 `json:"groups"`
}

// DismissGroup says that the points of a proposed group are not one suggestion
// (不归并); those that came to an adopted group are left where they are. It stays so
// until [App.RestoreGroup].
//
// Errors: NotFound, Conflict (the consultation is not public, answered or withdrawn).
func (a *App) DismissGroup(ctx context.Context, actor Actor, consultationID int64, group consult.GroupSeen) (err error) {
	defer fault.Wrap(&err, "app.DismissGroup(%d, %d)", consultationID, group.ID)
	return a.onGroups(ctx, actor, consultationID, group.ID, true, func(tx *repo.Tx) (seenChoice, int, error) {
		seen := []consult.GroupSeen{group}
		if err := tx.CheckGroups(ctx, consultationID, seen); err != nil {
			return seenChoice{}, 0, err
		}
		n, err := tx.ChooseGroups(ctx, consultationID, repo.Choice{Kind: consult.ChoseDismissed, Seen: seen, StaffID: actor.StaffID, At: a.Now()})
		return seenChoice{consult.ChoseDismissed, 1}, n, err
	})
}

// DismissTheme says that groups which share rare phrases with a hub are not on one
// matter. None of them is proposed in this way again.
//
// Errors: NotFound, Conflict (as [App.DismissGroup]).
func (a *App) DismissTheme(ctx context.Context, actor Actor, consultationID, hub int64) (err error) {
	defer fault.Wrap(&err, "app.DismissTheme(%d, %d)", consultationID, hub)
	return a.onGroups(ctx, actor, consultationID, hub, true, func(tx *repo.Tx) (seenChoice, int, error) {
		seen, err := tx.ThemeSeen(ctx, consultationID, hub)
		if err != nil {
			return seenChoice{}, 0, err
		}
		if err := tx.CheckGroups(ctx, consultationID, seen); err != nil {
			return seenChoice{}, 0, err
		}
		n, err := tx.ChooseGroups(ctx, consultationID, repo.Choice{Kind: consult.ChoseUnlike, Seen: seen, StaffID: actor.StaffID, At: a.Now()})
		return seenChoice{consult.ChoseUnlike, len(seen)}, n, err
	})
}

// RestoreGroup takes [App.DismissGroup] back: the group is proposed again.
//
// Errors: NotFound, Conflict (as [App.DismissGroup]).
func (a *App) RestoreGroup(ctx context.Context, actor Actor, consultationID, group int64) (err error) {
	defer fault.Wrap(&err, "app.RestoreGroup(%d, %d)", consultationID, group)
	return a.onGroups(ctx, actor, consultationID, group, false, func(tx *repo.Tx) (seenChoice, int, error) {
		if err := tx.CheckGroups(ctx, consultationID, []consult.GroupSeen{{ID: group}}); err != nil {
			return seenChoice{}, 0, err
		}
		n, err := tx.UnchooseGroups(ctx, consultationID, consult.ChoseDismissed, []int64{group})
		return seenChoice{consult.ChoseDismissed, 1}, n, err
	})
}

// RestoreTheme takes [App.DismissTheme] back.
//
// Errors: NotFound, Conflict (as [App.DismissGroup]).
func (a *App) RestoreTheme(ctx context.Context, actor Actor, consultationID, hub int64) (err error) {
	defer fault.Wrap(&err, "app.RestoreTheme(%d, %d)", consultationID, hub)
	return a.onGroups(ctx, actor, consultationID, hub, false, func(tx *repo.Tx) (seenChoice, int, error) {
		seen, err := tx.ThemeSeen(ctx, consultationID, hub)
		if err != nil {
			return seenChoice{}, 0, err
		}
		if err := tx.CheckGroups(ctx, consultationID, seen); err != nil {
			return seenChoice{}, 0, err
		}
		ids := make([]int64, len(seen))
		for i, g := range seen {
			ids[i] = g.ID
		}
		n, err := tx.UnchooseGroups(ctx, consultationID, consult.ChoseUnlike, ids)
		return seenChoice{consult.ChoseUnlike, len(seen)}, n, err
	})
}

// onGroups changes a choice in a transaction of its own and leaves its entry, where
// it changed one.
func (a *App) onGroups(ctx context.Context, actor Actor, consultationID, group int64, made bool, change func(*repo.Tx) (seenChoice, int, error)) error {
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := holdOpen(ctx, tx, consultationID); err != nil {
			return err
		}
		seen, n, err := change(tx)
		if err != nil || n == 0 {
			return err
		}
		of := partOf(consultationID, group)
		if made {
			return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "group.dismiss", ObjectKind: "group", ObjectID: of, After: seen})
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "group.restore", ObjectKind: "group", ObjectID: of, Before: seen})
	})
}
