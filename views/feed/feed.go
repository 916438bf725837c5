// Package feedview writes what readers of feeds read: Atom (RFC 4287).
package feedview

import (
	"context"
	"encoding/xml"
	"net/url"
	"strconv"
	"time"

	"nayan/internal/consult"
	"nayan/internal/follow"
	"nayan/internal/i18n"
	"nayan/views/layout"
)

// MediaType is that of Atom.
const MediaType = "application/atom+xml; charset=utf-8"

// Entry is something the public can read of.
type Entry struct {
	Event    follow.Event
	ChangeID int64
	At       time.Time
	No       string
	Title    string
	UnitName string
	Kind     consult.Kind
	OpensAt  time.Time
	ClosesAt time.Time
}

// Feed is a list of entries, the latest first. Path is its own address, Page that
// of the same list for people.
type Feed struct {
	Site       layout.Site
	Path, Page string
	Entries    []Entry
}

// Updated is when the newest entry came; of none it is the beginning of time.
func (f Feed) Updated() time.Time {
	if len(f.Entries) == 0 {
		return time.Unix(0, 0)
	}
	return f.Entries[0].At
}

type link struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type person struct {
	Name string `xml:"name"`
}

type category struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

type entry struct {
	ID        string     `xml:"id"`
	Title     string     `xml:"title"`
	Published string     `xml:"published"`
	Updated   string     `xml:"updated"`
	Author    person     `xml:"author"`
	Link      link       `xml:"link"`
	Category  []category `xml:"category"`
	Summary   string     `xml:"summary"`
}

type document struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string   `xml:"xml:lang,attr"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  person   `xml:"author"`
	Links   []link   `xml:"link"`
	Entries []entry  `xml:"entry"`
}

// Atom writes the feed. What XML cannot hold, as control characters, is replaced.
// Addresses are whole where the site knows its own.
func Atom(ctx context.Context, f Feed) ([]byte, error) {
	d := document{Lang: i18n.Lang(ctx), ID: f.id(f.Path), Title: i18n.T(ctx, "feed.title", f.Site.Name), Updated: stamp(f.Updated()),
		Author: person{f.Site.Name}, Links: []link{{"self", "application/atom+xml", f.Site.BaseURL + f.Path}, {"alternate", "text/html", f.Site.BaseURL + f.Page}}}
	for _, e := range f.Entries {
		d.Entries = append(d.Entries, f.entry(ctx, e))
	}
	body, err := xml.Marshal(d)
	return append([]byte(xml.Header), body...), err
}

func (f Feed) entry(ctx context.Context, e Entry) entry {
	kind := i18n.T(ctx, "kind."+string(e.Kind))
	return entry{ID: f.id(e.name()), Title: i18n.T(ctx, "feed.entry."+string(e.Event), e.Title), Published: stamp(e.At), Updated: stamp(e.At),
		Author: person{e.UnitName}, Link: link{"alternate", "text/html", f.Site.BaseURL + e.Event.Page(e.No)}, Category: []category{{string(e.Kind), kind}},
		Summary: i18n.T(ctx, "feed.summary", e.UnitName, kind, i18n.Date(ctx, e.OpensAt), i18n.Date(ctx, e.ClosesAt.Add(-time.Second)))}
}

// stamp is a time of the county (RFC 3339).
func stamp(t time.Time) string { return t.In(i18n.Zone).Format(time.RFC3339) }

// name tells an entry from all others, for ever: two extensions by their changes.
func (e Entry) name() string {
	name := "/consultations/" + e.No + "/" + string(e.Event)
	if e.ChangeID != 0 {
		name += "/" + strconv.FormatInt(e.ChangeID, 10)
	}
	return name
}

// id is a tag URI in the name of the site (RFC 4151), which stays when the address
// takes another scheme; without an address it is a URN of the program's own.
func (f Feed) id(name string) string {
	if u, err := url.Parse(f.Site.BaseURL); err == nil && u.Hostname() != "" {
		return "tag:" + u.Hostname() + ",2026:" + name
	}
	return "urn:nayan:feed:" + name
}
