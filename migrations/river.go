package migrations

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivermigrate"
)

// riverSchema is the version of River's own schema that this release works on.
const riverSchema = 6

// riverMigration is step 6: the tables of the job queue, made by River itself. It
// runs outside a transaction, as River commits each of its steps; one that was cut
// off is gone on with.
func riverMigration() *goose.Migration {
	return goose.NewGoMigration(6,
		&goose.GoFunc{RunDB: func(ctx context.Context, db *sql.DB) error {
			return riverTo(ctx, db, rivermigrate.DirectionUp, riverSchema)
		}},
		&goose.GoFunc{RunDB: func(ctx context.Context, db *sql.DB) error { return riverTo(ctx, db, rivermigrate.DirectionDown, -1) }})
}

func riverTo(ctx context.Context, db *sql.DB, direction rivermigrate.Direction, version int) error {
	m, err := rivermigrate.New(riverdatabasesql.New(db), nil)
	if err != nil {
		return fmt.Errorf("river: %w", err)
	}
	if _, err := m.Migrate(ctx, direction, &rivermigrate.MigrateOpts{TargetVersion: version}); err != nil {
		return fmt.Errorf("river: %w", err)
	}
	return nil
}
