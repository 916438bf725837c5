package repo

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/internal/openday"
)

// ErasureProof is by what somebody may show that an account is theirs.
type ErasureProof struct {
	PasswordHash string    `db:"password_hash"` // "" for none
	SignedInAt   time.Time `db:"signed_in_at"`
}

const sqlErasureProof = `SELECT a.password_hash, x.created_at AS signed_in_at
FROM accounts a JOIN account_sessions x ON x.account_id = a.id WHERE a.id = $1 AND x.id = $2 AND a.erased_at IS NULL`

// ErasureProof reads the account of a session that is under way.
func (r *Repo) ErasureProof(ctx context.Context, accountID, sessionID int64) (p ErasureProof, err error) {
	defer fault.Wrap(&err, "repo.ErasureProof(%d)", accountID)
	return p, r.get(ctx, &p, sqlErasureProof, accountID, sessionID)
}

// Holdings counts what is held of an account.
type Holdings struct {
	Comments    int `db:"comments"`
	Bookings    int `db:"bookings"`
	Ahead       int `db:"ahead"` // of the bookings: visits to come
	Enterprises int `db:"enterprises"`
	Sessions    int `db:"sessions"`
	Identities  int `db:"identities"`
	Messages    int `db:"messages"`
	Follows     int `db:"follows"`
}

const sqlHoldings = `SELECT (SELECT count(*) FROM account_comments WHERE account_id = $1) AS comments,
    (SELECT count(*) FROM account_bookings WHERE account_id = $1) AS bookings,
    (SELECT count(*) FROM account_bookings a JOIN bookings b ON b.open_day_id = a.open_day_id AND b.id = a.booking_id
        JOIN sessions s ON s.open_day_id = b.open_day_id AND s.id = b.session_id
        WHERE a.account_id = $1 AND b.state = 'confirmed' AND s.starts_at > $2) AS ahead,
    (SELECT count(*) FROM enterprise_members WHERE account_id = $1) AS enterprises,
    (SELECT count(*) FROM account_sessions WHERE account_id = $1) AS sessions,
    (SELECT count(*) FROM identities WHERE account_id = $1) AS identities,
    (SELECT count(*) FROM messages WHERE account_id = $1) AS messages,
    (SELECT count(*) FROM accounts a JOIN followers f ON f.email_index = a.email_index JOIN follows w ON w.follower_id = f.id WHERE a.id = $1) AS follows`

// Holdings counts what is held of an account at now.
func (r *Repo) Holdings(ctx context.Context, accountID int64, now time.Time) (h Holdings, err error) {
	defer fault.Wrap(&err, "repo.Holdings(%d)", accountID)
	return h, r.get(ctx, &h, sqlHoldings, accountID, now)
}

// Consent is a version of the notice that an account agreed to.
type Consent struct {
	Version string    `db:"version"`
	GivenAt time.Time `db:"given_at"`
}

const sqlConsents = `SELECT version, given_at FROM account_consents WHERE account_id = $1 ORDER BY given_at DESC`

// Consents lists what an account agreed to, the latest first.
func (r *Repo) Consents(ctx context.Context, accountID int64) (list []Consent, err error) {
	defer fault.Wrap(&err, "repo.Consents(%d)", accountID)
	return list, r.list(ctx, &list, sqlConsents, accountID)
}

const sqlHeldSessions = `SELECT id, created_at, last_seen_at, expires_at, browser, address_sealed FROM account_sessions
WHERE account_id = $1 ORDER BY created_at`

// HeldSessions lists every record of signing in to an account.
func (r *Repo) HeldSessions(ctx context.Context, accountID int64) (list []Session, err error) {
	defer fault.Wrap(&err, "repo.HeldSessions(%d)", accountID)
	return list, r.list(ctx, &list, sqlHeldSessions, accountID)
}

// HeldComment is a comment of an account with what is sealed in it.
type HeldComment struct {
	ReceiptNo         string           `db:"receipt_no"`
	ConsultationNo    string           `db:"consultation_no"`
	ConsultationTitle string           `db:"consultation_title"`
	ReceivedAt        time.Time        `db:"received_at"`
	Identity          consult.Identity `db:"identity"`
	PublicName        string           `db:"public_name"`
	ConsentVersion    string           `db:"consent_version"`
	Name              []byte           `db:"name_sealed"`
	Phone             []byte           `db:"phone_sealed"`
	Email             []byte           `db:"email_sealed"`
	Organisation      []byte           `db:"organisation_sealed"`
	USCC              []byte           `db:"uscc_sealed"`
	SupersededAt      *time.Time       `db:"superseded_at"`
	Points            []consult.AnsweredPoint
	Secrets           [][]byte // of the points, in their order, sealed
}

