// Package migrations holds the schema, embedded, and applies it.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// FS holds the migrations, one numbered file each.
//
//go:embed *.sql
var FS embed.FS

// Up applies what is missing. Any number of instances may call it at once: a
// session lock in Postgres lets one work while the others wait.
func Up(ctx context.Context, db *sql.DB) error {
	p, err := provider(db)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrations.Up: %w", err)
	}
	return nil
}

// State is one migration and whether it is applied.
type State struct {
	Name    string
	Applied bool
}

// Status lists every migration in order.
func Status(ctx context.Context, db *sql.DB) ([]State, error) {
	p, err := provider(db)
	if err != nil {
		return nil, err
	}
	list, err := p.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrations.Status: %w", err)
	}
	out := make([]State, len(list))
	for i, m := range list {
		out[i] = State{Name: nameOf(m.Source), Applied: m.State == goose.StateApplied}
	}
	return out, nil
}

// nameOf gives the file of a step, or says what the one without a file makes.
func nameOf(s *goose.Source) string {
	if s.Type == goose.TypeGo {
		return fmt.Sprintf("%05d_job_queue (River)", s.Version)
	}
	return s.Path
}

// Pending reports whether a migration is missing.
func Pending(ctx context.Context, db *sql.DB) (bool, error) {
	p, err := provider(db)
	if err != nil {
		return false, err
	}
	pending, err := p.HasPending(ctx)
	if err != nil {
		return false, fmt.Errorf("migrations.Pending: %w", err)
	}
	return pending, nil
}

func provider(db *sql.DB) (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, FS, goose.WithSessionLocker(locker),
		goose.WithGoMigrations(riverMigration()), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	return p, nil
}
