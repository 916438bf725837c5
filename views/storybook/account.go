package storybook

import (
	"context"
	"time"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/internal/message"
	"nayan/internal/openday"
	accountview "nayan/views/account"
	consultview "nayan/views/consult"
	opendayview "nayan/views/openday"
	receiptview "nayan/views/receipt"
	"nayan/views/ui"
)

// own is the frame of a page of the account for somebody who is signed in.
func (f fixtures) own(section accountview.Section, title string) accountview.Page {
	p := f.page()
	p.Title = i18n.T(context.Background(), title)
	return accountview.Page{Page: p, Section: section, Name: f.Typed.Name, Unread: 2}
}

var reach = message.Gateways{Email: true, SMS: true}

func (f fixtures) accountDoors() []Story {
	code := accountview.CodePage{Page: f.page(), Next: "/account/comments", Contact: "19900001234"}
	again, wrong := code, code
	again.Again, again.Shown = true, "012345"
	wrong.Errors = ui.Errors{{Name: "code", Key: "account.error.code_wrong", Args: []any{4}}}
	return []Story{
		{"account/sign-in", accountview.SignIn(accountview.SignInPage{Page: f.page(), Reach: reach})},
		{"account/sign-in/mute", accountview.SignIn(accountview.SignInPage{Page: f.page()})},
		{"account/sign-in/rejected", accountview.SignIn(accountview.SignInPage{Page: f.page(), Reach: reach, Next: "/account/comments", Contact: "1990000",
			Errors: ui.Errors{{Name: "contact", Key: "account.error.contact"}, {Name: "consent", Key: "account.error.consent"}}})},
		{"account/sign-in/over", accountview.SignIn(accountview.SignInPage{Page: f.page(), Reach: message.Gateways{Email: true},
			Errors: ui.Errors{{Key: "account.error.code_over"}}})},
		{"account/password", accountview.Password(accountview.PasswordPage{Page: f.page(), Reach: reach, Next: "/account/comments"})},
		{"account/password/rejected", accountview.Password(accountview.PasswordPage{Page: f.page(), Contact: "zhu@yunxi.example",
			Errors: ui.Errors{{Name: "contact", Key: "account.error.sign_in"}}})},
		{"account/code", accountview.Code(code)},
		{"account/code/wrong", accountview.Code(wrong)},
		{"account/code/demo", accountview.Code(again)},
	}
}

func (f fixtures) accountOwn() []Story {
	comments := f.own(accountview.Comments, "account.comments.title")
	bookings := f.own(accountview.Bookings, "account.bookings.title")
	home := f.own(accountview.Home, "account.home.title")
	quiet := home
	quiet.Unread, quiet.Name = 0, ""
	claimed := comments
	claimed.Done = "claimed"
	filled := f.commentsPage(f.Open, nil)
	filled.Form.Prefilled, filled.Form.Values.Name = true, f.Typed.Name
	return []Story{
		{"consultations/comments/signed-in", consultview.Comments(filled)},
		{"consultations/receipt/signed-in", consultview.Receipt(consultview.ReceiptPage{Head: f.head(f.Open), Receipt: f.Receipt, ReceivedAt: f.Now, Saved: true})},
		{"open-days/signed-in", opendayview.Show(opendayview.ShowPage{Page: f.page(), Now: f.Now, OpenDay: f.OpenDays[1], IdempotencyKey: "storybook",
			Known: openday.Request{Name: f.Typed.Name, Phone: f.Typed.Phone}, Prefilled: true})},
		{"account", accountview.Overview(accountview.HomePage{Page: home, Now: f.Now, Answered: f.ownComments()[:1], Upcoming: f.tickets()[:1]})},
		{"account/quiet", accountview.Overview(accountview.HomePage{Page: quiet, Now: f.Now})},
		{"account/comments", accountview.OwnComments(accountview.CommentsPage{Page: claimed, Now: f.Now, Items: f.ownComments(), At: 1, Last: 2})},
		{"account/comments/none", accountview.OwnComments(accountview.CommentsPage{Page: comments, Now: f.Now, At: 1, Last: 1, No: f.Receipt.No,
			Errors: ui.Errors{{Name: "no", Key: "receipt.error.not_found"}}})},
		{"account/comment", accountview.OwnComment(accountview.CommentPage{Page: comments, Receipt: receiptview.StatusPage{Now: f.Now, Status: f.Status}})},
		{"account/bookings", accountview.OwnBookings(accountview.BookingsPage{Page: bookings, Items: f.tickets(), At: 1, Last: 1})},
		{"account/bookings/none", accountview.OwnBookings(accountview.BookingsPage{Page: bookings, At: 1, Last: 1})},
		{"account/inbox", accountview.Messages(accountview.InboxPage{Page: f.own(accountview.Inbox, "account.inbox.title"), Items: f.messages(), At: 1, Last: 1})},
		{"account/inbox/none", accountview.Messages(accountview.InboxPage{Page: f.own(accountview.Inbox, "account.inbox.title"), At: 1, Last: 1})},
	}
}

