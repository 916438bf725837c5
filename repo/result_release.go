package repo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const sqlLockCall = `SELECT state, opens_at, closes_at, results_at, withdrawn_at FROM consultations WHERE id = $1 FOR UPDATE`

// LockCall waits for comments, decisions and moderation under way, which hold
// the consultation FOR KEY SHARE, and keeps new ones out until the transaction
// ends. Errors: NotFound.
func (t *Tx) LockCall(ctx context.Context, consultationID int64) (state consult.State, times consult.Times, err error) {
	defer fault.Wrap(&err, "repo.LockCall(%d)", consultationID)
	var c callState
	err = t.get(ctx, &c, sqlLockCall, consultationID)
	return c.State, c.Times, err
}

// voices counts who is behind points o of comments m: 件, 人 and 家, counted as
// countedTotals counts them.
const voices = `count(DISTINCT m.id) AS comments,
    count(DISTINCT coalesce(m.phone_index, m.email_index, int8send(m.id))) FILTER (WHERE m.identity = 'resident') AS persons,
    count(DISTINCT coalesce(m.uscc_index, m.organisation_index, int8send(m.id))) FILTER (WHERE m.identity = 'enterprise') AS enterprises`

// countedTotals, what is asked of the suggestions s, and countedEnd count what a
// release publishes: consultation $1 as it stands. One person is one phone or else
// one e-mail, one enterprise is one USCC or else one name; who gave neither counts
// for each comment. Superseded comments are counted as such and as received, and
// nowhere else.
const (
	countedTotals = `SELECT m.comments, m.persons, m.enterprises, s.suggestions, s.adopted, s.partly_adopted, s.not_adopted, s.explained,
    s.out_of_scope, m.offline, m.superseded, s.enterprise_suggestions FROM (
    SELECT count(*) AS comments, count(x.comment_id) AS superseded,
        count(DISTINCT coalesce(phone_index, email_index, int8send(id))) FILTER (WHERE identity = 'resident') AS persons,
        count(DISTINCT coalesce(uscc_index, organisation_index, int8send(id)))
            FILTER (WHERE identity = 'enterprise' AND x.comment_id IS NULL) AS enterprises,
        count(*) FILTER (WHERE channel NOT IN ('web', 'api')) AS offline
    FROM comments m LEFT JOIN superseded_comments x ON x.consultation_id = m.consultation_id AND x.comment_id = m.id
    WHERE m.consultation_id = $1
) m CROSS JOIN (
    SELECT count(*) AS suggestions, count(*) FILTER (WHERE s.id IN (` + byEnterprises + `)) AS enterprise_suggestions,
        count(*) FILTER (WHERE d.outcome = 'adopted') AS adopted,
        count(*) FILTER (WHERE d.outcome = 'partly_adopted') AS partly_adopted,
        count(*) FILTER (WHERE d.outcome = 'not_adopted') AS not_adopted, count(*) FILTER (WHERE d.outcome = 'explained') AS explained,
        count(*) FILTER (WHERE d.outcome = 'out_of_scope') AS out_of_scope
    FROM suggestions s LEFT JOIN decisions d ON d.consultation_id = s.consultation_id AND d.suggestion_id = s.id
    WHERE s.consultation_id = $1 AND ` + live
	countedEnd = `
) s`
)

// unreleased holds of a suggestion s without a line in the results; ready of one
// whose decision d two people stand behind, so that its line can go out.
const (
	unreleased = `NOT ` + releasedLine
	ready      = `d.checked_by IS NOT NULL AND ` + unreleased
)

const sqlInsertResults = `INSERT INTO results AS t (consultation_id, batch, released_at, released_by, left_open, comments, persons, enterprises,
    suggestions, adopted, partly_adopted, not_adopted, explained, out_of_scope, offline, superseded, enterprise_suggestions)
SELECT $1, (SELECT coalesce(max(r.batch), 0) + 1 FROM results r WHERE r.consultation_id = $1), $2, $3,
    (SELECT count(*) FROM suggestions s WHERE s.consultation_id = $1 AND ` + live + ` AND ` + unreleased + `) - n.suggestions, n.*
FROM (` + countedTotals + ` AND ` + ready + countedEnd + `) n
RETURNING t.batch, t.left_open, ` + totalsColumns

