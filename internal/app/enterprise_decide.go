package app

import (
	"context"
	"fmt"
	"strconv"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/internal/text"
	"nayan/repo"
)

// decidedState is what the audit keeps of an enterprise: nothing of its contact.
type decidedState struct {
	State      account.EnterpriseState `json:"state"`
	Submission int                     `json:"submission"`
	Reason     string                  `json:"reason,omitempty"`
}

// VerifyEnterprise finds a registration to be right, as the clerk saw it: a later
// submission is another matter. The registrant is told. Errors: Conflict when it
// was decided on or handed in anew meanwhile, or another one with its code is
// verified.
func (a *App) VerifyEnterprise(ctx context.Context, actor Actor, id int64, submission int) (err error) {
	defer fault.Wrap(&err, "app.VerifyEnterprise(%d)", id)
	return a.decideEnterprise(ctx, "enterprise.verify", repo.EnterpriseDecision{ID: id, Submission: submission,
		To: account.EnterpriseVerified, StaffID: actor.StaffID, At: a.Now()})
}

// RejectEnterprise turns a registration down; the registrant reads the reason.
// Errors: Invalid; Conflict as VerifyEnterprise.
func (a *App) RejectEnterprise(ctx context.Context, actor Actor, id int64, submission int, reason string) (err error) {
	defer fault.Wrap(&err, "app.RejectEnterprise(%d)", id)
	reason = text.Block(reason)
	if err := account.CheckRejection(reason); err != nil {
		return err
	}
	return a.decideEnterprise(ctx, "enterprise.reject", repo.EnterpriseDecision{ID: id, Submission: submission,
		To: account.EnterpriseRejected, Reason: reason, StaffID: actor.StaffID, At: a.Now()})
}

func (a *App) decideEnterprise(ctx context.Context, action string, d repo.EnterpriseDecision) error {
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := tx.HoldRegistrant(ctx, d.ID); err != nil {
			return err
		}
		told, err := tx.DecideEnterprise(ctx, d)
		if err != nil {
			return oneVerified(err)
		}
		err = tx.Audit(ctx, repo.AuditEntry{At: d.At, StaffID: d.StaffID, Action: action, ObjectKind: "enterprise",
			ObjectID: strconv.FormatInt(d.ID, 10), Before: decidedState{State: account.EnterprisePending, Submission: d.Submission},
			After: decidedState{State: d.To, Submission: d.Submission, Reason: d.Reason}})
		if err != nil {
			return err
		}
		if d.To == account.EnterpriseVerified {
			if err := tx.Enqueue(ctx, InviteVerified{EnterpriseID: d.ID}); err != nil {
				return err
			}
		}
		return a.tellRegistrant(ctx, tx, d, told)
	})
}

// oneVerified puts the unique index of verified codes into words.
func oneVerified(err error) error {
	if repo.Constraint(err) == "enterprises_one_per_code" {
		return fault.New(fault.Conflict, "enterprise.error.code_verified")
	}
	return err
}

// tellRegistrant writes into the registrant's inbox and, where there is an
// address, an e-mail: once for each submission.
func (a *App) tellRegistrant(ctx context.Context, tx *repo.Tx, d repo.EnterpriseDecision, told repo.Registrant) error {
	if told.Erased {
		return nil
	}
	m := Message{Cause: fmt.Sprintf("enterprise_decided:%d:%d", d.ID, d.Submission), Channel: message.Inbox,
		Template: message.EnterpriseVerified, AccountID: told.AccountID, Values: message.Values{Enterprise: told.Name, Reason: d.Reason,
			Path: "/account/enterprises/" + strconv.FormatInt(d.ID, 10)}}
	if d.To == account.EnterpriseRejected {
		m.Template = message.EnterpriseRejected
	}
	if err := a.tell(ctx, tx, m); err != nil {
		return err
	}
	email, err := a.Keys.Open(sealAccountEmail, told.EmailSealed)
	if err != nil || email == "" {
		return err
	}
	m.Channel, m.To = message.Email, email
	return a.tell(ctx, tx, m)
}
