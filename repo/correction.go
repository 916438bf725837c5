package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const sqlLockLine = `SELECT outcome, reason FROM result_rows WHERE consultation_id = $1 AND suggestion_id = $2 FOR NO KEY UPDATE`

// LockLine gives the released answer to a suggestion and holds it. Errors:
// NotFound (it is not public).
func (t *Tx) LockLine(ctx context.Context, consultationID, suggestionID int64) (d consult.Decision, err error) {
	defer fault.Wrap(&err, "repo.LockLine(%d, %d)", consultationID, suggestionID)
	return d, t.get(ctx, &d, sqlLockLine, consultationID, suggestionID)
}

const sqlInsertCorrection = `INSERT INTO result_corrections (consultation_id, suggestion_id, old_outcome, old_reason, outcome, reason, why, proposed_by, proposed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`

// InsertCorrection keeps the proposal to correct an answer that LockLine holds.
// Errors: Conflict (another one is open).
func (t *Tx) InsertCorrection(ctx context.Context, consultationID int64, old consult.Decision, c consult.NewCorrection, staffID int64, now time.Time) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertCorrection(%d, %d)", consultationID, c.SuggestionID)
	return id, t.get(ctx, &id, sqlInsertCorrection, consultationID, c.SuggestionID, old.Outcome, old.Reason, c.Outcome, c.Reason, c.Why, staffID, now)
}

const correctionColumns = `k.id, k.suggestion_id, w.position, k.old_outcome, k.old_reason, k.outcome, k.reason, k.why, k.proposed_by, k.proposed_at,
    k.confirmed_at, k.dropped_at`

const correctionTables = `result_corrections k JOIN result_rows w ON w.consultation_id = k.consultation_id AND w.suggestion_id = k.suggestion_id`

const sqlLockCorrection = `SELECT ` + correctionColumns + ` FROM ` + correctionTables + ` WHERE k.consultation_id = $1 AND k.id = $2 FOR NO KEY UPDATE`

// LockCorrection gives a correction and holds it and its line. Errors: NotFound.
func (t *Tx) LockCorrection(ctx context.Context, consultationID, id int64) (c consult.Correction, err error) {
	defer fault.Wrap(&err, "repo.LockCorrection(%d, %d)", consultationID, id)
	return c, t.get(ctx, &c, sqlLockCorrection, consultationID, id)
}

const (
	sqlConfirmCorrection = `UPDATE result_corrections SET confirmed_by = $3, confirmed_at = $4 WHERE consultation_id = $1 AND id = $2`
	sqlCorrecting        = `SELECT set_config('nayan.correct', $1, true)`
	sqlCorrectLine       = `UPDATE result_rows w SET outcome = k.outcome, reason = k.reason, corrected_at = k.confirmed_at FROM result_corrections k
WHERE k.consultation_id = $1 AND k.id = $2 AND w.consultation_id = k.consultation_id AND w.suggestion_id = k.suggestion_id`
	// The decision is the one of who proposed it and of who confirmed it from now on.
	sqlCorrectDecision = `UPDATE decisions d SET outcome = k.outcome, reason = k.reason, decided_by = k.proposed_by, decided_at = k.proposed_at,
    checked_by = k.confirmed_by, checked_at = k.confirmed_at, revision = d.revision + 1, override_note = '', overridden = '',
    reason_hash = NULL FROM result_corrections k
WHERE k.consultation_id = $1 AND k.id = $2 AND d.consultation_id = k.consultation_id AND d.suggestion_id = k.suggestion_id`
)

// ConfirmCorrection puts a correction that LockCorrection holds in force: what the
// public reads changes with the transaction, and so do the figures.
func (t *Tx) ConfirmCorrection(ctx context.Context, consultationID, id, staffID int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.ConfirmCorrection(%d, %d)", consultationID, id)
	if err := t.changeOne(ctx, sqlConfirmCorrection, consultationID, id, staffID, now); err != nil {
		return err
	}
	if _, err := t.exec(ctx, sqlCorrecting, "on"); err != nil {
		return err
	}
	for _, query := range []string{sqlCorrectLine, sqlCorrectDecision} {
		if err := t.changeOne(ctx, query, consultationID, id); err != nil {
			return err
		}
	}
	_, err = t.exec(ctx, sqlCorrecting, "")
	return err
}

