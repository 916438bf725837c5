package repo

import (
	"context"
	"strconv"

	"github.com/lib/pq"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
)

// addressees is whom c addresses, as one JSON array.
const addressees = `(SELECT coalesce(jsonb_agg(jsonb_build_object('criterion', a.criterion, 'value', a.value,
    'name', coalesce(t.name, x.name, '')) ORDER BY a.criterion, t.id, x.id, a.value), '[]')::text
FROM consultation_addressees a
LEFT JOIN townships t ON a.criterion = 'township' AND t.id::text = a.value
LEFT JOIN enterprises x ON a.criterion = 'enterprise' AND x.id::text = a.value
WHERE a.consultation_id = c.id)`

// Addressing is whom a consultation addresses, read from the one JSON array that
// addressees gives.
type Addressing struct{ consult.Addressing }

// Scan implements sql.Scanner.
func (a *Addressing) Scan(value any) error {
	var rows []struct{ Criterion, Value, Name string }
	if err := scanJSON(value, &rows); err != nil {
		return err
	}
	for _, row := range rows {
		id, _ := strconv.ParseInt(row.Value, 10, 64) // letters and sizes have none
		switch row.Criterion {
		case "industry":
			a.Industries = append(a.Industries, account.Industry(row.Value))
		case "size":
			a.Sizes = append(a.Sizes, account.Size(row.Value))
		case "township":
			a.Townships = append(a.Townships, account.Township{ID: id, Name: row.Name})
		case "enterprise":
			a.Listed = append(a.Listed, consult.NamedEnterprise{ID: id, Name: row.Name})
		}
	}
	return nil
}

// Addressed is whom a consultation addresses and how many verified enterprises
// that are now.
type Addressed struct {
	Addressing Addressing `db:"addressing"`
	Count      int        `db:"count"`
}

const sqlAddressed = `SELECT ` + addressees + ` AS addressing,
    (SELECT count(*) FROM enterprises e WHERE e.state = 'verified' AND ` + addressed + `) AS count
FROM consultations c WHERE c.id = $1`

// Addressed gives whom a consultation addresses. Errors: NotFound.
func (r *Repo) Addressed(ctx context.Context, consultationID int64) (a Addressed, err error) {
	defer fault.Wrap(&err, "repo.Addressed(%d)", consultationID)
	return a, r.get(ctx, &a, sqlAddressed, consultationID)
}

// Addressed gives the same within a transaction.
func (t *Tx) Addressed(ctx context.Context, consultationID int64) (a Addressed, err error) {
	defer fault.Wrap(&err, "repo.Addressed(%d)", consultationID)
	return a, t.get(ctx, &a, sqlAddressed, consultationID)
}

const (
	sqlClearAddressees  = `DELETE FROM consultation_addressees WHERE consultation_id = $1`
	sqlInsertAddressees = `INSERT INTO consultation_addressees (consultation_id, criterion, value)
SELECT $1, a.criterion, a.value FROM unnest($2::text[], $3::text[]) AS a (criterion, value)
WHERE a.criterion <> 'township' OR EXISTS (SELECT FROM townships t WHERE t.id::text = a.value)
ON CONFLICT DO NOTHING`
)

// SetAddressees writes anew whom a consultation addresses; a township that is
// there no more is left out.
func (t *Tx) SetAddressees(ctx context.Context, consultationID int64, a consult.Addressing) (err error) {
	defer fault.Wrap(&err, "repo.SetAddressees(%d)", consultationID)
	if _, err := t.exec(ctx, sqlClearAddressees, consultationID); err != nil {
		return err
	}
	var criteria, values pq.StringArray
	add := func(criterion, value string) { criteria, values = append(criteria, criterion), append(values, value) }
	for _, i := range a.Industries {
		add("industry", string(i))
	}
	for _, s := range a.Sizes {
		add("size", string(s))
	}
	for _, x := range a.Townships {
		add("township", strconv.FormatInt(x.ID, 10))
	}
	for _, e := range a.Listed {
		add("enterprise", strconv.FormatInt(e.ID, 10))
	}
	_, err = t.exec(ctx, sqlInsertAddressees, consultationID, criteria, values)
	return err
}

// Named is a verified enterprise that answers to a name or a code.
type Named struct {
	ID    int64  `db:"id"`
	Name  string `db:"name"`
	Index []byte `db:"uscc_index"`
}

const sqlVerifiedNamed = `SELECT id, name, uscc_index FROM enterprises
WHERE state = 'verified' AND (name = ANY ($1) OR uscc_index = ANY ($2)) ORDER BY id`

// VerifiedNamed finds verified enterprises by their names or the indexes of their codes.
func (r *Repo) VerifiedNamed(ctx context.Context, names []string, codes [][]byte) (list []Named, err error) {
	defer fault.Wrap(&err, "repo.VerifiedNamed(%d)", len(names)+len(codes))
	return list, r.list(ctx, &list, sqlVerifiedNamed, pq.StringArray(names), pq.ByteaArray(codes))
}
