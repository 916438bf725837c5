package storybook

import (
	"nayan/internal/account"
	"nayan/internal/fault"
	accountview "nayan/views/account"
	"nayan/views/desk"
)

// firm is a registration in a state. The check character of its code is wrong.
func (f fixtures) firm(s account.EnterpriseState) account.Enterprise {
	e := account.Enterprise{ID: 1, State: s, Submission: 2, SubmittedAt: f.Now.AddDate(0, 0, -3), CreatedBy: 1, Registration: account.Registration{
		Name: f.Open.UnitName, USCC: "91990124MA99090917", Contact: account.EnterpriseContact{Name: f.Typed.Name, Phone: "19900001234", Email: "a@example.org"}}}
	if s == account.EnterpriseVerified || s == account.EnterpriseRejected {
		e.DecidedAt = f.Now.AddDate(0, 0, -1)
	}
	if s == account.EnterpriseRejected {
		e.Reason = f.Rows[0].Reason
	}
	return e
}

func (f fixtures) enterprise(s account.EnterpriseState, role account.MemberRole) accountview.EnterprisePage {
	return accountview.EnterprisePage{Page: f.own(accountview.Enterprises, "enterprise.list.title"), Enterprise: f.firm(s), Role: role, Self: 1,
		Colleagues: []account.Colleague{{AccountID: 1, Name: f.Typed.Name, Role: role, JoinedAt: f.Now}, {AccountID: 2, Role: account.Manager, JoinedAt: f.Now}},
		Invite:     accountview.InviteForm{Role: account.Agent}}
}

func (f fixtures) enterprises() []Story {
	form := accountview.EnterpriseFormPage{Page: f.own(accountview.Enterprises, "enterprise.new.title"), Form: accountview.EnterpriseForm{Values: f.firm("").Registration}}
	rejected, doubted := form, form
	rejected.Form.Errors = []fault.Field{{Name: "uscc", Key: "enterprise.error.uscc"}, {Name: "contact_phone", Key: "enterprise.error.contact"}}
	doubted.Form.Doubted = form.Form.Values.USCC
	locked := form
	locked.ID, locked.State = 1, account.EnterpriseVerified

	list := accountview.EnterprisesPage{Page: f.own(accountview.Enterprises, "enterprise.list.title")}
	two := list
	for i, s := range account.EnterpriseStates {
		two.Items = append(two.Items, accountview.EnterpriseItem{ID: int64(i + 1), Name: f.Open.UnitName, State: s, Role: account.Manager, SubmittedAt: f.Now})
	}
	managed := f.enterprise(account.EnterpriseVerified, account.Manager)
	managed.Mail = true
	managed.Invitations = []account.Invitation{{ID: 1, Role: account.Agent, Email: "a@example.org", ExpiresAt: f.Now}, {ID: 2, Role: account.Manager, ExpiresAt: f.Now}}
	fresh := managed
	fresh.Fresh = &accountview.FreshInvitation{Link: "https://example.org/account/invitations/" + f.Receipt.TextHash[:43], Email: "a@example.org", Held: true, ExpiresAt: f.Now}
	refused := managed
	refused.Invite.Errors = []fault.Field{{Name: "email", Key: "enterprise.error.contact_email"}}

	join := accountview.InvitationPage{Page: f.own(accountview.Enterprises, "enterprise.join.title"), Action: "/account/invitations/x",
		Invitation: account.Invitation{Enterprise: f.Open.UnitName, State: account.EnterprisePending, Role: account.Agent, Inviter: f.Typed.Name, ExpiresAt: f.Now}}
	gone := accountview.InvitationPage{Page: f.own(accountview.Enterprises, "enterprise.gone.title"), Gone: fault.New(fault.Closed, "enterprise.error.invitation_used")}
	return []Story{
		{"enterprises", accountview.EnterpriseList(two)},
		{"enterprises/none", accountview.EnterpriseList(list)},
		{"enterprises/new", accountview.EnterpriseEdit(form)},
		{"enterprises/rejected", accountview.EnterpriseEdit(rejected)},
		{"enterprises/doubted", accountview.EnterpriseEdit(doubted)},
		{"enterprises/locked", accountview.EnterpriseEdit(locked)},
		{"enterprise/pending", accountview.Enterprise(f.enterprise(account.EnterprisePending, account.Manager))},
		{"enterprise/managed", accountview.Enterprise(managed)},
		{"enterprise/fresh", accountview.Enterprise(fresh)},
		{"enterprise/refused", accountview.Enterprise(refused)},
		{"enterprise/member", accountview.Enterprise(f.enterprise(account.EnterpriseRejected, account.Agent))},
		{"enterprise/join", accountview.Invitation(join)},
		{"enterprise/gone", accountview.Invitation(gone)},
	}
}

func (d deskFixtures) clerking() []Story {
	seat := d.seat("desk.enterprises.title", desk.Enterprises, account.Clerk)
	count := map[account.EnterpriseState]int{"": 2, account.EnterprisePending: 1, account.EnterpriseVerified: 1}
	waiting := desk.EnterprisePage{Page: seat, Enterprise: d.firm(account.EnterprisePending), People: 2}
	taken, rejected := waiting, waiting
	taken.Same = []account.Enterprise{d.firm(account.EnterpriseVerified)}
	rejected.Mail, rejected.Form = true, desk.RejectionForm{Errors: []fault.Field{{Name: "reason", Key: "enterprise.error.reason"}}}
	read := desk.EnterprisePage{Page: d.seat("desk.enterprises.title", desk.Enterprises, account.Auditor), Enterprise: d.firm(account.EnterpriseRejected), People: 1}
	read.Enterprise.Contact = account.EnterpriseContact{}
	reading := read
	reading.Enterprise.State, reading.Enterprise.Reason = account.EnterprisePending, ""
	return []Story{
		{"desk/enterprises", desk.EnterpriseList(desk.EnterprisesPage{Page: seat, Count: count, Last: 2, At: 1,
			Items: []account.Enterprise{d.firm(account.EnterprisePending), d.firm(account.EnterpriseVerified)}})},
		{"desk/enterprises/none", desk.EnterpriseList(desk.EnterprisesPage{Page: seat, Count: count, Text: d.Unit, Last: 1, At: 1})},
		{"desk/enterprise/pending", desk.Enterprise(waiting)},
		{"desk/enterprise/taken", desk.Enterprise(taken)},
		{"desk/enterprise/refused", desk.Enterprise(rejected)},
		{"desk/enterprise/read", desk.Enterprise(read)},
		{"desk/enterprise/waiting", desk.Enterprise(reading)},
	}
}
