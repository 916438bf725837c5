package repo

import (
	"context"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
)

// EnterpriseMember is somebody who belongs to an enterprise; the name is sealed.
type EnterpriseMember struct {
	AccountID  int64              `db:"account_id"`
	NameSealed []byte             `db:"name_sealed"`
	Role       account.MemberRole `db:"role"`
	JoinedAt   time.Time          `db:"joined_at"`
}

const sqlEnterpriseMembers = `SELECT m.account_id, a.name_sealed, m.role, m.joined_at
FROM enterprise_members m JOIN accounts a ON a.id = m.account_id WHERE m.enterprise_id = $1 ORDER BY m.joined_at, m.account_id`

// EnterpriseMembers lists who belongs to an enterprise, the longest there first.
func (r *Repo) EnterpriseMembers(ctx context.Context, enterpriseID int64) (list []EnterpriseMember, err error) {
	defer fault.Wrap(&err, "repo.EnterpriseMembers(%d)", enterpriseID)
	return list, r.list(ctx, &list, sqlEnterpriseMembers, enterpriseID)
}

// Membership gives the same as roles by account, inside a transaction that holds
// the enterprise.
func (t *Tx) Membership(ctx context.Context, enterpriseID int64) (m account.Membership, err error) {
	defer fault.Wrap(&err, "repo.Membership(%d)", enterpriseID)
	var list []EnterpriseMember
	err = t.list(ctx, &list, sqlEnterpriseMembers, enterpriseID)
	m = make(account.Membership, len(list))
	for _, x := range list {
		m[x.AccountID] = x.Role
	}
	return m, err
}

const sqlInsertEnterpriseMember = `INSERT INTO enterprise_members (enterprise_id, account_id, role, joined_at) VALUES ($1, $2, $3, $4)`

// InsertEnterpriseMember takes somebody in; Conflict when they are in already.
func (t *Tx) InsertEnterpriseMember(ctx context.Context, enterpriseID, accountID int64, role account.MemberRole, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.InsertEnterpriseMember(%d)", enterpriseID)
	_, err = t.exec(ctx, sqlInsertEnterpriseMember, enterpriseID, accountID, role, now)
	return err
}

const sqlSetMemberRole = `UPDATE enterprise_members SET role = $3 WHERE enterprise_id = $1 AND account_id = $2`

// SetMemberRole gives a member another role.
func (t *Tx) SetMemberRole(ctx context.Context, enterpriseID, accountID int64, role account.MemberRole) (err error) {
	defer fault.Wrap(&err, "repo.SetMemberRole(%d, %d)", enterpriseID, accountID)
	return t.changeOne(ctx, sqlSetMemberRole, enterpriseID, accountID, role)
}

const sqlDeleteEnterpriseMember = `DELETE FROM enterprise_members WHERE enterprise_id = $1 AND account_id = $2`

// DeleteEnterpriseMember lets somebody go.
func (t *Tx) DeleteEnterpriseMember(ctx context.Context, enterpriseID, accountID int64) (err error) {
	defer fault.Wrap(&err, "repo.DeleteEnterpriseMember(%d, %d)", enterpriseID, accountID)
	return t.changeOne(ctx, sqlDeleteEnterpriseMember, enterpriseID, accountID)
}
