package repo

import (
	"context"

	"nayan/internal/account"
	"nayan/internal/fault"
)

const sqlTownships = `SELECT t.id, t.name, (SELECT count(*) FROM enterprises e WHERE e.township_id = t.id) AS enterprises
FROM townships t ORDER BY t.id`

// Townships lists the townships in the order they were added.
func (r *Repo) Townships(ctx context.Context) (list []account.Township, err error) {
	defer fault.Wrap(&err, "repo.Townships")
	return list, r.list(ctx, &list, sqlTownships)
}

const sqlInsertTownship = `INSERT INTO townships (name) VALUES ($1) RETURNING id`

// InsertTownship adds a township; Conflict when there is one of its name.
func (t *Tx) InsertTownship(ctx context.Context, name string) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertTownship")
	return id, t.get(ctx, &id, sqlInsertTownship, name)
}

// A township that a consultation chose by, or that an enterprise is in, stays.
const sqlDeleteTownship = `DELETE FROM townships t WHERE t.id = $1
  AND NOT EXISTS (SELECT FROM consultation_addressees a WHERE a.criterion = 'township' AND a.value = t.id::text)
RETURNING t.name`

// DeleteTownship removes one that nothing refers to and gives its name.
// Errors: NotFound when there is none, or a consultation chose by it; Conflict
// when an enterprise is in it.
func (t *Tx) DeleteTownship(ctx context.Context, id int64) (name string, err error) {
	defer fault.Wrap(&err, "repo.DeleteTownship(%d)", id)
	return name, t.get(ctx, &name, sqlDeleteTownship, id)
}