func (f fixtures) accountSelf() []Story {
	profile, security := f.own(accountview.Profile, "account.profile.title"), f.own(accountview.Security, "account.security.title")
	refused := security
	refused.Problem = fault.New(fault.Conflict, "error.changed_meanwhile")
	sessions := []accountview.Session{
		{ID: 1, Browser: "Chrome · Windows", Address: "203.0.113.7", Since: f.Now.Add(-time.Hour), LastSeen: f.Now, This: true},
		{ID: 2, Address: "2001:db8:1234:5678:9abc:def0:1234:5678", Since: f.Now.Add(-48 * time.Hour), LastSeen: f.Now.Add(-2 * time.Hour)},
	}
	return []Story{
		{"account/profile", accountview.EditProfile(accountview.ProfilePage{Page: profile, FullName: f.Typed.Name, Email: "zhu@yunxi.example", Reach: reach})},
		{"account/profile/mute", accountview.EditProfile(accountview.ProfilePage{Page: profile})},
		{"account/profile/rejected", accountview.EditProfile(accountview.ProfilePage{Page: profile, Reach: reach, Phone: "19900001234", New: "zhu@yunxi.example",
			NameErrors:    ui.Errors{{Name: "name", Key: "account.error.name", Args: []any{50}}},
			ContactErrors: ui.Errors{{Key: "account.error.contact_taken"}}})},
		{"account/profile/code", accountview.ContactCode(accountview.ContactCodePage{Page: profile,
			Code: accountview.CodePage{Page: profile.Page, Contact: "zhu@yunxi.example"}})},
		{"account/security", accountview.EditSecurity(accountview.SecurityPage{Page: security, HasPassword: true, MinPassword: 10, Sessions: sessions})},
		{"account/security/first", accountview.EditSecurity(accountview.SecurityPage{Page: refused, MinPassword: 10, Sessions: sessions[:1],
			Errors: ui.Errors{{Name: "password", Key: "password.error.short", Args: []any{10}}}})},
	}
}

func (f fixtures) ownComments() []consult.OwnComment {
	var list []consult.OwnComment
	for _, c := range []consult.Consultation{f.Answered, f.Closed, f.Open} {
		list = append(list, consult.OwnComment{ReceiptNo: f.Receipt.No, ConsultationNo: c.No, ConsultationTitle: c.Title, Times: c.Times,
			ReceivedAt: c.OpensAt.Add(time.Hour)})
	}
	return list
}

func (f fixtures) tickets() []openday.Ticket {
	cancelled := f.Ticket
	cancelled.State = openday.Cancelled
	return []openday.Ticket{f.Ticket, cancelled}
}

func (f fixtures) messages() []accountview.InboxItem {
	values := message.Values{Enterprise: f.Typed.Organisation, Reason: f.Typed.Name, Path: "/account/enterprises/7"}
	return []accountview.InboxItem{
		{Template: message.EnterpriseInvitation, Values: values, At: f.Now, New: true},
		{Template: message.EnterpriseRejected, Values: values, At: f.Now.Add(-time.Hour), New: true},
		{Template: message.EnterpriseVerified, Values: values, At: f.Now.Add(-48 * time.Hour)},
	}
}
