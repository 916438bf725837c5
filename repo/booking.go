package repo

import (
	"context"
	"errors"
	"time"

	"nayan/internal/fault"
	"nayan/internal/openday"
)

// NewBooking is a booking to be made. Personal data arrives sealed; KeyHash and
// RequestMAC are nil for a request without an Idempotency-Key.
type NewBooking struct {
	SessionID   int64
	PartySize   int
	PublicName  string // masked
	NameSealed  []byte
	PhoneSealed []byte
	PhoneIndex  []byte
	TicketNonce []byte // 16 random bytes the code is derived from
	CodeHash    []byte // SHA-256 of the code
	KeyHash     []byte
	RequestMAC  []byte
	At          time.Time
	AccountID   int64  // who booked while signed in; 0: nobody's
	Consent     string // version of the notice agreed to
}

// BookingAttempt is what came of a booking: the session as it was found and, of
// Made and EarlierNonce, at most one. With neither, the session says why.
type BookingAttempt struct {
	openday.Session
	Made         bool                 `db:"made"`
	EarlierNonce []byte               `db:"earlier_nonce"` // of the booking made with the same Idempotency-Key
	EarlierState openday.BookingState `db:"earlier_state"`
	EarlierMAC   []byte               `db:"earlier_mac"`
}

// The whole booking is one statement, so one round trip and one transaction.
//
//   - A session that is full, not open or over is seen in the statement's
//     snapshot: nothing is written, no lock is waited for.
//   - The session's row is the one thing all visitors compete for, so it is
//     updated last: seat joins what the other inserts return. Its lock is held for
//     little more than the commit, a second booking of the same phone or key
//     never holds it, and cancelling (booking first, then session) cannot deadlock.
//   - seat does not ask whether the party still fits: the CHECK
//     sessions_never_oversold judges the row as it is once the lock is ours, and a
//     party that came too late takes its whole statement back.
const sqlBook = `WITH slot AS MATERIALIZED (
  SELECT s.id, s.open_day_id, s.starts_at, s.ends_at, s.capacity, s.taken, s.booking_opens_at, s.booking_closes_at,
    b.ticket_nonce, b.state, k.request_mac,
    k.key_hash IS NULL AND s.booking_opens_at <= $11 AND s.booking_closes_at > $11 AND s.taken + $2 <= s.capacity AS free
  FROM sessions s JOIN open_days d ON d.id = s.open_day_id
  LEFT JOIN booking_keys k ON k.open_day_id = s.open_day_id AND k.key_hash = $9
  LEFT JOIN bookings b ON b.open_day_id = k.open_day_id AND b.id = k.booking_id
  WHERE s.id = $1 AND d.state = 'released'
), booking AS (
  INSERT INTO bookings (open_day_id, session_id, party_size, state, public_name, name_sealed, phone_sealed, phone_index,
    ticket_nonce, created_at, consent_version)
  SELECT open_day_id, id, $2, 'confirmed', $3, $4, $5, $6, $7, $11, $13 FROM slot WHERE free
  RETURNING open_day_id, session_id, id
), ticket AS (
  INSERT INTO tickets (code_hash, open_day_id, booking_id) SELECT $8, open_day_id, id FROM booking RETURNING booking_id
), key AS (
  INSERT INTO booking_keys (open_day_id, key_hash, request_mac, booking_id, created_at)
  SELECT open_day_id, $9, $10, id, $11 FROM booking WHERE $9 IS NOT NULL RETURNING booking_id
), own AS (
  INSERT INTO account_bookings (open_day_id, booking_id, account_id, linked_at)
  SELECT b.open_day_id, b.id, a.id, $11 FROM booking b, accounts a
  WHERE a.id = $12::bigint AND a.erased_at IS NULL FOR KEY SHARE OF a -- waits for an erasure under way
  RETURNING booking_id
), seat AS (
  UPDATE sessions s SET taken = s.taken + $2
  FROM booking b JOIN ticket t ON t.booking_id = b.id LEFT JOIN key k ON k.booking_id = b.id LEFT JOIN own o ON o.booking_id = b.id
  WHERE s.open_day_id = b.open_day_id AND s.id = b.session_id
  RETURNING s.id
)
SELECT id, open_day_id, starts_at, ends_at, capacity, taken, booking_opens_at, booking_closes_at,
  EXISTS (SELECT 1 FROM seat) AS made, ticket_nonce AS earlier_nonce, coalesce(state, '') AS earlier_state,
  request_mac AS earlier_mac
FROM slot`

// bookTries bounds how often a lost race is looked at again: a race lost for a
// seat and one lost to a double click leave one try to read what came of it.
const bookTries = 3

// Book tries to make a booking. NotFound: no such session in a released open
// day. Conflict booking.error.phone_taken: the phone has an active booking in the
// session. A party that does not fit is no error, see BookingAttempt.
func (r *Repo) Book(ctx context.Context, b NewBooking) (a BookingAttempt, err error) {
	defer fault.Wrap(&err, "repo.Book(%d)", b.SessionID)
	inDoubt := b.KeyHash != nil // a taken phone may be our own double click
	for range bookTries {
		a = BookingAttempt{}
		err = r.get(ctx, &a, sqlBook, b.SessionID, b.PartySize, b.PublicName, b.NameSealed, b.PhoneSealed, b.PhoneIndex,
			b.TicketNonce, b.CodeHash, b.KeyHash, b.RequestMAC, b.At, b.AccountID, b.Consent)
		switch Constraint(err) {
		case "sessions_never_oversold", "booking_keys_pkey":
			continue // somebody was faster: the next snapshot shows who
		case "bookings_one_per_phone":
			if !inDoubt {
				return a, fault.New(fault.Conflict, "booking.error.phone_taken")
			}
			inDoubt = false
			continue
		}
		return a, timedOut(ctx, err)
	}
	return a, fault.New(fault.Unavailable, "error.unavailable")
}

// timedOut names what waiting for a lock past the deadline is: the server's
// report of the cancelled statement does not tell it apart.
func timedOut(ctx context.Context, err error) error {
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &fault.Error{Kind: fault.Unavailable, Key: "error.unavailable", Err: err}
	}
	return err
}
