package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/workday"
)

const sqlAsk = `INSERT INTO unit_opinions (consultation_id, suggestion_id, unit_id, question, due_on, asked_by, asked_at)
SELECT $1, u.id, $3, $4, $5, $6, $7 FROM unnest($2::bigint[]) AS u (id) ORDER BY u.id
ON CONFLICT DO NOTHING RETURNING suggestion_id`

// Ask asks a unit for its opinion on suggestions; of those that it is being asked
// about already none is asked again. It lists the others.
func (t *Tx) Ask(ctx context.Context, consultationID int64, ids []int64, q consult.Question, by int64, now time.Time) (asked []int64, err error) {
	defer fault.Wrap(&err, "repo.Ask(%d, unit %d)", consultationID, q.UnitID)
	return asked, t.list(ctx, &asked, sqlAsk, consultationID, pq.Array(ids), q.UnitID, q.Text, q.DueOn, by, now)
}

// AskedOpinion is an opinion that a unit is asked for, with what it is about.
type AskedOpinion struct {
	consult.UnitOpinion
	ConsultationID int64  `db:"consultation_id"`
	Title          string `db:"title"`
	AskingUnit     string `db:"asking_unit"`
	Excerpt        string `db:"excerpt"`
	Public         bool   `db:"public"`  // the consultation has a page that everybody can read
	Settled        bool   `db:"settled"` // its results are out, or it was withdrawn: nobody waits any more
}

// askedColumns and askedTables are an opinion q with the consultation c and its unit u.
const (
	opinionColumns = `q.id, q.suggestion_id, q.unit_id, q.question, q.due_on, q.asked_by, q.asked_at, q.answer,
    coalesce(q.answered_by, 0) AS answered_by, q.answered_at, q.withdrawn_at`
	askedColumns = opinionColumns + `, q.consultation_id, c.title, u.name AS asking_unit,
    c.results_at IS NOT NULL OR c.withdrawn_at IS NOT NULL AS settled`
	askedTables = `unit_opinions q JOIN consultations c ON c.id = q.consultation_id JOIN units u ON u.id = c.unit_id`
	waiting     = `q.answered_at IS NULL AND c.results_at IS NULL AND c.withdrawn_at IS NULL`
)

const sqlAskedOpinions = `SELECT ` + askedColumns + `, coalesce((SELECT left(p.body, 60) FROM suggestion_points o
    JOIN public_points p ON p.consultation_id = o.consultation_id AND p.comment_id = o.comment_id AND p.position = o.position
    WHERE o.consultation_id = q.consultation_id AND o.suggestion_id = q.suggestion_id ORDER BY o.comment_id, o.position LIMIT 1), '') AS excerpt
FROM ` + askedTables + `
WHERE q.withdrawn_at IS NULL AND ($1 OR q.unit_id = ANY ($2)) AND CASE WHEN $3 THEN q.answered_at IS NOT NULL ELSE ` + waiting + ` END
ORDER BY CASE WHEN $3 THEN q.answered_at END DESC, q.due_on, q.id LIMIT $4 OFFSET $5`

// AskedOpinions lists what units are asked, due first, or have answered, newest first.
func (r *Repo) AskedOpinions(ctx context.Context, units Units, answered bool, number, perPage int) (list []AskedOpinion, err error) {
	defer fault.Wrap(&err, "repo.AskedOpinions(page %d)", number)
	p := page{number: number, size: perPage}
	return list, r.list(ctx, &list, sqlAskedOpinions, units.All, pq.Array(units.IDs), answered, p.limit(), p.before()*p.limit())
}

// OpinionCounts says what waits for units, and what they answered.
type OpinionCounts struct {
	Waiting  int          `db:"waiting"`
	Late     int          `db:"late"`
	DueOn    workday.Date `db:"due_on"` // of the first that waits
	Answered int          `db:"answered"`
}

const sqlOpinionCounts = `SELECT count(*) FILTER (WHERE ` + waiting + `) AS waiting, count(*) FILTER (WHERE ` + waiting + ` AND q.due_on < $3) AS late,
    min(q.due_on) FILTER (WHERE ` + waiting + `) AS due_on, count(q.answered_at) AS answered
FROM ` + askedTables + ` WHERE q.withdrawn_at IS NULL AND ($1 OR q.unit_id = ANY ($2))`

