package sample

import (
	"context"
	"slices"

	"nayan/internal/app"
	"nayan/repo"
)

// State says how far the county is in a database.
type State int

// The states. Foreign means that the database holds something else.
const (
	Absent State = iota
	Partial
	Loaded
	Foreign
)

// The audit entries between which the county is loaded.
const (
	auditKind   = "sample"
	auditCounty = "county"
	auditBegin  = "sample.begin"
	auditEnd    = "sample.end"
)

// StateOf tells whether the county is in the database, whole or cut off half-way.
func StateOf(ctx context.Context, r *repo.Repo) (State, error) {
	actions, err := r.AuditedActions(ctx, auditKind, auditCounty)
	if err != nil {
		return Absent, err
	}
	switch {
	case slices.Contains(actions, auditEnd):
		return Loaded, nil
	case slices.Contains(actions, auditBegin):
		return Partial, nil
	}
	units, err := r.Units(ctx)
	if len(units) > 0 {
		return Foreign, err
	}
	return Absent, err
}

// mark leaves an audit entry, the program's own.
func mark(ctx context.Context, a *app.App, action string) error {
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), Action: action, ObjectKind: auditKind, ObjectID: auditCounty})
	})
}
