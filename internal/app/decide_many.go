package app

import (
	"context"
	"strconv"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
)

// Many is one answer for many suggestions.
type Many struct {
	Selection
	consult.Decision
	Overwrite bool // those that are decided already, too
	Seen      Figures
}

// Figures are how many suggestions can be decided, and how many of them are decided
// already: as somebody saw them when they said that all are to be.
type Figures struct{ Open, Decided int }

// ManyPlan is what an answer for many would do.
type ManyPlan struct {
	Figures
	First    []consult.Suggestion // ten at most
	Decision consult.Decision     // as it would be stored
	Warnings []consult.Warned
}

// manyShown is how many of many a plan shows.
const manyShown = 10

// PlanMany looks at what DecideMany would do; nothing is stored. With a decision that
// has no outcome yet it only counts.
//
// Errors: NotFound, Conflict (not public yet, results released).
func (a *App) PlanMany(ctx context.Context, consultationID int64, m Many) (p ManyPlan, err error) {
	defer fault.Wrap(&err, "app.PlanMany(%d)", consultationID)
	p.Decision = m.Normalise()
	return p, a.Repo.Write(ctx, func(tx *repo.Tx) error { // one view of everything; it writes nothing
		if err := holdOpen(ctx, tx, consultationID); err != nil {
			return err
		}
		ids, err := m.chosen(ctx, tx, consultationID)
		if err != nil {
			return err
		}
		open, err := tx.OpenDecisions(ctx, consultationID, ids)
		if err != nil {
			return err
		}
		p.Figures = figuresOf(open)
		if p.First, err = tx.SuggestionTexts(ctx, consultationID, first(open)); err != nil || !m.Outcome.Valid() {
			return err
		}
		p.Warnings, err = manyWarnings(ctx, tx, consultationID, m.targets(open), p.Decision)
		return err
	})
}

// first names as many as a plan shows.
func first(open []repo.OpenDecision) (ids []int64) {
	for _, d := range open[:min(len(open), manyShown)] {
		ids = append(ids, d.ID)
	}
	return ids
}

func figuresOf(open []repo.OpenDecision) (f Figures) {
	f.Open = len(open)
	for _, d := range open {
		if d.Revision > 0 {
			f.Decided++
		}
	}
	return f
}

// targets are the suggestions that are decided, or decided anew. What says the same
// already keeps the second look that it had.
func (m Many) targets(open []repo.OpenDecision) (ids []int64) {
	wanted := m.Normalise()
	for _, d := range open {
		if d.Revision == 0 || m.Overwrite && (d.SentBack || !unchanged(d.Decision, wanted)) {
			ids = append(ids, d.ID)
		}
	}
	return ids
}

// manyWarnings holds the reason of many against the gate: one reason for what is
// not one group is the same as another.
func manyWarnings(ctx context.Context, tx *repo.Tx, consultationID int64, targets []int64, d consult.Decision) ([]consult.Warned, error) {
	found := d.Warnings()
	if d.Reason == "" || len(targets) == 0 {
		return found, nil
	}
	one, err := tx.OneGroup(ctx, consultationID, targets)
	if err != nil {
		return nil, err
	}
	if !one {
		return append(found, consult.Warned{Warning: consult.SameAsOther, Key: "reason.warning.same_for_many", Args: []any{len(targets)}}), nil
	}
	other, err := tx.SameReason(ctx, consultationID, targets[0], d.Reason)
	if err == nil && other != 0 {
		found = append(found, consult.Warned{Warning: consult.SameAsOther, Args: []any{other}})
	}
	return found, err
}

// DecideMany stores one answer to many suggestions, or to none: when there are more
// or fewer by now than were seen, somebody looks again first. What is released,
// merged or made by nobody any more is left alone, and so is what is decided
// already, unless it is to be decided anew.
//
// Errors: Invalid (as Decide); NotFound; Conflict (other figures, nothing to
// decide, not public yet, results released).
func (a *App) DecideMany(ctx context.Context, actor Actor, consultationID int64, m Many) (n int, err error) {
	defer fault.Wrap(&err, "app.DecideMany(%d)", consultationID)
	d := m.Normalise()
	if err := d.Validate(); err != nil {
		return 0, err
	}
	return n, a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := holdOpen(ctx, tx, consultationID); err != nil {
			return err
		}
		ids, err := m.chosen(ctx, tx, consultationID)
		if err != nil {
			return err
		}
		open, err := tx.LockOpen(ctx, consultationID, ids)
		if err != nil {
			return err
		}
		figures, targets := figuresOf(open), m.targets(open)
		switch {
		case figures != m.Seen:
			return fault.New(fault.Conflict, "decide.error.other_figures", m.Seen.Open, figures.Open)
		case len(targets) == 0:
			return fault.New(fault.Conflict, "decide.error.nothing_to_decide")
		}
		found, err := manyWarnings(ctx, tx, consultationID, targets, d)
		if err != nil {
			return err
		}
		if d, err = d.Standing(found); err != nil {
			return err
		}
		now := a.Now()
		n = len(targets)
		if err := tx.DecideMany(ctx, consultationID, targets, d, actor.StaffID, now); err != nil {
			return err
		}
		seen := seenMany{Decision: d, Suggestions: n, Chosen: seenChosen(m.Selection)}
		if m.Overwrite {
			seen.Overwritten = figures.Decided
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "suggestion.decide_many", ObjectKind: "consultation",
			ObjectID: strconv.FormatInt(consultationID, 10), After: seen})
	})
}

// seenMany is what the audit keeps of an answer for many; what each of them was
// before is in past_decisions.
type seenMany struct {
	consult.Decision
	Suggestions int   `json:"suggestions"`
	Overwritten int   `json:"overwritten,omitempty"`
	Chosen      chose `json:"scope"`
}

// chose is how they were chosen: by their numbers or by a filter.
type chose struct {
	IDs      []int64          `json:"ids,omitempty"`
	State    string           `json:"state,omitempty"`
	Clause   int64            `json:"clause_id,omitempty"`
	Channel  consult.Channel  `json:"channel,omitempty"`
	Identity consult.Identity `json:"identity,omitempty"`
	Query    string           `json:"query,omitempty"`
	Assignee int64            `json:"assignee_id,omitempty"`
	Unit     int64            `json:"unit_id,omitempty"`
}

func seenChosen(c Selection) chose {
	if c.Filter == nil {
		return chose{IDs: c.IDs}
	}
	f := c.Filter
	return chose{State: f.State, Clause: f.ClauseID, Channel: f.Channel, Identity: f.Identity, Query: f.Query, Assignee: f.AssigneeID, Unit: f.UnitID}
}
