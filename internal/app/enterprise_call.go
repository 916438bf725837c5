package app

import (
	"context"
	"fmt"
	"strconv"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/repo"
)

// InviteEnterprises is the job that invites the enterprises that a consultation
// addresses, queued with its release.
type InviteEnterprises struct {
	ConsultationID int64 `json:"consultation_id"`
}

// inviteAtRelease queues the job that invites whom a consultation addresses.
func inviteAtRelease(ctx context.Context, tx *repo.Tx, c repo.DeskConsultation, action consult.Action) error {
	if action != consult.Release || c.Audience != consult.Enterprises {
		return nil
	}
	return tx.Enqueue(ctx, InviteEnterprises{ConsultationID: c.ID})
}

// Kind implements the queue's interface.
func (InviteEnterprises) Kind() string { return "invite_enterprises" }

// InviteVerified is the job that invites an enterprise that was just verified.
type InviteVerified struct {
	EnterpriseID int64 `json:"enterprise_id"`
}

// Kind implements the queue's interface.
func (InviteVerified) Kind() string { return "invite_verified" }

// inviteBatch is how many enterprises one transaction invites.
const inviteBatch = 100

// InviteTo invites every enterprise that a consultation addresses, batch by batch,
// and tells each once: the invitation and its messages are one transaction. Cut
// off, it is begun again and goes on with who is left.
func (a *App) InviteTo(ctx context.Context, consultationID int64) (err error) {
	defer fault.Wrap(&err, "app.InviteTo(%d)", consultationID)
	return a.inviteTo(ctx, consultationID, inviteBatch)
}

func (a *App) inviteTo(ctx context.Context, consultationID int64, batch int) error {
	var last int64
	for more := true; more; {
		err := a.Repo.Write(ctx, func(tx *repo.Tx) error {
			list, err := tx.InviteTo(ctx, consultationID, last, batch, a.Now())
			if err != nil {
				return err
			}
			if more = len(list) == batch; more {
				last = list[len(list)-1].EnterpriseID
			}
			return a.tellInvited(ctx, tx, list)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Invite invites one enterprise to whatever addresses it and is not over.
func (a *App) Invite(ctx context.Context, enterpriseID int64) (err error) {
	defer fault.Wrap(&err, "app.Invite(%d)", enterpriseID)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		list, err := tx.Invite(ctx, enterpriseID, a.Now())
		if err != nil {
			return err
		}
		return a.tellInvited(ctx, tx, list)
	})
}

// tellInvited writes to the contact of each enterprise, and into the inboxes of
// its people.
func (a *App) tellInvited(ctx context.Context, tx *repo.Tx, list []repo.CallInvitation) error {
	if len(list) == 0 {
		return nil
	}
	ids := make([]int64, len(list))
	for i, x := range list {
		ids[i] = x.EnterpriseID
	}
	people, err := tx.MembersOf(ctx, ids)
	if err != nil {
		return err
	}
	for _, x := range list {
		if err := a.tellContact(ctx, tx, x); err != nil {
			return err
		}
		for _, m := range people {
			if m.EnterpriseID != x.EnterpriseID {
				continue
			}
			n := invitation(x)
			n.Channel, n.AccountID = message.Inbox, m.AccountID
			n.Cause += ":" + strconv.FormatInt(m.AccountID, 10)
			n.Values.Path = fmt.Sprintf("/account/enterprises/%d/consultations", x.EnterpriseID)
			if err := a.tell(ctx, tx, n); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *App) tellContact(ctx context.Context, tx *repo.Tx, x repo.CallInvitation) error {
	email, err := a.Keys.Open(sealEnterpriseContactEmail, x.ContactEmail)
	if err != nil || email == "" {
		return err
	}
	m := invitation(x)
	m.Channel, m.To = message.Email, email
	return a.tell(ctx, tx, m)
}

// invitation is worth nothing once the call is closed.
func invitation(x repo.CallInvitation) Message {
	return Message{Cause: fmt.Sprintf("consultation_invitation:%d:%d", x.ConsultationID, x.EnterpriseID), Template: message.ConsultationInvitation,
		NotAfter: x.ClosesAt, Values: message.Values{Enterprise: x.Name, Title: x.Title, ClosesAt: x.ClosesAt,
			Path: "/consultations/" + x.No}}
}
