package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/prometheus/client_golang/prometheus"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/message"
)

// walker follows the links of a site as one visitor and gathers the forms it meets.
type walker struct {
	*visitor
	seen  map[string]int // pages by their shape: a few of each will do
	forms map[string]*goquery.Selection
	names map[string]bool // of all fields of all forms
}

// alike is how many pages of one shape a walker opens.
const alike = 6

var digits = regexp.MustCompile(`[0-9]+`)

// shape is an address without what tells two objects apart.
func shape(path string) string {
	path, _, _ = strings.Cut(path, "#")
	return digits.ReplaceAllString(path, "0")
}

// walk opens a page, keeps its forms, and goes on with its links.
func (w *walker) walk(path string) {
	path, _, _ = strings.Cut(path, "#")
	if !strings.HasPrefix(path, "/") || w.seen[shape(path)] >= alike || w.seen[path] > 0 {
		return
	}
	w.seen[shape(path)]++
	w.seen[path]++
	page := w.get(path)
	if page.status >= http.StatusInternalServerError {
		w.t.Errorf("%s: status %d", path, page.status)
	}
	if to := page.header.Get("Location"); to != "" {
		w.walk(to)
		return
	}
	if !strings.HasPrefix(page.header.Get("Content-Type"), "text/html") {
		return
	}
	doc := page.page()
	doc.Find("form[method=post]").Each(func(_ int, form *goquery.Selection) {
		if action, _ := form.Attr("action"); w.forms[shape(action)] == nil {
			w.forms[shape(action)] = form
		}
	})
	doc.Find("a[href]").Each(func(_ int, link *goquery.Selection) { w.walk(link.AttrOr("href", "")) })
}

// send fills everything that can be typed in a form with the marker and sends it.
func (w *walker) send(form *goquery.Selection) {
	action, values := formOf(form)
	form.Find("input[name], textarea[name], select[name]").Each(func(_ int, field *goquery.Selection) {
		name := field.AttrOr("name", "")
		w.names[name] = w.names[name] || !strings.HasPrefix(name, "_")
		switch field.AttrOr("type", "text") {
		case "hidden":
		case "checkbox", "radio":
			values.Set(name, field.AttrOr("value", "1"))
		default:
			values.Set(name, marker)
		}
	})
	if got := w.postRaw(action, values); got.status >= http.StatusInternalServerError {
		w.t.Errorf("%s: status %d", action, got.status)
	}
}

// last are forms after which a walker is signed in no more, or of whose object
// nothing is left: they are sent when all others have been.
var last = regexp.MustCompile(`/(sign-out|erase|end|end-others|leave|disabled|delete|remove|cancel)$`)

// sendAll sends every form once and reports the routes that took one.
func (w *walker) sendAll() (routes []string) {
	w.t.Helper()
	var first, then []string
	for action := range w.forms {
		if last.MatchString(action) {
			then = append(then, action)
		} else {
			first = append(first, action)
		}
	}
	slices.Sort(first)
	slices.Sort(then)
	for _, action := range append(first, then...) {
		w.send(w.forms[action])
		routes = append(routes, w.routeOf(action))
	}
	return routes
}

// routeOf finds the row of the URL table that an address falls under.
func (w *walker) routeOf(path string) string {
	for _, r := range w.env.Routes() {
		pattern := regexp.MustCompile(`:[a-z]+`).ReplaceAllString(regexp.QuoteMeta(r.Path), `[^/]+`)
		if r.Method == http.MethodPost && regexp.MustCompile("^"+pattern+"$").MatchString(path) {
			return r.Path
		}
	}
	w.t.Errorf("a form leads to %s, which no route takes", path)
	return ""
}

// Whoever walks through the site, staff included: what is typed into the forms they
// meet stands in no log line and no metric, and none of it makes the program fail.
func TestWhatIsTypedIntoAnyFormOfTheSiteReachesNeitherLogNorMetrics(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	s := newCounty(t, func(e *handlers.Env) {
		e.Metrics = handlers.NewMetrics(registry)
		e.App.Gateways = message.Gateways{Email: true, SMS: true}
	})
	s.message(message.Failed, message.Email, message.Code, message.ProblemBusy)
	sent, names := map[string]bool{}, map[string]bool{}
	for start, by := range map[string]*visitor{"/": s.visitor(), "/account/code": s.waitingForCode(), "/desk/sign-in": s.visitor(),
		"/account": s.holder(s.firstMember()), "/desk": s.as(account.EveryUnit, account.Roles...)} {
		w := &walker{visitor: by, seen: map[string]int{}, forms: map[string]*goquery.Selection{}, names: names}
		w.walk(start)
		for _, route := range w.sendAll() {
			sent[route] = true
		}
	}
	if len(sent) < 35 {
		t.Errorf("only %d forms were met", len(sent))
	}
	s.sendUnmet(sent, names)
	for place, text := range map[string]string{"log": s.log.String(), "metrics": metricsText(t, registry)} {
		if at := strings.Index(text, "Marker"); at >= 0 {
			t.Errorf("the %s holds what was typed: …%s…", place, text[max(0, at-200):min(len(text), at+100)])
		}
	}
}

// waitingForCode is somebody who has asked for a code and not typed it yet.
func (s *site) waitingForCode() *visitor {
	s.t.Helper()
	v := s.visitor()
	v.askForCode("walker@example.org").want(http.StatusSeeOther)
	return v
}

// sendUnmet sends the marker, under every name that a field has anywhere, to the
// routes whose forms only people in a rarer situation meet.
func (s *site) sendUnmet(sent, names map[string]bool) {
	s.t.Helper()
	by := map[handlers.Realm]*visitor{handlers.Open: s.visitor(), handlers.Account: s.person("blind@example.org"),
		handlers.Desk: s.as(account.EveryUnit, account.Roles...), handlers.SigningIn: s.signedInAs(1, account.Enrol)}
	for _, r := range s.env.Routes() {
		if r.Method != http.MethodPost || strings.HasPrefix(r.Path, "/api/") || sent[r.Path] || last.MatchString(r.Path) {
			continue
		}
		v := by[r.Access.Realm]
		form := url.Values{}
		for name := range names {
			form.Set(name, marker)
		}
		path := strings.NewReplacer(":no", s.firstOpen(), ":id", "1").Replace(r.Path)
		if got := v.post("/receipts", exampleOf(path), form); got.status >= http.StatusInternalServerError {
			s.t.Errorf("%s: status %d", r.Path, got.status)
		}
	}
}
