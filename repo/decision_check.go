package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
)

// toCheck holds of the decisions of consultation $1 that $2 may look at as a second
// person. What was sent back waits for who decided.
const toCheck = `d.consultation_id = $1 AND d.checked_by IS NULL AND d.back_by IS NULL AND d.reason <> '' AND d.decided_by <> $2`

const sqlToCheck = `SELECT count(*) FROM decisions d JOIN suggestions s ON s.consultation_id = d.consultation_id AND s.id = d.suggestion_id
WHERE ` + toCheck + ` AND ` + live

// ToCheck counts the decisions that wait for a second person and that a member of
// staff did not make.
func (r *Repo) ToCheck(ctx context.Context, consultationID, staffID int64) (n int, err error) {
	defer fault.Wrap(&err, "repo.ToCheck(%d)", consultationID)
	return n, r.get(ctx, &n, sqlToCheck, consultationID, staffID)
}

// WorkToCheck is a consultation with decisions that wait for a second person.
type WorkToCheck struct {
	ID       int64  `db:"id"`
	Title    string `db:"title"`
	UnitID   int64  `db:"unit_id"`
	UnitName string `db:"unit_name"`
	N        int    `db:"n"`
}

// Only open calls are counted through, by the index of what is not checked.
const sqlWorkToCheck = `SELECT c.id, c.title, c.unit_id, u.name AS unit_name, n.n FROM consultations c JOIN units u ON u.id = c.unit_id
CROSS JOIN LATERAL (SELECT count(*) AS n FROM decisions d JOIN suggestions s ON s.consultation_id = d.consultation_id AND s.id = d.suggestion_id
    WHERE d.consultation_id = c.id AND d.checked_by IS NULL AND d.back_by IS NULL AND d.reason <> '' AND d.decided_by <> $1
    AND s.merged_into IS NULL AND s.id NOT IN (` + silentIn + `c.id` + silentBut + `)) n
WHERE c.state = 'released' AND c.results_at IS NULL AND c.withdrawn_at IS NULL AND (c.unit_id = ANY ($2) OR $3) AND n.n > 0
ORDER BY c.closes_at, c.id LIMIT $4`

// workListed bounds a list of the dashboard.
const workListed = 50

// WorkToCheck lists the consultations of units in which decisions wait for a second
// person, other than those that a member of staff made.
func (r *Repo) WorkToCheck(ctx context.Context, staffID int64, units Units) (list []WorkToCheck, err error) {
	defer fault.Wrap(&err, "repo.WorkToCheck")
	return list, r.list(ctx, &list, sqlWorkToCheck, staffID, pq.Array(units.IDs), units.All, workListed)
}

// Seen says what somebody who checks had before them: decisions that were made
// until then, or, of a single one, its revision. What was decided since waits.
type Seen struct {
	Until    time.Time
	Revision int // 0: not a single one
}

// The share lock of HoldCall keeps the results from being released meanwhile.
const sqlCheckDecisions = `UPDATE decisions d SET checked_by = $2, checked_at = $3
WHERE ` + toCheck + ` AND ($4::bigint[] IS NULL OR d.suggestion_id = ANY ($4)) AND d.decided_at <= $5 AND (d.revision = $6 OR $6 = 0)`

// CheckDecisions notes that a second person has looked at decisions: at those on
// the suggestions given, or, given nil, at all that have a reason and are somebody
// else's. It gives how many these were.
func (t *Tx) CheckDecisions(ctx context.Context, consultationID, staffID int64, suggestions []int64, seen Seen, now time.Time) (n int, err error) {
	defer fault.Wrap(&err, "repo.CheckDecisions(%d)", consultationID)
	res, err := t.exec(ctx, sqlCheckDecisions, consultationID, staffID, now, pq.Array(suggestions), seen.Until, seen.Revision)
	if err != nil {
		return 0, err
	}
	count, err := res.RowsAffected()
	return int(count), err
}

const sqlOwnDecisions = `SELECT count(*) FROM decisions d WHERE d.consultation_id = $1 AND d.decided_by = $2 AND d.checked_by IS NULL
AND d.suggestion_id = ANY ($3)`

// OwnDecisions counts those of the decisions on suggestions that a member of staff
// made themselves and nobody has checked.
func (t *Tx) OwnDecisions(ctx context.Context, consultationID, staffID int64, suggestions []int64) (n int, err error) {
	defer fault.Wrap(&err, "repo.OwnDecisions(%d)", consultationID)
	return n, t.get(ctx, &n, sqlOwnDecisions, consultationID, staffID, pq.Array(suggestions))
}

// A decision that was checked already may be sent back too: a third person saw more.
const sqlSendBack = `UPDATE decisions SET back_by = $3, back_at = $4, back_note = $5, checked_by = NULL, checked_at = NULL
WHERE consultation_id = $1 AND suggestion_id = $2 AND decided_by <> $3 AND reason <> '' AND back_by IS NULL AND revision = $6`

// SendBack asks for a decision to be made anew, and says why. Errors: Conflict when
// it is not, or no longer, the one that was seen, or one's own.
func (t *Tx) SendBack(ctx context.Context, consultationID, suggestionID, staffID int64, revision int, note string, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.SendBack(%d, %d)", consultationID, suggestionID)
	return t.changeOne(ctx, sqlSendBack, consultationID, suggestionID, staffID, now, note, revision)
}
