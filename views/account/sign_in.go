package accountview

import (
	"context"
	"net/url"
	"strings"

	"nayan/internal/i18n"
	"nayan/internal/message"
	"nayan/views/layout"
	"nayan/views/ui"
)

// SignInPage asks for a contact, by which somebody signs in and signs up alike.
// Next is the page of the account to go on to.
type SignInPage struct {
	layout.Page
	Next, Contact string
	Consent       bool
	Again         bool             // of who is signed in, before something that must be theirs to do
	Reach         message.Gateways // where a code can be sent
	Provider      string           // of identities, as people call it; "" for none
	Errors        ui.Errors        // contact, consent
}

// PasswordPage asks for a password instead. It never comes back.
type PasswordPage struct {
	layout.Page
	Next, Contact string
	Reach         message.Gateways // where a code can be sent instead
	Errors        ui.Errors        // contact
}

// CodePage asks for the code that was sent. Shown is the code itself in a
// demonstration, which sends nothing.
type CodePage struct {
	layout.Page
	Next, Contact, Shown string
	Again                bool      // another one has just been sent
	Errors               ui.Errors // code
}

// entrance frames a page for who is not signed in.
func entrance(ctx context.Context, p layout.Page, title string, errors ui.Errors) layout.Page {
	p.Nav, p.Width, p.Title, p.Faulty = layout.NavAccount, layout.Narrow, title, len(errors) > 0
	p.Crumbs = []layout.Link{{Href: "/account/sign-in", Text: i18n.T(ctx, "nav.account")}, {Text: p.Title}}
	return p
}

// reachable reports whether a code can be sent to anybody.
func reachable(reach message.Gateways) bool { return reach.Email || reach.SMS }

// contactField asks for what a code can be sent to, and for nothing else.
func contactField(ctx context.Context, value string, reach message.Gateways, errors ui.Errors) ui.Field {
	f := ui.Field{ID: "contact", Name: "contact", Value: value, Required: true, Label: i18n.T(ctx, "account.contact"), Error: errors.Message(ctx, "contact"),
		Autocomplete: "username", MaxLength: 254}
	switch {
	case !reach.SMS:
		f.Label, f.Hint = i18n.T(ctx, "account.contact.email"), i18n.T(ctx, "account.contact.email_only")
	case !reach.Email:
		f.Label, f.Hint = i18n.T(ctx, "account.contact.phone"), i18n.T(ctx, "account.contact.sms_only")
	}
	return f
}

// newContactField asks for what is to take the place of a contact.
func newContactField(ctx context.Context, p ProfilePage) ui.Field {
	f := contactField(ctx, p.New, p.Reach, p.ContactErrors)
	f.Label, f.Autocomplete = i18n.T(ctx, "account.profile.new", f.Label), "off"
	return f
}

// lateText says where a code that did not come may be.
func lateText(ctx context.Context, contact string) string {
	if strings.Contains(contact, "@") {
		return i18n.T(ctx, "account.code.late.email")
	}
	return i18n.T(ctx, "account.code.late.phone")
}

func codeField(ctx context.Context, errors ui.Errors) ui.Field {
	return ui.Field{ID: "code", Name: "code", Required: true, Label: i18n.T(ctx, "account.code"), Error: errors.Message(ctx, "code"),
		Autocomplete: "one-time-code", InputMode: "numeric", MaxLength: 12}
}

// withNext keeps where to go on to, from one step of signing in to the other.
func withNext(path, next string) string {
	if next == "" || next == "/account" {
		return path
	}
	return path + "?next=" + url.QueryEscape(next)
}
