package repo

import (
	"context"
	"iter"
	"time"

	"nayan/internal/workday"
)

// FiledDecision is a decision that was made anew, as it stood before.
type FiledDecision struct {
	SuggestionID int64      `db:"suggestion_id"`
	Revision     int        `db:"revision"`
	Outcome      string     `db:"outcome"`
	Reason       string     `db:"reason"`
	Override     string     `db:"override_note"`
	DecidedBy    int64      `db:"decided_by"`
	DecidedAt    time.Time  `db:"decided_at"`
	CheckedBy    int64      `db:"checked_by"`
	CheckedAt    *time.Time `db:"checked_at"`
	BackBy       int64      `db:"back_by"`
	BackAt       *time.Time `db:"back_at"`
	BackNote     string     `db:"back_note"`
}

const sqlFiledDecisions = `SELECT suggestion_id, revision, outcome, reason, override_note, decided_by, decided_at, coalesce(checked_by, 0) AS checked_by,
    checked_at, coalesce(back_by, 0) AS back_by, back_at, back_note
FROM past_decisions WHERE consultation_id = $1 ORDER BY suggestion_id, revision`

// PastDecisions gives what decisions were before they were made anew.
func (s *Snapshot) PastDecisions(ctx context.Context, id int64) iter.Seq2[FiledDecision, error] {
	return each[FiledDecision](ctx, s, sqlFiledDecisions, id)
}

// FiledOpinion is what a unit was asked about a suggestion, and its answer.
type FiledOpinion struct {
	SuggestionID int64        `db:"suggestion_id"`
	Unit         string       `db:"unit"`
	Question     string       `db:"question"`
	DueOn        workday.Date `db:"due_on"`
	AskedBy      int64        `db:"asked_by"`
	AskedAt      time.Time    `db:"asked_at"`
	Answer       string       `db:"answer"`
	AnsweredBy   int64        `db:"answered_by"`
	AnsweredAt   *time.Time   `db:"answered_at"`
	WithdrawnAt  *time.Time   `db:"withdrawn_at"`
}

const sqlFiledOpinions = `SELECT o.suggestion_id, u.name AS unit, o.question, o.due_on, o.asked_by, o.asked_at, o.answer, coalesce(o.answered_by, 0) AS answered_by,
    o.answered_at, o.withdrawn_at
FROM unit_opinions o JOIN units u ON u.id = o.unit_id WHERE o.consultation_id = $1 ORDER BY o.id`

// UnitOpinions gives what other units were asked, in the order of the questions.
func (s *Snapshot) UnitOpinions(ctx context.Context, id int64) iter.Seq2[FiledOpinion, error] {
	return each[FiledOpinion](ctx, s, sqlFiledOpinions, id)
}

// FiledCorrection is a correction of a released answer.
type FiledCorrection struct {
	SuggestionID int64      `db:"suggestion_id"`
	OldOutcome   string     `db:"old_outcome"`
	OldReason    string     `db:"old_reason"`
	Outcome      string     `db:"outcome"`
	Reason       string     `db:"reason"`
	Why          string     `db:"why"`
	ProposedBy   int64      `db:"proposed_by"`
	ProposedAt   time.Time  `db:"proposed_at"`
	ConfirmedBy  int64      `db:"confirmed_by"`
	ConfirmedAt  *time.Time `db:"confirmed_at"`
	DroppedBy    int64      `db:"dropped_by"`
	DroppedAt    *time.Time `db:"dropped_at"`
}

const sqlFiledCorrections = `SELECT suggestion_id, old_outcome, old_reason, outcome, reason, why, proposed_by, proposed_at, coalesce(confirmed_by, 0) AS confirmed_by,
    confirmed_at, coalesce(dropped_by, 0) AS dropped_by, dropped_at
FROM result_corrections WHERE consultation_id = $1 AND (confirmed_at IS NOT NULL OR NOT $2) ORDER BY id`

// FiledCorrections gives the corrections of released answers; of public ones those
// that were confirmed.
func (s *Snapshot) FiledCorrections(ctx context.Context, id int64, public bool) iter.Seq2[FiledCorrection, error] {
	return each[FiledCorrection](ctx, s, sqlFiledCorrections, id, public)
}
