package main

import (
	"context"
	"errors"
	"fmt"

	"nayan/internal/app"
	"nayan/internal/sample"
)

// demoPassword signs every sample member of staff and resident in. It is printed: a demo has
// no secrets.
const demoPassword = "yunxi-demo-2026"

// loadSamples fills an empty database; whatever else it holds is left alone.
func loadSamples(ctx context.Context, a *app.App, say func(string)) error {
	state, err := sample.StateOf(ctx, a.Repo)
	if err != nil || state == sample.Loaded || state == sample.Foreign {
		return err
	}
	if state == sample.Partial {
		return errors.New("the samples were loaded only in part: start again with --fresh, or empty the database")
	}
	county, err := sample.Load()
	if err != nil {
		return err
	}
	return sample.Fill(ctx, a, county, demoPassword, say)
}

// announce says where the demo is and how to sign in.
func announce(url string) {
	county, err := sample.Load()
	if err != nil {
		say(err.Error())
		return
	}
	say("")
	say("  Nayan is ready: " + url + "/")
	say("  The desk:       " + url + "/desk    password of all: " + demoPassword)
	for _, m := range county.Staff {
		say(fmt.Sprintf("    %-30s %s %v", m.Email, m.Name, m.Roles))
	}
	if len(county.Residents) > 0 {
		say("  A resident:     " + url + "/account/sign-in/password    " + county.Residents[0].Email + ", the same password")
	}
	say("  Approver and administrator are asked for a code as well: the page shows it.")
	say("  For a real authenticator, the secret is " + sample.TOTPSecret)
	say("  Ctrl-C stops it and keeps the data; --fresh starts anew.")
	say("")
}
