// Package accountview is what residents and the people of enterprises see of
// their own: what they wrote and booked, their messages, their data.
package accountview

import (
	"context"
	"strconv"

	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/layout"
	"nayan/views/ui"
)

// Page is the frame of every page of an account.
type Page struct {
	layout.Page
	Section Section
	Name    string // of who is signed in; may be empty
	Unread  int    // messages in the inbox
	Done    string // what has just been done: a key "account.done." and this word; empty for nothing
	Problem *fault.Error
}

// Section names the entry of the account's navigation that a page belongs to.
type Section string

// The entries. Their words are the keys "account.menu." and the section.
const (
	Home        Section = "home"
	Comments    Section = "comments"
	Bookings    Section = "bookings"
	Inbox       Section = "inbox"
	Follows     Section = "follows"
	Enterprises Section = "enterprises"
	Profile     Section = "profile"
	Security    Section = "security"
	Data        Section = "data"
)

// menuEntry is one line of the navigation.
type menuEntry struct {
	section Section
	href    string
}

var menu = []menuEntry{
	{Home, "/account"},
	{Comments, "/account/comments"},
	{Bookings, "/account/bookings"},
	{Inbox, "/account/inbox"},
	{Follows, "/account/follows"},
	{Enterprises, "/account/enterprises"},
	{Profile, "/account/profile"},
	{Security, "/account/security"},
	{Data, "/account/data"},
}

// entries gives the navigation with the current page marked and the unread counted.
func (p Page) entries(ctx context.Context) []layout.Link {
	var links []layout.Link
	for _, m := range menu {
		text := i18n.T(ctx, "account.menu."+string(m.section))
		if m.section == Inbox && p.Unread > 0 {
			text += "（" + strconv.Itoa(p.Unread) + "）"
		}
		links = append(links, layout.Link{Href: m.href, Text: text, Current: m.section == p.Section})
	}
	return links
}

// beginID is where a page begins behind the navigation.
const beginID = "own-page"

// framed places the page below 我的 and marks one whose form was refused.
func (p Page) framed(ctx context.Context) layout.Page {
	page := p.Page
	page.Nav = layout.NavAccount
	page.Begin = beginID
	page.Faulty = page.Faulty || p.Problem != nil
	page.Crumbs = []layout.Link{{Href: "/account", Text: i18n.T(ctx, "nav.account")}}
	if p.Section != Home {
		page.Crumbs = append(page.Crumbs, layout.Link{Text: page.Title})
	}
	return page
}

// marked says in the title that a form on the page was rejected.
func (p Page) marked(forms ...ui.Errors) Page {
	for _, errors := range forms {
		p.Faulty = p.Faulty || len(errors) > 0
	}
	return p
}

// doneKey is the catalogue key of what has just been done, "" for an unknown
// word: it comes from the address.
func (p Page) doneKey() string {
	if key := "account.done." + p.Done; p.Done != "" && i18n.Has(key) {
		return key
	}
	return ""
}

func problemText(ctx context.Context, f *fault.Error) string {
	if i18n.Has(f.Key) {
		return i18n.T(ctx, f.Key, f.Args...)
	}
	return i18n.T(ctx, "error.409.text")
}