// OpinionCounts counts what units are asked.
func (r *Repo) OpinionCounts(ctx context.Context, units Units, today workday.Date) (c OpinionCounts, err error) {
	defer fault.Wrap(&err, "repo.OpinionCounts")
	return c, r.get(ctx, &c, sqlOpinionCounts, units.All, pq.Array(units.IDs), today)
}

const sqlAskedOpinion = `SELECT ` + askedColumns + `, c.no IS NOT NULL AS public FROM ` + askedTables + ` WHERE q.id = $1`

// AskedOpinion gives one of them. Errors: NotFound.
func (r *Repo) AskedOpinion(ctx context.Context, id int64) (o AskedOpinion, err error) {
	defer fault.Wrap(&err, "repo.AskedOpinion(%d)", id)
	return o, r.get(ctx, &o, sqlAskedOpinion, id)
}

const sqlLockOpinion = `SELECT ` + opinionColumns + `, q.consultation_id FROM unit_opinions q WHERE q.id = $1 FOR UPDATE`

// LockOpinion reads an opinion and keeps others from answering it. Errors: NotFound.
func (t *Tx) LockOpinion(ctx context.Context, id int64) (o AskedOpinion, err error) {
	defer fault.Wrap(&err, "repo.LockOpinion(%d)", id)
	return o, t.get(ctx, &o, sqlLockOpinion, id)
}

const sqlAnswerOpinion = `UPDATE unit_opinions SET answer = $3, answered_by = $4, answered_at = $5 WHERE consultation_id = $1 AND id = $2`

// AnswerOpinion keeps what a unit says.
func (t *Tx) AnswerOpinion(ctx context.Context, consultationID, id int64, answer string, by int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.AnswerOpinion(%d)", id)
	return t.changeOne(ctx, sqlAnswerOpinion, consultationID, id, answer, by, now)
}

const sqlWithdrawOpinion = `UPDATE unit_opinions SET withdrawn_by = $3, withdrawn_at = $4 WHERE consultation_id = $1 AND id = $2`

// WithdrawOpinion notes that a unit is no longer asked.
func (t *Tx) WithdrawOpinion(ctx context.Context, consultationID, id, by int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.WithdrawOpinion(%d)", id)
	return t.changeOne(ctx, sqlWithdrawOpinion, consultationID, id, by, now)
}

// AskedPoint is a point of a suggestion as a unit reads it that is asked about it.
type AskedPoint struct {
	Body     string           `db:"body"`
	Identity consult.Identity `db:"identity"`
	Clauses  clauseRefs       `db:"clauses"`
}

// Who is asked reads what is covered as the public does, and of whom it is nothing.
const sqlAskedPoints = `SELECT m.identity, CASE WHEN o.starts IS NULL OR r.body IS NOT NULL THEN coalesce(r.body, p.body)
        ELSE substr(p.body, o.starts + 1, o.ends - o.starts) END AS body, ` + pointClauses + ` AS clauses
FROM suggestion_points o
JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
JOIN points p ON p.consultation_id = o.consultation_id AND p.comment_id = o.comment_id AND p.position = o.position
LEFT JOIN redacted_points r ON r.consultation_id = o.consultation_id AND r.comment_id = o.comment_id AND r.position = o.position
WHERE o.consultation_id = $1 AND o.suggestion_id = (WITH RECURSIVE chief (id, next) AS (
        SELECT s.id, s.merged_into FROM suggestions s WHERE s.consultation_id = $1 AND s.id = $2
        UNION SELECT s.id, s.merged_into FROM chief h JOIN suggestions s ON s.consultation_id = $1 AND s.id = h.next)
    SELECT h.id FROM chief h WHERE h.next IS NULL) AND ` + notSuperseded + `
ORDER BY o.comment_id, o.position LIMIT $3`

// AskedPoints lists the first points of a suggestion, or of the one that it went
// into, for a unit that is asked about it.
func (r *Repo) AskedPoints(ctx context.Context, consultationID, suggestionID int64, limit int) (list []AskedPoint, err error) {
	defer fault.Wrap(&err, "repo.AskedPoints(%d, %d)", consultationID, suggestionID)
	return list, r.list(ctx, &list, sqlAskedPoints, consultationID, suggestionID, limit)
}
