package app

import (
	"context"
	"unicode/utf8"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/text"
	"nayan/repo"
)

// Identity is whom an OpenID provider vouches for.
type Identity struct {
	Issuer, Subject string
	Name            string
	Email, Phone    string // only what the provider has verified; else ""
}

const (
	sealSubject = "identity.subject"

	maxPersonName = 50 // characters
)

func (a *App) sealIdentity(id Identity) repo.Identity {
	return repo.Identity{Issuer: id.Issuer, SubjectSealed: a.Keys.Seal(sealSubject, id.Subject), SubjectIndex: a.Keys.Index(sealSubject, id.Subject)}
}

// SignInByIdentity signs an account in, and makes it when the identity is new;
// consentVersion is the version of the text that the person agreed to. Errors:
// Conflict when an account with the same contact exists. That account is never
// opened for who merely has its address at the provider: it may have come to
// somebody else there.
func (a *App) SignInByIdentity(ctx context.Context, id Identity, consentVersion string, client Client) (in Entered, err error) {
	defer fault.Wrap(&err, "app.SignInByIdentity")
	for range 2 { // the second time finds what another tab made meanwhile
		in, err = a.signInByIdentity(ctx, id, consentVersion, client)
		if !fault.Is(err, fault.Conflict) {
			return in, err
		}
	}
	return Entered{}, fault.New(fault.Conflict, "oidc.error.contact_taken")
}

func (a *App) signInByIdentity(ctx context.Context, id Identity, consentVersion string, client Client) (in Entered, err error) {
	sealed := a.sealIdentity(id)
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		accountID, err := tx.AccountByIdentity(ctx, sealed.Issuer, sealed.SubjectIndex)
		if fault.Is(err, fault.NotFound) {
			accountID, err = a.accountOf(ctx, tx, id)
		}
		if err != nil {
			return err
		}
		if err := tx.InsertConsent(ctx, accountID, consentVersion, a.Now()); err != nil {
			return err
		}
		in.Token, err = a.openAccountSession(ctx, tx, accountID, "", client)
		return err
	})
	return in, err
}

// accountOf makes the account of a new identity.
func (a *App) accountOf(ctx context.Context, tx *repo.Tx, id Identity) (accountID int64, err error) {
	if accountID, err = tx.InsertAccount(ctx, a.sealAccount(id.account(), ""), a.Now()); err != nil {
		return 0, err
	}
	return accountID, tx.LinkAccount(ctx, accountID, a.sealIdentity(id), a.Now())
}

// account takes over from the provider what has the shape of ours.
func (id Identity) account() (in AccountInput) {
	if name := text.Line(id.Name); text.Ink(name) && utf8.RuneCountInString(name) <= maxPersonName {
		in.Name = name
	}
	if c, ok := account.ReadContact(id.Email); ok {
		in.Email = c.Email
	}
	if c, ok := account.ReadContact(id.Phone); ok {
		in.Phone = c.Phone
	}
	return in
}

// LinkAccountIdentity lets an identity open an account. Errors: Conflict when it
// opens one already.
func (a *App) LinkAccountIdentity(ctx context.Context, accountID int64, id Identity) (err error) {
	defer fault.Wrap(&err, "app.LinkAccountIdentity(%d)", accountID)
	return taken(a.Repo.Write(ctx, func(tx *repo.Tx) error {
		return tx.LinkAccount(ctx, accountID, a.sealIdentity(id), a.Now())
	}))
}

// taken says that an identity belongs to somebody, or to the same one already.
func taken(err error) error {
	if fault.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "oidc.error.identity_taken")
	}
	return err
}

// UnlinkAccountIdentity takes an identity off an account. Errors: NotFound;
// Conflict for the last way to sign in.
func (a *App) UnlinkAccountIdentity(ctx context.Context, accountID, identityID int64) (err error) {
	defer fault.Wrap(&err, "app.UnlinkAccountIdentity(%d, %d)", accountID, identityID)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		others, err := tx.OtherWaysIn(ctx, accountID, identityID)
		if err != nil {
			return err
		}
		if err := tx.UnlinkAccount(ctx, accountID, identityID); err != nil {
			return err
		}
		if !others {
			return fault.New(fault.Conflict, "oidc.error.last_way")
		}
		return nil
	})
}

// SignInStaffByIdentity signs a member of staff in, up to the second factor: the
// provider vouches for what stands in place of a password. Errors: Forbidden for an
// identity that signs nobody in, and for who may not sign in any more: which of
// the two it is, is no business of a stranger's.
func (a *App) SignInStaffByIdentity(ctx context.Context, id Identity, client Client) (o Opened, err error) {
	defer fault.Wrap(&err, "app.SignInStaffByIdentity")
	sealed := a.sealIdentity(id)
	staffID, err := a.Repo.StaffByIdentity(ctx, sealed.Issuer, sealed.SubjectIndex)
	if err == nil {
		o, err = a.OpenStaffSession(ctx, staffID, client)
	}
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Unauthenticated) {
		return Opened{}, fault.New(fault.Forbidden, "oidc.error.staff_unknown")
	}
	return o, err
}

// LinkStaffIdentity lets an identity sign the actor in. Errors: Conflict when it
// signs somebody in already.
func (a *App) LinkStaffIdentity(ctx context.Context, actor Actor, id Identity) (err error) {
	defer fault.Wrap(&err, "app.LinkStaffIdentity(%d)", actor.StaffID)
	return taken(a.Repo.Write(ctx, func(tx *repo.Tx) error {
		if err := tx.LinkStaff(ctx, actor.StaffID, a.sealIdentity(id), a.Now()); err != nil {
			return err
		}
		return tx.Audit(ctx, a.identityEntry(actor, "staff.link_identity", nil, issuerOnly{id.Issuer}))
	}))
}

// UnlinkStaffIdentity takes an identity off the actor. Errors: NotFound.
func (a *App) UnlinkStaffIdentity(ctx context.Context, actor Actor, identityID int64) (err error) {
	defer fault.Wrap(&err, "app.UnlinkStaffIdentity(%d, %d)", actor.StaffID, identityID)
	return a.Repo.Write(ctx, func(tx *repo.Tx) error {
		issuer, err := tx.UnlinkStaff(ctx, actor.StaffID, identityID)
		if err != nil {
			return err
		}
		return tx.Audit(ctx, a.identityEntry(actor, "staff.unlink_identity", issuerOnly{issuer}, nil))
	})
}

// issuerOnly is what the audit keeps of an identity: not whom it names there.
type issuerOnly struct {
	Issuer string `json:"issuer"`
}

func (a *App) identityEntry(actor Actor, action string, before, after any) repo.AuditEntry {
	entry := staffAudit(a.Now(), actor.StaffID, action, actor.StaffID)
	entry.Before, entry.After = before, after
	return entry
}
