package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"strconv"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/follow"
	"nayan/internal/message"
	"nayan/internal/privacy"
	"nayan/repo"
)

// sealFollowerEmail is the field under which a follower's address is sealed. Its
// index is that of accounts: an account finds what its own address follows.
const sealFollowerEmail = "follower.email"

const followerNonceSize = 16 // bytes

// FollowInput is what somebody without an account sends to follow something.
type FollowInput struct {
	Email   string
	Subject string // as follow.Subject writes it
	Consent string // version of the notice beside the form
}

// ConfirmFollowPath is where the link in the mail leads that asks whether it was
// its reader who asked to follow.
func ConfirmFollowPath(token string) string { return "/follow/requests/" + token }

// ManageFollowsPath is the page of a follower.
func ManageFollowsPath(token string) string { return "/followers/" + token }

// StopFollowsPath stops the news about a consultation with one click.
func StopFollowsPath(token, no string) string {
	return ManageFollowsPath(token) + "/consultations/" + no + "/stop"
}

// RequestFollow mails a link by which the owner of an address says that they want
// to follow something. Nothing in the answer or in what is stored for it tells
// whether the address does already: the mail says so. path is where the link
// leads, for a demonstration to show.
//
// Errors: Invalid (email, subject).
func (a *App) RequestFollow(ctx context.Context, in FollowInput) (path string, err error) {
	defer fault.Wrap(&err, "app.RequestFollow")
	to, mailbox := account.ReadContact(in.Email)
	s, known := follow.ReadSubject(in.Subject)
	var f fault.Fields
	f.Check(mailbox && to.Email != "", "email", "follow.error.email")
	f.Check(known, "subject", "follow.error.subject")
	if mailbox && !a.CanMailFollowers() {
		f.Add("email", "follow.no_mail")
	}
	if err := f.Err(); err != nil {
		return "", err
	}
	ids, named, err := a.Repo.Followable(ctx, s)
	if err != nil {
		return "", noSuchSubject(err)
	}
	token := newToken()
	q := repo.FollowRequest{EmailSealed: a.Keys.Seal(sealFollowerEmail, to.Email), EmailIndex: a.contactIndex(to),
		ConsentVersion: privacy.KnownNotice(in.Consent), Subject: ids}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		id, err := tx.InsertFollowRequest(ctx, hashToken(token), q, a.Now())
		if err != nil {
			return err
		}
		path, err = a.answerFollow(ctx, tx, id, token, to.Email, q, named)
		return err
	})
	return path, err
}

// CanMailFollowers reports whether a link to confirm reaches a mailbox, or is shown.
func (a *App) CanMailFollowers() bool {
	return a.ShowCodes || a.Gateways.Missing(message.Email, message.FollowConfirm) == ""
}

// answerFollow writes the one mail that asks to confirm, or says that there is
// nothing to confirm.
func (a *App) answerFollow(ctx context.Context, tx *repo.Tx, id int64, token, email string, q repo.FollowRequest, named follow.Followed) (path string, err error) {
	m := Message{Cause: "follow_request:" + strconv.FormatInt(id, 10), Channel: message.Email, Template: message.FollowConfirm, To: email,
		NotAfter: a.Now().AddDate(0, 0, follow.RequestDays)}
	m.Values = message.Values{Title: named.Title, Unit: named.Unit, Kind: string(named.Kind), Path: ConfirmFollowPath(token), Days: follow.RequestDays}
	have, err := tx.FollowerFollowing(ctx, q.EmailIndex, q.Subject)
	switch {
	case err == nil:
		m.Template, m.Values.Days, m.Values.Path = message.FollowKnown, 0, ManageFollowsPath(a.followerToken(have.Nonce))
	case !fault.Is(err, fault.NotFound):
		return "", err
	}
	return m.Values.Path, a.tell(ctx, tx, m)
}

func noSuchSubject(err error) error {
	if fault.Is(err, fault.NotFound) {
		return invalid("subject", "follow.error.subject")
	}
	return err
}

