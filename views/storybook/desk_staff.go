package storybook

import (
	"context"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/desk"
	"nayan/views/layout"
	"nayan/views/ui"
)

// people are the pages about who may sign in, and how.
func (d deskFixtures) people() []Story {
	every := ui.Option{Value: "0", Label: i18n.T(context.Background(), "desk.staff.every_unit")}
	grantUnits := append(d.options(), every)
	roles := []fault.Field{{Name: "roles", Key: "staff.error.roles"}}
	list := desk.StaffPage{Page: d.seat("desk.staff.title", desk.Staff, account.Administrator), Members: d.Members, Units: d.options(),
		GrantUnits: grantUnits, County: true, Days: 7}
	rejected := list
	rejected.Form = desk.StaffForm{Name: d.Other, GrantUnit: "0", Errors: roles}
	grants := []desk.Grant{{UnitID: 1, Unit: d.Unit, Role: account.Drafter, Mine: true}, {UnitID: 0, Unit: every.Label, Role: account.Approver}}
	member := desk.MemberPage{Page: d.seat("desk.staff.title", desk.Staff, account.Administrator), Member: d.Members[1], Grants: grants, GrantUnits: grantUnits}
	beyond := member
	beyond.Beyond, beyond.Errors = true, roles
	link := desk.LinkPage{Page: d.seat("desk.link.title", desk.Staff, account.Administrator), Name: d.Other, Expires: d.Now,
		URL: "https://minyi.example.gov.cn/desk/invitations/TfO1jPzQ0s6n4bJ8mX2cVw5yRk3uHd7gLe9aZxFqAiE"}
	mailed := link
	mailed.Mailed, mailed.Reset = true, true
	leave := desk.LeavePage{Page: d.seat("desk.leave.title", desk.Staff, account.Administrator), Member: d.Members[1], Work: []desk.OpenWork{
		{Kind: "consultation", Title: d.Scheduled.Title, Unit: d.Unit, Field: "successor-consultation-6", Successors: []ui.Option{{Value: "1", Label: d.Member}}},
		{Kind: "open_day", Title: d.OpenDays[0].Theme, Unit: d.Unit, Field: "successor-open_day-2"}},
		Errors: []fault.Field{{Name: "successor-consultation-6", Key: "staff.error.successor", Args: []any{d.Scheduled.Title}}}}
	leave.Title = i18n.T(context.Background(), "desk.leave.title", d.Other)
	nothing := leave
	nothing.Work, nothing.Errors = nil, nil
	return []Story{
		{"desk/staff", desk.StaffList(list)}, {"desk/staff/rejected", desk.StaffList(rejected)},
		{"desk/staff/member", desk.MemberShow(member)}, {"desk/staff/member/beyond", desk.MemberShow(beyond)},
		{"desk/staff/link", desk.Link(link)}, {"desk/staff/link/mailed", desk.Link(mailed)},
		{"desk/staff/leave", desk.Leave(leave)}, {"desk/staff/leave/nothing", desk.Leave(nothing)},
	}
}

// titled is the frame of a page before the desk.
func (d deskFixtures) titled(title string) layout.Page {
	p := d.door()
	p.Title = i18n.T(context.Background(), title)
	return p
}

// secondFactor are the pages of one's own account and of the second step of signing in.
func (d deskFixtures) secondFactor() []Story {
	wrong := []fault.Field{{Name: "code", Key: "staff.error.code"}}
	secret := desk.Secret{Secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", Pending: "e30",
		URI: "otpauth://totp/Nayan:qicao@yunxi.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Nayan"}
	short := []fault.Field{{Name: "password", Key: "password.error.short", Args: []any{account.MinPassword}}}
	codes := []string{"7K3M-9QZX-2B4N-8RTY", "D5F6-G7H8-J9KA-LBCM", "N0PQ-RSTV-WXYZ-1234", "5678-9ABC-DEFG-HJKM", "NPQR-STVW-XYZ0-1357"}
	me := desk.MePage{Page: d.seat("desk.me.title", "", account.Approver), Name: d.Member, Email: d.Members[0].Email, Unit: d.Unit,
		Grants: []desk.Grant{{UnitID: 1, Unit: d.Unit, Role: account.Approver}}, SecondFactor: true, NeedsSecondFactor: true, RecoveryLeft: 8,
		Sessions: []desk.Session{{ID: 1, Browser: "Chrome · Windows", Address: "203.0.113.7", SignedIn: d.Now.Add(-time.Hour), Seen: d.Now, Current: true},
			{ID: 2, Address: "2001:db8::7", SignedIn: d.Now.Add(-3 * time.Hour), Seen: d.Now.Add(-time.Hour)}}}
	rejected := me
	rejected.SecondFactor, rejected.Form, rejected.Errors = false, desk.PasswordForm, append([]fault.Field{{Name: "old", Key: "password.error.old"}}, short...)
	return []Story{
		{"desk/me", desk.Me(me)}, {"desk/me/rejected", desk.Me(rejected)},
		{"desk/sign-in/code", desk.Code(desk.CodePage{Page: d.titled("desk.code.title"), Errors: wrong})},
		{"desk/sign-in/code/demo", desk.Code(desk.CodePage{Page: d.titled("desk.code.title"), DemoCode: "123456"})},
		{"desk/sign-in/enrol", desk.Enrol(desk.EnrolPage{Page: d.titled("desk.enrol.title"), Form: desk.Enrolment{Secret: secret, Action: "/desk/sign-in/enrol", Errors: wrong}})},
		{"desk/me/enrol", desk.Enrol(desk.EnrolPage{Page: d.titled("desk.enrol.title"), Form: desk.Enrolment{Secret: secret, Action: "/desk/me/second-factor/confirm", Own: true}})},
		{"desk/sign-in/recovery", desk.RecoveryCodes(desk.RecoveryPage{Page: d.titled("desk.recovery.title"), Codes: codes, Next: "/desk"})},
		{"desk/invitation", desk.Invitation(desk.InvitationPage{Page: d.titled("desk.invitation.title"), Path: "/desk/invitations/t", Name: d.Other, Email: d.Members[1].Email, Errors: short})},
		{"desk/invitation/reset", desk.Invitation(desk.InvitationPage{Page: d.titled("desk.invitation.title"), Path: "/desk/invitations/t", Name: d.Other, Email: d.Members[1].Email, Reset: true})},
	}
}
