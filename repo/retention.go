package repo

import (
	"context"
	"time"

	"nayan/internal/fault"
)

// Each statement takes what is older than $1, at most so many rows of it, and
// waits for nobody: rows that are held are found the next time.
const (
	sqlExpireCommentKeys = `DELETE FROM comment_keys WHERE (consultation_id, key_hash) IN (
    SELECT consultation_id, key_hash FROM comment_keys WHERE created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`
	sqlExpireBookingKeys = `DELETE FROM booking_keys WHERE (open_day_id, key_hash) IN (
    SELECT open_day_id, key_hash FROM booking_keys WHERE created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`
	sqlExpireStaffSessions = `DELETE FROM staff_sessions WHERE token_hash IN (
    SELECT token_hash FROM staff_sessions WHERE expires_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`
	sqlExpireAccountSessions = `DELETE FROM account_sessions WHERE token_hash IN (
    SELECT token_hash FROM account_sessions WHERE expires_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`
	sqlExpireChallenges = `DELETE FROM challenges WHERE token_hash IN (
    SELECT token_hash FROM challenges WHERE expires_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`
	sqlExpireStaffInvitations = `DELETE FROM staff_invitations WHERE token_hash IN (
    SELECT token_hash FROM staff_invitations WHERE expires_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`
	sqlExpireEnterpriseInvitations = `DELETE FROM enterprise_invitations WHERE token_hash IN (
    SELECT token_hash FROM enterprise_invitations WHERE expires_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`
	// What may still be sent keeps its address, what is in the inbox its words.
	sqlExpireRecipients = `UPDATE messages SET recipient_sealed = NULL, values_sealed = NULL WHERE id IN (
    SELECT id FROM messages WHERE state IN ('sent', 'expired') AND channel <> 'inbox' AND changed_at <= $1
      AND num_nonnulls(recipient_sealed, values_sealed) > 0 LIMIT $2 FOR UPDATE SKIP LOCKED)`
	sqlDropMessages = `DELETE FROM messages WHERE id IN (
    SELECT id FROM messages WHERE changed_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`
	sqlExpireBookings = `UPDATE bookings SET ` + erasedBooking + `
WHERE (open_day_id, id) IN (
    SELECT b.open_day_id, b.id FROM bookings b JOIN sessions s ON s.open_day_id = b.open_day_id AND s.id = b.session_id
    WHERE s.ends_at < $1 AND b.erased_at IS NULL LIMIT $3 FOR UPDATE OF b SKIP LOCKED)`
	// The name under which it was published stays, and what names an enterprise.
	// The figures were released: nobody counts persons by these indexes any more.
	sqlExpireCommentContacts = `UPDATE comments SET name_sealed = NULL, phone_sealed = NULL, email_sealed = NULL, organisation_sealed = NULL,
    uscc_sealed = NULL, phone_index = NULL, email_index = NULL,
    organisation_index = CASE WHEN identity = 'enterprise' THEN organisation_index END,
    uscc_index = CASE WHEN identity = 'enterprise' THEN uscc_index END
WHERE (consultation_id, id) IN (
    SELECT m.consultation_id, m.id FROM consultations c JOIN comments m ON m.consultation_id = c.id
    WHERE coalesce(c.results_at, c.withdrawn_at) < $1 AND (num_nonnulls(m.name_sealed, m.phone_sealed, m.email_sealed, m.organisation_sealed, m.uscc_sealed,
        m.phone_index, m.email_index) > 0 OR m.identity = 'resident' AND num_nonnulls(m.organisation_index, m.uscc_index) > 0)
    LIMIT $2 FOR UPDATE OF m SKIP LOCKED)`
)

// A file may show who sent it, and a scan does: they go with the names. What a scan
// says stays, as its transcript.
const sqlExpireFiles = `DELETE FROM comment_files WHERE (consultation_id, id) IN (
    SELECT f.consultation_id, f.id FROM consultations c JOIN comment_files f ON f.consultation_id = c.id
    WHERE c.results_at < $1 AND f.comment_id <> 0 LIMIT $2 FOR UPDATE OF f SKIP LOCKED)`

// ExpireRequestKeys deletes the hashes by which repeated requests are recognised.
func (t *Tx) ExpireRequestKeys(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.expireEach(ctx, before, limit, sqlExpireCommentKeys, sqlExpireBookingKeys)
}

// ExpireSessions deletes the sign-ins of staff and of accounts that are over.
func (t *Tx) ExpireSessions(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.expireEach(ctx, before, limit, sqlExpireStaffSessions, sqlExpireAccountSessions)
}

