package app

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/repo"
)

// AddUnit adds an office.
func (a *App) AddUnit(ctx context.Context, actor Actor, name string, position int) (id int64, err error) {
	defer fault.Wrap(&err, "app.AddUnit")
	name = strings.TrimSpace(plain(name))
	if name == "" || utf8.RuneCountInString(name) > 100 {
		var f fault.Fields
		f.Add("unit_name", "staff.error.unit_name")
		return 0, f.Err()
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if id, err = tx.InsertUnit(ctx, name, position); err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "unit.add",
			ObjectKind: "unit", ObjectID: strconv.FormatInt(id, 10), After: name})
	})
	return id, err
}
