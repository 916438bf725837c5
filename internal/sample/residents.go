package sample

import (
	"context"

	"nayan/internal/account"
	"nayan/internal/app"
)

// accountsSince is how long the accounts have been there, in days: longer than
// any comment.
const accountsSince = 365

// residents makes the accounts, before what they send.
func (f *filler) residents(ctx context.Context, password string) error {
	at := f.base.At(f.now.AddDate(0, 0, -accountsSince))
	for _, r := range f.county.Residents {
		id, err := at.AddAccount(ctx, app.AccountInput{Name: r.Name, Email: r.Email, Phone: r.Phone, Password: password, Consent: true})
		if err != nil {
			return err
		}
		for _, key := range r.Comments {
			f.senders[key] = id
		}
	}
	return nil
}

func (k *checker) residents(all []Resident, comments []Comment) {
	known := map[string]bool{}
	for _, m := range comments {
		known[m.Key] = true
	}
	for _, r := range all {
		email, ok := account.ReadContact(r.Email)
		k.must(ok && email.Email == r.Email, "%s: no e-mail as accounts keep it", r.Name)
		phone, ok := account.ReadContact(r.Phone)
		k.must(r.Phone == "" || ok && phone.Phone == r.Phone, "%s: no phone as accounts keep it", r.Name)
		for _, key := range r.Comments {
			k.must(known[key], "%s: no comment %s that is still to be sent", r.Name, key)
			delete(known, key)
		}
	}
}
