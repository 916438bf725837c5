package main

import (
	"context"
	"fmt"
	"os"

	"nayan/internal/app"
	"nayan/internal/privacy"
	"nayan/repo"
)

// keysCmd looks after the keys that seal personal data; docs/operations.md has
// the steps.
type keysCmd struct {
	New    keysNewCmd    `cmd:"" help:"Print a new key: a further line of the key file."`
	Status keysStatusCmd `cmd:"" help:"Count what is sealed under which version of the key."`
	Rotate keysRotateCmd `cmd:"" help:"Seal everything anew under the newest key, while the program runs."`
}

type keysNewCmd struct{}

// Run prints a key.
func (keysNewCmd) Run() error {
	_, err := fmt.Fprintln(os.Stdout, privacy.NewMaster())
	return err
}

type keysStatusCmd struct{}

// Run prints a line per table and version.
func (keysStatusCmd) Run(ctx context.Context) error {
	return withApp(func(a *app.App) error {
		fmt.Fprintf(os.Stdout, "%d keys known, version %d seals\n", a.Keys.Versions(), a.Keys.SealVersion())
		for _, table := range repo.SealedTables {
			counts, err := a.Repo.SealedCounts(ctx, table)
			if err != nil {
				return err
			}
			for _, c := range counts {
				fmt.Fprintf(os.Stdout, "%-24s version %-3d %d\n", table.Name, c.Version, c.Values)
			}
		}
		return nil
	})
}

type keysRotateCmd struct {
	Batch int `default:"500" help:"Rows per transaction."`
}

// Run rotates and prints how many rows of each table were sealed anew.
func (cmd keysRotateCmd) Run(ctx context.Context) error {
	return withApp(func(a *app.App) error {
		return a.RotateKeys(ctx, max(1, cmd.Batch), func(table string, rows int64) {
			fmt.Fprintf(os.Stdout, "%-24s %d\n", table, rows)
		})
	})
}

// withApp runs use cases on the configured database.
func withApp(run func(*app.App) error) error {
	c, err := loadConfig()
	if err != nil {
		return err
	}
	a, closeDB, err := openApp(c)
	if err != nil {
		return err
	}
	defer closeDB()
	return run(a)
}
