package repo

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// Texts are the fields of a consultation with what was rendered from them.
type Texts struct {
	consult.Fields
	NoticeHTML      string // sanitised
	ExplanationHTML string // sanitised
}

const sqlInsertConsultation = `INSERT INTO consultations (state, unit_id, kind, audience, title, legal_basis, contact, opens_at,
closes_at, publish_while_open, notice_md, notice_html, explanation_md, explanation_html, author_id, created_at, updated_at, short_reason)
VALUES ('drafting', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16) RETURNING id`

// InsertConsultation adds a consultation with its author; SetTerms adds its periods.
func (t *Tx) InsertConsultation(ctx context.Context, f Texts, author int64, now time.Time) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertConsultation")
	return id, t.get(ctx, &id, sqlInsertConsultation, f.UnitID, f.Kind, f.Audience, f.Title, f.LegalBasis, f.Contact,
		f.OpensAt, f.ClosesAt, f.PublishWhileOpen, f.NoticeMarkdown, f.NoticeHTML, f.Explanation, f.ExplanationHTML, author, now, f.ShortReason)
}

const sqlUpdateConsultation = `UPDATE consultations SET unit_id = $2, kind = $3, audience = $4, title = $5, legal_basis = $6,
contact = $7, opens_at = $8, closes_at = $9, publish_while_open = $10, notice_md = $11, notice_html = $12,
explanation_md = $13, explanation_html = $14, updated_at = $15, short_reason = $16
WHERE id = $1 AND state = 'drafting'`

// UpdateConsultation changes the fields of a consultation that is being drafted.
func (t *Tx) UpdateConsultation(ctx context.Context, id int64, f Texts, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.UpdateConsultation(%d)", id)
	return t.changeOne(ctx, sqlUpdateConsultation, id, f.UnitID, f.Kind, f.Audience, f.Title, f.LegalBasis, f.Contact,
		f.OpensAt, f.ClosesAt, f.PublishWhileOpen, f.NoticeMarkdown, f.NoticeHTML, f.Explanation, f.ExplanationHTML, now, f.ShortReason)
}

const sqlLockConsultation = `SELECT id FROM consultations WHERE id = $1 FOR UPDATE`

// LockConsultation reads a consultation and keeps everybody else from changing
// it until the transaction ends. It locks first and reads then, so that what it
// reads, the clauses included, is what the last change left.
// Errors: NotFound.
func (t *Tx) LockConsultation(ctx context.Context, id int64) (c DeskConsultation, err error) {
	defer fault.Wrap(&err, "repo.LockConsultation(%d)", id)
	if err := t.get(ctx, &id, sqlLockConsultation, id); err != nil {
		return c, err
	}
	return c, t.get(ctx, &c, sqlConsultationByID, id)
}

const sqlMoveConsultation = `UPDATE consultations SET state = $3, reviewer_id = nullif($4::bigint, 0),
approver_id = nullif($5::bigint, 0), no = nullif($6, ''), released_at = CASE WHEN $6 = '' THEN NULL ELSE $7::timestamptz END,
updated_at = $7
WHERE id = $1 AND state = $2`

const sqlPublishDraft = `UPDATE drafts d SET published_at = $2 FROM consultations c
WHERE c.id = $1 AND d.consultation_id = c.id AND d.id = c.draft_id`

const sqlInsertReviewStep = `INSERT INTO review_steps (consultation_id, at, staff_id, action, from_state, to_state, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7)`

// MoveConsultation takes one step of the review and keeps it in the history. no
// is the public number, given at the release only, which makes the draft public too. Errors: Conflict when the
// consultation is no longer in the state the step starts from.
func (t *Tx) MoveConsultation(ctx context.Context, id int64, s consult.ReviewStep, hands consult.Hands, no string) (err error) {
	defer fault.Wrap(&err, "repo.MoveConsultation(%d, %s)", id, s.Action)
	err = t.changeOne(ctx, sqlMoveConsultation, id, s.From, s.To, hands.Reviewer, hands.Approver, no, s.At)
	if err != nil {
		return err
	}
	if no != "" {
		if err := t.changeOne(ctx, sqlPublishDraft, id, s.At); err != nil {
			return err
		}
	}
	_, err = t.exec(ctx, sqlInsertReviewStep, id, s.At, s.StaffID, s.Action, s.From, s.To, s.Reason)
	return err
}

const sqlTouchConsultation = `UPDATE consultations SET updated_at = $2 WHERE id = $1`

// TouchConsultation notes that something that belongs to a consultation changed.
func (t *Tx) TouchConsultation(ctx context.Context, id int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.TouchConsultation(%d)", id)
	return t.changeOne(ctx, sqlTouchConsultation, id, now)
}
