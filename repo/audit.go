package repo

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
)

// AuditEntry is one change by staff. Before and After are marshalled to JSON;
// they hold no citizen's data, only references.
type AuditEntry struct {
	At         time.Time
	StaffID    int64  // 0: the program itself
	Action     string // one of audit.Actions
	ObjectKind string // one of audit.Kinds
	ObjectID   string // 12; 12/345 for a part of the object 12
	Before     any
	After      any
}

const sqlAudit = `INSERT INTO audit_entries (at, staff_id, action, object_kind, object_id, before, after, unit_id)
VALUES ($1, nullif($2::bigint, 0), $3, $4, $5, $6::jsonb, $7::jsonb, audited_unit($4, $5))`

// Audit records a change by staff in the transaction of that change.
func (t *Tx) Audit(ctx context.Context, e AuditEntry) (err error) {
	defer fault.Wrap(&err, "repo.Audit(%s %s)", e.Action, e.ObjectKind)
	before, err := jsonText(e.Before)
	if err != nil {
		return err
	}
	after, err := jsonText(e.After)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, sqlAudit, e.At, e.StaffID, e.Action, e.ObjectKind, e.ObjectID, before, after)
	return err
}

const sqlCommitLater = `SELECT set_config('synchronous_commit', 'off', true)`

// CommitLater lets the commit of this transaction return before it is on disk: a
// crash may lose it. It is for what nobody was promised.
func (t *Tx) CommitLater(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "repo.CommitLater")
	_, err = t.exec(ctx, sqlCommitLater)
	return err
}

const sqlAuditedActions = `SELECT action FROM audit_entries WHERE object_kind = $1 AND object_id = $2 ORDER BY id`

// AuditedActions lists what was done to an object, oldest first.
func (r *Repo) AuditedActions(ctx context.Context, objectKind, objectID string) (actions []string, err error) {
	defer fault.Wrap(&err, "repo.AuditedActions(%s)", objectKind)
	return actions, r.list(ctx, &actions, sqlAuditedActions, objectKind, objectID)
}

// jsonText marshals v for a jsonb column as text, which binary_parameters needs;
// nil stays NULL.
func jsonText(v any) (sql.NullString, error) {
	if v == nil {
		return sql.NullString{}, nil
	}
	data, err := json.Marshal(v)
	return sql.NullString{String: string(data), Valid: err == nil}, err
}

const sqlAuditEach = `INSERT INTO audit_entries (at, staff_id, action, object_kind, object_id, before, after, unit_id)
SELECT $1, nullif($2::bigint, 0), $3, $4, x.id, nullif(x.before, '')::jsonb, nullif(x.after, '')::jsonb, audited_unit($4, x.id)
FROM unnest($5::text[], $6::text[], $7::text[]) WITH ORDINALITY AS x (id, before, after, n) ORDER BY x.n`

// AuditEach records one deed on many objects, each with what it was before and after,
// in one statement: moment, person, action and kind are those of the first entry.
func (t *Tx) AuditEach(ctx context.Context, list []AuditEntry) (err error) {
	if len(list) == 0 {
		return nil
	}
	first, columns := list[0], [3]pq.StringArray{}
	defer fault.Wrap(&err, "repo.AuditEach(%s %s, %d)", first.Action, first.ObjectKind, len(list))
	for _, e := range list {
		columns[0] = append(columns[0], e.ObjectID)
		for i, state := range []any{e.Before, e.After} {
			text, err := jsonText(state)
			if err != nil {
				return err
			}
			columns[i+1] = append(columns[i+1], text.String)
		}
	}
	_, err = t.exec(ctx, sqlAuditEach, first.At, first.StaffID, first.Action, first.ObjectKind, columns[0], columns[1], columns[2])
	return err
}
