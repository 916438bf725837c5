package app

import (
	"context"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/repo"
)

// Field names under which an enterprise is sealed.
const (
	sealEnterpriseUSCC         = "enterprise.uscc"
	sealEnterpriseContactName  = "enterprise.contact_name"
	sealEnterpriseContactPhone = "enterprise.contact_phone"
	sealEnterpriseContactEmail = "enterprise.contact_email"
)

// OwnEnterprise is an enterprise with what somebody may do for it.
type OwnEnterprise struct {
	account.Enterprise
	Role account.MemberRole
}

// RegisterEnterprise hands in a registration; who does so becomes its manager. A
// code whose check character is wrong is taken once it is confirmed.
//
// Errors: Invalid, with the field "uscc_confirmed" alone when only the code is
// doubtful; Conflict when the account has registered the code already, or has too
// many registrations waiting.
func (a *App) RegisterEnterprise(ctx context.Context, accountID int64, in account.Registration, confirmed bool) (id int64, err error) {
	defer fault.Wrap(&err, "app.RegisterEnterprise")
	in = in.Normalise()
	if err := checkRegistration(in, confirmed); err != nil {
		return 0, err
	}
	e := a.sealEnterprise(in)
	e.CreatedBy = accountID
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := tx.LockAccount(ctx, accountID); err != nil {
			return err
		}
		waiting, err := tx.PendingEnterprises(ctx, accountID)
		if err != nil {
			return err
		}
		if waiting >= account.MaxPendingRegistrations {
			return fault.New(fault.Conflict, "enterprise.error.too_many_pending", account.MaxPendingRegistrations)
		}
		if id, err = tx.InsertEnterprise(ctx, e, a.Now()); err != nil {
			return noSuchTownship(alreadyYours(err))
		}
		return tx.InsertEnterpriseMember(ctx, id, accountID, account.Manager, a.Now())
	})
	return id, err
}

func checkRegistration(in account.Registration, confirmed bool) error {
	if err := in.Validate(); err != nil || confirmed || !in.Doubtful() {
		return err
	}
	var f fault.Fields
	f.Add("uscc_confirmed", "enterprise.error.uscc_doubtful")
	return f.Err()
}

// alreadyYours puts the registrant's unique index into words.
func alreadyYours(err error) error {
	if repo.Constraint(err) == "enterprises_one_per_registrant" {
		return fault.New(fault.Conflict, "enterprise.error.already_yours")
	}
	return err
}

func (a *App) sealEnterprise(in account.Registration) repo.Enterprise {
	return repo.Enterprise{Name: in.Name, USCCDoubtful: in.Doubtful(), Industry: in.Industry, Size: in.Size, TownshipID: in.TownshipID,
		USCCSealed:   a.Keys.Seal(sealEnterpriseUSCC, in.USCC),
		USCCIndex:    a.usccIndex(in.USCC),
		ContactName:  a.Keys.Seal(sealEnterpriseContactName, in.Contact.Name),
		ContactPhone: a.Keys.Seal(sealEnterpriseContactPhone, in.Contact.Phone),
		ContactEmail: a.Keys.Seal(sealEnterpriseContactEmail, in.Contact.Email)}
}

func (a *App) usccIndex(code string) []byte { return a.Keys.Index(sealEnterpriseUSCC, code) }

// EditEnterprise changes what an enterprise says of itself, on behalf of one of
// its managers. Once it is verified, its name and code stay; before, changing
// them hands the registration in again, as does any change after a rejection.
//
// Errors: as RegisterEnterprise; Forbidden when the account is no manager any more.
func (a *App) EditEnterprise(ctx context.Context, accountID, id int64, in account.Registration, confirmed bool) (err error) {
	defer fault.Wrap(&err, "app.EditEnterprise(%d)", id)
	in = in.Normalise()
	return a.manage(ctx, accountID, id, func(tx *repo.Tx, held repo.Enterprise, _ account.Membership) error {
		old, err := a.openEnterprise(held)
		if err != nil {
			return err
		}
		if !old.State.Correctable() {
			in.Name, in.USCC = old.Name, old.USCC
		}
		if err := checkRegistration(in, confirmed || in.USCC == old.USCC); err != nil {
			return err
		}
		e := a.sealEnterprise(in)
		e.ID = id
		if err := tx.UpdateEnterprise(ctx, e); err != nil {
			return noSuchTownship(alreadyYours(err))
		}
		if in.Name == old.Name && in.USCC == old.USCC && old.State != account.EnterpriseRejected {
			return nil
		}
		return tx.ResubmitEnterprise(ctx, id, a.Now())
	})
}

// manage runs fn for a manager of an enterprise while nobody else can change it
// or who belongs to it. The route has let the role pass; since then it may have
// been taken away.
func (a *App) manage(ctx context.Context, accountID, id int64, fn func(*repo.Tx, repo.Enterprise, account.Membership) error) error {
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := tx.LockAccount(ctx, accountID); err != nil {
			return err
		}
		e, err := tx.HoldEnterprise(ctx, id)
		if err != nil {
			return err
		}
		m, err := tx.Membership(ctx, id)
		if err != nil {
			return err
		}
		if err := m.CheckManager(accountID); err != nil {
			return err
		}
		return fn(tx, e, m)
	})
}

// EnterprisesOf lists the enterprises an account belongs to, the latest first.
func (a *App) EnterprisesOf(ctx context.Context, accountID int64) ([]OwnEnterprise, error) {
	list, err := a.Repo.EnterprisesOf(ctx, accountID)
	out := make([]OwnEnterprise, len(list))
	for i, x := range list {
		if err == nil {
			out[i].Role = x.Role
			out[i].Enterprise, err = a.openEnterprise(x.Enterprise)
		}
	}
	return out, err
}

// Enterprise gives a registration, opened. Errors: NotFound.
func (a *App) Enterprise(ctx context.Context, id int64) (account.Enterprise, error) {
	e, err := a.Repo.EnterpriseByID(ctx, id)
	if err != nil {
		return account.Enterprise{}, err
	}
	return a.openEnterprise(e)
}

func (a *App) openEnterprise(e repo.Enterprise) (out account.Enterprise, err error) {
	defer fault.Wrap(&err, "app.openEnterprise(%d)", e.ID)
	out = account.Enterprise{ID: e.ID, Registration: account.Registration{Name: e.Name, Traits: e.Traits()}, Township: e.Township, State: e.State, Reason: e.Reason,
		Submission: e.Submission, SubmittedAt: e.SubmittedAt, DecidedAt: orZero(e.DecidedAt), CreatedBy: e.CreatedBy}
	for _, f := range []struct {
		field  string
		sealed []byte
		into   *string
	}{
		{sealEnterpriseUSCC, e.USCCSealed, &out.USCC},
		{sealEnterpriseContactName, e.ContactName, &out.Contact.Name},
		{sealEnterpriseContactPhone, e.ContactPhone, &out.Contact.Phone},
		{sealEnterpriseContactEmail, e.ContactEmail, &out.Contact.Email},
	} {
		if *f.into, err = a.Keys.Open(f.field, f.sealed); err != nil {
			return account.Enterprise{}, err
		}
	}
	return out, nil
}

func (a *App) openEnterprises(list []repo.Enterprise) ([]account.Enterprise, error) {
	out := make([]account.Enterprise, 0, len(list))
	for _, e := range list {
		opened, err := a.openEnterprise(e)
		if err != nil {
			return nil, err
		}
		out = append(out, opened)
	}
	return out, nil
}

func orZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
