package app_test

import (
	"strings"
	"sync"
	"testing"

	"nayan/internal/app"
)

func TestAnIdentityThatArrivesTwiceAtOnceMakesOneAccount(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	id := app.Identity{Issuer: "https://id.example", Subject: "u-1", Name: "朱国强", Email: "zhu@example.org"}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := v.SignInByIdentity(t.Context(), id, "2026-11", app.Client{}); err != nil {
				t.Errorf("SignInByIdentity: %v", err)
			}
		})
	}
	all.Wait()
	var accounts, sessions int
	if err := v.db.QueryRowx(`SELECT (SELECT count(*) FROM accounts), (SELECT count(*) FROM account_sessions)`).Scan(&accounts, &sessions); err != nil {
		t.Fatal(err)
	}
	if accounts != 1 || sessions != 8 {
		t.Errorf("there are %d accounts and %d sessions, want 1 and 8", accounts, sessions)
	}
}

func TestOnlyWhatHasTheShapeOfOursIsTakenOver(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	long := strings.Repeat("a", 3000)
	for subject, id := range map[string]app.Identity{
		"1": {Name: long + "朱", Email: "no address", Phone: "12"},
		"2": {Name: " 朱\x00\u202e国强 ", Email: "Zhu <zhu@example.org>"},
		"3": {Name: "\u200b", Email: long + "@example.org"},
	} {
		id.Issuer, id.Subject = "https://id.example", subject
		in, err := v.SignInByIdentity(t.Context(), id, "2026-11", app.Client{})
		if err != nil {
			t.Fatal(err)
		}
		p, err := v.PersonBySession(t.Context(), in.Token, 0)
		if err != nil || p.Email != "" || p.Phone != "" || p.Name != map[string]string{"2": "朱国强"}[subject] {
			t.Errorf("%s: %+v, %v", subject, p, err)
		}
	}
}

func TestWhatIsKnownOfAnIdentityIsSealed(t *testing.T) {
	t.Parallel()
	v := newVisits(t)
	id := app.Identity{Issuer: "https://id.example", Subject: "u-1001", Name: "朱国强", Email: "zhu@example.org", Phone: "+86 199 0000 1234"}
	in, err := v.SignInByIdentity(t.Context(), id, "2026-11", app.Client{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.PersonBySession(t.Context(), in.Token, 0)
	if err != nil || p.Phone != "19900001234" || p.Email != "zhu@example.org" {
		t.Errorf("the account is %+v, %v", p, err)
	}
	var n int
	if err := v.db.Get(&n, `SELECT count(*) FROM identities i, accounts a WHERE concat(i::text, a::text) ~ 'u-1001|朱国强|zhu@|19900001234'
		OR position(encode('u-1001', 'hex') IN i::text) > 0`); err != nil || n != 0 {
		t.Errorf("%d rows show who it is (%v)", n, err)
	}
}
