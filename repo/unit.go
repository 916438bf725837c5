package repo

import (
	"context"

	"nayan/internal/fault"
)

// Units are those somebody may see: all of them, or the listed ones.
type Units struct {
	All bool
	IDs []int64
}

// EveryUnit hides nothing.
var EveryUnit = Units{All: true}

// Unit is one office that consults or hosts (征集单位).
type Unit struct {
	ID   int64  `db:"id"`
	Name string `db:"name"`
}

const sqlUnits = `SELECT id, name FROM units ORDER BY position, id`

// Units lists every unit in the order filters and forms show them.
func (r *Repo) Units(ctx context.Context) (units []Unit, err error) {
	defer fault.Wrap(&err, "repo.Units")
	return units, r.list(ctx, &units, sqlUnits)
}

const sqlInsertUnit = `INSERT INTO units (name, position) VALUES ($1, $2) RETURNING id`

// InsertUnit adds a unit.
func (t *Tx) InsertUnit(ctx context.Context, name string, position int) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertUnit")
	return id, t.get(ctx, &id, sqlInsertUnit, name, position)
}

const sqlUnitName = `SELECT name FROM units WHERE id = $1`

// UnitName gives the name of a unit. Errors: NotFound.
func (t *Tx) UnitName(ctx context.Context, id int64) (name string, err error) {
	defer fault.Wrap(&err, "repo.UnitName(%d)", id)
	return name, t.get(ctx, &name, sqlUnitName, id)
}