// FollowRequest says what a link asks to confirm. Errors: Closed when there is
// nothing (any more) to confirm.
func (a *App) FollowRequest(ctx context.Context, token string) (f follow.Followed, err error) {
	defer fault.Wrap(&err, "app.FollowRequest")
	q, err := a.followRequest(ctx, token)
	return q.Followed, err
}

func (a *App) followRequest(ctx context.Context, token string) (repo.FollowRequest, error) {
	q, err := a.Repo.FollowRequestByToken(ctx, hashToken(token), a.Now().AddDate(0, 0, -follow.RequestDays))
	return q, followOver(err)
}

// followOver gives a link that is unknown, used or too old one name.
func followOver(err error) error {
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict) {
		return fault.New(fault.Closed, "follow.error.link")
	}
	return err
}

// ConfirmFollow begins what a link asks for, and gives the token of the page where
// the follower says what to hear of. Errors: Closed as of FollowRequest.
func (a *App) ConfirmFollow(ctx context.Context, token string) (manage string, err error) {
	defer fault.Wrap(&err, "app.ConfirmFollow")
	q, err := a.followRequest(ctx, token)
	if err != nil {
		return "", err
	}
	email, err := a.Keys.Open(sealFollowerEmail, q.EmailSealed)
	if err != nil {
		return "", err
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		manage, err = a.begin(ctx, tx, email, q.Subject, q.ConsentVersion)
		if err != nil {
			return err
		}
		return followOver(tx.DropFollowRequests(ctx, q))
	})
	return manage, err
}

// FollowAs makes somebody who is signed in follow something at once: that the
// address is theirs is proven. Errors: Invalid (subject); Conflict without an address.
func (a *App) FollowAs(ctx context.Context, p Person, subject string) (err error) {
	defer fault.Wrap(&err, "app.FollowAs(%d)", p.ID)
	if p.Email == "" {
		return fault.New(fault.Conflict, "follow.error.no_email")
	}
	_, err = a.AddFollow(ctx, p.Email, subject)
	return err
}

// AddFollow makes an address that is known to be its owner's follow something, and
// gives the token of its page. Errors: Invalid (subject).
func (a *App) AddFollow(ctx context.Context, email, subject string) (manage string, err error) {
	defer fault.Wrap(&err, "app.AddFollow")
	s, known := follow.ReadSubject(subject)
	if !known {
		return "", invalid("subject", "follow.error.subject")
	}
	ids, _, err := a.Repo.Followable(ctx, s)
	if err != nil {
		return "", noSuchSubject(err)
	}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		manage, err = a.begin(ctx, tx, email, ids, privacy.NoticeVersion)
		return err
	})
	return manage, err
}

// begin follows a subject under an address, in a transaction.
func (a *App) begin(ctx context.Context, tx *repo.Tx, email string, s repo.FollowSubject, consent string) (manage string, err error) {
	f, err := a.ensureFollower(ctx, tx, email)
	if err != nil {
		return "", err
	}
	return a.followerToken(f.Nonce), tx.InsertFollow(ctx, f.ID, s, consent, a.Now().Truncate(time.Microsecond))
}

func (a *App) ensureFollower(ctx context.Context, tx *repo.Tx, email string) (repo.Follower, error) {
	nonce := make([]byte, followerNonceSize)
	_, _ = rand.Read(nonce) // never fails: crypto/rand aborts the program instead
	return tx.EnsureFollower(ctx, repo.Follower{EmailSealed: a.Keys.Seal(sealFollowerEmail, email),
		EmailIndex: a.contactIndex(account.Contact{Email: email}), Nonce: nonce, TokenHash: hashToken(a.followerToken(nonce))}, a.Now())
}

// followerToken is the secret in the links of a follower. It is kept nowhere: each
// mail makes it anew.
func (a *App) followerToken(nonce []byte) string {
	return base64.RawURLEncoding.EncodeToString(a.Keys.MAC("follower token", string(nonce)))
}
