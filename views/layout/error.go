package layout

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"nayan/internal/i18n"
)

// key gives the catalogue key of a part ("title", "next", "text"): the fault's own
// where it has one, or else that of the page's status.
func (p ErrorPage) key(part string) string {
	if p.Problem != nil {
		if own := "error.own." + p.Problem.Key + "." + part; i18n.Has(own) {
			return own
		}
	}
	return statusKey(p.Status, part)
}

// statusKey falls back on the words for any fault of the sender, or of ours.
func statusKey(status int, part string) string {
	key := "error." + strconv.Itoa(status) + "." + part
	switch {
	case i18n.Has(key):
		return key
	case status < http.StatusInternalServerError:
		return "error.422." + part
	}
	return "error.500." + part
}

// StatusText gives a part ("title", "next", "text") of the words for a status.
func StatusText(ctx context.Context, status int, part string) string {
	return i18n.T(ctx, statusKey(status, part))
}

// message says what happened: in the fault's own words when it has some.
func (p ErrorPage) message(ctx context.Context) string {
	if p.Problem != nil && i18n.Has(p.Problem.Key) {
		return i18n.T(ctx, p.Problem.Key, p.Problem.Args...)
	}
	return i18n.T(ctx, p.key("text"))
}

// wait says how long to stay away, rounded up to whole seconds below a minute and
// to whole minutes from there: nobody who waits as told comes back too early.
func (p ErrorPage) wait() time.Duration {
	if p.Problem == nil {
		return 0
	}
	unit := time.Second
	if p.Problem.RetryAfter >= time.Minute {
		unit = time.Minute
	}
	return (p.Problem.RetryAfter + unit - 1).Truncate(unit)
}

func (p ErrorPage) framed(title string) Page {
	p.Page.Title, p.Page.Width = title, Narrow
	return p.Page
}

func waitText(ctx context.Context, wait time.Duration) string {
	if wait < time.Minute {
		return i18n.T(ctx, "error.wait.seconds", int(wait/time.Second))
	}
	return i18n.T(ctx, "error.wait.minutes", int(wait/time.Minute))
}

func documentTitle(ctx context.Context, p Page) string {
	title := p.Site.Name
	if p.Title != "" {
		title = p.Title + " - " + title
	}
	if p.Faulty {
		title = i18n.T(ctx, "form.error") + title
	}
	return title
}
