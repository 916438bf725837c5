package repotest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// maxConns keeps many parallel tests below the server's max_connections.
const maxConns = 8

// DB gives a pool on a migrated, empty database that only this test knows. Both
// are gone after the test. It speaks to Postgres as the program does:
// lib/pq with binary_parameters.
func DB(t testing.TB) *sqlx.DB {
	t.Helper()
	return pool(t, URL(t))
}

func pool(t testing.TB, address string) *sqlx.DB {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatalf("repotest: %v", err)
	}
	query := u.Query()
	query.Set("binary_parameters", "yes")
	u.RawQuery = query.Encode()
	db, err := sqlx.Connect("postgres", u.String())
	if err != nil {
		t.Fatalf("repotest: %v", err)
	}
	db.SetMaxOpenConns(maxConns)
	t.Cleanup(func() { db.Close() })
	return db
}

// URL gives the address of a migrated, empty database that only this test
// knows, for programs that open their own pool. Every call makes another one.
func URL(t testing.TB) string {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatalf("repotest: no Postgres to test on: %v", err)
	}
	return s.clone(t, s.template)
}

// clone copies a database for one test and drops the copy after it.
func (s server) clone(t testing.TB, template string) (address string) {
	t.Helper()
	name := "nayan_test_" + strings.ToLower(rand.Text())
	if err := s.exec("CREATE DATABASE " + pq.QuoteIdentifier(name) + " TEMPLATE " + pq.QuoteIdentifier(template)); err != nil {
		t.Fatalf("repotest: clone %s: %v", template, err)
	}
	t.Cleanup(func() {
		// FORCE: the program under test may still hold connections.
		if err := s.exec("DROP DATABASE " + pq.QuoteIdentifier(name) + " WITH (FORCE)"); err != nil {
			t.Errorf("repotest: %v", err)
		}
	})
	address, err := s.urlOf(name)
	if err != nil {
		t.Fatalf("repotest: %v", err)
	}
	return address
}

// exec runs one statement on a connection of its own: it is also called while a
// test is cleaned up, when its context is over.
func (s server) exec(statement string) error {
	db, err := sql.Open("postgres", s.admin)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(context.Background(), statement)
	return errors.Join(err, db.Close())
}
