package app_test

import (
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nayan/internal/account"
	"nayan/internal/app"
	"nayan/internal/fault"
	"nayan/internal/message"
)

func (m *market) roles(t *testing.T) map[int64]account.MemberRole {
	t.Helper()
	list, err := m.Colleagues(t.Context(), m.shop)
	if err != nil {
		t.Fatal(err)
	}
	out := map[int64]account.MemberRole{}
	for _, c := range list {
		out[c.AccountID] = c.Role
	}
	return out
}

func TestOneInvitationLetsOnePersonIn(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	token := m.invite(t, account.Agent)
	var in, late atomic.Int64
	var all sync.WaitGroup
	for _, who := range []int64{m.sun, m.qian} {
		all.Go(func() {
			switch id, err := m.JoinEnterprise(t.Context(), who, token); {
			case err == nil && id == m.shop:
				in.Add(1)
			case fault.Is(err, fault.Closed) && fault.Of(err).Key == "enterprise.error.invitation_used":
				late.Add(1)
			default:
				t.Errorf("%d, %v", id, err)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 || late.Load() != 1 || len(m.roles(t)) != 2 {
		t.Errorf("%d in, %d late, members %v", in.Load(), late.Load(), m.roles(t))
	}
}

func TestJoiningTwiceByTheSameLinkIsJoiningOnce(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	token := m.invite(t, account.Agent)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if id, err := m.JoinEnterprise(t.Context(), m.sun, token); err != nil || id != m.shop {
				t.Errorf("%d, %v", id, err)
			}
		})
	}
	all.Wait()
	if got := m.roles(t); len(got) != 2 || got[m.sun] != account.Agent {
		t.Errorf("members %v", got)
	}
}

func TestWhoIsInAlreadyLeavesTheLinkToOthers(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	token := m.invite(t, account.Agent)
	_, err := m.JoinEnterprise(t.Context(), m.zhu, token)
	wantFault(t, err, fault.Conflict, "enterprise.error.already_member")
	if _, err := m.JoinEnterprise(t.Context(), m.sun, token); err != nil {
		t.Error(err)
	}
	if got := m.roles(t); got[m.zhu] != account.Manager {
		t.Errorf("members %v", got)
	}
}

func TestAnInvitationEndsWhenTakenBackOrOld(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	back, old := m.invite(t, account.Agent), m.invite(t, account.Agent)
	i, err := m.Invitation(t.Context(), back)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.RevokeInvitation(t.Context(), m.zhu, m.shop, i.ID); err != nil {
		t.Fatal(err)
	}
	wantFault(t, m.RevokeInvitation(t.Context(), m.zhu, m.shop, i.ID), fault.Conflict, "error.changed_meanwhile")
	_, err = m.JoinEnterprise(t.Context(), m.sun, back)
	wantFault(t, err, fault.Closed, "enterprise.error.invitation_revoked")
	m.setClock(m.morning.AddDate(0, 0, account.InvitationDays))
	_, err = m.JoinEnterprise(t.Context(), m.sun, old)
	wantFault(t, err, fault.Closed, "enterprise.error.invitation_expired")
	_, err = m.JoinEnterprise(t.Context(), m.sun, "no such token")
	wantFault(t, err, fault.NotFound, "error.not_found")
	if list, err := m.Invitations(t.Context(), m.shop); err != nil || len(list) != 0 {
		t.Errorf("still open: %v, %v", list, err)
	}
}

// values opens what the last message is filled with.
func (m *market) values(t *testing.T) (v message.Values) {
	t.Helper()
	var sealed []byte
	if err := m.db.Get(&sealed, `SELECT values_sealed FROM messages ORDER BY id DESC LIMIT 1`); err != nil {
		t.Fatal(err)
	}
	text, err := m.Keys.Open("message.values", sealed)
	if err != nil || json.Unmarshal([]byte(text), &v) != nil {
		t.Fatalf("%q, %v", text, err)
	}
	return v
}

func TestAnInvitationIsMailedWhereThereIsAnAddress(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	m.Gateways = message.Gateways{Email: true}
	token, err := m.InviteMember(t.Context(), app.EnterpriseInvite{By: m.zhu, EnterpriseID: m.shop, Role: account.Agent, Email: " sun@example.org "})
	if err != nil {
		t.Fatal(err)
	}
	if v := m.values(t); v.Name != "" || v.Enterprise != shop().Name || v.Path != app.InvitationPath(token) {
		t.Errorf("the mail is filled with %+v", v) // nobody has said what its reader is called
	}
	m.invite(t, account.Agent) // passed on by hand
	told := m.told(t)
	if len(told) != 1 || !strings.HasSuffix(told[0], " email enterprise_invitation queued") {
		t.Errorf("told %v", told)
	}
	var all string
	err = m.db.Get(&all, `SELECT (SELECT string_agg(x::text, '') FROM messages x) || (SELECT string_agg(x::text, '') FROM enterprise_invitations x)
		|| (SELECT string_agg(args::text, '') FROM river_job)`)
	if err != nil || strings.Contains(all, token) || strings.Contains(all, "example.org") {
		t.Errorf("token or address in clear (%v)", err)
	}
	_, err = m.InviteMember(t.Context(), app.EnterpriseInvite{By: m.zhu, EnterpriseID: m.shop, Role: "owner", Email: "sun"})
	if f := fault.Of(err); f.Kind != fault.Invalid || len(f.Fields) != 2 {
		t.Errorf("a broken form: %v", err)
	}
}

func TestOnlySoManyInvitationsADay(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	for range account.MaxInvitationsADay {
		m.invite(t, account.Agent)
	}
	_, err := m.InviteMember(t.Context(), app.EnterpriseInvite{By: m.zhu, EnterpriseID: m.shop, Role: account.Agent})
	wantFault(t, err, fault.Conflict, "enterprise.error.too_many_invitations")
	if err := m.LeaveEnterprise(t.Context(), m.zhu, m.shop); err != nil { // and registers it anew
		t.Fatal(err)
	}
	m.shop = m.register(t, m.zhu, shop())
	_, err = m.InviteMember(t.Context(), app.EnterpriseInvite{By: m.zhu, EnterpriseID: m.shop, Role: account.Agent})
	wantFault(t, err, fault.Conflict, "enterprise.error.too_many_invitations")
	m.setClock(m.morning.Add(25 * time.Hour))
	m.invite(t, account.Agent)
}

func TestWhoManagesNoMoreCanDoNothingWithAnOldPage(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	m.join(t, m.sun, account.Manager)
	open, err := m.InviteMember(t.Context(), app.EnterpriseInvite{By: m.sun, EnterpriseID: m.shop, Role: account.Manager})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.RemoveMember(t.Context(), m.zhu, m.shop, m.sun); err != nil {
		t.Fatal(err)
	}
	_, err = m.InviteMember(t.Context(), app.EnterpriseInvite{By: m.sun, EnterpriseID: m.shop, Role: account.Manager})
	for _, err := range []error{err, m.RemoveMember(t.Context(), m.sun, m.shop, m.zhu), m.SetMemberRole(t.Context(), m.sun, m.shop, m.sun, account.Manager),
		m.EditEnterprise(t.Context(), m.sun, m.shop, shop(), false), m.RevokeInvitation(t.Context(), m.sun, m.shop, 1)} {
		wantFault(t, err, fault.Forbidden, "enterprise.error.not_manager")
	}
	_, err = m.JoinEnterprise(t.Context(), m.sun, open)
	wantFault(t, err, fault.Closed, "enterprise.error.invitation_revoked")
	wantFault(t, m.LeaveEnterprise(t.Context(), m.sun, m.shop), fault.NotFound, "error.not_found")
}

func TestTwoManagersWhoPutEachOtherOutLeaveOne(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	m.join(t, m.sun, account.Manager)
	m.join(t, m.qian, account.Agent)
	var all sync.WaitGroup
	for _, pair := range [][2]int64{{m.zhu, m.sun}, {m.sun, m.zhu}} {
		all.Go(func() {
			if err := m.RemoveMember(t.Context(), pair[0], m.shop, pair[1]); err != nil && !fault.Is(err, fault.Forbidden) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := m.roles(t); len(got) != 2 || got[m.qian] != account.Agent || (got[m.zhu] == "") == (got[m.sun] == "") {
		t.Errorf("members %v", got)
	}
}

func TestTheLastManagerStaysWhileOthersDo(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	m.join(t, m.sun, account.Agent)
	const last = "enterprise.error.last_manager"
	wantFault(t, m.LeaveEnterprise(t.Context(), m.zhu, m.shop), fault.Conflict, last)
	wantFault(t, m.SetMemberRole(t.Context(), m.zhu, m.shop, m.zhu, account.Agent), fault.Conflict, last)
	wantFault(t, m.RemoveMember(t.Context(), m.zhu, m.shop, m.zhu), fault.Conflict, "enterprise.error.remove_self")
	wantFault(t, m.SetMemberRole(t.Context(), m.zhu, m.shop, m.qian, account.Manager), fault.NotFound, "error.not_found")
	if err := m.SetMemberRole(t.Context(), m.zhu, m.shop, m.sun, account.Manager); err != nil {
		t.Fatal(err)
	}
	if err := m.LeaveEnterprise(t.Context(), m.zhu, m.shop); err != nil {
		t.Fatal(err)
	}
	if got := m.roles(t); len(got) != 1 || got[m.sun] != account.Manager {
		t.Errorf("members %v", got)
	}
}

func TestWhenTheLastOneLeavesTheCodeIsFreeAgain(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	if err := m.VerifyEnterprise(t.Context(), m.wang, m.shop, 1); err != nil {
		t.Fatal(err)
	}
	token := m.invite(t, account.Manager)
	if err := m.LeaveEnterprise(t.Context(), m.zhu, m.shop); err != nil {
		t.Fatal(err)
	}
	if e := m.read(t); e.State != account.EnterpriseWithdrawn {
		t.Errorf("state %s", e.State)
	}
	_, err := m.JoinEnterprise(t.Context(), m.sun, token)
	wantFault(t, err, fault.Closed, "enterprise.error.invitation_revoked")
	again := m.register(t, m.zhu, shop())
	if err := m.VerifyEnterprise(t.Context(), m.wang, again, 1); err != nil {
		t.Error(err)
	}
}
