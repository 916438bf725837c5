package app

import (
	"context"
	"strconv"
	"strings"
	"time"

	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/repo"
)

// EraseWord is what somebody types to show that they mean it.
const EraseWord = "注销"

// FreshSession is how young a session must be to erase an account that has no
// password, or to change how it is entered: whoever finds a browser signed in must
// not be able to.
const FreshSession = 15 * time.Minute

// lastMessageWithin is how long the address is kept for the message that says it
// is gone, when it cannot be sent at once.
const lastMessageWithin = 7 * 24 * time.Hour

// EraseInput is a request to erase one's account.
type EraseInput struct {
	Confirm  string // EraseWord
	Password string // where there is one
}

// Erased says what was done.
type Erased struct {
	Comments    int64 // no longer connected with anybody
	Bookings    int64 // names and phones gone
	Cancelled   int64 // of these: visits to come, their places free again
	Enterprises int   // left
	Told        bool  // a last message goes to the address that was
}

// EraseAccount takes a person out of everything the platform keeps, all at once
// (个人信息保护法 art. 47). What was said and answered stays, connected with nobody:
// the record of a decision must be kept (重大行政决策程序暂行条例 art. 33).
//
// Errors: Invalid (confirm, password), Forbidden when there is no password and
// the session is not fresh, Conflict while somebody must take over an enterprise.
func (a *App) EraseAccount(ctx context.Context, p Person, in EraseInput) (e Erased, err error) {
	defer fault.Wrap(&err, "app.EraseAccount(%d)", p.ID)
	if err := a.mayErase(ctx, p, in); err != nil {
		return Erased{}, err
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		e, err = a.erase(ctx, tx, p.ID)
		return err
	})
	return e, err
}

func (a *App) mayErase(ctx context.Context, p Person, in EraseInput) error {
	var f fault.Fields
	f.Check(!p.HasPassword || in.Password != "", "password", "account.error.erase_password")
	f.Check(strings.TrimSpace(in.Confirm) == EraseWord, "confirm", "account.error.erase_word", EraseWord)
	if err := f.Err(); err != nil {
		return err
	}
	proof, err := a.Repo.ErasureProof(ctx, p.ID, p.SessionID)
	if err != nil {
		return err
	}
	if proof.PasswordHash == "" {
		if proof.SignedInAt.Before(a.Now().Add(-FreshSession)) {
			return fault.New(fault.Forbidden, "account.error.erase_stale")
		}
		return nil
	}
	ok, err := a.Passwords.Check(ctx, proof.PasswordHash, in.Password)
	f.Check(ok || err != nil, "password", "account.error.erase_password")
	if err != nil {
		return err
	}
	return f.Err()
}

// erase takes the person out, in the order in which others lock the same rows.
func (a *App) erase(ctx context.Context, tx *repo.Tx, accountID int64) (e Erased, err error) {
	now := a.Now()
	was, err := tx.HoldAccount(ctx, accountID)
	if err != nil {
		return Erased{}, err
	}
	names, err := tx.Leaderless(ctx, accountID)
	if err != nil {
		return Erased{}, err
	}
	if len(names) > 0 {
		return Erased{}, fault.New(fault.Conflict, "account.error.erase_manager", strings.Join(names, "、"))
	}
	if err := tx.Personal(ctx, repo.Erasing); err != nil {
		return Erased{}, err
	}
	if e.Comments, err = tx.EraseComments(ctx, accountID); err != nil {
		return Erased{}, err
	}
	if e.Bookings, e.Cancelled, err = tx.EraseBookings(ctx, accountID, now); err != nil {
		return Erased{}, err
	}
	if err := tx.ForgetSurveyDrafts(ctx, a.accountOwner(accountID)); err != nil {
		return Erased{}, err
	}
	left, err := tx.LeaveEnterprises(ctx, accountID, now)
	if err != nil {
		return Erased{}, err
	}
	e.Enterprises = len(left)
	if err := a.forgetContact(ctx, tx, was, left); err != nil {
		return Erased{}, err
	}
	if err := a.forgetFollower(ctx, tx, accountID); err != nil {
		return Erased{}, err
	}
	if err := tx.EraseAccount(ctx, accountID, now); err != nil {
		return Erased{}, err
	}
	e.Told, err = a.tellErased(ctx, tx, was)
	return e, err
}

// forgetContact clears the contact of the enterprises that somebody leaves where
// it is that person; its managers name another.
func (a *App) forgetContact(ctx context.Context, tx *repo.Tx, was repo.Account, left []int64) error {
	p, err := a.openPerson(was)
	if err != nil {
		return err
	}
	for _, id := range left {
		held, err := tx.HoldEnterprise(ctx, id)
		if err != nil {
			return err
		}
		e, err := a.openEnterprise(held)
		if err != nil {
			return err
		}
		named := e.CreatedBy == p.ID && same(e.Contact.Name, p.Name) // others may bear the name
		if named || same(e.Contact.Phone, p.Phone) || same(e.Contact.Email, p.Email) {
			if err := tx.ClearEnterpriseContact(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// same reports whether two things somebody gave are there and equal.
func same(one, other string) bool { return one != "" && strings.EqualFold(one, other) }

// tellErased writes to the address once more; the message is the account's no
// longer, and its address goes once it is sent.
func (a *App) tellErased(ctx context.Context, tx *repo.Tx, was repo.Account) (told bool, err error) {
	p, err := a.openPerson(was)
	if err != nil {
		return false, err
	}
	m := Message{Cause: "account_erased:" + strconv.FormatInt(p.ID, 10), Channel: message.Email, Template: message.AccountErased,
		To: p.Email, Values: message.Values{Name: p.Name}, NotAfter: a.Now().Add(lastMessageWithin)}
	if m.To == "" {
		m.Channel, m.To = message.SMS, p.Phone
	}
	if m.To == "" {
		return false, nil
	}
	return true, a.tell(ctx, tx, m)
}
