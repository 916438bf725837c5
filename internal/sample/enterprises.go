package sample

import (
	"context"
	"slices"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/fault"
)

// Person is a resident, or somebody of an enterprise, who has an account.
type Person struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Phone string `json:"phone"`
}

// Enterprise is a registration with its people. Without VerifiedBy it waits.
type Enterprise struct {
	Key              string           `json:"key"`
	Name             string           `json:"name"`
	USCC             string           `json:"uscc"`
	Manager          string           `json:"manager"` // key of a Person: who registered it, and its contact
	Members          []string         `json:"members"` // keys of Persons
	RegisteredInDays int              `json:"registered_in_days"`
	VerifiedInDays   int              `json:"verified_in_days"`
	VerifiedBy       string           `json:"verified_by"` // key of a Member
	Industry         account.Industry `json:"industry"`
	Size             account.Size     `json:"size"`
	Township         string           `json:"township"` // one of Townships
}

func (k *checker) enterprises(c County) {
	known := index(k, c.People, func(p Person) string { return p.Key })
	firms := index(k, c.Enterprises, func(e Enterprise) string { return e.Key })
	for _, m := range c.Comments {
		e := firms[m.For]
		k.must(m.For == "" || m.Sender == e.Manager || slices.Contains(e.Members, m.Sender), "%s: %q does not speak for %q", m.Key, m.Sender, m.For)
	}
	for _, e := range c.Enterprises {
		k.must(e.Industry.Valid() && e.Size.Valid() && slices.Contains(c.Townships, e.Township), "%s: traits", e.Key)
		for _, key := range append([]string{e.Manager}, e.Members...) {
			_, ok := known[key]
			k.must(ok, "%s: no person %q", e.Key, key)
		}
		k.must(!slices.Contains(e.Members, e.Manager), "%s: a person twice", e.Key)
		k.must(account.USCCShaped(e.USCC), "%s: code %q", e.Key, e.USCC)
		k.must(e.RegisteredInDays < 0, "%s: registered in the future", e.Key)
		if e.VerifiedBy != "" {
			k.hand(e.Key, "", e.VerifiedBy, account.Clerk)
			k.must(e.RegisteredInDays < e.VerifiedInDays && e.VerifiedInDays < 0, "%s: days out of order", e.Key)
		}
	}
}

// enterprises gives the people accounts and walks each registration as far as it
// has come.
func (f *filler) enterprises(ctx context.Context, password string) (err error) {
	defer fault.Wrap(&err, "enterprises")
	f.say("sample: enterprises and their people")
	towns, people := map[string]int64{}, map[string]Person{}
	for _, name := range f.county.Townships {
		if towns[name], err = f.base.AddTownship(ctx, app.System, name); err != nil {
			return err
		}
	}
	for _, p := range f.county.People {
		id, err := f.base.AddAccount(ctx, app.AccountInput{Name: p.Name, Email: p.Email, Phone: p.Phone, Password: password, Consent: true})
		if err != nil {
			return err
		}
		f.accounts[p.Key], people[p.Key] = id, p
	}
	for _, e := range f.county.Enterprises {
		if err := f.enterprise(ctx, e, towns[e.Township], people[e.Manager]); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) enterprise(ctx context.Context, e Enterprise, township int64, manager Person) error {
	accounts := f.accounts
	at := f.base.At(instant(f.now, e.RegisteredInDays, openingHour))
	in := account.Registration{Name: e.Name, USCC: e.USCC, Traits: account.Traits{Industry: e.Industry, Size: e.Size, TownshipID: township},
		Contact: account.EnterpriseContact{Name: manager.Name, Phone: manager.Phone, Email: manager.Email}}
	id, err := at.RegisterEnterprise(ctx, accounts[e.Manager], in, true)
	if err != nil {
		return err
	}
	f.firms[e.Key] = id
	for _, key := range e.Members {
		token, err := at.InviteMember(ctx, app.EnterpriseInvite{By: accounts[e.Manager], EnterpriseID: id, Role: account.Agent})
		if err != nil {
			return err
		}
		if _, err := at.JoinEnterprise(ctx, accounts[key], token); err != nil {
			return err
		}
	}
	if e.VerifiedBy == "" {
		return nil
	}
	return f.base.At(instant(f.now, e.VerifiedInDays, openingHour)).VerifyEnterprise(ctx, f.staff[e.VerifiedBy], id, 1)
}
