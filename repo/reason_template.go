package repo

import (
	"context"

	"github.com/lib/pq"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

const sqlReasonTemplates = `SELECT outcome, text FROM reason_templates ORDER BY outcome, position`

// templateRow is one template.
type templateRow struct {
	Outcome consult.Outcome `db:"outcome"`
	Text    string          `db:"text"`
}

// ReasonTemplates gives the templates of reasons.
func (r *Repo) ReasonTemplates(ctx context.Context) (all consult.ReasonTemplates, err error) {
	defer fault.Wrap(&err, "repo.ReasonTemplates")
	var rows []templateRow
	err = r.list(ctx, &rows, sqlReasonTemplates)
	all = consult.ReasonTemplates{}
	for _, row := range rows {
		all[row.Outcome] = append(all[row.Outcome], row.Text)
	}
	return all, err
}

const (
	// Of two who save at once, the second waits and sees what the first one saved.
	sqlLockTemplates  = `LOCK TABLE reason_templates IN SHARE ROW EXCLUSIVE MODE`
	sqlTemplatesOf    = `SELECT text FROM reason_templates WHERE outcome = $1 ORDER BY position`
	sqlClearTemplates = `DELETE FROM reason_templates WHERE outcome = $1`
	sqlAddTemplates   = `INSERT INTO reason_templates (outcome, position, text)
SELECT $1, n, text FROM unnest($2::text[]) WITH ORDINALITY AS x (text, n)`
)

// ReplaceTemplates puts templates in the place of those of an outcome, and gives
// what these were.
func (t *Tx) ReplaceTemplates(ctx context.Context, o consult.Outcome, list []string) (before []string, err error) {
	defer fault.Wrap(&err, "repo.ReplaceTemplates(%s)", o)
	if _, err := t.exec(ctx, sqlLockTemplates); err != nil {
		return nil, err
	}
	if err := t.list(ctx, &before, sqlTemplatesOf, string(o)); err != nil {
		return nil, err
	}
	if _, err := t.exec(ctx, sqlClearTemplates, string(o)); err != nil {
		return nil, err
	}
	_, err = t.exec(ctx, sqlAddTemplates, string(o), pq.Array(list))
	return before, err
}