// ExpireChallenges deletes one-time codes and where they were sent.
func (t *Tx) ExpireChallenges(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.expireEach(ctx, before, limit, sqlExpireChallenges)
}

// ExpireInvitations deletes links by which somebody was asked in.
func (t *Tx) ExpireInvitations(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.expireEach(ctx, before, limit, sqlExpireStaffInvitations, sqlExpireEnterpriseInvitations)
}

// ExpireRecipients clears the addresses of messages that need none any more.
func (t *Tx) ExpireRecipients(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.expireEach(ctx, before, limit, sqlExpireRecipients)
}

// DropMessages deletes messages.
func (t *Tx) DropMessages(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.expireEach(ctx, before, limit, sqlDropMessages)
}

// expireEach runs the statements one after another.
func (t *Tx) expireEach(ctx context.Context, before time.Time, limit int, queries ...string) (total int64, err error) {
	defer fault.Wrap(&err, "repo.expireEach")
	for _, query := range queries {
		n, err := t.changed(ctx, query, before, limit)
		if err != nil {
			return total, err
		}
		total += n
	}
	return total, nil
}

// ExpireBookings clears names and phones of visits that were over before.
func (t *Tx) ExpireBookings(ctx context.Context, before time.Time, limit int, now time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "repo.ExpireBookings")
	return t.changed(ctx, sqlExpireBookings, before, now, limit)
}

// ExpireCommentContacts clears who sent comments whose results were released
// before. The transaction must have said so: [Tx.Personal].
func (t *Tx) ExpireCommentContacts(ctx context.Context, before time.Time, limit int) (n int64, err error) {
	defer fault.Wrap(&err, "repo.ExpireCommentContacts")
	return t.expireEach(ctx, before, limit, sqlExpireCommentContacts, sqlExpireFiles)
}

const (
	unusedAccount = ` FROM accounts a WHERE a.erased_at IS NULL AND coalesce(a.last_sign_in_at, a.created_at) < $1
  AND NOT EXISTS (SELECT FROM account_sessions x WHERE x.account_id = a.id) `
	sqlUnusedAccounts    = `SELECT a.id` + unusedAccount + `AND a.id > $2 ORDER BY a.id LIMIT $3`
	sqlHoldUnusedAccount = `SELECT a.id` + unusedAccount + `AND a.id = $2 FOR UPDATE`
)

// UnusedAccounts gives the next accounts after one that nobody has used since before.
func (r *Repo) UnusedAccounts(ctx context.Context, before time.Time, after int64, limit int) (ids []int64, err error) {
	defer fault.Wrap(&err, "repo.UnusedAccounts")
	return ids, r.list(ctx, &ids, sqlUnusedAccounts, before, after, limit)
}

// HoldUnusedAccount keeps an account from being signed in to until the transaction
// ends. NotFound when somebody has come back to it meanwhile.
func (t *Tx) HoldUnusedAccount(ctx context.Context, id int64, before time.Time) (err error) {
	defer fault.Wrap(&err, "repo.HoldUnusedAccount(%d)", id)
	return t.get(ctx, &id, sqlHoldUnusedAccount, before, id)
}

// RetentionReport is what one run deleted of one kind; kind "run" is the whole run.
type RetentionReport struct {
	At      time.Time `db:"at"`
	Kind    string    `db:"kind"`
	Before  time.Time `db:"before"`
	Deleted int64     `db:"deleted"`
	Total   int       `db:"total"`
}

const sqlInsertRetentionReport = `INSERT INTO retention_reports (at, kind, before, deleted) VALUES ($1, $2, $3, $4)`

// InsertRetentionReport records what was deleted; it can never be changed.
func (t *Tx) InsertRetentionReport(ctx context.Context, r RetentionReport) (err error) {
	defer fault.Wrap(&err, "repo.InsertRetentionReport(%s)", r.Kind)
	_, err = t.exec(ctx, sqlInsertRetentionReport, r.At, r.Kind, r.Before, r.Deleted)
	return err
}

const sqlRetentionReports = `SELECT at, kind, before, deleted, count(*) OVER () AS total FROM retention_reports
ORDER BY at DESC, id DESC LIMIT $1 OFFSET $2`

// RetentionReports gives a page of the reports, newest first.
func (r *Repo) RetentionReports(ctx context.Context, number, perPage int) (list []RetentionReport, err error) {
	defer fault.Wrap(&err, "repo.RetentionReports(page %d)", number)
	p := page{number: number, size: perPage}
	return list, r.list(ctx, &list, sqlRetentionReports, p.limit(), p.before()*p.limit())
}
