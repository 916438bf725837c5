package app_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/fault"
)

// market is a desk with people who have accounts and an enterprise of one of them.
type market struct {
	*desk
	zhu, sun, qian int64 // accounts
	shop           int64 // zhu's, pending
}

func shop() account.Registration {
	return account.Registration{Name: "云溪县虚构百货商店", USCC: "13341524MA99930926",
		Contact: account.EnterpriseContact{Name: "朱国强", Phone: "19900001234"}}
}

func newMarket(t *testing.T) *market {
	t.Helper()
	m := &market{desk: newDesk(t)}
	for i, id := range []*int64{&m.zhu, &m.sun, &m.qian} {
		var err error
		if *id, err = m.AddAccount(t.Context(), app.AccountInput{Name: "某人", Email: fmt.Sprintf("person%d@example.org", i)}); err != nil {
			t.Fatal(err)
		}
	}
	m.shop = m.register(t, m.zhu, shop())
	return m
}

func (m *market) register(t *testing.T, by int64, r account.Registration) int64 {
	t.Helper()
	id, err := m.RegisterEnterprise(t.Context(), by, r, false)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (m *market) invite(t *testing.T, role account.MemberRole) string {
	t.Helper()
	token, err := m.InviteMember(t.Context(), app.EnterpriseInvite{By: m.zhu, EnterpriseID: m.shop, Role: role})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func (m *market) join(t *testing.T, who int64, role account.MemberRole) {
	t.Helper()
	if _, err := m.JoinEnterprise(t.Context(), who, m.invite(t, role)); err != nil {
		t.Fatal(err)
	}
}

func (m *market) read(t *testing.T) account.Enterprise {
	t.Helper()
	e, err := m.Enterprise(t.Context(), m.shop)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// told lists the messages by channel and template, oldest first.
func (m *market) told(t *testing.T) (list []string) {
	t.Helper()
	if err := m.db.Select(&list, `SELECT cause || ' ' || channel || ' ' || template || ' ' || state FROM messages ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	return list
}

func wantFault(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	if !fault.Is(err, kind) || fault.Of(err).Key != key {
		t.Errorf("got %v, want %s %s", err, kind, key)
	}
}

func TestWhoRegistersAnEnterpriseManagesItWhileItWaits(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	own, err := m.EnterprisesOf(t.Context(), m.zhu)
	if err != nil || len(own) != 1 || own[0].Role != account.Manager || own[0].State != account.EnterprisePending {
		t.Fatalf("own %+v, %v", own, err)
	}
	if e := m.read(t); e.USCC != shop().USCC || e.Contact != shop().Contact || e.Submission != 1 {
		t.Errorf("kept %+v", e)
	}
	var raw string
	if err := m.db.Get(&raw, `SELECT string_agg(e::text, '') FROM enterprises e`); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{shop().USCC, "19900001234", "朱国强"} {
		if strings.Contains(raw, secret) {
			t.Errorf("the row shows %s", secret)
		}
	}
}

func TestADoubtfulCodeIsAskedAboutOnceAndThenTaken(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	r := shop()
	r.USCC = "13341524MA99930927"
	_, err := m.RegisterEnterprise(t.Context(), m.sun, r, false)
	if f := fault.Of(err); f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != "uscc_confirmed" {
		t.Fatalf("a doubtful code: %v", err)
	}
	id, err := m.RegisterEnterprise(t.Context(), m.sun, r, true)
	if err != nil {
		t.Fatal(err)
	}
	var doubtful bool
	if err := m.db.Get(&doubtful, `SELECT uscc_doubtful FROM enterprises WHERE id = $1`, id); err != nil || !doubtful {
		t.Errorf("doubtful %v, %v", doubtful, err)
	}
}

func TestOneAccountRegistersACodeOnceAndOnlySoManyThatWait(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	_, err := m.RegisterEnterprise(t.Context(), m.zhu, shop(), false)
	wantFault(t, err, fault.Conflict, "enterprise.error.already_yours")
	m.register(t, m.sun, shop()) // anybody else may claim it, too
	for i := range account.MaxPendingRegistrations - 1 {
		r := shop()
		r.USCC = fmt.Sprintf("13341524MA999309A%d", i)
		if _, err := m.RegisterEnterprise(t.Context(), m.zhu, r, true); err != nil {
			t.Fatal(err)
		}
	}
	r := shop()
	r.USCC = "13341524MA999309B1"
	_, err = m.RegisterEnterprise(t.Context(), m.zhu, r, true)
	wantFault(t, err, fault.Conflict, "enterprise.error.too_many_pending")
}

func TestTwoClerksAtOnceDecideOnce(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	var won, lost atomic.Int64
	var all sync.WaitGroup
	for i, by := range []app.Actor{m.wang, m.li, m.zhao, m.chen} {
		all.Go(func() {
			var err error
			if i%2 == 0 {
				err = m.VerifyEnterprise(t.Context(), by, m.shop, 1)
			} else {
				err = m.RejectEnterprise(t.Context(), by, m.shop, 1, "名称与执照不符。")
			}
			switch {
			case err == nil:
				won.Add(1)
			case fault.Is(err, fault.Conflict):
				lost.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 || lost.Load() != 3 {
		t.Errorf("%d decided, %d came too late", won.Load(), lost.Load())
	}
	actions, err := m.Repo.AuditedActions(t.Context(), "enterprise", fmt.Sprint(m.shop))
	if told := m.told(t); err != nil || len(actions) != 1 || len(told) != 2 {
		t.Errorf("audited %v, told %v, %v", actions, told, err)
	}
}

func TestOnlyOneClaimToACodeIsVerified(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	other := m.register(t, m.sun, shop())
	if err := m.VerifyEnterprise(t.Context(), m.wang, m.shop, 1); err != nil {
		t.Fatal(err)
	}
	err := m.VerifyEnterprise(t.Context(), m.wang, other, 1)
	wantFault(t, err, fault.Conflict, "enterprise.error.code_verified")
	same, err := m.SameCode(t.Context(), m.read(t))
	if err != nil || len(same) != 1 || same[0].ID != other || same[0].State != account.EnterprisePending {
		t.Errorf("same code: %+v, %v", same, err)
	}
}

func TestARejectedRegistrationComesBackAsAnotherMatter(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	if err := m.RejectEnterprise(t.Context(), m.wang, m.shop, 1, "名称与执照不符。"); err != nil {
		t.Fatal(err)
	}
	r := shop()
	r.Name = "云溪县虚构百货有限公司"
	if err := m.EditEnterprise(t.Context(), m.zhu, m.shop, r, false); err != nil {
		t.Fatal(err)
	}
	e := m.read(t)
	if e.State != account.EnterprisePending || e.Submission != 2 || e.Reason != "" || e.Name != r.Name || !e.DecidedAt.IsZero() {
		t.Errorf("after handing in anew: %+v", e)
	}
	// A clerk whose page still shows the first name decides nothing.
	wantFault(t, m.VerifyEnterprise(t.Context(), m.li, m.shop, 1), fault.Conflict, "error.changed_meanwhile")
	if err := m.VerifyEnterprise(t.Context(), m.li, m.shop, 2); err != nil {
		t.Fatal(err)
	}
	cause := func(n int) string { return fmt.Sprintf("enterprise_decided:%d:%d ", m.shop, n) }
	want := []string{cause(1) + "inbox enterprise_rejected sent", cause(1) + "email enterprise_rejected held",
		cause(2) + "inbox enterprise_verified sent", cause(2) + "email enterprise_verified held"}
	if got := m.told(t); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("told\n%s", strings.Join(got, "\n"))
	}
}

func TestTheAuditHoldsNothingOfTheContact(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	if err := m.RejectEnterprise(t.Context(), m.wang, m.shop, 1, "名称与执照不符。"); err != nil {
		t.Fatal(err)
	}
	var entry string
	if err := m.db.Get(&entry, `SELECT action || before::text || after::text FROM audit_entries WHERE object_kind = 'enterprise'`); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"enterprise.reject", `"pending"`, `"rejected"`, "名称与执照不符"} {
		if !strings.Contains(entry, word) {
			t.Errorf("%s is missing in %s", word, entry)
		}
	}
	for _, secret := range []string{"1990000", "朱国强", shop().USCC} {
		if strings.Contains(entry, secret) {
			t.Errorf("%s stands in %s", secret, entry)
		}
	}
}

func TestAVerifiedEnterpriseKeepsItsNameAndCode(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	if err := m.VerifyEnterprise(t.Context(), m.wang, m.shop, 1); err != nil {
		t.Fatal(err)
	}
	r := account.Registration{Name: "另一家", USCC: "13341524MA999309B1", Contact: account.EnterpriseContact{Name: "孙敏", Email: "sun@example.org"}}
	if err := m.EditEnterprise(t.Context(), m.zhu, m.shop, r, true); err != nil {
		t.Fatal(err)
	}
	if e := m.read(t); e.Name != shop().Name || e.USCC != shop().USCC || e.Contact != r.Contact || e.State != account.EnterpriseVerified || e.Submission != 1 {
		t.Errorf("after the change: %+v", e)
	}
}

func TestNewContactDataAreNoNewSubmission(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	r := shop()
	r.Contact.Phone = "19900005678"
	if err := m.EditEnterprise(t.Context(), m.zhu, m.shop, r, false); err != nil {
		t.Fatal(err)
	}
	if e := m.read(t); e.Submission != 1 || e.Contact.Phone != "19900005678" {
		t.Errorf("after the change: %+v", e)
	}
}

func TestASearchFindsAPartOfANameOrAnExactCode(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	other := shop()
	other.Name, other.USCC = "云溪_饭店", "13341524MA999309B1"
	if _, err := m.RegisterEnterprise(t.Context(), m.sun, other, true); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"": 2, "百货": 1, "云溪": 2, "_": 1, "%": 0, " 13341524ma99930926": 1, "13341524MA": 0} {
		list, err := m.Enterprises(t.Context(), app.EnterpriseQuery{Text: text, Page: 1})
		if err != nil || len(list.Items) != want || list.Counts.Pending != want {
			t.Errorf("%q finds %d (%d), want %d: %v", text, len(list.Items), list.Counts.Pending, want, err)
		}
	}
}

func TestWhatWaitsLongestComesFirst(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	if err := m.VerifyEnterprise(t.Context(), m.wang, m.shop, 1); err != nil {
		t.Fatal(err)
	}
	var want []int64
	for i := range 3 {
		m.setClock(m.morning.Add(time.Duration(i+1) * time.Hour))
		r := shop()
		r.USCC = fmt.Sprintf("13341524MA999309A%d", i)
		id, err := m.RegisterEnterprise(t.Context(), m.sun, r, true)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, id)
	}
	list, err := m.Enterprises(t.Context(), app.EnterpriseQuery{Page: 1})
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, e := range list.Items {
		got = append(got, e.ID)
	}
	if fmt.Sprint(got) != fmt.Sprint(append(want, m.shop)) {
		t.Errorf("order %v", got)
	}
}
