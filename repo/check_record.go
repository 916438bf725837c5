package repo

import (
	"context"
	"time"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/wording"
)

const sqlLegality = `SELECT office, opinion_no, reviewed_on, opinion FROM legality_reviews WHERE consultation_id = $1`

// Legality gives what is on record of a consultation's legality review; nil for nothing.
func (r *Repo) Legality(ctx context.Context, consultationID int64) (l *consult.Legality, err error) {
	defer fault.Wrap(&err, "repo.Legality(%d)", consultationID)
	var list []consult.Legality
	err = r.list(ctx, &list, sqlLegality, consultationID)
	return first(list), err
}

// Legality gives it within a transaction.
func (t *Tx) Legality(ctx context.Context, consultationID int64) (l *consult.Legality, err error) {
	defer fault.Wrap(&err, "repo.Legality(%d)", consultationID)
	var list []consult.Legality
	err = t.list(ctx, &list, sqlLegality, consultationID)
	return first(list), err
}

func first[T any](list []T) *T {
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}

const sqlSetLegality = `INSERT INTO legality_reviews (consultation_id, office, opinion_no, reviewed_on, opinion, recorded_by, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (consultation_id) DO UPDATE SET office = EXCLUDED.office, opinion_no = EXCLUDED.opinion_no,
    reviewed_on = EXCLUDED.reviewed_on, opinion = EXCLUDED.opinion, recorded_by = EXCLUDED.recorded_by, recorded_at = EXCLUDED.recorded_at`

// SetLegality records a legality review.
func (t *Tx) SetLegality(ctx context.Context, consultationID int64, l consult.Legality, by int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.SetLegality(%d)", consultationID)
	_, err = t.exec(ctx, sqlSetLegality, consultationID, l.Office, l.OpinionNo, l.ReviewedOn.Format(time.DateOnly), l.Opinion, by, now)
	return err
}

const sqlPapers = `SELECT k.legality_review AS needs_legality,
EXISTS (SELECT FROM legality_reviews l WHERE l.consultation_id = c.id) AS has_legality,
ARRAY(SELECT a.name FROM attachments a WHERE a.consultation_id = c.id AND a.problem = 'unreadable' ORDER BY a.id) AS unreadable
FROM consultations c JOIN kind_rules k ON k.kind = c.kind WHERE c.id = $1`

// Papers tells what a consultation's release has beside its fields and its draft.
func (r *Repo) Papers(ctx context.Context, consultationID int64) (p consult.Papers, err error) {
	defer fault.Wrap(&err, "repo.Papers(%d)", consultationID)
	var row papersRow
	err = r.get(ctx, &row, sqlPapers, consultationID)
	return row.papers(), err
}

// Papers tells it within a transaction.
func (t *Tx) Papers(ctx context.Context, consultationID int64) (p consult.Papers, err error) {
	defer fault.Wrap(&err, "repo.Papers(%d)", consultationID)
	var row papersRow
	err = t.get(ctx, &row, sqlPapers, consultationID)
	return row.papers(), err
}

type papersRow struct {
	NeedsLegality bool           `db:"needs_legality"`
	HasLegality   bool           `db:"has_legality"`
	Unreadable    pq.StringArray `db:"unreadable"`
}

func (p papersRow) papers() consult.Papers {
	return consult.Papers{Unreadable: p.Unreadable, NeedsLegality: p.NeedsLegality, HasLegality: p.HasLegality}
}

const sqlWordingRules = `SELECT wrong, "right", source FROM wording_rules ORDER BY wrong`

type wordingRow struct {
	Wrong  string `db:"wrong"`
	Right  string `db:"right"`
	Source string `db:"source"`
}

// WordingRules gives the county's own wordings.
func (r *Repo) WordingRules(ctx context.Context) (list []wording.Rule, err error) {
	defer fault.Wrap(&err, "repo.WordingRules")
	var rows []wordingRow
	err = r.list(ctx, &rows, sqlWordingRules)
	return wordings(rows), err
}

// WordingRules gives them within a transaction.
func (t *Tx) WordingRules(ctx context.Context) (list []wording.Rule, err error) {
	defer fault.Wrap(&err, "repo.WordingRules")
	var rows []wordingRow
	err = t.list(ctx, &rows, sqlWordingRules)
	return wordings(rows), err
}

func wordings(rows []wordingRow) (list []wording.Rule) {
	for _, row := range rows {
		list = append(list, wording.Rule(row))
	}
	return list
}

// The last line of a list about a wording counts.
const sqlAddWordingRules = `INSERT INTO wording_rules (wrong, "right", source, added_by, added_at)
SELECT DISTINCT ON (x.wrong) x.wrong, x."right", x.source, $1::bigint, $2::timestamptz
FROM unnest($3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS x (wrong, "right", source, n) ORDER BY x.wrong, x.n DESC
ON CONFLICT (wrong) DO UPDATE SET "right" = EXCLUDED."right", source = EXCLUDED.source, added_by = EXCLUDED.added_by, added_at = EXCLUDED.added_at`

// AddWordingRules adds wordings, or changes those that are known.
func (t *Tx) AddWordingRules(ctx context.Context, rules []wording.Rule, by int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.AddWordingRules(%d)", len(rules))
	var wrong, right, source pq.StringArray
	for _, r := range rules {
		wrong, right, source = append(wrong, r.Wrong), append(right, r.Right), append(source, r.Source)
	}
	_, err = t.exec(ctx, sqlAddWordingRules, by, now, wrong, right, source)
	return err
}

const sqlDeleteWordingRule = `DELETE FROM wording_rules WHERE wrong = $1 RETURNING wrong, "right", source`

// DeleteWordingRule removes a wording and gives what it was. Errors: NotFound.
func (t *Tx) DeleteWordingRule(ctx context.Context, wrong string) (_ wording.Rule, err error) {
	defer fault.Wrap(&err, "repo.DeleteWordingRule")
	var row wordingRow
	err = t.get(ctx, &row, sqlDeleteWordingRule, wrong)
	return wording.Rule(row), err
}
