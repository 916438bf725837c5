package account_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
)

func registration(change func(*account.Registration)) account.Registration {
	r := account.Registration{Name: "云溪县虚构百货商店", USCC: "13341524MA99930926",
		Contact: account.EnterpriseContact{Name: "朱国强", Phone: "0571-87654321-801"}}
	change(&r)
	return r.Normalise()
}

func TestARegistrationNamesEveryRuleItBreaks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*account.Registration)
		want   []string
	}{
		"nothing":             {func(*account.Registration) {}, nil},
		"an e-mail alone":     {func(r *account.Registration) { r.Contact.Phone, r.Contact.Email = "", "zhu@example.org" }, nil},
		"no name":             {func(r *account.Registration) { r.Name = " \u200b" }, []string{"name"}},
		"a long name":         {func(r *account.Registration) { r.Name = strings.Repeat("云", 101) }, []string{"name"}},
		"a short code":        {func(r *account.Registration) { r.USCC = "1334152" }, []string{"uscc"}},
		"a letter O":          {func(r *account.Registration) { r.USCC = "13341524MA9993O926" }, []string{"uscc"}},
		"nobody to ask":       {func(r *account.Registration) { r.Contact.Name = "" }, []string{"contact_name"}},
		"no way to ask":       {func(r *account.Registration) { r.Contact.Phone = "" }, []string{"contact_phone"}},
		"no phone":            {func(r *account.Registration) { r.Contact.Phone = "打我手机" }, []string{"contact_phone"}},
		"no address":          {func(r *account.Registration) { r.Contact.Email = "zhu" }, []string{"contact_email"}},
		"everything at once":  {func(r *account.Registration) { *r = account.Registration{} }, []string{"name", "uscc", "contact_name", "contact_phone"}},
		"a doubtful code":     {func(r *account.Registration) { r.USCC = "13341524MA99930927" }, nil},
		"full width and case": {func(r *account.Registration) { r.USCC = " １３341524 ma99930926 " }, nil},
	} {
		var got []string
		if err := registration(c.change).Validate(); err != nil {
			for _, f := range fault.Of(err).Fields {
				got = append(got, f.Name)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestOnlyTheCheckCharacterMakesACodeDoubtful(t *testing.T) {
	t.Parallel()
	if registration(func(*account.Registration) {}).Doubtful() {
		t.Error("a right code is doubted")
	}
	if !registration(func(r *account.Registration) { r.USCC = "13341524MA99930927" }).Doubtful() {
		t.Error("a wrong check character raises no doubt")
	}
}

func TestAnEnterpriseWithPeopleInItAlwaysHasAManager(t *testing.T) {
	t.Parallel()
	const a, b, stranger = 1, 2, 3
	for name, c := range map[string]struct {
		m    account.Membership
		who  int64
		to   account.MemberRole
		want fault.Kind
	}{
		"the last manager goes":        {account.Membership{a: account.Manager, b: account.Agent}, a, account.NoMember, fault.Conflict},
		"the last manager is demoted":  {account.Membership{a: account.Manager, b: account.Agent}, a, account.Agent, fault.Conflict},
		"the only member is demoted":   {account.Membership{a: account.Manager}, a, account.Agent, fault.Conflict},
		"the only member goes":         {account.Membership{a: account.Manager}, a, account.NoMember, -1},
		"one manager of two goes":      {account.Membership{a: account.Manager, b: account.Manager}, a, account.NoMember, -1},
		"one manager of two is one":    {account.Membership{a: account.Manager, b: account.Manager}, b, account.Agent, -1},
		"a member goes":                {account.Membership{a: account.Manager, b: account.Agent}, b, account.NoMember, -1},
		"a member becomes manager":     {account.Membership{a: account.Manager, b: account.Agent}, b, account.Manager, -1},
		"the last manager stays one":   {account.Membership{a: account.Manager, b: account.Agent}, a, account.Manager, -1},
		"a stranger becomes a manager": {account.Membership{a: account.Manager}, stranger, account.Manager, fault.NotFound},
	} {
		err := c.m.CheckChange(c.who, c.to)
		if c.want < 0 && err != nil || c.want >= 0 && !fault.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnInvitationSaysWhyItIsGoodNoMore(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	good := account.Invitation{ExpiresAt: now.Add(time.Second)}
	if err := good.CheckGood(now); err != nil {
		t.Errorf("a good one: %v", err)
	}
	for want, change := range map[string]func(*account.Invitation){
		"enterprise.error.invitation_used":    func(i *account.Invitation) { i.UsedAt, i.ExpiresAt = now, now },
		"enterprise.error.invitation_revoked": func(i *account.Invitation) { i.RevokedAt = now },
		"enterprise.error.invitation_expired": func(i *account.Invitation) { i.ExpiresAt = now },
	} {
		i := good
		change(&i)
		if err := i.CheckGood(now); !fault.Is(err, fault.Closed) || fault.Of(err).Key != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	withdrawn := good
	withdrawn.State = account.EnterpriseWithdrawn
	if err := withdrawn.CheckGood(now); !fault.Is(err, fault.Closed) {
		t.Errorf("of a withdrawn enterprise: %v", err)
	}
}

func TestARejectionNeedsAReasonOfSomeLength(t *testing.T) {
	t.Parallel()
	for reason, ok := range map[string]bool{"名称与执照不符。": true, "": false, " \u200b": false, strings.Repeat("长", 501): false} {
		if err := account.CheckRejection(reason); (err == nil) != ok {
			t.Errorf("a reason of %d bytes: %v", len(reason), err)
		}
	}
}
