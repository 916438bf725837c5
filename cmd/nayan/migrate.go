package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/jmoiron/sqlx"

	"nayan/migrations"
	"nayan/repo"
)

// migrateCmd works on the schema of DATABASE_URL.
type migrateCmd struct {
	Up     migrateUpCmd     `cmd:"" help:"Apply what is missing."`
	Status migrateStatusCmd `cmd:"" help:"List the migrations and whether each is applied."`
}

type (
	migrateUpCmd     struct{}
	migrateStatusCmd struct{}
)

// Run applies what is missing.
func (migrateUpCmd) Run(ctx context.Context) error {
	c, err := loadConfig()
	if err != nil {
		return err
	}
	return migrateURL(ctx, c.DatabaseURL)
}

// Run lists the migrations.
func (migrateStatusCmd) Run(ctx context.Context) error {
	c, err := loadConfig()
	if err != nil {
		return err
	}
	db, err := openDatabase(c.DatabaseURL)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // nothing was written
	list, err := migrations.Status(ctx, db.DB)
	for _, m := range list {
		state := "pending"
		if m.Applied {
			state = "applied"
		}
		fmt.Fprintf(os.Stdout, "%-8s %s\n", state, m.Name)
	}
	return err
}

func migrateURL(ctx context.Context, url string) error {
	db, err := openDatabase(url)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // migrations commit on their own
	return migrations.Up(ctx, db.DB)
}

func openDatabase(url string) (*sqlx.DB, error) {
	if url == "" {
		return nil, errors.New("set DATABASE_URL")
	}
	return repo.Open(url, 2)
}
