package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/fold"
)

// open suggestions s of consultation $1 among the ids of $2 can still be decided:
// somebody makes them, and they are not released.
const openAmong = ` FROM unnest($2::bigint[]) AS x (id) JOIN suggestions s ON s.consultation_id = $1 AND s.id = x.id
LEFT JOIN decisions d ON d.consultation_id = s.consultation_id AND d.suggestion_id = s.id
LEFT JOIN result_rows w ON w.consultation_id = s.consultation_id AND w.suggestion_id = s.id
WHERE w.suggestion_id IS NULL AND ` + live

const sqlOpenAmong = `SELECT s.id, coalesce(d.outcome, '') AS outcome, coalesce(d.reason, '') AS reason,
    coalesce(d.override_note, '') AS override_note, coalesce(d.overridden, '') AS overridden, coalesce(d.revision, 0) AS revision,
    coalesce(d.back_by IS NOT NULL, false) AS sent_back` + openAmong + ` ORDER BY s.id`

// OpenDecision is a suggestion that can be decided, with the decision on it.
type OpenDecision struct {
	ID int64 `db:"id"`
	consult.Decision
	Revision int  `db:"revision"` // 0: undecided
	SentBack bool `db:"sent_back"`
}

// LockOpen holds suggestions and gives those that can be decided.
func (t *Tx) LockOpen(ctx context.Context, consultationID int64, suggestions []int64) (list []OpenDecision, err error) {
	defer fault.Wrap(&err, "repo.LockOpen(%d, %d)", consultationID, len(suggestions))
	if _, err := t.exec(ctx, sqlLockSuggestions, consultationID, pq.Array(suggestions)); err != nil {
		return nil, err
	}
	return list, t.list(ctx, &list, sqlOpenAmong, consultationID, pq.Array(suggestions))
}

// OpenDecisions gives those of suggestions that can be decided.
func (t *Tx) OpenDecisions(ctx context.Context, consultationID int64, suggestions []int64) (list []OpenDecision, err error) {
	defer fault.Wrap(&err, "repo.OpenDecisions(%d, %d)", consultationID, len(suggestions))
	return list, t.list(ctx, &list, sqlOpenAmong, consultationID, pq.Array(suggestions))
}

const sqlDecideMany = `INSERT INTO decisions (consultation_id, suggestion_id, outcome, reason, override_note, overridden, reason_hash, decided_by, decided_at)
SELECT $1, x.id, $3, $4, $5, $6, $7, $8, $9 FROM unnest($2::bigint[]) AS x (id)
ON CONFLICT (consultation_id, suggestion_id) ` + decideAnew

// DecideMany stores one decision on many suggestions, which are held.
func (t *Tx) DecideMany(ctx context.Context, consultationID int64, suggestions []int64, d consult.Decision, staffID int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.DecideMany(%d, %d)", consultationID, len(suggestions))
	_, err = t.exec(ctx, sqlDecideMany, consultationID, pq.Array(suggestions), string(d.Outcome), d.Reason, d.Override, string(d.Overridden),
		reasonHash(d.Reason), staffID, now)
	return err
}

const sqlDecideEach = `INSERT INTO decisions (consultation_id, suggestion_id, outcome, reason, override_note, overridden, reason_hash, decided_by, decided_at)
SELECT $1, x.id, x.outcome, x.reason, x.note, x.overridden, x.hash, $2, $3
FROM unnest($4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[]) AS x (id, outcome, reason, note, overridden, hash)
ON CONFLICT (consultation_id, suggestion_id) ` + decideAnew

// DecideEach stores a decision on each of many suggestions, which are held.
func (t *Tx) DecideEach(ctx context.Context, consultationID int64, list []OpenDecision, staffID int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.DecideEach(%d, %d)", consultationID, len(list))
	ids, outcomes, reasons, notes, overridden, hashes := make([]int64, len(list)), make([]string, len(list)), make([]string, len(list)),
		make([]string, len(list)), make([]string, len(list)), make([][]byte, len(list))
	for i, d := range list {
		ids[i], outcomes[i], reasons[i], notes[i], overridden[i], hashes[i] = d.ID, string(d.Outcome), d.Reason, d.Override,
			string(d.Overridden), reasonHash(d.Reason)
	}
	_, err = t.exec(ctx, sqlDecideEach, consultationID, staffID, now, pq.Array(ids), pq.Array(outcomes), pq.Array(reasons), pq.Array(notes),
		pq.Array(overridden), pq.ByteaArray(hashes))
	return err
}

// distinctTexts is how many different texts may fold into one.
const distinctTexts = 50

const sqlDistinctTexts = `SELECT DISTINCT coalesce(` + firstText + `, '') FROM unnest($2::bigint[]) AS x (id)
JOIN suggestions s ON s.consultation_id = $1 AND s.id = x.id LIMIT $3`

const sqlDistinctGroups = `SELECT DISTINCT coalesce(` + firstGroup + `, 0) FROM unnest($2::bigint[]) AS x (id)
JOIN suggestions s ON s.consultation_id = $1 AND s.id = x.id LIMIT 2`

// OneGroup reports whether suggestions are all of one group, as groupKey has it.
func (t *Tx) OneGroup(ctx context.Context, consultationID int64, suggestions []int64) (one bool, err error) {
	defer fault.Wrap(&err, "repo.OneGroup(%d, %d)", consultationID, len(suggestions))
	var groups []int64
	if err := t.list(ctx, &groups, sqlDistinctGroups, consultationID, pq.Array(suggestions)); err != nil {
		return false, err
	}
	if len(groups) == 1 && groups[0] != 0 {
		return true, nil
	}
	var texts []string
	err = t.list(ctx, &texts, sqlDistinctTexts, consultationID, pq.Array(suggestions), distinctTexts+1)
	if err != nil || len(texts) > distinctTexts {
		return false, err
	}
	for _, text := range texts {
		if fold.Text(text) != fold.Text(texts[0]) {
			return false, nil
		}
	}
	return true, nil
}

// SuggestionTexts gives suggestions as the list does.
func (t *Tx) SuggestionTexts(ctx context.Context, consultationID int64, suggestions []int64) (list []consult.Suggestion, err error) {
	defer fault.Wrap(&err, "repo.SuggestionTexts(%d)", consultationID)
	var rows []suggestionRow
	err = t.list(ctx, &rows, sqlSuggestionTexts, consultationID, pq.Array(suggestions))
	return readSuggestions(rows), err
}
