package repo

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"time"

	"github.com/lib/pq"

	"nayan/internal/fault"
)

// preparedWithin bounds the question: a pool of one connection would never answer it.
const preparedWithin = 5 * time.Second

// errForgets is said to whoever starts the program.
var errForgets = errors.New("prepared statements do not stay with their connection: a pgbouncer before 1.21 in transaction mode " +
	"stands before Postgres; set NAYAN_DB_PREPARE=false")

const (
	sqlEcho = `SELECT $1::text || $2::text`
	sqlHold = `SELECT 1`
)

// CheckPrepared fails where prepared statements are asked for and do not work.
// Behind a pooler that hands each transaction another connection and forgets
// whose statements are on it, the program would not merely fail: statements are
// numbered, and another's statement of the same number would run in its place.
func (r *Repo) CheckPrepared(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "repo.CheckPrepared")
	if !r.prepare || r.db.Stats().MaxOpenConnections == 1 {
		return nil // nothing to lose, or no second connection to ask with
	}
	ctx, cancel := context.WithTimeout(ctx, preparedWithin)
	defer cancel()
	return r.echoElsewhere(ctx)
}

// echoElsewhere prepares a statement, has another transaction take the connection
// on which a pooler prepared it, and runs it.
func (r *Repo) echoElsewhere(ctx context.Context) error {
	first, err := r.db.Connx(ctx)
	if err != nil {
		return translate(err)
	}
	defer first.Close() //nolint:errcheck // goes back to the pool
	echo, err := first.PreparexContext(ctx, sqlEcho)
	if err != nil {
		return forgotten(err)
	}
	defer echo.Close() //nolint:errcheck // where it is forgotten there is nothing to close
	other, err := r.db.BeginTxx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return translate(err)
	}
	defer other.Rollback() //nolint:errcheck // it has only held a connection
	if _, err := other.ExecContext(ctx, sqlHold); err != nil {
		return translate(err)
	}
	word, got := rand.Text(), ""
	if err := echo.GetContext(ctx, &got, word, word); err != nil {
		return forgotten(err)
	}
	if got != word+word {
		return errForgets // another's statement answered
	}
	return nil
}

// forgotten tells what a pooler that forgets makes of a prepared statement (a
// name that is taken, a name that is not known, parameters of another's) from a
// database that does not answer.
func forgotten(err error) error {
	var pe *pq.Error
	if errors.As(err, &pe) {
		switch pe.Code.Name() {
		case "duplicate_prepared_statement", "invalid_sql_statement_name", "protocol_violation":
			return errForgets
		}
	}
	return translate(err)
}
