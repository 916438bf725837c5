package repotest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"github.com/lib/pq"

	"nayan/migrations"
)

// templateName changes with the migrations, so that a lasting server never
// serves a template of another schema.
func templateName() string {
	sum := sha256.New()
	names, _ := fs.Glob(migrations.FS, "*.sql") // the pattern is well-formed
	for _, name := range names {
		text, _ := migrations.FS.ReadFile(name) // listed, so it is there
		fmt.Fprintf(sum, "%s %d\n%s", name, len(text), text)
	}
	return "nayan_template_" + hex.EncodeToString(sum.Sum(nil))[:16]
}

// templateLock is an advisory lock: test binaries may share one server.
const templateLock = 0x6e6179616e // "nayan"

// makeTemplate creates and migrates the template unless it is there, whole.
func (s server) makeTemplate(ctx context.Context) error {
	db, err := sql.Open("postgres", s.admin)
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() // and with its session, the lock
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		return err
	}
	whole, err := s.state(ctx, conn)
	if whole || err != nil {
		return err
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "ALTER DATABASE "+pq.QuoteIdentifier(s.template)+" IS_TEMPLATE true")
	return err
}

// state reports whether the template is whole; it creates a missing one. The
// flag is set last, so a template without it was interrupted and is gone on with.
func (s server) state(ctx context.Context, conn *sql.Conn) (whole bool, err error) {
	err = conn.QueryRowContext(ctx, "SELECT datistemplate FROM pg_database WHERE datname = $1", s.template).Scan(&whole)
	if errors.Is(err, sql.ErrNoRows) {
		_, err = conn.ExecContext(ctx, "CREATE DATABASE "+pq.QuoteIdentifier(s.template))
	}
	return whole, err
}

func (s server) migrate(ctx context.Context) error {
	url, err := s.urlOf(s.template)
	if err != nil {
		return err
	}
	db, err := sql.Open("postgres", url)
	if err != nil {
		return err
	}
	// A template must have no open connection while it is cloned.
	return errors.Join(migrations.Up(ctx, db), db.Close())
}
