// Package followview is what people see who follow consultations by mail, and how
// they stop.
package followview

import (
	"context"
	"strconv"

	"nayan/internal/consult"
	"nayan/internal/follow"
	"nayan/internal/i18n"
	"nayan/internal/message"
	"nayan/views/email"
	"nayan/views/layout"
	"nayan/views/ui"
)

// Page is the frame of every page about following.
type Page struct {
	layout.Page
	Done string // what has just been done: a key "follow.done." and this word; empty for nothing
}

func (p Page) framed(ctx context.Context, title string) layout.Page {
	page := p.Page
	page.Nav, page.Width, page.Title = layout.NavConsultations, layout.Narrow, i18n.T(ctx, title)
	page.Crumbs = []layout.Link{{Href: "/consultations", Text: i18n.T(ctx, "nav.consultations")}, {Text: page.Title}}
	return page
}

// doneKey is the catalogue key of what has just been done, "" for an unknown
// word: it comes from the address.
func (p Page) doneKey() string {
	if key := "follow.done." + p.Done; p.Done != "" && i18n.Has(key) {
		return key
	}
	return ""
}

// Unit is one office whose consultations can be followed.
type Unit struct {
	ID   int64
	Name string
}

// FormPage offers what can be followed.
type FormPage struct {
	Page
	About   follow.Followed // the consultation that somebody comes from; zero for none
	Units   []Unit
	Subject string // chosen
	Email   string // as typed
	Own     string // address of who is signed in; empty for nobody, or nobody with one
	CanMail bool
	Shown   string // path of the link that would be in the mail, in a demonstration
	Errors  ui.Errors
}

// group is some of the choices under one heading.
type group struct {
	label   string
	options []ui.Option
}

// groups are the choices: the consultation somebody comes from, all, units, kinds.
func (p FormPage) groups(ctx context.Context) []group {
	var list []group
	if p.About.No != "" {
		list = append(list, group{i18n.T(ctx, "follow.group.consultation"), []ui.Option{{Value: p.About.Subject.String(), Label: p.About.Title}}})
	}
	units, kinds := group{label: i18n.T(ctx, "follow.group.units")}, group{label: i18n.T(ctx, "follow.group.kinds")}
	for _, u := range p.Units {
		units.options = append(units.options, ui.Option{Value: follow.Subject{UnitID: u.ID}.String(), Label: u.Name})
	}
	for _, k := range consult.Kinds {
		kinds.options = append(kinds.options, ui.Option{Value: follow.Subject{Kind: k}.String(), Label: i18n.T(ctx, "kind."+string(k))})
	}
	all := group{i18n.T(ctx, "follow.group.all"), []ui.Option{{Value: follow.Subject{}.String(), Label: Name(ctx, p.Site.County, follow.Followed{})}}}
	return append(list, all, units, kinds)
}

// feed is the address of the feed of what is chosen, as far as feeds can choose.
func (p FormPage) feed() string {
	s, _ := follow.ReadSubject(p.Subject)
	return FeedURL(s.UnitID, s.Kind)
}

// FeedURL is the address of the Atom feed of a unit, a kind, or everything.
func FeedURL(unitID int64, kind consult.Kind) string {
	switch {
	case unitID != 0:
		return "/feeds/consultations.atom?unit=" + strconv.FormatInt(unitID, 10)
	case kind != "":
		return "/feeds/consultations.atom?kind=" + string(kind)
	}
	return "/feeds/consultations.atom"
}

// Name says what is followed, in the words of the mails.
func Name(ctx context.Context, county string, f follow.Followed) string {
	return email.Followed(ctx, county, message.Values{Title: f.Title, Unit: f.Unit, Kind: string(f.Kind)})
}

// ConfirmPage asks the owner of a mailbox whether they meant it.
type ConfirmPage struct {
	Page
	Followed follow.Followed
	Action   string
}

// ManagePage is what one follower follows.
type ManagePage struct {
	Page
	Email string // masked
	List  List
}

// List is what somebody follows, each with a way to stop. Base is the address
// below which the forms lead.
type List struct {
	Items  []follow.Followed
	County string
	CSRF   string
	Base   string // of one's follows, as in /account/follows
	All    string // where to stop everything
}

func (l List) stopURL(f follow.Followed) string {
	return l.Base + "/" + strconv.FormatInt(f.ID, 10) + "/stop"
}

// StopPage asks whether to hear no more of a consultation.
type StopPage struct {
	Page
	Action, Manage string
}
