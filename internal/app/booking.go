package app

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"strconv"
	"time"
	"unicode/utf8"

	"nayan/internal/fault"
	"nayan/internal/openday"
	"nayan/internal/privacy"
	"nayan/repo"
)

const (
	ticketCodeSize  = 16 // characters: 80 bits, above the 60 that guessing within rate limits calls for
	ticketCodeGroup = 4  // characters between hyphens
	ticketNonceSize = 16 // bytes
)

// Field names under which a booking is sealed.
const (
	sealBookingName  = "booking.name"
	sealBookingPhone = "booking.phone"
)

// BookInput is one attempt to book. IdempotencyKey is optional.
type BookInput struct {
	SessionID      int64
	Request        openday.Request
	IdempotencyKey string
	AccountID      int64  // of who is signed in; 0: nobody
	ConsentVersion string // of the notice beside the form; "" from a program
}

// Book books a party into a session, whole or not at all, and gives the ticket
// code as people read it (4-4-4-4). The same key and content give the same code
// again. Errors: NotFound, Invalid, Closed outside the booking window, Conflict
// when full or the phone has a booking there, Mismatch when the key was used for
// something else.
func (a *App) Book(ctx context.Context, in BookInput) (code string, state openday.BookingState, err error) {
	defer fault.Wrap(&err, "app.Book(%d)", in.SessionID)
	in.Request = in.Request.Normalised()
	if err := in.validate(); err != nil {
		return "", "", err
	}
	b := a.newBooking(in)
	got, err := a.Repo.Book(ctx, b)
	if err != nil {
		return "", "", err
	}
	switch {
	case got.Made:
		return a.ticketCode(b.TicketNonce), openday.Confirmed, nil
	case got.EarlierNonce == nil:
		return "", "", whyNot(got.Session, b)
	case !hmac.Equal(got.EarlierMAC, b.RequestMAC):
		return "", "", fault.New(fault.Mismatch, "booking.error.key_reused")
	}
	return a.ticketCode(got.EarlierNonce), got.EarlierState, nil
}

func (in BookInput) validate() error {
	if utf8.RuneCountInString(in.IdempotencyKey) > MaxKeyRunes {
		var f fault.Fields
		f.Add("idempotency_key", "booking.error.key_too_long", MaxKeyRunes)
		return f.Err()
	}
	return in.Request.Validate()
}

// whyNot says what kept the party out, from the session as the database saw it.
func whyNot(s openday.Session, b repo.NewBooking) error {
	if err := s.CheckBooking(b.PartySize, b.At); err != nil {
		return err
	}
	return errors.New("the database refused what the rules allow")
}

func (a *App) newBooking(in BookInput) repo.NewBooking {
	r, nonce := in.Request, make([]byte, ticketNonceSize)
	_, _ = rand.Read(nonce) // never fails: crypto/rand aborts the program instead
	b := repo.NewBooking{
		SessionID:   in.SessionID,
		AccountID:   in.AccountID,
		PartySize:   r.PartySize,
		PublicName:  privacy.MaskName(r.Name),
		NameSealed:  a.Keys.Seal(sealBookingName, r.Name),
		PhoneSealed: a.Keys.Seal(sealBookingPhone, r.Phone),
		PhoneIndex:  a.Keys.Index(sealBookingPhone, r.Phone),
		TicketNonce: nonce,
		CodeHash:    codeHash(a.plainTicketCode(nonce)),
		At:          a.Now().Truncate(time.Microsecond), // Postgres would round, the rules would not
		Consent:     privacy.KnownNotice(in.ConsentVersion),
	}
	if in.IdempotencyKey != "" {
		b.KeyHash = a.Keys.MAC("booking key", in.IdempotencyKey)
		b.RequestMAC = a.Keys.MAC("booking request", strconv.FormatInt(in.SessionID, 10), strconv.Itoa(r.PartySize), r.Name, r.Phone)
	}
	return b
}

// plainTicketCode derives the code from the booking's nonce: it can be given
// again to whoever repeats the request, and is stored nowhere.
func (a *App) plainTicketCode(nonce []byte) string {
	return derivedCode(a.Keys.MAC("ticket code", string(nonce)), ticketCodeSize)
}

func (a *App) ticketCode(nonce []byte) string {
	return grouped(a.plainTicketCode(nonce), ticketCodeGroup)
}

func codeHash(plain string) []byte {
	sum := sha256.Sum256([]byte(plain))
	return sum[:]
}
