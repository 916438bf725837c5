package app_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/message"
	"nayan/repo"
)

// address says whom the call addresses.
func (c *call) address(t *testing.T, to consult.Addressing) {
	t.Helper()
	c.exec(t, `UPDATE consultations SET audience = 'enterprises' WHERE id = $1`, c.id)
	c.exec(t, `ALTER TABLE consultation_addressees DISABLE TRIGGER consultation_addressees_published`) // openCall's is public already
	err := c.Repo.Write(t.Context(), func(tx *repo.Tx) error { return tx.SetAddressees(t.Context(), c.id, to) })
	if err != nil {
		t.Fatal(err)
	}
}

// some takes a few of a list.
func some[T any](dice *rand.Rand, list []T) (out []T) {
	for _, v := range list {
		if dice.IntN(4) == 0 {
			out = append(out, v)
		}
	}
	return out
}

// The statement and the rule say the same of every enterprise.
func TestTheDatabaseAddressesWhomTheRuleAddresses(t *testing.T) {
	t.Parallel()
	c, dice := openCall(t), rand.New(rand.NewPCG(5, 7))
	var towns []account.Township
	for _, name := range []string{"东镇", "西镇", "南镇"} {
		id, err := c.AddTownship(t.Context(), c.actor, name)
		if err != nil {
			t.Fatal(err)
		}
		towns = append(towns, account.Township{ID: id})
	}
	industries, sizes := []account.Industry{"", "A", "C", "F"}, append([]account.Size{""}, account.Sizes...)
	firms := map[int64]account.Traits{}
	var listed []consult.NamedEnterprise
	for n := range 14 {
		traits := account.Traits{Industry: industries[dice.IntN(4)], Size: sizes[dice.IntN(5)], TownshipID: []int64{0, towns[0].ID, towns[1].ID, towns[2].ID}[dice.IntN(4)]}
		f := c.firm(t, n, 1, traits)
		firms[f.id] = traits
		listed = append(listed, consult.NamedEnterprise{ID: f.id})
	}
	for round := range 30 {
		to := consult.Addressing{Industries: some(dice, account.Industries[:6]), Sizes: some(dice, account.Sizes), Townships: some(dice, towns), Listed: some(dice, listed)}
		c.address(t, to)
		want := 0
		for id, traits := range firms {
			list, _, err := c.Repo.EnterpriseCalls(t.Context(), id, c.now, 1, 10)
			if asked := len(list) == 1; err != nil || asked != to.Includes(id, traits) {
				t.Errorf("round %d: %+v is asked %v by %+v: %v", round, traits, asked, to, err)
			}
			if to.Includes(id, traits) {
				want++
			}
		}
		if got, err := c.Repo.Addressed(t.Context(), c.id); err != nil || got.Count != want {
			t.Errorf("round %d: %d are counted, want %d: %v", round, got.Count, want, err)
		}
	}
}

// invited lists whom the messages about calls are for, by cause and channel.
func (c *call) invited(t *testing.T) (list []string) {
	t.Helper()
	if err := c.db.Select(&list, `SELECT cause || ' ' || channel FROM messages WHERE template = $1 ORDER BY 1`, message.ConsultationInvitation); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestEveryAddressedEnterpriseIsToldOnceHoweverOftenTheJobRuns(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.Gateways = message.Gateways{Email: true}
	var firms []firm
	for n := range 5 {
		firms = append(firms, c.firm(t, n, 1+n%2, account.Traits{Industry: []account.Industry{"C", "F"}[n/4]}))
	}
	c.address(t, consult.Addressing{Industries: []account.Industry{"C"}})
	if err := app.InviteBatch(t.Context(), c.App, c.id, 2); err != nil {
		t.Fatal(err)
	}
	want := []string{}
	for _, f := range firms[:4] {
		cause := fmt.Sprintf("consultation_invitation:%d:%d", c.id, f.id)
		want = append(want, cause+" email")
		for _, p := range f.people {
			want = append(want, fmt.Sprintf("%s:%d inbox", cause, p.ID))
		}
	}
	slices.Sort(want)
	got := c.invited(t)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
	if n := c.count(t, `SELECT count(*) FROM consultation_invitations`); n != 4 {
		t.Errorf("%d invitations", n)
	}
	late := c.firm(t, 9, 1, account.Traits{Industry: "C"})
	for range 2 { // the job of the release again, and that of the enterprise
		if err := c.InviteTo(t.Context(), c.id); err != nil {
			t.Fatal(err)
		}
		if err := c.Invite(t.Context(), late.id); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(c.invited(t)); n != len(want)+2 {
		t.Errorf("%d messages, want %d", n, len(want)+2)
	}
	if n := c.count(t, `SELECT count(*) FROM messages WHERE template = 'consultation_invitation' AND not_after <> $1`, callCloses); n != 0 {
		t.Errorf("%d messages outlive the call", n)
	}
}

func TestACallThatIsOverInvitesNobody(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	f := c.firm(t, 1, 1, account.Traits{})
	c.address(t, consult.Addressing{})
	c.now = callCloses
	if err := c.InviteTo(t.Context(), c.id); err != nil {
		t.Fatal(err)
	}
	c.now = callOpens
	c.exec(t, `UPDATE consultations SET withdrawn_at = $1`, c.now)
	if err := c.Invite(t.Context(), f.id); err != nil {
		t.Fatal(err)
	}
	if got := c.invited(t); len(got) != 0 {
		t.Errorf("told %q", got)
	}
}

func TestTheReleaseOfAnEnterpriseConsultationQueuesItsInvitations(t *testing.T) {
	t.Parallel()
	for audience, want := range map[consult.Audience]int{consult.Enterprises: 1, consult.Public: 0} {
		d := newDesk(t)
		id := d.approved(t)
		d.exec(t, `UPDATE consultations SET audience = $1 WHERE id = $2`, audience, id)
		d.step(t, id, d.zhao, consult.Release, "")
		var n int
		if err := d.db.Get(&n, `SELECT count(*) FROM river_job WHERE kind = 'invite_enterprises' AND args->>'consultation_id' = $1`, fmt.Sprint(id)); err != nil || n != want {
			t.Errorf("%s: %d jobs, want %d: %v", audience, n, want, err)
		}
	}
}

func TestAnEnterpriseVerifiedWhileACallIsOpenIsInvitedByAJob(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	if err := m.VerifyEnterprise(t.Context(), m.wang, m.shop, 1); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := m.db.Get(&n, `SELECT count(*) FROM river_job WHERE kind = 'invite_verified' AND args->>'enterprise_id' = $1`, fmt.Sprint(m.shop)); err != nil || n != 1 {
		t.Errorf("%d jobs: %v", n, err)
	}
}
