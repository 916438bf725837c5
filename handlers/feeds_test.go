package handlers_test

import (
	"encoding/xml"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"nayan/handlers"
)

// atom is a feed as a reader takes it.
type atom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID        string `xml:"id"`
		Title     string `xml:"title"`
		Published string `xml:"published"`
		Updated   string `xml:"updated"`
		Author    string `xml:"author>name"`
		Link      struct {
			Href string `xml:"href,attr"`
		} `xml:"link"`
		Summary string `xml:"summary"`
	} `xml:"entry"`
}

const feedPath = "/feeds/consultations.atom"

func (a answer) feed() (f atom) {
	a.t.Helper()
	if got := a.want(http.StatusOK).header.Get("Content-Type"); got != "application/atom+xml; charset=utf-8" {
		a.t.Errorf("the feed is %q", got)
	}
	if err := xml.Unmarshal([]byte(a.body), &f); err != nil {
		a.t.Fatalf("%v\n%.500s", err, a.body)
	}
	return f
}

func TestTheFeedIsWhatRFC4287AsksFor(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	f := s.visitor().get(feedPath).feed()
	if f.ID == "" || f.Title == "" || len(f.Entries) != s.count(`SELECT count(*) FROM follow_events WHERE event <> 'reminder'`) || len(f.Entries) < 5 {
		t.Fatalf("%+v", f)
	}
	seen, last := map[string]bool{}, f.Updated
	for _, e := range f.Entries {
		at, err := time.Parse(time.RFC3339, e.Updated)
		if err != nil || at.After(s.env.Now()) || e.Published != e.Updated || e.Updated > last {
			t.Errorf("%s: %s after %s, %v", e.ID, e.Updated, last, err)
		}
		if seen[e.ID] || !strings.HasPrefix(e.ID, "tag:example.com,2026:/consultations/") || e.Title == "" || e.Author == "" || e.Summary == "" {
			t.Errorf("%+v", e)
		}
		seen[e.ID], last = true, e.Updated
		path, whole := strings.CutPrefix(e.Link.Href, "http://example.com")
		if !whole {
			t.Errorf("%s is no whole address", e.Link.Href)
		}
		s.visitor().get(path).want(http.StatusOK)
	}
	if f.Updated != f.Entries[0].Updated {
		t.Errorf("updated %s", f.Updated)
	}
}

func TestAFeedWithoutAnAddressOfItsOwnLeadsWhereverItWasFetched(t *testing.T) {
	t.Parallel()
	s := newCounty(t, func(e *handlers.Env) { e.Site.BaseURL = "" })
	req := httptest.NewRequest(http.MethodGet, feedPath, nil)
	req.Host = "evil.example"
	got := s.visitor().do(req)
	f := got.feed()
	if strings.Contains(got.body, "evil.example") || !strings.HasPrefix(f.Entries[0].ID, "urn:") || !strings.HasPrefix(f.Entries[0].Link.Href, "/consultations/") {
		t.Errorf("%+v", f.Entries[0])
	}
}

func TestTheFeedIsNarrowedAsTheListIs(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	v := s.visitor()
	for _, query := range []string{"?unit=2", "?kind=plan", "?audience=enterprises", "?status=answered", "?unit=2&status=open", "?kind=rumour", "?unit=x"} {
		listed, fed := map[string]bool{}, map[string]bool{}
		v.get("/consultations" + query).page().Find(".rows h2 a").Each(func(_ int, a *goquery.Selection) { listed[a.AttrOr("href", "")] = true })
		for _, e := range v.get(feedPath + query).feed().Entries {
			path := strings.TrimPrefix(e.Link.Href, "http://example.com")
			fed[strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(path, "/results"), "/draft"), "#progress")] = true // news of one leads to its part
		}
		if !maps.Equal(listed, fed) {
			t.Errorf("%s: the list has %v, the feed %v", query, listed, fed)
		}
	}
}

func TestWhoHasTheFeedAlreadyIsToldSo(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	first := s.visitor().get(feedPath).want(http.StatusOK)
	tag, modified := first.header.Get("ETag"), first.header.Get("Last-Modified")
	if tag == "" || modified == "" || !strings.Contains(first.header.Get("Cache-Control"), "public") || first.header.Get("Set-Cookie") != "" {
		t.Fatalf("%v", first.header)
	}
	for header, status := range map[[2]string]int{{"If-None-Match", tag}: 304, {"If-None-Match", `"x", W/` + tag}: 304, {"If-None-Match", `"x"`}: 200,
		{"If-Modified-Since", modified}: 304, {"If-Modified-Since", "Mon, 02 Jan 2006 15:04:05 GMT"}: 200, {"If-Modified-Since", "yesterday"}: 200} {
		req := httptest.NewRequest(http.MethodGet, feedPath, nil)
		req.Header.Set(header[0], header[1])
		if got := s.visitor().do(req); got.status != status || status == 304 && got.body != "" {
			t.Errorf("%v: status %d, %d bytes", header, got.status, len(got.body))
		}
	}
	if got := s.visitor().get(feedPath + "?status=open").header.Get("Last-Modified"); got != "" {
		t.Error("what a phase chooses changes without being new")
	}
}

func TestTheFeedHoldsWhatXMLCannot(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	if _, err := s.env.Repo.DB().ExecContext(t.Context(), `ALTER TABLE consultations DISABLE TRIGGER consultations_texts;
		UPDATE consultations SET title = E'a\x01b <&> \x0b"' || title WHERE state = 'released'`); err != nil {
		t.Fatal(err)
	}
	if f := s.visitor().get(feedPath).feed(); !strings.Contains(f.Entries[0].Title, "<&>") {
		t.Errorf("%q", f.Entries[0].Title)
	}
}

func TestPagesNameTheirFeed(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	for page, want := range map[string]string{"/": feedPath, "/consultations?q=充电": feedPath, "/consultations?unit=2&status=open": feedPath + "?status=open&unit=2"} {
		if got := s.visitor().get(page).page().Find(`link[rel=alternate][type="application/atom+xml"]`).AttrOr("href", ""); got != want {
			t.Errorf("%s names %q", page, got)
		}
	}
	s.visitor().get(feedPath + "?unit=2").feed()
}

func TestAnEmptyFeedIsAFeed(t *testing.T) {
	t.Parallel()
	if f := newSite(t).visitor().get(feedPath).feed(); len(f.Entries) != 0 || f.Updated == "" || f.ID == "" {
		t.Errorf("%+v", f)
	}
}
