package app

import (
	"context"
	"fmt"

	"nayan/internal/fault"
	"nayan/repo"
)

// rotationPasses is how often a table is gone through: rows that somebody held or
// an instance sealed meanwhile are found by the next pass.
const rotationPasses = 5

// RotateKeys seals whatever is not under the sealing key anew, table by table and
// batch by batch, each a transaction of its own, while everybody goes on working.
// Cut off, it is started again and goes on. progress hears of each table how many
// rows were sealed anew.
//
// Errors: Conflict when another instance goes on sealing under an older key.
func (a *App) RotateKeys(ctx context.Context, batch int, progress func(table string, rows int64)) (err error) {
	defer fault.Wrap(&err, "app.RotateKeys")
	for _, table := range repo.SealedTables {
		var total int64
		clean := false
		for pass := 0; pass < rotationPasses && !clean; pass++ {
			n, err := a.rotateTable(ctx, table, batch)
			if err != nil {
				return err
			}
			total += n
			if clean, err = a.allUnder(ctx, table); err != nil {
				return err
			}
		}
		progress(table.Name, total)
		if !clean {
			return fault.New(fault.Conflict, "keys.error.still_sealing", table.Name)
		}
	}
	return nil
}

// rotateTable goes through a table once.
func (a *App) rotateTable(ctx context.Context, table repo.SealedTable, batch int) (total int64, err error) {
	var last repo.SealedRow
	for {
		var rows []repo.SealedRow
		err := a.Repo.Write(ctx, func(tx *repo.Tx) error {
			if rows, err = tx.SealedBatch(ctx, table, last, byte(a.Keys.SealVersion()), batch); err != nil || len(rows) == 0 {
				return err
			}
			n, err := a.resealRows(ctx, tx, table, rows)
			total += n
			return err
		})
		if err != nil || len(rows) == 0 {
			return total, err
		}
		last = rows[len(rows)-1]
	}
}

func (a *App) resealRows(ctx context.Context, tx *repo.Tx, table repo.SealedTable, rows []repo.SealedRow) (int64, error) {
	sealed := make([]repo.SealedRow, len(rows))
	for i, row := range rows {
		sealed[i].Sealed = make([][]byte, len(table.Columns))
		for k, c := range table.Columns {
			value, err := a.Keys.Reseal(c.Field, row.Sealed[k])
			if err != nil {
				return 0, fmt.Errorf("%s.%s of %d: %w", table.Name, c.Name, row.ID, err)
			}
			sealed[i].Sealed[k] = value
		}
	}
	if err := tx.Personal(ctx, repo.Resealing); err != nil {
		return 0, err
	}
	return tx.Reseal(ctx, table, rows, sealed)
}

func (a *App) allUnder(ctx context.Context, table repo.SealedTable) (bool, error) {
	counts, err := a.Repo.SealedCounts(ctx, table)
	for _, c := range counts {
		if c.Version != a.Keys.SealVersion() {
			return false, err
		}
	}
	return true, err
}
