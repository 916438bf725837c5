package repo

import (
	"context"
	"fmt"
	"strings"

	"github.com/lib/pq"

	"nayan/internal/fault"
)

// SealedColumn is a column whose values are sealed, and the name of the field
// under which they are.
type SealedColumn struct{ Name, Field string }

// SealedTable is a table with sealed columns. Its rows are found by id, within
// Owner where that comes first in the key.
type SealedTable struct {
	Name    string
	Owner   string // consultation_id, open_day_id; "" for none
	Columns []SealedColumn
}

// SealedTables is every column that holds personal data under seal, in one
// place; a test holds it against the schema, another against the use cases.
var SealedTables = []SealedTable{
	{"staff", "", []SealedColumn{{"name_sealed", "staff.name"}, {"email_sealed", "staff.email"}, {"totp_sealed", "staff.totp"}}},
	{"staff_sessions", "", []SealedColumn{{"address_sealed", "session.address"}}},
	{"accounts", "", []SealedColumn{{"name_sealed", "account.name"}, {"email_sealed", "account.email"}, {"phone_sealed", "account.phone"}}},
	{"account_sessions", "", []SealedColumn{{"address_sealed", "session.address"}}},
	{"challenges", "", []SealedColumn{{"contact_sealed", "challenge.contact"}}},
	{"identities", "", []SealedColumn{{"subject_sealed", "identity.subject"}}},
	{"enterprises", "", []SealedColumn{{"uscc_sealed", "enterprise.uscc"}, {"contact_name_sealed", "enterprise.contact_name"},
		{"contact_phone_sealed", "enterprise.contact_phone"}, {"contact_email_sealed", "enterprise.contact_email"}}},
	{"enterprise_invitations", "", []SealedColumn{{"email_sealed", "enterprise_invitation.email"}}},
	{"messages", "", []SealedColumn{{"recipient_sealed", "message.recipient"}, {"values_sealed", "message.values"}}},
	{"followers", "", []SealedColumn{{"email_sealed", "follower.email"}}},
	{"follow_requests", "", []SealedColumn{{"email_sealed", "follower.email"}}},
	{"comments", "consultation_id", []SealedColumn{{"name_sealed", "comment.name"}, {"phone_sealed", "comment.phone"},
		{"email_sealed", "comment.email"}, {"organisation_sealed", "comment.organisation"}, {"uscc_sealed", "comment.uscc"}}},
	{"trade_secrets", "consultation_id", []SealedColumn{{"body_sealed", "trade_secret.body"}}},
	{"comment_files", "consultation_id", []SealedColumn{{"name_sealed", "comment_file.name"}}},
	{"survey_drafts", "consultation_id", []SealedColumn{{"values_sealed", "survey.draft"}}},
	{"intake_batches", "consultation_id", []SealedColumn{{"rows_sealed", "intake_batch.rows"}}},
	{"bookings", "open_day_id", []SealedColumn{{"name_sealed", "booking.name"}, {"phone_sealed", "booking.phone"}}},
}

// owner is the first part of the key; tables without one stand under 0.
func (t SealedTable) owner() string {
	if t.Owner == "" {
		return "0::bigint"
	}
	return t.Owner
}

// each joins a pattern, with {} for the column and # for its number, over the columns.
func (t SealedTable) each(pattern, separator string) string {
	parts := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		parts[i] = strings.NewReplacer("{}", c.Name, "#", fmt.Sprint(i+1)).Replace(pattern)
	}
	return strings.Join(parts, separator)
}

