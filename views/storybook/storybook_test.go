package storybook_test

import (
	"bytes"
	"compress/gzip"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"nayan/views/layout"
	"nayan/views/static"
	"nayan/views/storybook"
	"nayan/views/viewtest"
)

// eachStory runs a check on every page of the storybook.
func eachStory(t *testing.T, check func(t *testing.T, s storybook.Story, doc *goquery.Document)) {
	t.Helper()
	stories := storybook.Stories()
	if len(stories) < 40 {
		t.Fatalf("only %d stories", len(stories))
	}
	for _, s := range stories {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			check(t, s, viewtest.Document(t, s.View))
		})
	}
}

func TestEveryStoryIsAWholePage(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, _ storybook.Story, doc *goquery.Document) {
		viewtest.Attr(t, doc, "html", "lang", "zh-CN")
		viewtest.Count(t, doc, "main#main", 1)
		viewtest.Count(t, doc, "h1", 1)
		viewtest.Attr(t, doc, `link[rel="stylesheet"]`, "href", static.URL("app.css"))
		if title := viewtest.Text(doc, "title"); title == "" {
			t.Error("no title")
		}
	})
}

// The policy is default-src 'self': an inline style or script would be dropped by the browser.
func TestNoStoryNeedsInlineStylesOrScripts(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, _ storybook.Story, doc *goquery.Document) {
		viewtest.Count(t, doc, "[style], style, script:not([src]), [onclick], [onsubmit], [onchange]", 0)
		doc.Find("script[src], link[href]:not([rel=alternate]), img[src]").Each(func(_ int, s *goquery.Selection) {
			address := s.AttrOr("src", s.AttrOr("href", ""))
			if _, found := static.Lookup(address); !found {
				t.Errorf("loads %q, which is no asset", address)
			}
		})
	})
}

var (
	untranslated = regexp.MustCompile(`\b[a-z_]+(\.[a-z_0-9]+)*\.(title|text|hint|next|error|label|empty|detail|lead)\b`)
	badFormat    = regexp.MustCompile(`%[!dsv.]|\(MISSING\)|\(EXTRA`)
)

func TestNoStoryShowsAKeyOrAFormattingMistake(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, _ storybook.Story, doc *goquery.Document) {
		text := doc.Find("body").Text()
		for _, pattern := range []*regexp.Regexp{untranslated, badFormat} {
			if found := pattern.FindString(text); found != "" {
				t.Errorf("shows %q", found)
			}
		}
	})
}

func TestEveryReferenceInsideAStoryHasItsTarget(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, _ storybook.Story, doc *goquery.Document) {
		ids := map[string]int{}
		doc.Find("[id]").Each(func(_ int, s *goquery.Selection) { ids[s.AttrOr("id", "")]++ })
		for id, n := range ids {
			if n > 1 {
				t.Errorf("id %q stands %d times", id, n)
			}
		}
		for _, attribute := range []string{"for", "aria-describedby", "aria-labelledby"} {
			doc.Find("[" + attribute + "]").Each(func(_ int, s *goquery.Selection) {
				for _, id := range strings.Fields(s.AttrOr(attribute, "")) {
					if ids[id] == 0 {
						t.Errorf("%s=%q has no target", attribute, id)
					}
				}
			})
		}
		doc.Find(`a[href^="#"]`).Each(func(_ int, s *goquery.Selection) {
			if id := strings.TrimPrefix(s.AttrOr("href", ""), "#"); ids[id] == 0 {
				t.Errorf("link to #%s has no target", id)
			}
		})
	})
}

// publicPaths are the pages, files and forms that exist: no view may lead elsewhere.
var publicPaths = regexp.MustCompile(`^(/|/desk(/[a-z0-9/_.-]+)?|/account(/[A-Za-z0-9/_.-]+)?|/privacy(/[a-z0-9-]+)?|/consultations(/\d{4}-\d{4}(/(draft|draft/compare|draft\.docx|explanation|comments|results(/\d+|\.xlsx|\.csv|\.docx)?|poster|survey(/(results|results\.csv|phone|code|code/again))?|attachments/\d+))?)?|/receipts|/follow(/requests/[a-z]+)?|/followers/[a-z]+(/follows/\d+/stop|/stop|/consultations/\d{4}-\d{4}/stop)?|/feeds/consultations\.atom|/open-days(/\d{4}-\d{4}(/sessions/\d+/bookings)?)?|/bookings/[A-Z0-9-]+(/cancel)?)([?#].*)?$`)

func TestNoStoryLeadsToAPageThatDoesNotExist(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, _ storybook.Story, doc *goquery.Document) {
		doc.Find("a[href], form[action]").Each(func(_ int, s *goquery.Selection) {
			address := s.AttrOr("href", s.AttrOr("action", ""))
			if strings.HasPrefix(address, "#") || s.AttrOr("rel", "") == "external" {
				return
			}
			if !publicPaths.MatchString(address) {
				t.Errorf("leads to %q", address)
			}
		})
	})
}

func TestEveryPostCarriesTheToken(t *testing.T) {
	t.Parallel()
	eachStory(t, func(t *testing.T, _ storybook.Story, doc *goquery.Document) {
		doc.Find(`form[method="post"]`).Each(func(_ int, s *goquery.Selection) {
			if s.Find(`input[name="_csrf"][value="storybook"]`).Length() != 1 {
				t.Errorf("form to %q has no token", s.AttrOr("action", ""))
			}
		})
	})
}

func TestEveryPageIsAtMost60KBCompressedWithItsAssets(t *testing.T) {
	t.Parallel()
	assets := 0
	for _, name := range []string{"app.css", "app.js", "icon.svg"} {
		asset, _ := static.Lookup(static.URL(name))
		assets += packed(t, asset.Body)
	}
	eachStory(t, func(t *testing.T, s storybook.Story, _ *goquery.Document) {
		if total := assets + packed(t, []byte(viewtest.Render(t, s.View))); total > 60<<10 {
			t.Errorf("takes %d bytes", total)
		}
	})
}

func packed(t *testing.T, body []byte) int {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Len()
}

func TestTheIndexLeadsToEveryStory(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, storybook.Index(layout.Page{Site: layout.Site{Name: "Yunxi"}}))
	viewtest.Count(t, doc, `main a[href^="?story="]`, len(storybook.Stories()))
}