const sqlInsertResultRows = `INSERT INTO result_rows (consultation_id, batch, position, suggestion_id, public_name, clause_label, body, outcome, reason, shown,
    comments, persons, enterprises)
SELECT s.consultation_id, $2, (SELECT coalesce(max(w.position), 0) FROM result_rows w WHERE w.consultation_id = $1) + row_number() OVER (ORDER BY s.id), s.id, x.public_name, coalesce(l.label, ''), x.body,
    d.outcome, d.reason, x.shown, t.comments, t.persons, t.enterprises
FROM suggestions s
JOIN decisions d ON d.consultation_id = s.consultation_id AND d.suggestion_id = s.id
JOIN (
    SELECT o.suggestion_id, ` + voices + `
    FROM suggestion_points o
    JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
    WHERE o.consultation_id = $1 AND ` + notSuperseded + ` GROUP BY o.suggestion_id
) t ON t.suggestion_id = s.id
CROSS JOIN LATERAL result_text(s.consultation_id, s.id) x
LEFT JOIN (
    SELECT u.suggestion_id, string_agg(u.label, '、' ORDER BY u.position) AS label FROM (
        SELECT DISTINCT o.suggestion_id, x.label || ` + versionSuffix + ` AS label, ` + currentPlace + ` AS position FROM suggestion_points o
        JOIN point_clauses k ON k.consultation_id = o.consultation_id AND k.comment_id = o.comment_id AND k.position = o.position
        JOIN clauses x ON x.consultation_id = k.consultation_id AND x.id = k.clause_id
        ` + clauseAsked + `
        WHERE o.consultation_id = $1 AND ` + notSuperseded + `
    ) u GROUP BY u.suggestion_id
) l ON l.suggestion_id = s.id
WHERE s.consultation_id = $1 AND ` + ready

// What was said on an earlier version stands with the clause it came to.
const sqlInsertResultRowClauses = `INSERT INTO result_row_clauses (consultation_id, line, clause_id, position)
SELECT $1, row_number() OVER (ORDER BY u.place, u.position), u.clause_id, u.position FROM (
    SELECT DISTINCT w.position, coalesce(y.id, x.id) AS clause_id, ` + currentPlace + ` AS place FROM result_rows w
    JOIN suggestion_points o ON o.consultation_id = w.consultation_id AND o.suggestion_id = w.suggestion_id
    JOIN point_clauses k ON k.consultation_id = o.consultation_id AND k.comment_id = o.comment_id AND k.position = o.position
    JOIN clauses x ON x.consultation_id = k.consultation_id AND x.id = k.clause_id
    ` + clauseAsked + `
    WHERE w.consultation_id = $1 AND ` + notSuperseded + `
    UNION ALL
    SELECT w.position, 0, -1 FROM result_rows w WHERE w.consultation_id = $1 AND w.clause_label = ''
) u`

// The lines by clause are an index of all that was released: each batch counts
// them anew.
const (
	sqlCountingLines   = `SELECT set_config('nayan.lines', $1, true)`
	sqlDropResultLines = `DELETE FROM result_row_clauses WHERE consultation_id = $1`
)

const sqlSetResultsAt = `UPDATE consultations SET first_results_at = coalesce(first_results_at, $2),
    results_at = CASE WHEN $3::boolean THEN $2 END WHERE id = $1 AND results_at IS NULL`

// Batch is one release of results: the figures of its lines, and how many
// suggestions are still to be answered.
type Batch struct {
	Batch    int `db:"batch"`
	LeftOpen int `db:"left_open"`
	consult.Totals
}

// ReleaseResults publishes the decisions of a consultation that LockCall holds, as
// far as two people stand behind them and they are not public yet, line by line as
// they stand. With nothing left open the consultation is answered.
func (t *Tx) ReleaseResults(ctx context.Context, consultationID, staffID int64, now time.Time) (b Batch, err error) {
	defer fault.Wrap(&err, "repo.ReleaseResults(%d)", consultationID)
	if err := t.get(ctx, &b, sqlInsertResults, consultationID, now, staffID); err != nil {
		return Batch{}, err
	}
	res, err := t.exec(ctx, sqlInsertResultRows, consultationID, b.Batch)
	if err != nil {
		return Batch{}, err
	}
	if n, err := res.RowsAffected(); err != nil || int(n) != b.Suggestions {
		return Batch{}, errors.Join(err, fmt.Errorf("%d lines for %d suggestions", n, b.Suggestions))
	}
	if err := t.countLines(ctx, consultationID); err != nil {
		return Batch{}, err
	}
	return b, t.changeOne(ctx, sqlSetResultsAt, consultationID, now, b.LeftOpen == 0)
}

// countLines makes the lines by clause from the lines that are released.
func (t *Tx) countLines(ctx context.Context, consultationID int64) error {
	for _, step := range []struct {
		query string
		arg   any
	}{{sqlCountingLines, "on"}, {sqlDropResultLines, consultationID}, {sqlInsertResultRowClauses, consultationID}, {sqlCountingLines, ""}} {
		if _, err := t.exec(ctx, step.query, step.arg); err != nil {
			return err
		}
	}
	return nil
}
