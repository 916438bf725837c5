package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
)

// Identity is whom an OpenID provider says somebody is; the subject is sealed.
type Identity struct {
	ID            int64     `db:"id"`
	Issuer        string    `db:"issuer"`
	SubjectSealed []byte    `db:"subject_sealed"`
	SubjectIndex  []byte    `db:"subject_index"`
	CreatedAt     time.Time `db:"created_at"`
}

const (
	// An erasure under way is waited for: a subject left behind would keep the
	// person from ever coming back.
	sqlLinkAccount = `INSERT INTO identities (issuer, subject_sealed, subject_index, account_id, created_at)
SELECT $1, $2, $3, a.id, $5 FROM accounts a WHERE a.id = $4 AND a.erased_at IS NULL FOR KEY SHARE`
	sqlLinkStaff = `INSERT INTO identities (issuer, subject_sealed, subject_index, staff_id, created_at) VALUES ($1, $2, $3, $4, $5)`
)

// LinkAccount lets an identity open an account; one that opens another already
// is Conflict, and so is an erased account.
func (t *Tx) LinkAccount(ctx context.Context, accountID int64, i Identity, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.LinkAccount(%d)", accountID)
	return t.changeOne(ctx, sqlLinkAccount, i.Issuer, i.SubjectSealed, i.SubjectIndex, accountID, now)
}

// LinkStaff lets an identity sign a member of staff in; one that signs somebody
// in already is Conflict.
func (t *Tx) LinkStaff(ctx context.Context, staffID int64, i Identity, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.LinkStaff(%d)", staffID)
	_, err = t.exec(ctx, sqlLinkStaff, i.Issuer, i.SubjectSealed, i.SubjectIndex, staffID, now)
	return err
}

const sqlAccountByIdentity = `SELECT a.id FROM identities i JOIN accounts a ON a.id = i.account_id
WHERE i.issuer = $1 AND i.subject_index = $2 AND a.erased_at IS NULL`

// AccountByIdentity finds the account that an identity opens.
func (t *Tx) AccountByIdentity(ctx context.Context, issuer string, subjectIndex []byte) (accountID int64, err error) {
	defer fault.Wrap(&err, "repo.AccountByIdentity")
	return accountID, t.get(ctx, &accountID, sqlAccountByIdentity, issuer, subjectIndex)
}

const sqlStaffByIdentity = `SELECT staff_id FROM identities
WHERE issuer = $1 AND subject_index = $2 AND staff_id IS NOT NULL`

// StaffByIdentity finds the member of staff whom an identity signs in.
func (r *Repo) StaffByIdentity(ctx context.Context, issuer string, subjectIndex []byte) (staffID int64, err error) {
	defer fault.Wrap(&err, "repo.StaffByIdentity")
	return staffID, r.get(ctx, &staffID, sqlStaffByIdentity, issuer, subjectIndex)
}

const sqlIdentitiesOf = `SELECT id, issuer, subject_sealed, subject_index, created_at FROM identities
WHERE account_id = nullif($1::bigint, 0) OR staff_id = nullif($2::bigint, 0) ORDER BY id`

// IdentitiesOfAccount lists what opens an account, oldest first.
func (r *Repo) IdentitiesOfAccount(ctx context.Context, accountID int64) (list []Identity, err error) {
	defer fault.Wrap(&err, "repo.IdentitiesOfAccount(%d)", accountID)
	return list, r.list(ctx, &list, sqlIdentitiesOf, accountID, 0)
}

// IdentitiesOfStaff lists what signs a member of staff in, oldest first.
func (r *Repo) IdentitiesOfStaff(ctx context.Context, staffID int64) (list []Identity, err error) {
	defer fault.Wrap(&err, "repo.IdentitiesOfStaff(%d)", staffID)
	return list, r.list(ctx, &list, sqlIdentitiesOf, 0, staffID)
}

// Locking the account makes two removals at once wait for each other.
const sqlOtherWaysIn = `SELECT (password_hash <> '' OR email_index IS NOT NULL OR phone_index IS NOT NULL
    OR EXISTS (SELECT FROM identities i WHERE i.account_id = a.id AND i.id <> $2))
FROM accounts a WHERE a.id = $1 FOR UPDATE`

// OtherWaysIn reports whether an account can be opened without the identity. It
// holds the account until the transaction ends.
func (t *Tx) OtherWaysIn(ctx context.Context, accountID, identityID int64) (others bool, err error) {
	defer fault.Wrap(&err, "repo.OtherWaysIn(%d)", accountID)
	return others, t.get(ctx, &others, sqlOtherWaysIn, accountID, identityID)
}

const sqlUnlink = `DELETE FROM identities WHERE id = $1 AND (account_id = nullif($2::bigint, 0) OR staff_id = nullif($3::bigint, 0))
RETURNING issuer`

// UnlinkAccount takes an identity off an account; one that is not the account's
// own is NotFound.
func (t *Tx) UnlinkAccount(ctx context.Context, accountID, id int64) (err error) {
	defer fault.Wrap(&err, "repo.UnlinkAccount(%d, %d)", accountID, id)
	var issuer string
	return t.get(ctx, &issuer, sqlUnlink, id, accountID, 0)
}

// UnlinkStaff takes an identity off a member of staff and gives its issuer; one
// that is not the member's own is NotFound.
func (t *Tx) UnlinkStaff(ctx context.Context, staffID, id int64) (issuer string, err error) {
	defer fault.Wrap(&err, "repo.UnlinkStaff(%d, %d)", staffID, id)
	return issuer, t.get(ctx, &issuer, sqlUnlink, id, 0, staffID)
}
