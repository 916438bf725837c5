package desk

import (
	"context"
	"slices"
	"strconv"
	"time"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/views/layout"
	"nayan/views/ui"
)

// Page is the frame of every page of the desk.
type Page struct {
	layout.Page
	Now     time.Time
	Roles   []account.Role // of who is signed in
	Done    string         // what has just been done: a key "desk.done." and this word; empty for nothing
	Problem *fault.Error   // why what was just tried was refused; nil for nothing
}

// Can reports whether who is signed in has one of the roles.
func (p Page) Can(roles ...account.Role) bool {
	return slices.ContainsFunc(roles, func(r account.Role) bool { return slices.Contains(p.Roles, r) })
}

// framed says in the title that something was refused.
func (p Page) framed() layout.Page {
	p.Faulty = p.Faulty || p.Problem != nil
	return p.Page
}

// marked says in the title that a form on the page was rejected.
func (p Page) marked(forms ...ui.Errors) Page {
	for _, errors := range forms {
		p.Faulty = p.Faulty || len(errors) > 0
	}
	return p
}

// Section names the entry of the desk's menu that a page belongs to.
type Section string

// The entries. Their words are the keys "desk.menu." and the section.
const (
	Home          Section = "home"
	Consultations Section = "consultations"
	OpenDays      Section = "open_days"
	Opinions      Section = "opinions"
	Enterprises   Section = "enterprises"

	ModerationQueue Section = "moderation"
	Staff           Section = "staff"
	Messaging       Section = "messages"
	AuditLog        Section = "audit"
	RetentionLog    Section = "retention"
	Settings        Section = "settings"
)

// menuEntry is one line of the menu; no roles means everybody.
type menuEntry struct {
	section Section
	href    string
	roles   []account.Role
}

var menu = []menuEntry{
	{Home, "/desk", nil},
	{Consultations, "/desk/consultations", nil},
	{ModerationQueue, "/desk/moderation", []account.Role{account.Adjudicator}},
	{Opinions, "/desk/opinions", []account.Role{account.Adjudicator, account.Auditor}},
	{OpenDays, "/desk/open-days", nil},
	{Enterprises, "/desk/enterprises", []account.Role{account.Clerk, account.Auditor}},
	{Staff, "/desk/staff", []account.Role{account.Administrator}},
	{Settings, "/desk/settings/kinds", []account.Role{account.Administrator}},
	{Messaging, "/desk/messages", []account.Role{account.Clerk, account.Auditor, account.Administrator}},
	{AuditLog, "/desk/audit", []account.Role{account.Auditor}},
	{RetentionLog, "/desk/retention", []account.Role{account.Administrator, account.Auditor}},
}

// Menu gives the desk's menu for somebody with these roles.
func Menu(ctx context.Context, current Section, roles []account.Role) []layout.Link {
	var links []layout.Link
	for _, entry := range menu {
		if len(entry.roles) > 0 && !(Page{Roles: roles}).Can(entry.roles...) {
			continue
		}
		links = append(links, layout.Link{Href: entry.href, Text: i18n.T(ctx, "desk.menu."+string(entry.section)),
			Current: entry.section == current})
	}
	return links
}

// Styles are the sheets that every page of the desk loads beside the common one.
var Styles = []string{"desk.css"}

func id64(id int64) string { return strconv.FormatInt(id, 10) }

// doneKey is the catalogue key of what has just been done, "" for an unknown
// word: it comes from the address.
func (p Page) doneKey() string {
	if key := "desk.done." + p.Done; p.Done != "" && i18n.Has(key) {
		return key
	}
	return ""
}

// problemText says why something was refused, in the fault's own words when the
// catalogue has them.
func problemText(ctx context.Context, f *fault.Error) string {
	if i18n.Has(f.Key) {
		return i18n.T(ctx, f.Key, f.Args...)
	}
	return i18n.T(ctx, "error.409.text")
}
