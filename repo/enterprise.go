package repo

import (
	"context"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
)

// Enterprise is a registration; all but the name is sealed.
type Enterprise struct {
	ID           int64                   `db:"id"`
	Name         string                  `db:"name"`
	USCCSealed   []byte                  `db:"uscc_sealed"`
	USCCIndex    []byte                  `db:"uscc_index"`
	USCCDoubtful bool                    `db:"uscc_doubtful"`
	ContactName  []byte                  `db:"contact_name_sealed"`
	ContactPhone []byte                  `db:"contact_phone_sealed"`
	ContactEmail []byte                  `db:"contact_email_sealed"`
	State        account.EnterpriseState `db:"state"`
	Reason       string                  `db:"reason"`
	CreatedBy    int64                   `db:"created_by"`
	Submission   int                     `db:"submission"`
	SubmittedAt  time.Time               `db:"submitted_at"`
	DecidedAt    *time.Time              `db:"decided_at"`
	Industry     account.Industry        `db:"industry"`
	Size         account.Size            `db:"size"`
	TownshipID   int64                   `db:"township_id"` // 0: not said
	Township     string                  `db:"township"`    // its name
}

// Traits are what consultations choose it by.
func (e Enterprise) Traits() account.Traits {
	return account.Traits{Industry: e.Industry, Size: e.Size, TownshipID: e.TownshipID}
}

const enterpriseColumns = `e.id, e.name, e.uscc_sealed, e.uscc_index, e.uscc_doubtful, e.contact_name_sealed, e.contact_phone_sealed,
e.contact_email_sealed, e.state, e.reason, e.created_by, e.submission, e.submitted_at, e.decided_at,
e.industry, e.size, coalesce(e.township_id, 0) AS township_id,
coalesce((SELECT t.name FROM townships t WHERE t.id = e.township_id), '') AS township`

const sqlInsertEnterprise = `INSERT INTO enterprises (name, uscc_sealed, uscc_index, uscc_doubtful, contact_name_sealed,
    contact_phone_sealed, contact_email_sealed, state, created_by, created_at, submitted_at, industry, size, township_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', $8, $9, $9, $10, $11, nullif($12::bigint, 0)) RETURNING id`

// InsertEnterprise adds a registration that waits for a clerk; Conflict when the
// account has registered the code already.
func (t *Tx) InsertEnterprise(ctx context.Context, e Enterprise, now time.Time) (id int64, err error) {
	defer fault.Wrap(&err, "repo.InsertEnterprise")
	return id, t.get(ctx, &id, sqlInsertEnterprise, e.Name, e.USCCSealed, e.USCCIndex, e.USCCDoubtful, e.ContactName, e.ContactPhone,
		e.ContactEmail, e.CreatedBy, now, e.Industry, e.Size, e.TownshipID)
}

const sqlPendingEnterprises = `SELECT count(*) FROM enterprises WHERE created_by = $1 AND state = 'pending'`

// PendingEnterprises counts the registrations of an account that wait.
func (t *Tx) PendingEnterprises(ctx context.Context, accountID int64) (n int, err error) {
	defer fault.Wrap(&err, "repo.PendingEnterprises(%d)", accountID)
	return n, t.get(ctx, &n, sqlPendingEnterprises, accountID)
}

const sqlEnterpriseByID = `SELECT ` + enterpriseColumns + ` FROM enterprises e WHERE e.id = $1`

// EnterpriseByID gives a registration. Errors: NotFound.
func (r *Repo) EnterpriseByID(ctx context.Context, id int64) (e Enterprise, err error) {
	defer fault.Wrap(&err, "repo.EnterpriseByID(%d)", id)
	return e, r.get(ctx, &e, sqlEnterpriseByID, id)
}

const sqlHoldEnterprise = `SELECT ` + enterpriseColumns + ` FROM enterprises e WHERE e.id = $1 FOR NO KEY UPDATE`