// Statements are those that rotation runs on the table: read a batch, write it,
// count. They are put together from the constants above alone.
func (t SealedTable) Statements() (read, write, count string) {
	// SKIP LOCKED: nobody at work on a row is waited for; the next pass finds it.
	read = `SELECT ` + t.owner() + ` AS owner, id, ARRAY[` + t.each(`{}`, `, `) + `] AS sealed FROM ` + t.Name + `
WHERE ` + t.after() + ` AND (` + t.each(`octet_length({}) > 0 AND substring({}, 1, 1) <> $3::bytea`, ` OR `) + `)
ORDER BY ` + t.order() + ` LIMIT $4 FOR NO KEY UPDATE SKIP LOCKED`
	n := len(t.Columns)
	arrays := make([]string, 2*n)
	for i := range arrays {
		arrays[i] = fmt.Sprintf("$%d::bytea[]", 3+i)
	}
	// Compare and swap: a value that is no longer what was read is left alone.
	write = `UPDATE ` + t.Name + ` t SET ` + t.each(`{} = CASE WHEN u.new# = '' THEN t.{} ELSE u.new# END`, `, `) + `
FROM unnest($1::bigint[], $2::bigint[], ` + strings.Join(arrays, ", ") + `) AS u (owner, id, ` + t.each(`old#`, `, `) + `, ` + t.each(`new#`, `, `) + `)
WHERE t.id = u.id AND ` + t.ownedBy() + t.each(` AND coalesce(t.{}, '') = u.old#`, ``)
	count = `SELECT version, count(*) AS values FROM (` +
		t.each(`SELECT CASE WHEN octet_length({}) > 0 THEN get_byte({}, 0) END AS version FROM `+t.Name, ` UNION ALL `) +
		`) v WHERE version IS NOT NULL GROUP BY version ORDER BY version`
	return read, write, count
}

// after begins behind the last row of the batch before.
func (t SealedTable) after() string {
	if t.Owner == "" {
		return "$1::bigint = 0 AND id > $2::bigint"
	}
	return "(" + t.Owner + ", id) > ($1::bigint, $2::bigint)"
}

func (t SealedTable) order() string {
	if t.Owner == "" {
		return "id"
	}
	return t.Owner + ", id"
}

func (t SealedTable) ownedBy() string {
	if t.Owner == "" {
		return "true"
	}
	return "t." + t.Owner + " = u.owner"
}

// SealedRow is one row with its sealed values in the order of the table's
// columns; an empty one holds nothing.
type SealedRow struct {
	Owner  int64         `db:"owner"`
	ID     int64         `db:"id"`
	Sealed pq.ByteaArray `db:"sealed"`
}

// SealedBatch reads and holds rows after the given one that have a value under
// another version than the wanted, at most limit of them.
func (t *Tx) SealedBatch(ctx context.Context, table SealedTable, after SealedRow, version byte, limit int) (rows []SealedRow, err error) {
	defer fault.Wrap(&err, "repo.SealedBatch(%s)", table.Name)
	read, _, _ := table.Statements()
	return rows, t.list(ctx, &rows, read, after.Owner, after.ID, []byte{version}, limit)
}

const sqlPersonal = `SELECT set_config('nayan.personal', $1, true)`

// Personal says for this transaction what may happen to who wrote a comment:
// Resealing or Erasing (see migrations/00010).
func (t *Tx) Personal(ctx context.Context, what PersonalChange) (err error) {
	defer fault.Wrap(&err, "repo.Personal(%s)", what)
	_, err = t.exec(ctx, sqlPersonal, string(what))
	return err
}

// PersonalChange is a way in which who wrote a comment may change.
type PersonalChange string

// The changes.
const (
	Resealing PersonalChange = "reseal"
	Erasing   PersonalChange = "erase"
)

// Reseal writes new values in the place of old ones that are still there, row by
// row in the same order, and gives how many rows it changed.
func (t *Tx) Reseal(ctx context.Context, table SealedTable, old, sealed []SealedRow) (n int64, err error) {
	defer fault.Wrap(&err, "repo.Reseal(%s)", table.Name)
	var owners, ids pq.Int64Array
	columns := make([]pq.ByteaArray, 2*len(table.Columns))
	for i := range old {
		owners, ids = append(owners, old[i].Owner), append(ids, old[i].ID)
		for k := range table.Columns {
			columns[k] = append(columns[k], orEmpty(old[i].Sealed[k]))
			columns[len(table.Columns)+k] = append(columns[len(table.Columns)+k], orEmpty(sealed[i].Sealed[k]))
		}
	}
	args := []any{owners, ids}
	for _, c := range columns {
		args = append(args, c)
	}
	_, write, _ := table.Statements()
	return t.changed(ctx, write, args...)
}

func orEmpty(value []byte) []byte {
	if value == nil {
		return []byte{}
	}
	return value
}

// SealedCount is how many values of a table are under one version.
type SealedCount struct {
	Version int   `db:"version"`
	Values  int64 `db:"values"`
}

// SealedCounts counts a table's values by version.
func (r *Repo) SealedCounts(ctx context.Context, table SealedTable) (list []SealedCount, err error) {
	defer fault.Wrap(&err, "repo.SealedCounts(%s)", table.Name)
	_, _, count := table.Statements()
	return list, r.list(ctx, &list, count)
}
