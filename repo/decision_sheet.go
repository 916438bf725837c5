package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// SheetRow is a suggestion as a table shows it to who answers by table.
type SheetRow struct {
	ID      int64  `db:"id"`
	Body    string `db:"body"` // as staff put it, or else as the first of its points does
	Outcome string `db:"outcome"`
	Reason  string `db:"reason"`
	Note    string `db:"override_note"`
	Clauses string `db:"clause_labels"`
	consult.Voices
	Revision int `db:"revision"`
}

// sheetLabels are the clauses of a suggestion s as its table names them.
const sheetLabels = `(SELECT coalesce(string_agg(k.label, '、' ORDER BY k.place), '') FROM (
    SELECT x.label, min(` + currentPlace + `) AS place FROM suggestion_points o
    JOIN point_clauses k ON k.consultation_id = o.consultation_id AND k.comment_id = o.comment_id AND k.position = o.position
    JOIN clauses x ON x.consultation_id = k.consultation_id AND x.id = k.clause_id ` + clauseNow + `
    WHERE o.consultation_id = s.consultation_id AND o.suggestion_id = s.id AND ` + notSuperseded + ` GROUP BY x.label) k)`

// DecisionSheet gives a part of what a filter leaves, of what can be decided: the
// next so many suggestions behind the one given.
func (r *Repo) DecisionSheet(ctx context.Context, consultationID int64, f SuggestionFilter, after int64, limit int) (list []SheetRow, err error) {
	defer fault.Wrap(&err, "repo.DecisionSheet(%d, after %d)", consultationID, after)
	w := f.where(consultationID)
	w.conditions = append(w.conditions, "w.suggestion_id IS NULL")
	w.and("s.id > ?", after)
	return list, r.list(ctx, &list, `WITH page AS (SELECT s.consultation_id, s.id, s.summary, coalesce(d.outcome, '') AS outcome,
    coalesce(d.reason, '') AS reason, coalesce(d.override_note, '') AS override_note, coalesce(d.revision, 0) AS revision FROM `+suggestionTables+w.sql()+` ORDER BY s.id LIMIT `+w.arg(limit)+`)
SELECT s.id, coalesce(nullif(s.summary, ''), `+firstText+`, '') AS body, s.outcome, s.reason, s.override_note, s.revision,
    `+sheetLabels+` AS clause_labels, v.comments, v.persons, v.enterprises FROM page s
CROSS JOIN LATERAL (SELECT `+voices+` FROM suggestion_points o JOIN comments m ON m.consultation_id = o.consultation_id AND m.id = o.comment_id
    WHERE o.consultation_id = s.consultation_id AND o.suggestion_id = s.id AND `+notSuperseded+`) v ORDER BY s.id`, w.args...)
}

// Standing is how a suggestion that a table names stands.
type Standing struct {
	OpenDecision
	MergedInto int64 `db:"merged_into"` // 0: in none
	Released   bool  `db:"released"`
	Silent     bool  `db:"silent"`
}

const sqlStandings = `SELECT s.id, coalesce(s.merged_into, 0) AS merged_into, w.suggestion_id IS NOT NULL AS released, NOT (` + live + `) AS silent,
    coalesce(d.outcome, '') AS outcome, coalesce(d.reason, '') AS reason, coalesce(d.override_note, '') AS override_note,
    coalesce(d.overridden, '') AS overridden, coalesce(d.revision, 0) AS revision, d.back_by IS NOT NULL AS sent_back
FROM unnest($2::bigint[]) AS x (id) JOIN suggestions s ON s.consultation_id = $1 AND s.id = x.id
LEFT JOIN decisions d ON d.consultation_id = s.consultation_id AND d.suggestion_id = s.id
LEFT JOIN result_rows w ON w.consultation_id = s.consultation_id AND w.suggestion_id = s.id`

// LockStandings holds suggestions and says how each stands; one that is not there is
// not in the answer.
func (t *Tx) LockStandings(ctx context.Context, consultationID int64, suggestions []int64) (all map[int64]Standing, err error) {
	defer fault.Wrap(&err, "repo.LockStandings(%d, %d)", consultationID, len(suggestions))
	if _, err := t.exec(ctx, sqlLockSuggestions, consultationID, pq.Array(suggestions)); err != nil {
		return nil, err
	}
	var rows []Standing
	err = t.list(ctx, &rows, sqlStandings, consultationID, pq.Array(suggestions))
	all = make(map[int64]Standing, len(rows))
	for _, row := range rows {
		all[row.ID] = row
	}
	return all, err
}

const sqlSameReasons = `SELECT x.n, d.suggestion_id FROM unnest($2::bytea[]) WITH ORDINALITY AS x (hash, n)
CROSS JOIN LATERAL (SELECT d.suggestion_id FROM decisions d JOIN suggestions s
    ON s.consultation_id = d.consultation_id AND s.id = d.suggestion_id AND s.merged_into IS NULL
    WHERE d.consultation_id = $1 AND d.reason_hash = x.hash LIMIT $4) d
UNION ALL
SELECT x.n, d.suggestion_id FROM unnest($3::text[]) WITH ORDINALITY AS x (reason, n)
CROSS JOIN LATERAL (SELECT d.suggestion_id FROM decisions d JOIN suggestions s
    ON s.consultation_id = d.consultation_id AND s.id = d.suggestion_id AND s.merged_into IS NULL
    WHERE d.consultation_id = $1 AND d.reason_hash IS NULL AND d.reason <> '' AND md5(d.reason) = md5(x.reason) LIMIT $4) d`

// SameReasons is SameReason for many decisions that are to be made together: it gives,
// for each that has one, another suggestion with the same reason that is not of one
// group with it, among them or among what is decided already.
func (t *Tx) SameReasons(ctx context.Context, consultationID int64, list []OpenDecision) (others map[int64]int64, err error) {
	defer fault.Wrap(&err, "repo.SameReasons(%d, %d)", consultationID, len(list))
	hashes, reasons, anew := make([][]byte, len(list)), make([]string, len(list)), make(map[int64]bool, len(list))
	for i, d := range list {
		hashes[i], reasons[i], anew[d.ID] = reasonHash(d.Reason), d.Reason, true
	}
	var found []struct {
		N  int   `db:"n"`
		ID int64 `db:"suggestion_id"`
	}
	if err := t.list(ctx, &found, sqlSameReasons, consultationID, pq.ByteaArray(hashes), pq.Array(reasons), sameLooked); err != nil {
		return nil, err
	}
	ids := make([]int64, 0, len(list)+len(found))
	by := map[string][]int64{} // suggestions by their reasons
	for _, f := range found {
		if !anew[f.ID] { // whose reason goes
			by[string(hashes[f.N-1])] = append(by[string(hashes[f.N-1])], f.ID)
			ids = append(ids, f.ID)
		}
	}
	for _, d := range list {
		ids = append(ids, d.ID)
	}
	groups, err := t.groups(ctx, consultationID, ids)
	if err != nil {
		return nil, err
	}
	others = map[int64]int64{}
	for i, d := range list {
		if hashes[i] == nil {
			continue
		}
		same := by[string(hashes[i])]
		for _, id := range same {
			if !groups[id].with(groups[d.ID]) {
				others[d.ID] = id
				break
			}
		}
		if len(same) < sameLooked {
			by[string(hashes[i])] = append(same, d.ID)
		}
	}
	return others, nil
}
