package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/workday"
)

// What was written about a suggestion goes with it when it is merged into another.
const sqlSuggestionWork = `WITH RECURSIVE family (chief, id) AS (
    SELECT u.id, u.id FROM unnest($2::bigint[]) AS u (id)
    UNION SELECT f.chief, s.id FROM family f JOIN suggestions s ON s.consultation_id = $1 AND s.merged_into = f.id
)
SELECT u.id, coalesce(a.staff_id, 0) AS staff_id, a.due_on,
    coalesce((SELECT json_agg(x ORDER BY x.id) FROM (SELECT n.id, n.suggestion_id, n.staff_id, n.at, n.body FROM family f
        JOIN suggestion_notes n ON n.consultation_id = $1 AND n.suggestion_id = f.id WHERE f.chief = u.id) x), '[]')::text AS notes,
    coalesce((SELECT json_agg(x ORDER BY x.id) FROM (SELECT q.id, q.suggestion_id, q.unit_id, q.question, q.due_on, q.asked_by, q.asked_at,
            q.answer, coalesce(q.answered_by, 0) AS answered_by, q.answered_at FROM family f
        JOIN unit_opinions q ON q.consultation_id = $1 AND q.suggestion_id = f.id AND q.withdrawn_at IS NULL WHERE f.chief = u.id) x), '[]')::text AS opinions
FROM unnest($2::bigint[]) AS u (id)
LEFT JOIN suggestion_assignments a ON a.consultation_id = $1 AND a.suggestion_id = u.id`

type noteList []consult.Note

// Scan implements sql.Scanner.
func (l *noteList) Scan(value any) error { return scanJSON(value, (*[]consult.Note)(l)) }

type opinionList []consult.UnitOpinion

// Scan implements sql.Scanner.
func (l *opinionList) Scan(value any) error { return scanJSON(value, (*[]consult.UnitOpinion)(l)) }

// SuggestionWork gives for each of the suggestions who has it, what staff noted and
// what other units were asked and answered.
func (r *Repo) SuggestionWork(ctx context.Context, consultationID int64, ids []int64) (byID map[int64]consult.SuggestionWork, err error) {
	defer fault.Wrap(&err, "repo.SuggestionWork(%d)", consultationID)
	byID = map[int64]consult.SuggestionWork{}
	if len(ids) == 0 {
		return byID, nil
	}
	var rows []struct {
		ID int64 `db:"id"`
		consult.Assignment
		Notes    noteList    `db:"notes"`
		Opinions opinionList `db:"opinions"`
	}
	err = r.list(ctx, &rows, sqlSuggestionWork, consultationID, pq.Array(ids))
	for _, row := range rows {
		byID[row.ID] = consult.SuggestionWork{Assignment: row.Assignment, Notes: row.Notes, Opinions: row.Opinions}
	}
	return byID, err
}

const sqlHolders = `SELECT DISTINCT g.staff_id FROM staff_grants g JOIN staff s ON s.id = g.staff_id
WHERE g.role = $1 AND (g.unit_id = $2 OR g.unit_id IS NULL) AND s.disabled_at IS NULL ORDER BY g.staff_id`

// Adjudicators lists who may answer the suggestions of a unit's consultations.
func (r *Repo) Adjudicators(ctx context.Context, unitID int64) (ids []int64, err error) {
	defer fault.Wrap(&err, "repo.Adjudicators(%d)", unitID)
	return ids, r.list(ctx, &ids, sqlHolders, "adjudicator", unitID)
}

const sqlLiveSuggestions = `SELECT s.id FROM suggestions s WHERE s.consultation_id = $1 AND s.id = ANY ($2) AND ` + live + ` ORDER BY s.id`

// LiveSuggestions gives those of the suggestions that somebody makes.
func (t *Tx) LiveSuggestions(ctx context.Context, consultationID int64, ids []int64) (found []int64, err error) {
	defer fault.Wrap(&err, "repo.LiveSuggestions(%d)", consultationID)
	return found, t.list(ctx, &found, sqlLiveSuggestions, consultationID, pq.Array(ids))
}

// Assigned is one suggestion that changed hands, with who had it before.
type Assigned struct {
	SuggestionID int64 `db:"suggestion_id"`
	consult.Assignment
}

const (
	hadBefore = `SELECT p.suggestion_id, coalesce(b.staff_id, 0) AS staff_id, b.due_on FROM put p
LEFT JOIN suggestion_assignments b ON b.consultation_id = $1 AND b.suggestion_id = p.suggestion_id ORDER BY p.suggestion_id`

	// What a statement changes it does not yet see: the outer query reads who had them before.
	sqlAssign = `WITH put AS (
    INSERT INTO suggestion_assignments AS a (consultation_id, suggestion_id, staff_id, due_on, assigned_by, assigned_at)
    SELECT $1, u.id, $3, $4, $5, $6 FROM unnest($2::bigint[]) AS u (id) ORDER BY u.id
    ON CONFLICT (consultation_id, suggestion_id) DO UPDATE SET staff_id = EXCLUDED.staff_id, due_on = EXCLUDED.due_on,
        assigned_by = EXCLUDED.assigned_by, assigned_at = EXCLUDED.assigned_at
    WHERE (a.staff_id, a.due_on) IS DISTINCT FROM (EXCLUDED.staff_id, EXCLUDED.due_on)
    RETURNING a.suggestion_id
) ` + hadBefore

	sqlUnassign = `WITH put AS (
    DELETE FROM suggestion_assignments WHERE consultation_id = $1 AND suggestion_id = ANY ($2) RETURNING suggestion_id
) ` + hadBefore
)

