package repotest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// Counter is a connector to Postgres that counts the statements sent.
type Counter struct {
	driver.Connector
	n atomic.Int64
}

// Counted opens the database of a pool anew with a counter in between. Without
// preparing, every read is one statement and one round trip.
func Counted(t testing.TB, db *sqlx.DB) (*sqlx.DB, *Counter) {
	t.Helper()
	connector, err := pq.NewConnector(URLOf(t, db) + "&binary_parameters=yes")
	if err != nil {
		t.Fatal(err)
	}
	c := &Counter{Connector: connector}
	pool := sqlx.NewDb(sql.OpenDB(c), "postgres")
	t.Cleanup(func() { _ = pool.Close() })
	return pool, c
}

// URLOf gives the address of a database that DB gave.
func URLOf(t testing.TB, db *sqlx.DB) string {
	t.Helper()
	var name string
	if err := db.Get(&name, `SELECT current_database()`); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(URL(t)) // another database of the same server
	if err != nil {
		t.Fatal(err)
	}
	u.Path, u.RawQuery = "/"+name, "sslmode=disable"
	return u.String()
}

// Of runs something and tells how many statements it sent.
func (c *Counter) Of(run func()) int64 {
	before := c.n.Load()
	run()
	return c.n.Load() - before
}

// Connect implements driver.Connector.
func (c *Counter) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	return countedConn{Conn: conn, n: &c.n}, err
}

type countedConn struct {
	driver.Conn
	n *atomic.Int64
}

// QueryContext implements driver.QueryerContext.
func (c countedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.n.Add(1)
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
}

// CheckNamedValue implements driver.NamedValueChecker.
func (c countedConn) CheckNamedValue(v *driver.NamedValue) error {
	return c.Conn.(driver.NamedValueChecker).CheckNamedValue(v)
}

// BeginTx implements driver.ConnBeginTx.
func (c countedConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	return c.Conn.(driver.ConnBeginTx).BeginTx(ctx, opts)
}
