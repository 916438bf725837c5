package app

import (
	"context"
	"slices"
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/text"
	"nayan/internal/workday"
	"nayan/repo"
)

// Selection is the suggestions that something is to be done with: those named, or
// all that a filter leaves, as many as somebody saw there.
type Selection struct {
	IDs    []int64
	Filter *repo.SuggestionFilter // nil: those named
	Count  int                    // that the filter left when it was looked at
}

// Resolve gives the ids within the transaction in which they are used. Errors:
// Invalid under "ids" when nothing is chosen; Conflict when the filter leaves
// another number by now, or when one of those named was merged or replaced.
func (s Selection) Resolve(ctx context.Context, tx *repo.Tx, consultationID int64) (ids []int64, err error) {
	if s.Filter != nil {
		if ids, err = tx.FilteredSuggestions(ctx, consultationID, *s.Filter); err != nil {
			return nil, err
		}
		if len(ids) != s.Count {
			return nil, fault.New(fault.Conflict, "workbench.error.count", s.Count, len(ids))
		}
	} else {
		named := slices.Compact(slices.Sorted(slices.Values(s.IDs)))
		if ids, err = tx.LiveSuggestions(ctx, consultationID, named); err != nil {
			return nil, err
		}
		if len(ids) != len(named) {
			return nil, fault.New(fault.Conflict, "workbench.error.gone", len(named)-len(ids))
		}
	}
	if len(ids) == 0 {
		return nil, invalid("ids", "workbench.error.none")
	}
	return ids, nil
}

// onSelection runs what is done with suggestions while their results are not out,
// once they are found.
func (a *App) onSelection(ctx context.Context, consultationID int64, s Selection, do func(tx *repo.Tx, ids []int64, unitID int64, now time.Time) error) error {
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		state, times, err := tx.HoldCall(ctx, consultationID)
		if err != nil {
			return err
		}
		if err := consult.CheckDecidable(state, times); err != nil {
			return err
		}
		ids, err := s.Resolve(ctx, tx, consultationID)
		if err != nil {
			return err
		}
		unit, err := tx.UnitOf(ctx, consultationID)
		if err != nil {
			return err
		}
		return do(tx, ids, unit, a.Now())
	})
}

// seenAssignment is what the audit keeps of who has a suggestion.
type seenAssignment struct {
	StaffID int64        `json:"staff_id"`
	DueOn   workday.Date `json:"due_on,omitzero"`
}

// Assign gives suggestions to an adjudicator of the consultation's unit, with a day
// or without; to nobody with StaffID 0. It gives how many changed hands or days.
//
// Errors: Invalid, also when who is named may not adjudicate; NotFound; Conflict as
// of Selection.Resolve, and once the results are out.
func (a *App) Assign(ctx context.Context, actor Actor, consultationID int64, s Selection, to consult.Assignment) (n int, err error) {
	defer fault.Wrap(&err, "app.Assign(%d)", consultationID)
	if err := to.Validate(consult.DayOf(a.Now())); err != nil {
		return 0, err
	}
	return n, a.onSelection(ctx, consultationID, s, func(tx *repo.Tx, ids []int64, unit int64, now time.Time) error {
		if to.StaffID != 0 {
			holds, err := tx.HoldsRole(ctx, to.StaffID, unit, account.Adjudicator)
			if err != nil {
				return err
			}
			if !holds {
				return invalid("assignee", "workbench.error.assignee")
			}
		}
		changed, err := tx.Assign(ctx, consultationID, ids, to, actor.StaffID, now)
		n = len(changed)
		if err != nil {
			return err
		}
		return tx.AuditEach(ctx, assignedEntries(actor, consultationID, changed, to, now))
	})
}

func assignedEntries(actor Actor, consultationID int64, changed []repo.Assigned, to consult.Assignment, now time.Time) (list []repo.AuditEntry) {
	for _, c := range changed {
		e := repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "suggestion.assign", ObjectKind: "suggestion", ObjectID: partOf(consultationID, c.SuggestionID)}
		if c.StaffID != 0 {
			e.Before = seenAssignment(c.Assignment)
		}
		if to.StaffID != 0 {
			e.After = seenAssignment(to)
		}
		list = append(list, e)
	}
	return list
}

// seenNote is what the audit keeps of a note: that it was written, not what it says.
type seenNote struct {
	NoteID int64 `json:"note_id"`
}

// AddNote keeps what a member of staff tells the others about a suggestion; nobody
// changes it any more, and nobody else ever reads it. Errors: Invalid, NotFound.
func (a *App) AddNote(ctx context.Context, actor Actor, consultationID, suggestionID int64, body string) (err error) {
	defer fault.Wrap(&err, "app.AddNote(%d, %d)", consultationID, suggestionID)
	body = text.Block(body)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := tx.HasSuggestion(ctx, consultationID, suggestionID); err != nil {
			return err
		}
		if err := consult.ValidateNote(body); err != nil {
			return err
		}
		now := a.Now()
		id, err := tx.InsertNote(ctx, consultationID, consult.Note{SuggestionID: suggestionID, StaffID: actor.StaffID, At: now, Body: body})
		if err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "suggestion.note", ObjectKind: "suggestion",
			ObjectID: partOf(consultationID, suggestionID), After: seenNote{id}})
	})
}
