package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
)

// The kinds of work that somebody goes on with: what has an author, and suggestions
// of a consultation that are assigned.
const (
	WorkConsultation = "consultation"
	WorkOpenDay      = "open_day"
	WorkSuggestions  = "suggestions"
)

// WorkKey names one object of work.
type WorkKey struct {
	Kind string `db:"kind"`
	ID   int64  `db:"id"`
}

// OpenWork is something not released yet, which somebody must go on with when its
// author leaves.
type OpenWork struct {
	WorkKey
	UnitID int64  `db:"unit_id"`
	Title  string `db:"title"`
	State  string `db:"state"`
}

const openWork = `SELECT 'consultation' AS kind, c.id, c.unit_id, c.title, c.state, c.reviewer_id, c.approver_id
    FROM consultations c WHERE c.author_id = $1 AND c.state <> 'released'
    UNION ALL SELECT 'open_day', o.id, o.unit_id, o.theme, o.state, NULL, NULL FROM open_days o WHERE o.author_id = $1 AND o.state = 'drafting'
    UNION ALL SELECT 'suggestions', c.id, c.unit_id, c.title, c.state, NULL, NULL FROM consultations c
    WHERE c.results_at IS NULL AND c.withdrawn_at IS NULL AND EXISTS (SELECT FROM suggestion_assignments a WHERE a.staff_id = $1 AND a.consultation_id = c.id)`

const sqlOpenWork = `SELECT w.kind, w.id, w.unit_id, w.title, w.state FROM (` + openWork + `) w ORDER BY w.kind, w.id`

// OpenWork lists what a member is the author of and what is not released yet, and
// the calls without results in which suggestions are theirs to answer.
func (r *Repo) OpenWork(ctx context.Context, staffID int64) (list []OpenWork, err error) {
	defer fault.Wrap(&err, "repo.OpenWork(%d)", staffID)
	return list, r.list(ctx, &list, sqlOpenWork, staffID)
}

// OpenWork reads the same within a transaction.
func (t *Tx) OpenWork(ctx context.Context, staffID int64) (list []OpenWork, err error) {
	defer fault.Wrap(&err, "repo.OpenWork(%d)", staffID)
	return list, t.list(ctx, &list, sqlOpenWork, staffID)
}

// Successor is somebody who may go on with a piece of open work.
type Successor struct {
	WorkKey
	StaffID int64 `db:"staff_id"`
}

// Author, reviewer and approver are three people: who had another hand in it is
// no successor.
const sqlSuccessors = `SELECT DISTINCT w.kind, w.id, s.id AS staff_id FROM (` + openWork + `) w
JOIN staff_grants g ON g.role = CASE w.kind WHEN 'suggestions' THEN 'adjudicator' ELSE 'drafter' END AND (g.unit_id = w.unit_id OR g.unit_id IS NULL)
JOIN staff s ON s.id = g.staff_id AND s.disabled_at IS NULL AND s.password_hash <> ''
WHERE s.id <> $1 AND s.id IS DISTINCT FROM w.reviewer_id AND s.id IS DISTINCT FROM w.approver_id ORDER BY w.kind, w.id, s.id`

// Successors lists who may go on with a member's open work, piece by piece.
func (r *Repo) Successors(ctx context.Context, staffID int64) (list []Successor, err error) {
	defer fault.Wrap(&err, "repo.Successors(%d)", staffID)
	return list, r.list(ctx, &list, sqlSuccessors, staffID)
}

// Successors reads the same within a transaction.
func (t *Tx) Successors(ctx context.Context, staffID int64) (list []Successor, err error) {
	defer fault.Wrap(&err, "repo.Successors(%d)", staffID)
	return list, t.list(ctx, &list, sqlSuccessors, staffID)
}

const sqlHandOverConsultation = `UPDATE consultations SET author_id = $3, updated_at = $4
WHERE id = $1 AND author_id = $2 AND state <> 'released' AND reviewer_id IS DISTINCT FROM $3 AND approver_id IS DISTINCT FROM $3`

const sqlHandOverOpenDay = `UPDATE open_days SET author_id = $3, updated_at = $4 WHERE id = $1 AND author_id = $2 AND state = 'drafting'`

const sqlHandOverSuggestions = `UPDATE suggestion_assignments SET staff_id = $3, assigned_at = $4 WHERE consultation_id = $1 AND staff_id = $2`

// HandOver gives a piece of open work another author; Conflict when it was
// released meanwhile, or the other one had another hand in it.
func (t *Tx) HandOver(ctx context.Context, w WorkKey, from, to int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.HandOver(%s, %d)", w.Kind, w.ID)
	switch w.Kind {
	case WorkOpenDay:
		return t.changeOne(ctx, sqlHandOverOpenDay, w.ID, from, to, now)
	case WorkSuggestions:
		return t.changeOne(ctx, sqlHandOverSuggestions, w.ID, from, to, now)
	}
	return t.changeOne(ctx, sqlHandOverConsultation, w.ID, from, to, now)
}
