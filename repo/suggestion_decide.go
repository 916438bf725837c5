package repo

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// callState is what deciding and releasing depend on.
type callState struct {
	State consult.State `db:"state"`
	consult.Times
}

// KEY SHARE: adjudicators do not wait for each other, a release waits for them,
// and they see its results_at.
const sqlHoldCall = `SELECT state, opens_at, closes_at, results_at, withdrawn_at FROM consultations WHERE id = $1 FOR KEY SHARE`

// HoldCall keeps a consultation's results from being released until the
// transaction ends. Errors: NotFound.
func (t *Tx) HoldCall(ctx context.Context, consultationID int64) (state consult.State, times consult.Times, err error) {
	defer fault.Wrap(&err, "repo.HoldCall(%d)", consultationID)
	var c callState
	err = t.get(ctx, &c, sqlHoldCall, consultationID)
	return c.State, c.Times, err
}

// The suggestion's lock makes two adjudicators of one suggestion take turns. The
// decision is read after it, in a statement of its own: one that waited for the
// lock would still show the decision from before the wait.
const (
	sqlLockSuggestion = `SELECT id FROM suggestions WHERE consultation_id = $1 AND id = $2 FOR NO KEY UPDATE`
	sqlDecision       = `SELECT outcome, reason, override_note, overridden, decided_by, back_by IS NOT NULL AS sent_back
FROM decisions WHERE consultation_id = $1 AND suggestion_id = $2`
	sqlReleased = `SELECT EXISTS (SELECT FROM result_rows WHERE consultation_id = $1 AND suggestion_id = $2)`
	sqlSilent   = `SELECT NOT (` + live + `) FROM suggestions s WHERE s.consultation_id = $1 AND s.id = $2`
)

// DeskDecision is a decision as the desk knows it.
type DeskDecision struct {
	consult.Decision
	DecidedBy int64 `db:"decided_by"` // 0 while undecided
	SentBack  bool  `db:"sent_back"`  // by a second person, and not made anew since
}

// LockDecision gives the decision on a suggestion as it stands, empty while
// undecided, and holds it. Errors: NotFound.
func (t *Tx) LockDecision(ctx context.Context, consultationID, suggestionID int64) (d DeskDecision, err error) {
	defer fault.Wrap(&err, "repo.LockDecision(%d, %d)", consultationID, suggestionID)
	var id int64
	if err := t.get(ctx, &id, sqlLockSuggestion, consultationID, suggestionID); err != nil {
		return DeskDecision{}, err
	}
	err = t.get(ctx, &d, sqlDecision, consultationID, suggestionID)
	if fault.Is(err, fault.NotFound) {
		return DeskDecision{}, nil
	}
	return d, err
}

// decideAnew puts a decision in the place of an earlier one, which is kept by a
// trigger; whoever looked at that one looks again.
const decideAnew = `DO UPDATE SET outcome = EXCLUDED.outcome, reason = EXCLUDED.reason, override_note = EXCLUDED.override_note,
    overridden = EXCLUDED.overridden, reason_hash = EXCLUDED.reason_hash, decided_by = EXCLUDED.decided_by, decided_at = EXCLUDED.decided_at,
    revision = decisions.revision + 1, checked_by = NULL, checked_at = NULL, back_by = NULL, back_at = NULL, back_note = ''`

const sqlDecide = `INSERT INTO decisions (consultation_id, suggestion_id, outcome, reason, override_note, overridden, reason_hash, decided_by, decided_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (consultation_id, suggestion_id) ` + decideAnew

// Released reports whether the answer to a suggestion is public.
func (t *Tx) Released(ctx context.Context, consultationID, suggestionID int64) (released bool, err error) {
	defer fault.Wrap(&err, "repo.Released(%d, %d)", consultationID, suggestionID)
	return released, t.get(ctx, &released, sqlReleased, consultationID, suggestionID)
}

// Silent reports whether nobody makes a suggestion any more: all who did spoke
// again, or its points went to other suggestions.
func (t *Tx) Silent(ctx context.Context, consultationID, suggestionID int64) (silent bool, err error) {
	defer fault.Wrap(&err, "repo.Silent(%d, %d)", consultationID, suggestionID)
	return silent, t.get(ctx, &silent, sqlSilent, consultationID, suggestionID)
}

// Decide stores the decision on a suggestion, private until the release; nobody
// else has looked at it yet.
func (t *Tx) Decide(ctx context.Context, consultationID, suggestionID int64, d consult.Decision, staffID int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.Decide(%d, %d)", consultationID, suggestionID)
	_, err = t.exec(ctx, sqlDecide, consultationID, suggestionID, string(d.Outcome), d.Reason, d.Override, string(d.Overridden),
		reasonHash(d.Reason), staffID, now)
	return err
}