const (
	sqlHeldComments = `SELECT m.receipt_no, c.no AS consultation_no, c.title AS consultation_title, m.received_at, m.identity, m.public_name,
    m.consent_version, m.name_sealed, m.phone_sealed, m.email_sealed, m.organisation_sealed, m.uscc_sealed, z.at AS superseded_at
FROM account_comments a
JOIN comments m ON m.consultation_id = a.consultation_id AND m.id = a.comment_id
JOIN consultations c ON c.id = a.consultation_id
LEFT JOIN superseded_comments z ON z.consultation_id = m.consultation_id AND z.comment_id = m.id
WHERE a.account_id = $1 ORDER BY m.received_at, m.receipt_no`
	// Answers as they were released; until then there is none.
	sqlHeldPoints = `SELECT m.receipt_no, p.position, p.body, t.body_sealed, w.outcome, w.reason,
    ` + pointClauses + ` AS clauses
FROM account_comments a
JOIN comments m ON m.consultation_id = a.consultation_id AND m.id = a.comment_id
JOIN points p ON p.consultation_id = a.consultation_id AND p.comment_id = a.comment_id
LEFT JOIN trade_secrets t ON t.consultation_id = p.consultation_id AND t.comment_id = p.comment_id AND t.position = p.position
LEFT JOIN suggestion_points s ON s.consultation_id = p.consultation_id AND s.comment_id = p.comment_id AND s.position = p.position
LEFT JOIN result_rows w ON w.consultation_id = s.consultation_id AND w.suggestion_id = s.suggestion_id
WHERE a.account_id = $1 ORDER BY m.received_at, m.receipt_no, p.position, w.position`
)

// HeldComments lists an account's comments with their points and answers.
func (r *Repo) HeldComments(ctx context.Context, accountID int64) (list []HeldComment, err error) {
	defer fault.Wrap(&err, "repo.HeldComments(%d)", accountID)
	if err := r.list(ctx, &list, sqlHeldComments, accountID); err != nil {
		return nil, err
	}
	var rows []struct {
		ReceiptNo string `db:"receipt_no"`
		receiptPoint
	}
	if err := r.list(ctx, &rows, sqlHeldPoints, accountID); err != nil {
		return nil, err
	}
	points := map[string][]receiptPoint{}
	for _, row := range rows {
		points[row.ReceiptNo] = append(points[row.ReceiptNo], row.receiptPoint)
	}
	for i := range list {
		list[i].Points, list[i].Secrets = answeredPoints(points[list[i].ReceiptNo], list[i].SupersededAt == nil)
	}
	return list, nil
}

// HeldBooking is a booking of an account with what is sealed in it.
type HeldBooking struct {
	OpenDayNo      string               `db:"open_day_no"`
	Theme          string               `db:"theme"`
	StartsAt       time.Time            `db:"starts_at"`
	EndsAt         time.Time            `db:"ends_at"`
	PartySize      int                  `db:"party_size"`
	State          openday.BookingState `db:"state"`
	ConsentVersion string               `db:"consent_version"`
	CreatedAt      time.Time            `db:"created_at"`
	Name           []byte               `db:"name_sealed"`
	Phone          []byte               `db:"phone_sealed"`
}

const sqlHeldBookings = `SELECT d.no AS open_day_no, d.theme, s.starts_at, s.ends_at, b.party_size, b.state, b.consent_version, b.created_at,
    b.name_sealed, b.phone_sealed
FROM account_bookings a
JOIN bookings b ON b.open_day_id = a.open_day_id AND b.id = a.booking_id
JOIN sessions s ON s.open_day_id = b.open_day_id AND s.id = b.session_id
JOIN open_days d ON d.id = b.open_day_id
WHERE a.account_id = $1 ORDER BY b.created_at`

// HeldBookings lists an account's bookings.
func (r *Repo) HeldBookings(ctx context.Context, accountID int64) (list []HeldBooking, err error) {
	defer fault.Wrap(&err, "repo.HeldBookings(%d)", accountID)
	return list, r.list(ctx, &list, sqlHeldBookings, accountID)
}

// HeldMessage is a message to an account.
type HeldMessage struct {
	Channel   message.Channel  `db:"channel"`
	Template  message.Template `db:"template"`
	State     message.State    `db:"state"`
	CreatedAt time.Time        `db:"created_at"`
	Recipient []byte           `db:"recipient_sealed"`
	Values    []byte           `db:"values_sealed"`
}

const sqlHeldMessages = `SELECT channel, template, state, created_at, recipient_sealed, values_sealed FROM messages
WHERE account_id = $1 ORDER BY id`

// HeldMessages lists the messages to an account.
func (r *Repo) HeldMessages(ctx context.Context, accountID int64) (list []HeldMessage, err error) {
	defer fault.Wrap(&err, "repo.HeldMessages(%d)", accountID)
	return list, r.list(ctx, &list, sqlHeldMessages, accountID)
}
