package sample

import (
	"context"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/follow"
)

// Follower is somebody who is told by mail, whether or not they have an account.
type Follower struct {
	Email         string         `json:"email"`
	Consultations []string       `json:"consultations"` // by key
	Units         []string       `json:"units"`         // by key
	Kinds         []consult.Kind `json:"kinds"`
}

// followers come last: they hear of what happens from today on.
func (f *filler) followers(ctx context.Context) error {
	for _, one := range f.county.Followers {
		var subjects []follow.Subject
		for _, key := range one.Consultations {
			subjects = append(subjects, follow.Subject{No: f.calls[key].no})
		}
		for _, key := range one.Units {
			subjects = append(subjects, follow.Subject{UnitID: f.units[key]})
		}
		for _, kind := range one.Kinds {
			subjects = append(subjects, follow.Subject{Kind: kind})
		}
		for _, s := range subjects {
			if _, err := f.base.AddFollow(ctx, one.Email, s.String()); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k *checker) followers(all []Follower) {
	for _, one := range all {
		to, ok := account.ReadContact(one.Email)
		k.must(ok && to.Email == one.Email, "%s: a follower with no e-mail as it is kept", one.Email)
		k.must(len(one.Consultations)+len(one.Units)+len(one.Kinds) > 0, "%s: a follower of nothing", one.Email)
		for _, key := range one.Consultations {
			k.must(k.consultations[key].State == consult.Released, "%s: a follower of no released consultation %q", one.Email, key)
		}
		for _, key := range one.Units {
			k.unit(one.Email, key)
		}
		for _, kind := range one.Kinds {
			k.must(kind.Valid(), "%s: a follower of no kind %q", one.Email, kind)
		}
	}
}
