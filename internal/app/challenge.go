package app

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"fmt"
	"math/big"
	"strconv"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/repo"
)

// How long a one-time code is good, how often it may be tried, and how long to
// wait before another one is sent. With six digits, five tries are right by
// chance once in 200,000 codes.
const (
	CodeTTL      = 10 * time.Minute
	MaxCodeTries = 5
	CodeAgain    = time.Minute
)

// sealChallengeContact is the field under which a challenge keeps where its code went.
const sealChallengeContact = "challenge.contact"

// IssuedCode is a code under way. Token goes into a cookie of the browser that
// asked; Shown is the code itself in a demonstration, and empty otherwise.
type IssuedCode struct{ Token, Shown string }

// SentCode says where a code went, and from when on another can be asked for.
type SentCode struct {
	Contact account.Contact
	AgainAt time.Time
}

// issue draws a code and sends it, in one transaction. Nobody is looked up: the
// answer is the same whether there is an account or not. Invalid (contact) when
// the channel has no gateway.
func (a *App) issue(ctx context.Context, purpose repo.Purpose, to account.Contact, accountID int64, consent string) (IssuedCode, error) {
	channel := channelOf(to)
	if !a.Reach().Has(channel) {
		return IssuedCode{}, invalid("contact", "account.error.no_gateway."+string(channel))
	}
	token, code, now := newToken(), drawCode(), a.Now().Truncate(time.Microsecond) // as Postgres keeps it
	err := a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if accountID != 0 {
			if err := tx.LockAccount(ctx, accountID); err != nil {
				return err
			}
		}
		id, err := tx.InsertChallenge(ctx, hashToken(token), repo.Challenge{Purpose: purpose, Channel: channel,
			ContactSealed: a.Keys.Seal(sealChallengeContact, to.String()), ContactIndex: a.contactIndex(to), AccountID: accountID,
			CodeMAC: a.codeMAC(token, code), ConsentVersion: consent, CreatedAt: now, ExpiresAt: now.Add(CodeTTL)})
		if err != nil {
			return err
		}
		return a.tell(ctx, tx, Message{Cause: "code:" + strconv.FormatInt(id, 10), Channel: channel, Template: message.Code,
			To: to.String(), Values: message.Values{Code: code, Minutes: int(CodeTTL.Minutes())}, AccountID: accountID, NotAfter: now.Add(CodeTTL)})
	})
	out := IssuedCode{Token: token}
	if a.ShowCodes {
		out.Shown = code
	}
	return out, err
}

// Reach says over which channels a one-time code can reach somebody; in a
// demonstration over all, as it is shown.
func (a *App) Reach() message.Gateways {
	if a.ShowCodes {
		return message.Gateways{Email: true, SMS: true}
	}
	return a.Gateways
}

// unreadable is the key of what to type instead of what is no contact: it asks for
// nothing that no code can be sent to.
func (a *App) unreadable() string {
	switch r := a.Reach(); {
	case r.Email && !r.SMS:
		return "account.error.contact.email"
	case r.SMS && !r.Email:
		return "account.error.contact.sms"
	}
	return "account.error.contact"
}

// codeUnderWay finds where a code went; Closed when it is used or over.
func (a *App) codeUnderWay(ctx context.Context, purpose repo.Purpose, token string, accountID int64) (repo.Challenge, SentCode, error) {
	c, err := a.Repo.Challenge(ctx, hashToken(token), purpose, accountID, a.Now())
	if err != nil {
		return c, SentCode{}, codeOver(err)
	}
	to, err := a.openContact(c)
	return c, SentCode{Contact: to, AgainAt: c.CreatedAt.Add(CodeAgain)}, err
}

// issueAgain sends another code to where the last one went. RateLimited within
// CodeAgain of the last one.
func (a *App) issueAgain(ctx context.Context, purpose repo.Purpose, token string, accountID int64) (IssuedCode, error) {
	c, sent, err := a.codeUnderWay(ctx, purpose, token, accountID)
	if err != nil {
		return IssuedCode{}, err
	}
	if wait := sent.AgainAt.Sub(a.Now()); wait > 0 {
		return IssuedCode{}, fault.Limited("account.error.code_again", wait)
	}
	return a.issue(ctx, purpose, sent.Contact, accountID, c.ConsentVersion)
}

// try compares what was typed with a code under way; a guess is counted before it
// is compared. What it lets pass must still be spent, in the transaction of what
// the code is for. Errors: Invalid (code); Closed when there is nothing to try.
func (a *App) try(ctx context.Context, purpose repo.Purpose, token string, accountID int64, typed string) (repo.Challenge, error) {
	code := account.ReadCode(typed)
	if code == "" { // a slip, not a guess
		return repo.Challenge{}, invalid("code", "account.error.code_shape", account.CodeSize)
	}
	c, err := a.Repo.TryChallenge(ctx, hashToken(token), purpose, accountID, a.Now(), MaxCodeTries)
	switch left := MaxCodeTries - c.Attempts; {
	case err != nil:
		return c, codeOver(err)
	case hmac.Equal(c.CodeMAC, a.codeMAC(token, code)):
		return c, nil
	case left == 0:
		return c, fault.New(fault.Closed, "account.error.code_over")
	default:
		return c, invalid("code", "account.error.code_wrong", left)
	}
}

// spend uses a code up; Closed when somebody was faster.
func (a *App) spend(ctx context.Context, tx *repo.Tx, c repo.Challenge) error {
	return codeOver(tx.SpendChallenge(ctx, c.ID, a.Now()))
}

// codeOver gives a code that is unknown, used, over or tried too often one name.
func codeOver(err error) error {
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict) {
		return fault.New(fault.Closed, "account.error.code_over")
	}
	return err
}

func (a *App) openContact(c repo.Challenge) (account.Contact, error) {
	to, err := a.Keys.Open(sealChallengeContact, c.ContactSealed)
	if c.Channel == message.SMS {
		return account.Contact{Phone: to}, err
	}
	return account.Contact{Email: to}, err
}

func channelOf(c account.Contact) message.Channel {
	if c.Phone != "" {
		return message.SMS
	}
	return message.Email
}

// contactIndex finds the account of a contact, in the column of its channel.
func (a *App) contactIndex(c account.Contact) []byte {
	if c.Phone != "" {
		return a.Keys.Index(sealAccountPhone, c.Phone)
	}
	return a.Keys.Index(sealAccountEmail, c.Email)
}

// codeMAC binds a code to the token of the browser that asked for it.
func (a *App) codeMAC(token, code string) []byte { return a.Keys.MAC("one-time code", token, code) }

var codeSpace = new(big.Int).Exp(big.NewInt(10), big.NewInt(account.CodeSize), nil)

func drawCode() string {
	n, _ := rand.Int(rand.Reader, codeSpace) // never fails: crypto/rand aborts the program instead
	return fmt.Sprintf("%0*d", account.CodeSize, n)
}

// invalid is a form with one broken rule.
func invalid(name, key string, args ...any) error {
	var f fault.Fields
	f.Add(name, key, args...)
	return f.Err()
}
