package app

import (
	"context"
	"slices"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// SplitInput says what is cut off a suggestion.
type SplitInput struct {
	ConsultationID, SuggestionID int64
	Point                        consult.PointKey
	Part                         consult.Part // zero: all of the point
	Keep                         consult.Keeping
}

// Split makes a part of a point a suggestion of its own and gives its number. The
// suggestion that it is cut from keeps what in.Keep says.
//
// Errors: Invalid, NotFound, Conflict (as [App.Merge]; also a point that the
// suggestion does not have or whose sender spoke again, and a part that is a
// suggestion already).
func (a *App) Split(ctx context.Context, actor Actor, in SplitInput) (id int64, err error) {
	defer fault.Wrap(&err, "app.Split(%d, %d)", in.ConsultationID, in.SuggestionID)
	step := stepOn{actor, in.ConsultationID, consult.SplitStep, []int64{in.SuggestionID}}
	return id, a.onSuggestions(ctx, "suggestion.split", step, func(tx *repo.Tx) (int64, error) {
		body, held, err := tx.CuttablePoint(ctx, in.ConsultationID, in.Point)
		if err != nil {
			return 0, err
		}
		part, err := in.Part.Of(body)
		if err != nil {
			return 0, err
		}
		others, err := tx.OtherPoints(ctx, in.ConsultationID, in.SuggestionID, in.Point)
		if err != nil {
			return 0, err
		}
		if id, err = tx.InsertSuggestion(ctx, in.ConsultationID, a.Now()); err != nil {
			return 0, err
		}
		links, err := consult.Split(in.SuggestionID, id, body, in.Point, part, in.Keep, held, others)
		if err != nil {
			return 0, err
		}
		return tx.InsertStep(ctx, in.ConsultationID, a.newStep(step, id), links)
	})
}

// Attach brings a point, or a part of it, to one more suggestion; those that have it
// keep it. What the suggestion had of the point joins.
//
// Errors: Invalid, NotFound, Conflict (as [App.Merge]; also a point whose sender
// spoke again, and a suggestion that has it).
func (a *App) Attach(ctx context.Context, actor Actor, consultationID, into int64, point consult.PointKey, part consult.Part) (err error) {
	defer fault.Wrap(&err, "app.Attach(%d, %d)", consultationID, into)
	step := stepOn{actor, consultationID, consult.AttachStep, []int64{into}}
	return a.onSuggestions(ctx, "suggestion.attach", step, func(tx *repo.Tx) (int64, error) {
		body, held, err := tx.CuttablePoint(ctx, consultationID, point)
		if err != nil {
			return 0, err
		}
		if part, err = part.Of(body); err != nil {
			return 0, err
		}
		links, err := consult.Attach(into, point, part, held)
		if err != nil {
			return 0, err
		}
		step.suggestions = nil // nothing is taken from any
		return tx.InsertStep(ctx, consultationID, a.newStep(step, into), links)
	})
}

// Detach takes a point from a suggestion. A point stays with at least one.
//
// Errors: NotFound, Conflict (as [App.Merge]; also a point that no other suggestion
// has, or whose sender spoke again).
func (a *App) Detach(ctx context.Context, actor Actor, consultationID, from int64, point consult.PointKey) (err error) {
	defer fault.Wrap(&err, "app.Detach(%d, %d)", consultationID, from)
	step := stepOn{actor, consultationID, consult.DetachStep, []int64{from}}
	return a.onSuggestions(ctx, "suggestion.detach", step, func(tx *repo.Tx) (int64, error) {
		_, held, err := tx.CuttablePoint(ctx, consultationID, point)
		if err != nil {
			return 0, err
		}
		links, err := consult.Detach(from, held)
		if err != nil {
			return 0, err
		}
		return tx.InsertStep(ctx, consultationID, a.newStep(step, 0), links)
	})
}

// Move brings points from one suggestion to another, as much of each as it had.
// A suggestion that has none left afterwards says where they went.
//
// Errors: Invalid, NotFound, Conflict (as [App.Merge]; also points of which the
// suggestion has none, or whose sender spoke again).
func (a *App) Move(ctx context.Context, actor Actor, consultationID, from, into int64, points []consult.PointKey) (err error) {
	defer fault.Wrap(&err, "app.Move(%d, %d to %d)", consultationID, from, into)
	if from == into {
		return invalid("into", "steps.error.same")
	}
	step := stepOn{actor, consultationID, consult.MoveStep, []int64{from, into}}
	return a.onSuggestions(ctx, "suggestion.move", step, func(tx *repo.Tx) (int64, error) {
		for _, p := range points {
			if _, _, err := tx.CuttablePoint(ctx, consultationID, p); err != nil {
				return 0, err
			}
		}
		id, err := tx.GatherPoints(ctx, consultationID, a.newStep(step, into), points, false)
		if err == nil && id == 0 {
			err = fault.New(fault.Conflict, "steps.error.not_here")
		}
		return id, err
	})
}

// Merge brings all points of suggestions to one of them (并入). The others keep
// their numbers and say where their points went. The decision on into stays what it
// is: a decision on another one is on what that said, and comes back with it.
//
// Errors: Invalid (fewer than two, or into is none of them), NotFound, Conflict (the
// consultation is not public, answered or withdrawn; a suggestion was merged before,
// is answered in public, or nobody makes it any more).
func (a *App) Merge(ctx context.Context, actor Actor, consultationID int64, ids []int64, into int64) (err error) {
	defer fault.Wrap(&err, "app.Merge(%d, %d suggestions into %d)", consultationID, len(ids), into)
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) < 2 {
		return invalid("ids", "steps.error.one")
	}
	if !slices.Contains(ids, into) {
		return invalid("into", "steps.error.target")
	}
	step := stepOn{actor, consultationID, consult.MergeStep, ids}
	return a.onSuggestions(ctx, "suggestion.merge", step, func(tx *repo.Tx) (int64, error) {
		return tx.GatherSuggestions(ctx, consultationID, a.newStep(step, into))
	})
}

// GatherPoints brings points to one suggestion, from wherever each of them is as a
// whole: a proposed group is adopted. What staff cut by hand stays where it is, and
// so does what was answered in public and what was said by who spoke again. It gives the number of the step, 0 where
// there was nothing to do.
//
// Errors: NotFound, Conflict (as [App.Merge]).
func (a *App) GatherPoints(ctx context.Context, actor Actor, consultationID int64, points []consult.PointKey, into int64) (id int64, err error) {
	defer fault.Wrap(&err, "app.GatherPoints(%d, %d points into %d)", consultationID, len(points), into)
	return id, a.Repo.Write(ctx, func(tx *repo.Tx) error {
		id, err = a.gatherPoints(ctx, tx, actor, consultationID, points, into)
		return err
	})
}

// gatherPoints is [App.GatherPoints] within a transaction.
func (a *App) gatherPoints(ctx context.Context, tx *repo.Tx, actor Actor, consultationID int64, points []consult.PointKey, into int64) (id int64, err error) {
	if err := holdOpen(ctx, tx, consultationID); err != nil {
		return 0, err
	}
	ids, err := tx.SuggestionsOfPoints(ctx, consultationID, points)
	if err != nil {
		return 0, err
	}
	if !slices.Contains(ids, into) {
		ids = append(ids, into)
	}
	step := stepOn{actor, consultationID, consult.AdoptStep, ids}
	return id, a.takeStep(ctx, tx, "suggestion.adopt_group", step, func(tx *repo.Tx) (int64, error) {
		id, err = tx.GatherPoints(ctx, consultationID, a.newStep(step, into), points, true)
		return id, err
	})
}