// HoldEnterprise gives a registration and lets nobody else change it, or who
// belongs to it, until the transaction ends. Errors: NotFound.
func (t *Tx) HoldEnterprise(ctx context.Context, id int64) (e Enterprise, err error) {
	defer fault.Wrap(&err, "repo.HoldEnterprise(%d)", id)
	return e, t.get(ctx, &e, sqlHoldEnterprise, id)
}

const sqlUpdateEnterprise = `UPDATE enterprises SET name = $2, uscc_sealed = $3, uscc_index = $4, uscc_doubtful = $5,
    contact_name_sealed = $6, contact_phone_sealed = $7, contact_email_sealed = $8, industry = $9, size = $10,
    township_id = nullif($11::bigint, 0) WHERE id = $1`

// UpdateEnterprise changes what an enterprise says of itself; Conflict when its
// registrant has registered the code already.
func (t *Tx) UpdateEnterprise(ctx context.Context, e Enterprise) (err error) {
	defer fault.Wrap(&err, "repo.UpdateEnterprise(%d)", e.ID)
	return t.changeOne(ctx, sqlUpdateEnterprise, e.ID, e.Name, e.USCCSealed, e.USCCIndex, e.USCCDoubtful, e.ContactName, e.ContactPhone, e.ContactEmail,
		e.Industry, e.Size, e.TownshipID)
}

const sqlResubmitEnterprise = `UPDATE enterprises SET state = 'pending', reason = '', decided_by = NULL, decided_at = NULL,
    submission = submission + 1, submitted_at = $2 WHERE id = $1 AND state IN ('pending', 'rejected')`

// ResubmitEnterprise hands a registration in anew.
func (t *Tx) ResubmitEnterprise(ctx context.Context, id int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.ResubmitEnterprise(%d)", id)
	return t.changeOne(ctx, sqlResubmitEnterprise, id, now)
}

// Nobody is left, so there is nobody to reach.
const sqlWithdrawEnterprise = `UPDATE enterprises SET state = 'withdrawn', contact_name_sealed = '', contact_phone_sealed = NULL,
    contact_email_sealed = NULL WHERE id = $1 AND state <> 'withdrawn'`

const sqlClearEnterpriseContact = `UPDATE enterprises SET contact_name_sealed = '', contact_phone_sealed = NULL, contact_email_sealed = NULL
WHERE id = $1`

// ClearEnterpriseContact forgets whom to reach at an enterprise.
func (t *Tx) ClearEnterpriseContact(ctx context.Context, id int64) (err error) {
	defer fault.Wrap(&err, "repo.ClearEnterpriseContact(%d)", id)
	return t.changeOne(ctx, sqlClearEnterpriseContact, id)
}

// WithdrawEnterprise ends a registration in which nobody is left; its code is
// free for others.
func (t *Tx) WithdrawEnterprise(ctx context.Context, id int64) (err error) {
	defer fault.Wrap(&err, "repo.WithdrawEnterprise(%d)", id)
	return t.changeOne(ctx, sqlWithdrawEnterprise, id)
}

// OwnEnterprise is an enterprise with what somebody may do for it.
type OwnEnterprise struct {
	Enterprise
	Role account.MemberRole `db:"role"`
}

const sqlEnterprisesOf = `SELECT ` + enterpriseColumns + `, m.role FROM enterprise_members m JOIN enterprises e ON e.id = m.enterprise_id
WHERE m.account_id = $1 ORDER BY m.joined_at DESC, e.id DESC`

// EnterprisesOf lists the enterprises an account belongs to, the latest first.
func (r *Repo) EnterprisesOf(ctx context.Context, accountID int64) (list []OwnEnterprise, err error) {
	defer fault.Wrap(&err, "repo.EnterprisesOf(%d)", accountID)
	return list, r.list(ctx, &list, sqlEnterprisesOf, accountID)
}
