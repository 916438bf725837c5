package repo

import (
	"context"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
)

// EnterpriseFilter narrows the clerk's list; zero values do not narrow.
type EnterpriseFilter struct {
	State         account.EnterpriseState
	Name          string // part of it
	USCCIndex     []byte // instead of Name: the exact code
	Page, PerPage int
}

// EnterpriseCounts are how many registrations are in each state.
type EnterpriseCounts struct {
	Pending   int `db:"pending"`
	Verified  int `db:"verified"`
	Rejected  int `db:"rejected"`
	Withdrawn int `db:"withdrawn"`
}

// Of gives the count of one state, or of all for the empty one.
func (n EnterpriseCounts) Of(s account.EnterpriseState) int {
	switch s {
	case account.EnterprisePending:
		return n.Pending
	case account.EnterpriseVerified:
		return n.Verified
	case account.EnterpriseRejected:
		return n.Rejected
	case account.EnterpriseWithdrawn:
		return n.Withdrawn
	}
	return n.Pending + n.Verified + n.Rejected + n.Withdrawn
}

// EnterpriseList is one page of registrations. Counts leave the state aside.
type EnterpriseList struct {
	Items  []Enterprise
	Counts EnterpriseCounts
}

const enterpriseCounts = `SELECT count(*) FILTER (WHERE e.state = 'pending') AS pending, count(*) FILTER (WHERE e.state = 'verified') AS verified,
count(*) FILTER (WHERE e.state = 'rejected') AS rejected, count(*) FILTER (WHERE e.state = 'withdrawn') AS withdrawn FROM enterprises e`

// Who has waited longest comes first, then what was decided last.
const enterpriseOrder = ` ORDER BY e.state <> 'pending', CASE WHEN e.state = 'pending' THEN e.submitted_at END, e.decided_at DESC NULLS LAST, e.id DESC`

// Enterprises gives a page of the registrations.
func (r *Repo) Enterprises(ctx context.Context, f EnterpriseFilter) (l EnterpriseList, err error) {
	defer fault.Wrap(&err, "repo.Enterprises(page %d)", f.Page)
	w := &where{}
	switch {
	case f.USCCIndex != nil:
		w.and("e.uscc_index = ?", f.USCCIndex)
	case f.Name != "":
		w.and("e.name ILIKE ?", likePattern(f.Name))
	}
	if err := r.get(ctx, &l.Counts, enterpriseCounts+w.sql(), w.args...); err != nil {
		return EnterpriseList{}, err
	}
	if f.State != "" {
		w.and("e.state = ?", string(f.State))
	}
	p := page{number: f.Page, size: f.PerPage}
	if p.beyond(l.Counts.Of(f.State)) {
		return l, nil
	}
	query := `SELECT ` + enterpriseColumns + ` FROM enterprises e` + w.sql() + enterpriseOrder +
		` LIMIT ` + w.arg(p.limit()) + ` OFFSET ` + w.arg(p.before()*p.limit())
	return l, r.list(ctx, &l.Items, query, w.args...)
}

const sqlEnterprisesByCode = `SELECT ` + enterpriseColumns + ` FROM enterprises e
WHERE e.uscc_index = $1 AND e.id <> $2 ORDER BY e.state = 'verified' DESC, e.id LIMIT 20`

// EnterprisesByCode lists the other registrations with a code, the verified one first.
func (r *Repo) EnterprisesByCode(ctx context.Context, usccIndex []byte, except int64) (list []Enterprise, err error) {
	defer fault.Wrap(&err, "repo.EnterprisesByCode(%d)", except)
	return list, r.list(ctx, &list, sqlEnterprisesByCode, usccIndex, except)
}

// Waiting is how many registrations wait for a clerk, and since when.
type Waiting struct {
	Count int        `db:"count"`
	Since *time.Time `db:"since"`
}

const sqlWaitingEnterprises = `SELECT count(*) AS count, min(submitted_at) AS since FROM enterprises WHERE state = 'pending'`

// WaitingEnterprises counts the registrations that nobody has decided on.
func (r *Repo) WaitingEnterprises(ctx context.Context) (w Waiting, err error) {
	defer fault.Wrap(&err, "repo.WaitingEnterprises")
	return w, r.get(ctx, &w, sqlWaitingEnterprises)
}

// EnterpriseDecision is what a clerk decides about the submission they saw.
type EnterpriseDecision struct {
	ID         int64
	Submission int
	To         account.EnterpriseState
	Reason     string // of a rejection
	StaffID    int64
	At         time.Time
}

// Registrant is whom to tell about a decision; erased accounts are told nothing.
type Registrant struct {
	Name        string `db:"name"` // of the enterprise
	AccountID   int64  `db:"account_id"`
	EmailSealed []byte `db:"email_sealed"`
	Erased      bool   `db:"erased"`
}

const sqlHoldRegistrant = `SELECT a.id FROM enterprises e JOIN accounts a ON a.id = e.created_by WHERE e.id = $1 FOR KEY SHARE OF a`

// HoldRegistrant waits for an erasure of the registrant under way, and keeps one
// from beginning until the transaction ends.
func (t *Tx) HoldRegistrant(ctx context.Context, id int64) (err error) {
	defer fault.Wrap(&err, "repo.HoldRegistrant(%d)", id)
	_, err = t.exec(ctx, sqlHoldRegistrant, id)
	return err
}

const sqlDecideEnterprise = `UPDATE enterprises e SET state = $3, reason = $4, decided_by = nullif($5::bigint, 0), decided_at = $6
FROM accounts a WHERE e.id = $1 AND e.submission = $2 AND e.state = 'pending' AND a.id = e.created_by
RETURNING e.name, a.id AS account_id, a.email_sealed, a.erased_at IS NOT NULL AS erased`

// DecideEnterprise decides on a registration that waits. Errors: Conflict when
// it was decided on, or handed in anew, meanwhile, or when another one with its
// code is verified.
func (t *Tx) DecideEnterprise(ctx context.Context, d EnterpriseDecision) (told Registrant, err error) {
	defer fault.Wrap(&err, "repo.DecideEnterprise(%d)", d.ID)
	err = t.get(ctx, &told, sqlDecideEnterprise, d.ID, d.Submission, d.To, d.Reason, d.StaffID, d.At)
	if fault.Is(err, fault.NotFound) {
		return told, fault.New(fault.Conflict, "error.changed_meanwhile")
	}
	return told, err
}
