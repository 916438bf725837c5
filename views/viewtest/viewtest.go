// Package viewtest renders views for tests that look at them by CSS selector.
package viewtest

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"nayan/internal/i18n"
)

// Render gives the HTML of a view.
func Render(t testing.TB, view templ.Component) string {
	t.Helper()
	var buf bytes.Buffer
	if err := view.Render(t.Context(), &buf); err != nil {
		t.Fatalf("rendering: %v", err)
	}
	return buf.String()
}

// Document parses a rendered view.
func Document(t testing.TB, view templ.Component) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(Render(t, view)))
	if err != nil {
		t.Fatalf("parsing: %v", err)
	}
	return doc
}

// Text gives the text under a selector with white space folded, "" when nothing matches.
func Text(doc *goquery.Document, selector string) string {
	return strings.Join(strings.Fields(doc.Find(selector).Text()), " ")
}

// Holds fails unless the text under the selector contains want.
func Holds(t testing.TB, doc *goquery.Document, selector, want string) {
	t.Helper()
	if got := Text(doc, selector); !strings.Contains(got, want) {
		t.Errorf("%s reads %q, without %q", selector, got, want)
	}
}

// Count fails unless the selector matches exactly n times.
func Count(t testing.TB, doc *goquery.Document, selector string, n int) {
	t.Helper()
	if got := doc.Find(selector).Length(); got != n {
		t.Errorf("%s matches %d times, want %d", selector, got, n)
	}
}

// Attr fails unless the first match has the attribute with the value.
func Attr(t testing.TB, doc *goquery.Document, selector, name, want string) {
	t.Helper()
	if got, ok := doc.Find(selector).First().Attr(name); !ok || got != want {
		t.Errorf("%s has %s=%q (%v), want %q", selector, name, got, ok, want)
	}
}

// At is a moment in the county's time zone, written "2026-11-22 10:30".
func At(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, i18n.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
