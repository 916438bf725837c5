package repo_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"nayan/repo"
	"nayan/repo/repotest"
)

func TestPreparedStatementsWorkOnPostgresItself(t *testing.T) {
	t.Parallel()
	if err := repo.New(repotest.DB(t), true).CheckPrepared(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAPoolerThatForgetsPreparedStatementsIsRefused(t *testing.T) {
	t.Parallel()
	db := forgetful(t)
	err := repo.New(db, true).CheckPrepared(t.Context())
	if err == nil || !strings.Contains(err.Error(), "NAYAN_DB_PREPARE=false") {
		t.Errorf("it is taken: %v", err)
	}
	if err := repo.New(db, false).CheckPrepared(t.Context()); err != nil {
		t.Errorf("without prepared statements it is refused: %v", err)
	}
}

// forgetful is a pool on which a transaction costs all others their prepared
// statements, as behind a pgbouncer before 1.21 in transaction mode.
func forgetful(t *testing.T) *sqlx.DB {
	t.Helper()
	connector, err := pq.NewConnector(repotest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	db := sqlx.NewDb(sql.OpenDB(&forgetfulPooler{Connector: connector}), "postgres")
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// postgresConn is what lib/pq's connections can do and the test passes on.
type postgresConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
}

type forgetfulPooler struct {
	driver.Connector
	mu   sync.Mutex
	open []postgresConn
}

// Connect implements driver.Connector.
func (p *forgetfulPooler) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = append(p.open, c.(postgresConn))
	return forgetfulConn{postgresConn: c.(postgresConn), pooler: p}, nil
}

type forgetfulConn struct {
	postgresConn
	pooler *forgetfulPooler
}

// BeginTx implements driver.ConnBeginTx.
func (c forgetfulConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	c.pooler.mu.Lock()
	defer c.pooler.mu.Unlock()
	for _, other := range c.pooler.open {
		if _, err := other.ExecContext(ctx, "DEALLOCATE ALL", nil); err != nil {
			return nil, err
		}
	}
	return c.postgresConn.BeginTx(ctx, opts)
}
