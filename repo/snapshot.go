package repo

import (
	"context"
	"database/sql"
	"iter"
	"strconv"
	"time"

	"nayan/internal/fault"
)

// Snapshot reads the database as it was at one moment, so that what it counts and
// what it lists foot. It writes nothing, and holds one connection.
type Snapshot struct{ Tx }

const sqlIdleLimit = `SELECT set_config('idle_in_transaction_session_timeout', $1, true)`

// Snapshot runs fn on one moment of the database. Postgres itself ends a snapshot
// that asks for nothing for as long as idle: whoever reads slowly must not keep it
// from tidying up.
func (r *Repo) Snapshot(ctx context.Context, idle time.Duration, fn func(*Snapshot) error) (err error) {
	defer fault.Wrap(&err, "repo.Snapshot")
	tx, err := r.db.BeginTxx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return translate(err)
	}
	defer func() { _ = tx.Rollback() }() // there is nothing to keep
	s := &Snapshot{Tx{r: r, tx: tx}}
	if _, err := s.exec(ctx, sqlIdleLimit, strconv.FormatInt(idle.Milliseconds(), 10)); err != nil {
		return err
	}
	return fn(s)
}

// each gives the rows of a statement one after the other, as they come from the
// server: none is kept. Nothing else can be asked until the last one was read.
func each[T any](ctx context.Context, s *Snapshot, query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := s.tx.QueryxContext(ctx, query, args...)
		if err != nil {
			yield(none, translate(err))
			return
		}
		defer rows.Close() //nolint:errcheck // whatever was wrong has been told
		for rows.Next() {
			var row T
			if err := rows.StructScan(&row); err != nil {
				yield(none, translate(err))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, translate(err))
		}
	}
}