// Assign gives suggestions to somebody, or with StaffID 0 to nobody, and lists those
// that changed hands or days.
func (t *Tx) Assign(ctx context.Context, consultationID int64, ids []int64, to consult.Assignment, by int64, now time.Time) (changed []Assigned, err error) {
	defer fault.Wrap(&err, "repo.Assign(%d)", consultationID)
	if to.StaffID == 0 {
		return changed, t.list(ctx, &changed, sqlUnassign, consultationID, pq.Array(ids))
	}
	return changed, t.list(ctx, &changed, sqlAssign, consultationID, pq.Array(ids), to.StaffID, to.DueOn, by, now)
}

const sqlInsertNote = `INSERT INTO suggestion_notes (consultation_id, suggestion_id, staff_id, at, body) VALUES ($1, $2, $3, $4, $5) RETURNING id`

// InsertNote keeps a note.
func (t *Tx) InsertNote(ctx context.Context, consultationID int64, n consult.Note) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertNote(%d, %d)", consultationID, n.SuggestionID)
	return id, t.get(ctx, &id, sqlInsertNote, consultationID, n.SuggestionID, n.StaffID, n.At, n.Body)
}

const sqlSuggestionExists = `SELECT id FROM suggestions WHERE consultation_id = $1 AND id = $2`

// HasSuggestion reports by NotFound that a consultation has no such suggestion.
func (t *Tx) HasSuggestion(ctx context.Context, consultationID, suggestionID int64) (err error) {
	defer fault.Wrap(&err, "repo.HasSuggestion(%d, %d)", consultationID, suggestionID)
	var id int64
	return t.get(ctx, &id, sqlSuggestionExists, consultationID, suggestionID)
}

const sqlUnitOf = `SELECT unit_id FROM consultations WHERE id = $1`

// UnitOf gives the unit of a consultation. Errors: NotFound.
func (t *Tx) UnitOf(ctx context.Context, consultationID int64) (unitID int64, err error) {
	defer fault.Wrap(&err, "repo.UnitOf(%d)", consultationID)
	return unitID, t.get(ctx, &unitID, sqlUnitOf, consultationID)
}

// AssignedWork is what a member has to answer in one consultation.
type AssignedWork struct {
	ConsultationID int64        `db:"consultation_id"`
	Title          string       `db:"title"`
	UnitName       string       `db:"unit_name"`
	Count          int          `db:"n"`
	DueOn          workday.Date `db:"due_on"` // of the first; zero: none has a day
	Late           int          `db:"late"`
}

const sqlAssignedTo = `SELECT a.consultation_id, c.title, u.name AS unit_name, count(*) AS n, min(a.due_on) AS due_on,
    count(*) FILTER (WHERE a.due_on < $2) AS late
FROM suggestion_assignments a
JOIN consultations c ON c.id = a.consultation_id AND c.results_at IS NULL AND c.withdrawn_at IS NULL
JOIN units u ON u.id = c.unit_id
JOIN suggestions s ON s.consultation_id = a.consultation_id AND s.id = a.suggestion_id AND s.merged_into IS NULL
WHERE a.staff_id = $1 AND NOT EXISTS (SELECT FROM decisions d WHERE d.consultation_id = a.consultation_id
        AND d.suggestion_id = a.suggestion_id AND d.reason <> '')
    AND EXISTS (SELECT FROM suggestion_points o WHERE o.consultation_id = a.consultation_id AND o.suggestion_id = a.suggestion_id AND ` + notSuperseded + `)
GROUP BY a.consultation_id, c.title, u.name
ORDER BY count(*) FILTER (WHERE a.due_on < $2) = 0, min(a.due_on), a.consultation_id`

// AssignedTo lists the consultations in which a member has suggestions to answer:
// late ones first, then those due first.
func (r *Repo) AssignedTo(ctx context.Context, staffID int64, today workday.Date) (list []AssignedWork, err error) {
	defer fault.Wrap(&err, "repo.AssignedTo(%d)", staffID)
	return list, r.list(ctx, &list, sqlAssignedTo, staffID, today)
}

const sqlFilterClauses = `SELECT x.id, x.label, x.heading FROM clauses x JOIN consultations c ON c.id = x.consultation_id AND c.draft_id = x.draft_id
WHERE x.consultation_id = $1 AND x.label <> '' ORDER BY x.position`

// FilterClauses lists the clauses of the current version that have a name, in its order.
func (r *Repo) FilterClauses(ctx context.Context, consultationID int64) (list []consult.Clause, err error) {
	defer fault.Wrap(&err, "repo.FilterClauses(%d)", consultationID)
	return list, r.list(ctx, &list, sqlFilterClauses, consultationID)
}
