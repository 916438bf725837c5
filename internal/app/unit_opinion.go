package app

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/text"
	"nayan/internal/workday"
	"nayan/repo"
)

// seenQuestion is what the audit keeps of what a unit was asked: whom and by when.
type seenQuestion struct {
	UnitID int64        `json:"unit_id"`
	DueOn  workday.Date `json:"due_on"`
}

// AskUnit asks another unit for its opinion on suggestions (征求部门意见). Those that
// it is being asked about already stay as they are; the number of the others is given.
//
// Errors: Invalid; NotFound; Conflict as of Selection.Resolve, once the results are
// out, and when the unit is being asked about all of them.
func (a *App) AskUnit(ctx context.Context, actor Actor, consultationID int64, s Selection, q consult.Question) (n int, err error) {
	defer fault.Wrap(&err, "app.AskUnit(%d, unit %d)", consultationID, q.UnitID)
	q.Text = text.Block(q.Text)
	return n, a.onSelection(ctx, consultationID, s, func(tx *repo.Tx, ids []int64, unit int64, now time.Time) error {
		if err := q.Validate(unit, consult.DayOf(now)); err != nil {
			return err
		}
		if len(ids) > consult.MaxAsked {
			return invalid("ids", "workbench.error.asked_many", consult.MaxAsked)
		}
		asked, err := tx.Ask(ctx, consultationID, ids, q, actor.StaffID, now)
		if n = len(asked); err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "workbench.error.asked_already")
		}
		var list []repo.AuditEntry
		for _, id := range asked {
			list = append(list, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "suggestion.ask", ObjectKind: "suggestion",
				ObjectID: partOf(consultationID, id), After: seenQuestion{q.UnitID, q.DueOn}})
		}
		return tx.AuditEach(ctx, list)
	})
}

// AnswerOpinion keeps what a unit says that was asked; it is said once. Errors:
// Invalid, NotFound, Conflict (answered, taken back, or the results are out).
func (a *App) AnswerOpinion(ctx context.Context, actor Actor, id int64, answer string) (err error) {
	defer fault.Wrap(&err, "app.AnswerOpinion(%d)", id)
	answer = text.Block(answer)
	return a.onOpinion(ctx, id, func(tx *repo.Tx, o repo.AskedOpinion, now time.Time) error {
		state, times, err := tx.HoldCall(ctx, o.ConsultationID)
		if err != nil {
			return err
		}
		if err := consult.CheckDecidable(state, times); err != nil {
			return err
		}
		if err := consult.ValidateAnswer(answer); err != nil {
			return err
		}
		if err := tx.AnswerOpinion(ctx, o.ConsultationID, id, answer, actor.StaffID, now); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "suggestion.opinion", ObjectKind: "suggestion",
			ObjectID: partOf(o.ConsultationID, o.SuggestionID), Before: seenAnswered{o.UnitID, false}, After: seenAnswered{o.UnitID, true}})
	})
}

// WithdrawOpinion takes back what a unit was asked and has not answered. Errors:
// NotFound, Conflict (answered, or taken back).
func (a *App) WithdrawOpinion(ctx context.Context, actor Actor, consultationID, id int64) (err error) {
	defer fault.Wrap(&err, "app.WithdrawOpinion(%d, %d)", consultationID, id)
	return a.onOpinion(ctx, id, func(tx *repo.Tx, o repo.AskedOpinion, now time.Time) error {
		if o.ConsultationID != consultationID {
			return fault.New(fault.NotFound, "error.not_found")
		}
		if err := tx.WithdrawOpinion(ctx, consultationID, id, actor.StaffID, now); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: now, StaffID: actor.StaffID, Action: "suggestion.unask", ObjectKind: "suggestion",
			ObjectID: partOf(consultationID, o.SuggestionID), Before: seenQuestion{o.UnitID, o.DueOn}})
	})
}

// seenAnswered is what the audit keeps of an answer: whose, not what it says.
type seenAnswered struct {
	UnitID   int64 `json:"unit_id"`
	Answered bool  `json:"answered"`
}

// onOpinion runs what is done with an opinion that still waits, and holds it.
func (a *App) onOpinion(ctx context.Context, id int64, do func(tx *repo.Tx, o repo.AskedOpinion, now time.Time) error) error {
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		o, err := tx.LockOpinion(ctx, id)
		if err != nil {
			return err
		}
		if err := o.CheckOpen(); err != nil {
			return err
		}
		return do(tx, o, a.Now())
	})
}