const sqlDropCorrection = `UPDATE result_corrections SET dropped_by = $3, dropped_at = $4 WHERE consultation_id = $1 AND id = $2`

// DropCorrection gives up a proposal that LockCorrection holds.
func (t *Tx) DropCorrection(ctx context.Context, consultationID, id, staffID int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.DropCorrection(%d, %d)", consultationID, id)
	return t.changeOne(ctx, sqlDropCorrection, consultationID, id, staffID, now)
}

const sqlCorrections = `SELECT ` + correctionColumns + ` FROM ` + correctionTables + `
WHERE k.consultation_id = $1 AND k.dropped_at IS NULL ORDER BY k.id DESC LIMIT $2`

// Corrections lists the latest corrections of a consultation for the desk, those
// that wait for a second person among them.
func (r *Repo) Corrections(ctx context.Context, consultationID int64, limit int) (list []consult.Correction, err error) {
	defer fault.Wrap(&err, "repo.Corrections(%d)", consultationID)
	return list, r.list(ctx, &list, sqlCorrections, consultationID, limit)
}

// The latest ones, and whatever was corrected of the lines shown.
const sqlPublicCorrections = `SELECT ` + correctionColumns + ` FROM ` + correctionTables + `
WHERE k.consultation_id = $1 AND k.confirmed_at IS NOT NULL AND (w.position = ANY ($2) OR k.id IN (
    SELECT x.id FROM result_corrections x WHERE x.consultation_id = $1 AND x.confirmed_at IS NOT NULL ORDER BY x.confirmed_at DESC, x.id DESC LIMIT $3))
ORDER BY k.confirmed_at DESC, k.id DESC`

// correctionsShown bounds the list of corrections; beside its line each one stands.
const correctionsShown = 50

// corrections reads what was corrected of the lines of a page, and the latest
// corrections, where there is any.
func (r *Repo) corrections(ctx context.Context, head ResultsHead, lines []consult.ResultRow) (list []consult.Correction, err error) {
	if head.Corrected == 0 {
		return nil, nil
	}
	positions := make(pq.Int64Array, len(lines))
	for i, line := range lines {
		positions[i] = int64(line.Position)
	}
	return list, r.list(ctx, &list, sqlPublicCorrections, head.ID, positions, correctionsShown)
}

const sqlConfirmedCorrections = `SELECT ` + correctionColumns + ` FROM ` + correctionTables + `
WHERE k.consultation_id = $1 AND k.confirmed_at IS NOT NULL ORDER BY k.confirmed_at, k.id`

// ConfirmedCorrections lists whatever was corrected of released results, the first
// one first.
func (r *Repo) ConfirmedCorrections(ctx context.Context, consultationID int64) (list []consult.Correction, err error) {
	defer fault.Wrap(&err, "repo.ConfirmedCorrections(%d)", consultationID)
	return list, r.list(ctx, &list, sqlConfirmedCorrections, consultationID)
}

const sqlLine = `SELECT ` + resultColumns + ` FROM result_rows w
WHERE w.consultation_id = $1 AND (w.position = $2 OR w.suggestion_id = $3)`

// Line gives one line of the released results, by its number or by its suggestion;
// 0 names none. Errors: NotFound.
func (r *Repo) Line(ctx context.Context, consultationID int64, position int, suggestion int64) (row consult.ResultRow, err error) {
	defer fault.Wrap(&err, "repo.Line(%d, %d, %d)", consultationID, position, suggestion)
	var line resultRow
	err = r.get(ctx, &line, sqlLine, consultationID, position, suggestion)
	return line.ResultRow, err
}

const sqlCorrectionsOfLine = `SELECT ` + correctionColumns + ` FROM ` + correctionTables + `
WHERE k.consultation_id = $1 AND k.suggestion_id = $2 AND k.confirmed_at IS NOT NULL ORDER BY k.id DESC`

// CorrectionsOf lists what was corrected of one released answer, the latest first.
func (r *Repo) CorrectionsOf(ctx context.Context, consultationID, suggestionID int64) (list []consult.Correction, err error) {
	defer fault.Wrap(&err, "repo.CorrectionsOf(%d, %d)", consultationID, suggestionID)
	return list, r.list(ctx, &list, sqlCorrectionsOfLine, consultationID, suggestionID)
}
