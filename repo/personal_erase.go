package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
)

const sqlHoldAccount = `SELECT ` + accountColumns + ` FROM accounts a WHERE a.id = $1 AND a.erased_at IS NULL FOR UPDATE`

// HoldAccount gives an account and keeps others from changing it until the
// transaction ends. NotFound when it is erased already.
func (t *Tx) HoldAccount(ctx context.Context, id int64) (a Account, err error) {
	defer fault.Wrap(&err, "repo.HoldAccount(%d)", id)
	return a, t.get(ctx, &a, sqlHoldAccount, id)
}

const (
	sqlHoldEnterprisesOf = `SELECT e.id FROM enterprises e
WHERE e.id IN (SELECT enterprise_id FROM enterprise_members WHERE account_id = $1) ORDER BY e.id FOR NO KEY UPDATE`
	sqlLeaderless = `SELECT e.name FROM enterprise_members m JOIN enterprises e ON e.id = m.enterprise_id
WHERE m.account_id = $1 AND m.role = 'manager'
  AND EXISTS (SELECT FROM enterprise_members o WHERE o.enterprise_id = e.id AND o.account_id <> $1)
  AND NOT EXISTS (SELECT FROM enterprise_members o WHERE o.enterprise_id = e.id AND o.account_id <> $1 AND o.role = 'manager')
ORDER BY e.id`
)

// Leaderless names the enterprises that would be left with members and without a
// manager if the account went, and holds all that it belongs to.
func (t *Tx) Leaderless(ctx context.Context, accountID int64) (names []string, err error) {
	defer fault.Wrap(&err, "repo.Leaderless(%d)", accountID)
	if _, err := t.exec(ctx, sqlHoldEnterprisesOf, accountID); err != nil {
		return nil, err
	}
	return names, t.list(ctx, &names, sqlLeaderless, accountID)
}

const sqlLeaveEnterprises = `DELETE FROM enterprise_members WHERE account_id = $1 RETURNING enterprise_id`

// LeaveEnterprises ends every membership of an account and gives in what; one
// left without anybody is withdrawn.
func (t *Tx) LeaveEnterprises(ctx context.Context, accountID int64, now time.Time) (ids []int64, err error) {
	defer fault.Wrap(&err, "repo.LeaveEnterprises(%d)", accountID)
	if err := t.list(ctx, &ids, sqlLeaveEnterprises, accountID); err != nil {
		return nil, err
	}
	for _, id := range ids {
		if err := t.RevokeInvitationsBy(ctx, id, accountID, now); err != nil {
			return nil, err
		}
		left, err := t.Membership(ctx, id)
		if err != nil {
			return nil, err
		}
		if len(left) > 0 {
			continue
		}
		if err := t.WithdrawEnterprise(ctx, id); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// The pseudonym stands for the person among the comments on one consultation, so
// that its release still counts one person; between consultations nothing connects
// them. What names an enterprise stays: it is no person (个人信息保护法 art. 4).
const sqlEraseComments = `WITH own AS (
    DELETE FROM account_comments WHERE account_id = $1 RETURNING consultation_id, comment_id
), files AS (
    DELETE FROM comment_files f USING own o WHERE f.consultation_id = o.consultation_id AND f.comment_id = o.comment_id
), persons AS MATERIALIZED (
    SELECT consultation_id, decode(replace(gen_random_uuid()::text, '-', ''), 'hex') AS pseudonym FROM own GROUP BY consultation_id
)
UPDATE comments m SET name_sealed = NULL, phone_sealed = NULL, email_sealed = NULL, organisation_sealed = NULL, uscc_sealed = NULL,
    public_name = CASE WHEN m.identity = 'enterprise' THEN m.public_name ELSE '' END,
    phone_index = p.pseudonym, email_index = NULL,
    organisation_index = CASE WHEN m.identity = 'enterprise' THEN m.organisation_index END,
    uscc_index = CASE WHEN m.identity = 'enterprise' THEN m.uscc_index END
FROM own o JOIN persons p USING (consultation_id)
WHERE m.consultation_id = o.consultation_id AND m.id = o.comment_id`

// EraseComments takes the person out of the comments of an account; what was said
// stays. The transaction must have said so: [Tx.Personal].
func (t *Tx) EraseComments(ctx context.Context, accountID int64) (n int64, err error) {
	defer fault.Wrap(&err, "repo.EraseComments(%d)", accountID)
	return t.changed(ctx, sqlEraseComments, accountID)
}

const (
	sqlHoldBookingsOf = `SELECT b.open_day_id, b.id, b.state = 'confirmed' AND s.starts_at > $2 AS ahead
FROM account_bookings a
JOIN bookings b ON b.open_day_id = a.open_day_id AND b.id = a.booking_id
JOIN sessions s ON s.open_day_id = b.open_day_id AND s.id = b.session_id
WHERE a.account_id = $1 ORDER BY b.open_day_id, b.session_id, b.id FOR UPDATE OF b`
	// As when the visitor cancels by code; the booking is held already.
	sqlCancelHeldBooking = `WITH cancelled AS (
  UPDATE bookings SET state = 'cancelled', cancelled_at = $3 WHERE open_day_id = $1 AND id = $2 AND state = 'confirmed'
  RETURNING open_day_id, session_id, party_size
)
UPDATE sessions s SET taken = s.taken - c.party_size FROM cancelled c WHERE s.open_day_id = c.open_day_id AND s.id = c.session_id`
	sqlUnlinkBookings = `DELETE FROM account_bookings WHERE account_id = $1`
)

// erasedBooking leaves of a booking how many came, and when. The index must be
// something else for each: one active booking per phone and session.
const erasedBooking = `name_sealed = NULL, phone_sealed = NULL, public_name = '', erased_at = $2,
    phone_index = decode(replace(gen_random_uuid()::text, '-', ''), 'hex')`

const sqlEraseBookings = `UPDATE bookings b SET ` + erasedBooking + `
FROM account_bookings a WHERE a.account_id = $1 AND b.open_day_id = a.open_day_id AND b.id = a.booking_id`

// EraseBookings cancels an account's visits that are still to come, which frees
// their places, and takes the person out of all of them.
func (t *Tx) EraseBookings(ctx context.Context, accountID int64, now time.Time) (erased, cancelled int64, err error) {
	defer fault.Wrap(&err, "repo.EraseBookings(%d)", accountID)
	var held []struct {
		OpenDayID int64 `db:"open_day_id"`
		ID        int64 `db:"id"`
		Ahead     bool  `db:"ahead"`
	}
	if err := t.list(ctx, &held, sqlHoldBookingsOf, accountID, now); err != nil {
		return 0, 0, err
	}
	for _, b := range held { // sessions in one order: two who go at once do not block each other
		if !b.Ahead {
			continue
		}
		n, err := t.changed(ctx, sqlCancelHeldBooking, b.OpenDayID, b.ID, now)
		if err != nil {
			return 0, 0, err
		}
		cancelled += n
	}
	if erased, err = t.changed(ctx, sqlEraseBookings, accountID, now); err != nil {
		return 0, 0, err
	}
	_, err = t.exec(ctx, sqlUnlinkBookings, accountID)
	return erased, cancelled, err
}

const (
	sqlForgetMessages = `UPDATE messages SET recipient_sealed = NULL, values_sealed = NULL, changed_at = $2,
    state = CASE WHEN state IN ('queued', 'held', 'failed', 'uncertain') THEN 'expired' ELSE state END
WHERE account_id = $1`
	sqlEndAllAccountSessions = `DELETE FROM account_sessions WHERE account_id = $1`
	sqlForgetChallenges      = `DELETE FROM challenges WHERE account_id = $1`
	sqlForgetIdentities      = `DELETE FROM identities WHERE account_id = $1`
	sqlEraseAccount          = `UPDATE accounts SET name_sealed = NULL, email_sealed = NULL, email_index = NULL, phone_sealed = NULL,
    phone_index = NULL, password_hash = '', erased_at = $2 WHERE id = $1 AND erased_at IS NULL`
)

// EraseAccount empties the account itself, ends its sessions, forgets how it was
// entered and what it was told. What it agreed to stays under its number, which
// names nobody any more: the proof that there was consent (个人信息保护法 art. 69).
func (t *Tx) EraseAccount(ctx context.Context, id int64, now time.Time) (err error) {
	defer fault.Wrap(&err, "repo.EraseAccount(%d)", id)
	if _, err := t.exec(ctx, sqlForgetMessages, id, now); err != nil {
		return err
	}
	for _, query := range []string{sqlEndAllAccountSessions, sqlForgetChallenges, sqlForgetIdentities} {
		if _, err := t.exec(ctx, query, id); err != nil {
			return err
		}
	}
	return t.changeOne(ctx, sqlEraseAccount, id, now)
}

// changed runs a statement and gives how many rows it changed.
func (t *Tx) changed(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := t.exec(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}
